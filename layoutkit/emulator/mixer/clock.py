"""A publisher's clock on ours: when what it stamped is due here, however unevenly it arrives."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

LATE_S = 1.5
"""A packet so much later than the others, in seconds, means that the publisher's clock was set anew, or that it paused."""

SKEW = 1e-3
"""How fast our reading of a slower clock may follow it: seconds a second."""

STEADY_S = 2.0
"""A clock by which everything came too late for so long, in seconds, stood still for a moment: it is read anew."""


class Clock(Protocol):
    """When stamps are due."""

    def arrived(self, ms: int) -> bool: ...
    def due(self, ms: float) -> float: ...
    def restart(self) -> None: ...


class JitterClock:
    """The least delayed packet tells how the clocks stand; everything is due `delay` seconds after that.

    So packets may be late by up to `delay`. A burst of old packets, as a server sends to who joins, moves nothing but
    the first reading.
    """

    def __init__(self, delay: float, now: Callable[[], float] = time.monotonic) -> None:
        self._delay, self._now = delay, now
        self._longest = max(LATE_S, delay)
        self._offset: float | None = None
        self._last = 0
        self._least, self._since = float("inf"), 0.0  # the least delayed packet since then
        self._anew = False

    def arrived(self, ms: int) -> bool:
        """A packet stamped `ms` is here; whether the clock had to be set anew, so that older stamps mean nothing any more."""
        now = self._now()
        offset, before = now - ms / 1000, self._offset
        anew = before is not None and (self._anew or offset - before > self._longest)
        if before is None or anew or offset < before:
            self._offset, self._least, self._since = offset, offset, now
        else:
            self._offset = self._followed(before, offset, ms, now)
        self._last, self._anew = ms, False
        return anew

    def restart(self) -> None:
        """Somebody else's clock begins with the next packet."""
        self._anew = True

    def _followed(self, before: float, offset: float, ms: int, now: float) -> float:
        """The reading after a packet that was later than the least delayed one."""
        self._least = min(self._least, offset)
        if now - self._since > STEADY_S:
            least, self._least, self._since = self._least, float("inf"), now
            if least - before > self._delay:
                return least
        passed = max(0, ms - self._last) / 1000
        return before + min(offset - before, passed * SKEW)

    def due(self, ms: float) -> float:
        """When what is stamped `ms` is due, on the clock of `now`; never, before anything arrived."""
        return float("inf") if self._offset is None else self._offset + ms / 1000 + self._delay


class StampClock:
    """Due is what is stamped, in seconds: for files, which do not arrive."""

    def arrived(self, ms: int) -> bool:
        """Nothing is set anew."""
        return False

    def restart(self) -> None:
        """Nor here."""

    def due(self, ms: float) -> float:
        """The stamp itself."""
        return ms / 1000
