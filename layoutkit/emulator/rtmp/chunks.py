"""The chunk stream: bytes as they come in, cut anywhere, give whole messages (RTMP 1.0, section 5.3). No socket is known here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layoutkit.emulator.rtmp import heads
from layoutkit.emulator.rtmp.epoch import TURN, Epoch
from layoutkit.emulator.rtmp.heads import SAME, Head
from layoutkit.emulator.rtmp.messages import ABORT, ACKNOWLEDGED, CHUNK_SIZE, WINDOW, Message, number
from layoutkit.emulator.rtmp.tags import AUDIO, VIDEO
from layoutkit.emulator.rtmp.wrong import Malformed

FIRST_SIZE = 128
"""Bytes in a chunk until something else is said."""

PENDING = 16 << 20
"""Bytes in messages that are not whole yet at most, on all lanes of a connection."""

LANES = 64
"""Chunk streams of a connection at most; real ones use about five."""

ACKNOWLEDGE = 1 << 20
"""After how many bytes they are acknowledged, at the latest."""


@dataclass(slots=True)
class _Lane:
    """One chunk stream: its last head, its time, and the message that is on its way, if any."""

    head: Head | None = None
    at: int = 0
    body: bytearray | None = None


class Reader:
    """Bytes in, messages out; those about chunks themselves are obeyed and not given on."""

    def __init__(self) -> None:
        self.received = 0
        self._buffer = bytearray()
        self._size = FIRST_SIZE
        self._lanes: dict[int, _Lane] = {}
        self._epoch = Epoch()
        self._pending = self._told = 0
        self._window = ACKNOWLEDGE

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are whole with these bytes; Malformed where they are not RTMP."""
        self._buffer += data
        self.received += len(data)
        return self._messages()

    def acknowledgement(self) -> Message | None:
        """What the other side wants to hear now and then: how much has come in. None while it is too early."""
        if self.received - self._told < self._window:
            return None
        self._told = self.received
        return number(ACKNOWLEDGED, self.received)

    def _messages(self) -> Iterator[Message]:
        while (lane := self._chunk()) is not None:
            message = self._whole(lane)
            if message is not None and not self._obeyed(message):
                yield message

    def _chunk(self) -> _Lane | None:
        """Read one chunk and say which lane went on by it; None when it is not all there."""
        if (found := heads.lane(self._buffer)) is None:
            return None
        shape, name, at = found
        lane = self._lane(name)
        if (headed := heads.head(shape, self._buffer, at, lane.head)) is None:
            return None
        head, at = headed
        body = lane.body if shape == SAME else None
        need = min(self._size, head.length - len(body or b""))
        if len(self._buffer) < at + need:
            return None
        if body is None:
            self._begin(lane, head, shape)
        self._append(lane, at, need)
        return lane

    def _lane(self, name: int) -> _Lane:
        if name not in self._lanes and len(self._lanes) >= LANES:
            raise Malformed(f"more than {LANES} chunk streams")
        return self._lanes.setdefault(name, _Lane())

    def _begin(self, lane: _Lane, head: Head, shape: int) -> None:
        """A new message begins; one that was not whole is forgotten."""
        self._forget(lane)
        lane.at = head.time if shape == 0 else (lane.at + head.time) % TURN
        lane.head, lane.body = head, bytearray()

    def _append(self, lane: _Lane, at: int, size: int) -> None:
        self._pending += size
        if self._pending > PENDING:
            raise Malformed("too many messages begun and not ended")
        assert lane.body is not None
        lane.body += self._buffer[at : at + size]
        del self._buffer[: at + size]

    def _whole(self, lane: _Lane) -> Message | None:
        """The lane's message, if nothing is missing any more."""
        head, body = lane.head, lane.body
        assert head is not None
        assert body is not None
        if len(body) < head.length:
            return None
        self._forget(lane)
        time = self._epoch.reach(lane.at) if head.kind in (AUDIO, VIDEO) else self._epoch.of(lane.at)
        return Message(head.kind, time, head.stream, bytes(body))

    def _forget(self, lane: _Lane) -> None:
        self._pending -= len(lane.body or b"")
        lane.body = None

    def _obeyed(self, message: Message) -> bool:
        """Whether the message was about chunks, and done with."""
        if message.kind not in (CHUNK_SIZE, ABORT, WINDOW):
            return False
        if len(message.body) < 4:
            raise Malformed(f"a message of kind {message.kind} that breaks off")
        value = int.from_bytes(message.body[:4], "big")
        if message.kind == CHUNK_SIZE:
            self._resize(value)
        elif message.kind == WINDOW:
            self._window = min(max(value // 2, FIRST_SIZE), ACKNOWLEDGE)
        elif value in self._lanes:
            self._forget(self._lanes[value])
        return True

    def _resize(self, size: int) -> None:
        if not 1 <= size < 1 << 31:
            raise Malformed(f"chunks of {size} bytes")
        self._size = size  # a message has its own bound, so a larger chunk asks for no more memory
