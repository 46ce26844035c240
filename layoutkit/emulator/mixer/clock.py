"""A publisher's clock on ours: when what it stamped is due here, however unevenly it arrives."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

LATE_S = 1.5
"""A packet so much later than the others, in seconds, means that the publisher's clock was set anew, or that it paused."""

SKEW = 1e-3
"""How fast our reading of a slower clock may follow it: seconds a second."""


class Clock(Protocol):
    """When stamps are due."""

    def arrived(self, ms: int) -> bool: ...
    def due(self, ms: float) -> float: ...


class JitterClock:
    """The least delayed packet tells how the clocks stand; everything is due `delay` seconds after that.

    So packets may be late by up to `delay`. A burst of old packets, as a server sends to who joins, moves nothing but
    the first reading.
    """

    def __init__(self, delay: float, now: Callable[[], float] = time.monotonic) -> None:
        self._delay, self._now = delay, now
        self._offset: float | None = None
        self._last = 0

    def arrived(self, ms: int) -> bool:
        """A packet stamped `ms` is here; whether the clock had to be set anew, so that older stamps mean nothing any more."""
        offset = self._now() - ms / 1000
        before, self._offset = self._offset, self._follow(offset, ms)
        self._last = ms
        return before is not None and offset - before > LATE_S

    def _follow(self, offset: float, ms: int) -> float:
        if self._offset is None or offset < self._offset or offset - self._offset > LATE_S:
            return offset
        passed = max(0, ms - self._last) / 1000
        return self._offset + min(offset - self._offset, passed * SKEW)

    def due(self, ms: float) -> float:
        """When what is stamped `ms` is due, on the clock of `now`; never, before anything arrived."""
        return float("inf") if self._offset is None else self._offset + ms / 1000 + self._delay


class StampClock:
    """Due is what is stamped, in seconds: for files, which do not arrive."""

    def arrived(self, ms: int) -> bool:
        """Nothing is set anew."""
        return False

    def due(self, ms: float) -> float:
        """The stamp itself."""
        return ms / 1000
