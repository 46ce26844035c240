"""What a connection at the hub is there for: to send a stream, or to get one."""

from __future__ import annotations

from typing import Protocol

from layoutkit.emulator.rtmp.codecs import unset_data
from layoutkit.emulator.rtmp.messages import DATA_AMF3, STREAM_EOF, Message, control
from layoutkit.emulator.rtmp.replies import status
from layoutkit.emulator.rtmp.sink import Sink
from layoutkit.emulator.rtmp.stream import Source, Stream
from layoutkit.emulator.rtmp.switchboard import Switchboard
from layoutkit.emulator.rtmp.tags import AUDIO, DATA, VIDEO, Tag


class Wire(Source, Protocol):
    """A connection, as its role sees it."""

    @property
    def backlog(self) -> int:
        """Bytes that wait to be taken by the client."""

    def send(self, message: Message) -> None:
        """Say something to the client."""


class Publishing:
    """The connection sends a stream."""

    def __init__(self, board: Switchboard, stream: Stream, wire: Wire) -> None:
        self._board, self._stream, self._wire = board, stream, wire
        self.last = board.now()

    def take(self, message: Message) -> None:
        """Hand on sound, picture and data; nothing else is any."""
        kind, body = message.kind, message.body
        if kind == DATA_AMF3:
            kind, body = DATA, body[1:]
        if kind in (AUDIO, VIDEO, DATA):
            self.last = self._board.now()
            self._stream.take(Tag(kind, message.at, unset_data(body) if kind == DATA else body))

    def end(self) -> None:
        """It sends no more; if another took over, nothing ends."""
        if self._stream.source is self._wire:
            self._stream.end()
            self._board.tidy(self._stream)


class Playing(Sink):
    """The connection gets a stream."""

    def __init__(self, board: Switchboard, stream: Stream, wire: Wire, number: int) -> None:
        super().__init__(board.limits)
        self._board, self._stream, self._wire, self._number = board, stream, wire, number

    def put(self, tag: Tag) -> None:
        self._wire.send(Message(tag.kind, tag.at, self._number, tag.body))

    @property
    def backlog(self) -> int:
        return self._wire.backlog

    def take(self, message: Message) -> None:
        """Nothing: whoever plays has nothing to send."""

    def unpublished(self) -> None:
        self._wire.send(status(self._number, "NetStream.Play.UnpublishNotify", "nobody sends it any more"))

    def over(self) -> None:
        self.unpublished()
        self._wire.send(status(self._number, "NetStream.Play.Stop", "it is over"))
        self._wire.send(control(STREAM_EOF, self._number))
        self._wire.dismiss()

    def end(self) -> None:
        """It gets no more."""
        self._stream.leave(self)
        self._board.tidy(self._stream)
