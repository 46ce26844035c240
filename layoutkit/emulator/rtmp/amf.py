"""AMF0, the notation of RTMP's commands: numbers, texts, lists and objects, read with bounds and written."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypeAlias

from layoutkit.emulator.rtmp.wrong import Malformed

Value: TypeAlias = "bool | float | str | list[Value] | dict[str, Value] | None"

LONGEST = 1 << 16
"""How many bytes of it are read at most; a real command has some hundreds."""

DEEPEST = 16
"""How deep objects may stand within each other."""

_END = 9
"""The mark after an object's last, empty key."""


def decode(body: bytes) -> tuple[Value, ...]:
    """The values that are written there one after the other; Malformed where they are not AMF0, too long or too deep."""
    if len(body) > LONGEST:
        raise Malformed(f"a command of {len(body)} bytes")
    reading = _Reading(body)
    values = []
    while reading.more:
        values.append(reading.value())
    return tuple(values)


def encode(*values: Value) -> bytes:
    """The values one after the other; dates and the like are never written."""
    return b"".join(_written(value) for value in values)


def _written(value: Value) -> bytes:
    match value:
        case None:
            return b"\x05"
        case bool():
            return b"\x01\x01" if value else b"\x01\x00"
        case int() | float():
            return struct.pack(">Bd", 0, value)
        case str():
            return _text(value)
        case list():
            return struct.pack(">BI", 10, len(value)) + encode(*value)
        case dict():
            return b"\x03" + b"".join(_key(key) + _written(of) for key, of in value.items()) + b"\x00\x00\x09"


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack(">BI", 12, len(raw)) + raw if len(raw) > 0xFFFF else b"\x02" + _key(text)


def _key(text: str) -> bytes:
    raw = text.encode()
    return struct.pack(">H", len(raw)) + raw


class _Reading:
    """A place in a text of AMF0 that moves on with each value."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at, self._depth = body, 0, 0

    @property
    def more(self) -> bool:
        return self._at < len(self._body)

    def value(self) -> Value:
        """The next value; each kind has its reader."""
        mark = self._number(1)
        read = _READERS.get(mark)
        if read is None:
            raise Malformed(f"AMF0 has no kind {mark}")
        return read(self)

    def nothing(self) -> None:
        """Null, undefined, unsupported."""

    def number(self) -> float:
        return float(struct.unpack(">d", self._take(8))[0])

    def truth(self) -> bool:
        return self._take(1) != b"\x00"

    def date(self) -> float:
        """Milliseconds since 1970; the time zone after them is always 0."""
        return struct.unpack(">dh", self._take(10))[0]  # type: ignore[no-any-return]

    def text(self) -> str:
        return self._take(self._number(2)).decode(errors="replace")

    def long_text(self) -> str:
        return self._take(self._number(4)).decode(errors="replace")

    def table(self) -> dict[str, Value]:
        """An object whose number of members is told, wrongly at times: it ends like any other."""
        self._take(4)
        return self.members()

    def typed(self) -> dict[str, Value]:
        """An object with a class, whose name nobody here needs."""
        self.text()
        return self.members()

    def members(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while True:
            key = self.text()
            if not key and self._body[self._at : self._at + 1] == bytes([_END]):
                self._at += 1
                return found
            found[key] = self._deeper()

    def row(self) -> list[Value]:
        return [self._deeper() for _ in range(self._number(4))]

    def _deeper(self) -> Value:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Malformed("AMF0 that is too deep")
        found = self.value()
        self._depth -= 1
        return found

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "big")

    def _take(self, size: int) -> bytes:
        taken = self._body[self._at : self._at + size]
        if len(taken) < size:
            raise Malformed("AMF0 that breaks off")
        self._at += size
        return taken


_READERS: dict[int, Callable[[_Reading], Value]] = {
    0: _Reading.number,
    1: _Reading.truth,
    2: _Reading.text,
    3: _Reading.members,
    5: _Reading.nothing,
    6: _Reading.nothing,
    8: _Reading.table,
    10: _Reading.row,
    11: _Reading.date,
    12: _Reading.long_text,
    13: _Reading.nothing,
    15: _Reading.long_text,
    16: _Reading.typed,
}
