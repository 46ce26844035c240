"""Playing and publishing: a client of any RTMP server, our hub or a stranger's."""

from __future__ import annotations

import selectors
from collections.abc import Iterator
from typing import Self

from layoutkit.emulator.rtmp.codecs import set_data
from layoutkit.emulator.rtmp.link import Link, status
from layoutkit.emulator.rtmp.messages import BUFFER, CONTROL, DATA_AMF3, STREAM_EOF, Message, control
from layoutkit.emulator.rtmp.places import read
from layoutkit.emulator.rtmp.tags import AUDIO, DATA, VIDEO, Tag
from layoutkit.emulator.rtmp.wrong import RtmpError

BUFFER_MS = 1000
"""What a player says it keeps before it shows it, in milliseconds."""

_ENDS = ("NetStream.Play.UnpublishNotify", "NetStream.Play.Stop", "NetStream.Play.Complete")


class Player:
    """Plays a stream: `with Player(url) as tags: for tag in tags`. It waits for a source that pauses or is not there yet.

    The tags end when the server says that the stream does, or hangs up, or when another thread calls `close`. RtmpError if the
    server cannot be reached, says no, or takes longer than `timeout` seconds with an answer. `silence` is how many seconds of
    it, if any, are an RtmpError too.
    """

    def __init__(self, url: str, timeout: float = 10, *, silence: float | None = None) -> None:
        self._link = link = Link(read(url), timeout)
        self._closed = False
        try:
            link.command("play", None, link.place.name, -2000, stream=link.stream)
            link.send(control(BUFFER, link.stream, BUFFER_MS))
            link.wait("NetStream.Play.Start")
            link.line.be_patient(silence)
        except BaseException:
            link.line.close()
            raise
        self._tags = self._played()

    def _played(self) -> Iterator[Tag]:
        try:
            for message in self._link.messages():
                if _ends(message):
                    return
                if (tag := _tag(message)) is not None:
                    yield tag
        except RtmpError:
            if not self._closed:
                raise

    def __iter__(self) -> Iterator[Tag]:
        return self._tags

    def close(self) -> None:
        """Hang up, from any thread."""
        self._closed = True
        self._link.line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()


class Publisher:
    """Publishes a stream: `with Publisher(url) as publisher: publisher.send(tag)`. RtmpError if the server says no or is gone."""

    def __init__(self, url: str, timeout: float = 10) -> None:
        self._link = link = Link(read(url), timeout)
        try:
            link.command("releaseStream", None, link.place.name)
            link.command("FCPublish", None, link.place.name)
            link.command("publish", None, link.place.name, "live", stream=link.stream)
            link.wait("NetStream.Publish.Start")
        except BaseException:
            link.line.close()
            raise
        self._selector = selectors.DefaultSelector()
        self._selector.register(link.line, selectors.EVENT_READ)
        self._closed = False

    def send(self, tag: Tag) -> None:
        """Send one tag, from one thread, and see to what the server said meanwhile."""
        if self._closed:
            raise self._link.line.failure("was hung up on by us")
        while self._selector.select(0):
            self._hear()
        body = set_data(tag.body) if tag.kind == DATA else tag.body
        self._link.send(Message(tag.kind, tag.at, self._link.stream, body))

    def close(self) -> None:
        """Say that it is over, and hang up."""
        if self._closed:
            return
        self._closed = True
        self._selector.close()
        try:
            self._link.command("FCUnpublish", None, self._link.place.name)
            self._link.command("deleteStream", None, self._link.stream)
            self._link.line.finish()
        except RtmpError:
            pass  # the server hung up first, so it knows
        finally:
            self._link.line.close()

    def _hear(self) -> None:
        for message in self._link.hear():
            info = status(message)
            if info.get("level") == "error":
                raise self._link.line.failure(f"says no: {info.get('code')}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()


def _tag(message: Message) -> Tag | None:
    kind, body = message.kind, message.body
    if kind == DATA_AMF3:
        kind, body = DATA, body[1:]
    return Tag(kind, message.at, body) if kind in (AUDIO, VIDEO, DATA) and body else None


def _ends(message: Message) -> bool:
    if message.kind == CONTROL:
        return message.body[:2] == STREAM_EOF.to_bytes(2, "big")
    return status(message).get("code") in _ENDS
