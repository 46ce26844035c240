"""RTMP's clock has 32 bits and begins anew after 49.7 days; here its times go on."""

from __future__ import annotations

TURN = 1 << 32
"""Milliseconds until the clock is at 0 again."""


class Epoch:
    """The clock of one connection, without its turns: a time is the one that is nearest to those before it."""

    def __init__(self) -> None:
        self._last: int | None = None

    def of(self, at: int) -> int:
        """The time without turns."""
        if self._last is None:
            return at
        return self._last + (at - self._last + TURN // 2) % TURN - TURN // 2

    def reach(self, at: int) -> int:
        """The same, and from now on others are compared with it."""
        self._last = self.of(at)
        return self._last
