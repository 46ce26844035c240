"""Heads of chunks: which lane a chunk is on, and what its message is, where it says so (RTMP 1.0, section 5.3.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layoutkit.emulator.rtmp.wrong import Malformed

LONGEST = 8 << 20
"""Bytes in a message at most."""

EXTENDED = 0xFFFFFF
"""A time of 24 bits that says: the real one has 32 and follows."""

SAME = 3
"""The shape of a chunk that says nothing: it goes on with its message, or begins another that is like it."""

_LENGTHS = (11, 7, 3, 0)
"""Bytes of a head, by its shape: 0 says all, 1 leaves out the stream, 2 also length and kind, 3 everything."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says: a time or the step since the last, as written, and the message's length, kind and stream."""

    time: int = 0
    extended: bool = False
    length: int = 0
    kind: int = 0
    stream: int = 0


def lane(buffer: bytearray) -> tuple[int, int, int] | None:
    """The first bytes of a chunk: its shape, the number of its lane, where its head begins; None while they are not all there."""
    if not buffer:
        return None
    shape, number, at = buffer[0] >> 6, buffer[0] & 63, 1
    if number < 2:
        at = 2 + number
        if len(buffer) < at:
            return None
        number = 64 + int.from_bytes(buffer[1:at], "little")
    return shape, number, at


def head(shape: int, buffer: bytearray, at: int, last: Head | None) -> tuple[Head, int] | None:
    """A head, and where it ends; what it leaves out is as in the last one of its lane. None while it is not all there."""
    end = at + _LENGTHS[shape]
    if len(buffer) < end:
        return None
    said = _said(shape, bytes(buffer[at:end]), last)
    return _extended(shape, said, bytes(buffer[end : end + 4]), end) if said.extended else (said, end)


def _said(shape: int, raw: bytes, last: Head | None) -> Head:
    if last is None and shape > 1:
        raise Malformed("a chunk that goes on where nothing began")
    last = last or Head()
    if shape == SAME:
        return last
    time = int.from_bytes(raw[:3], "big")
    length, kind = (last.length, last.kind) if shape == 2 else (int.from_bytes(raw[3:6], "big"), raw[6])
    if length > LONGEST:
        raise Malformed(f"a message of {length} bytes")
    return Head(time, time == EXTENDED, length, kind, int.from_bytes(raw[7:], "little") if shape == 0 else last.stream)


def _extended(shape: int, said: Head, raw: bytes, end: int) -> tuple[Head, int] | None:
    """The head with its long time, which is repeated where a head says nothing else."""
    if shape == SAME and not said.time.to_bytes(4, "big").startswith(raw):
        return said, end  # some old publishers do not repeat it: these bytes are the message's
    return None if len(raw) < 4 else (replace(said, time=int.from_bytes(raw, "big")), end + 4)
