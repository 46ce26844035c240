"""The chunk stream: bytes as they come in, cut anywhere, give whole messages (RTMP 1.0, section 5.3). No socket is known here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layoutkit.emulator.rtmp.epoch import TURN, Epoch
from layoutkit.emulator.rtmp.messages import ABORT, ACKNOWLEDGED, CHUNK_SIZE, WINDOW, Message, number
from layoutkit.emulator.rtmp.tags import AUDIO, VIDEO
from layoutkit.emulator.rtmp.wrong import Malformed

FIRST_SIZE = 128
"""Bytes in a chunk until something else is said."""

LONGEST = 8 << 20
"""Bytes in a message at most."""

PENDING = 16 << 20
"""Bytes in messages that are not whole yet at most, on all lanes of a connection."""

LANES = 64
"""Chunk streams of a connection at most; real ones use about five."""

ACKNOWLEDGE = 1 << 20
"""After how many bytes they are acknowledged, at the latest."""

_EXTENDED = 0xFFFFFF
"""A time of 24 bits that says: the real one has 32 and follows."""

_HEADS = (11, 7, 3, 0)
"""Bytes of a chunk's head, by its shape: what is left out is as it was."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What a chunk's head says: the time or the step as written, and the message's length, kind and stream."""

    time: int = 0
    extended: bool = False
    length: int = 0
    kind: int = 0
    stream: int = 0


@dataclass(slots=True)
class _Lane:
    """One chunk stream: its last head, its time, and the message that is on its way, if any."""

    head: _Head | None = None
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
            assert lane.head is not None
            assert lane.body is not None
            if len(lane.body) == lane.head.length:
                message = self._whole(lane.head, lane)
                if not self._obeyed(message):
                    yield message

    def _chunk(self) -> _Lane | None:
        """Read one chunk and say which lane went on by it; None when it is not all there."""
        found = self._basic()
        if found is None:
            return None
        shape, lane, at = found
        headed = self._head(shape, lane, at)
        if headed is None:
            return None
        head, at = headed
        fresh = shape < 3 or lane.body is None
        need = min(self._size, head.length - (0 if fresh or lane.body is None else len(lane.body)))
        if len(self._buffer) < at + need:
            return None
        if fresh:
            self._begin(lane, head, shape)
        self._append(lane, at, need)
        return lane

    def _basic(self) -> tuple[int, _Lane, int] | None:
        """A chunk's first bytes: its shape, its lane, and where its head begins."""
        buffer = self._buffer
        if not buffer:
            return None
        shape, lane, at = buffer[0] >> 6, buffer[0] & 63, 1
        if lane < 2:
            at = 2 + lane
            if len(buffer) < at:
                return None
            lane = 64 + int.from_bytes(buffer[1:at], "little")
        return shape, self._lane(lane), at

    def _lane(self, name: int) -> _Lane:
        if name not in self._lanes and len(self._lanes) >= LANES:
            raise Malformed(f"more than {LANES} chunk streams")
        return self._lanes.setdefault(name, _Lane())

    def _head(self, shape: int, lane: _Lane, at: int) -> tuple[_Head, int] | None:
        """A chunk's head and where its bytes begin; what it leaves out is as in the last head of its lane."""
        end = at + _HEADS[shape]
        if len(self._buffer) < end:
            return None
        head = _head(shape, bytes(self._buffer[at:end]), lane.head)
        if not head.extended:
            return head, end
        raw = bytes(self._buffer[end : end + 4])
        if shape == 3 and not head.time.to_bytes(4, "big").startswith(raw):
            return head, end  # some old publishers do not repeat it: these bytes are the message's
        if len(raw) < 4:
            return None
        return _Head(int.from_bytes(raw, "big"), True, head.length, head.kind, head.stream), end + 4

    def _begin(self, lane: _Lane, head: _Head, shape: int) -> None:
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

    def _whole(self, head: _Head, lane: _Lane) -> Message:
        body = bytes(lane.body or b"")
        self._forget(lane)
        time = self._epoch.reach(lane.at) if head.kind in (AUDIO, VIDEO) else self._epoch.of(lane.at)
        return Message(head.kind, time, head.stream, body)

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


def _head(shape: int, raw: bytes, last: _Head | None) -> _Head:
    if last is None and shape > 1:
        raise Malformed("a chunk that goes on where nothing began")
    last = last or _Head()
    if shape == 3:
        return last
    time = int.from_bytes(raw[:3], "big")
    length, kind = (last.length, last.kind) if shape == 2 else (int.from_bytes(raw[3:6], "big"), raw[6])
    if length > LONGEST:
        raise Malformed(f"a message of {length} bytes")
    return _Head(time, time == _EXTENDED, length, kind, int.from_bytes(raw[7:], "little") if shape == 0 else last.stream)
