"""How much work one question may take, so that nothing runs unbounded: counted in steps, the same on every machine.

A step is about a microsecond of our own searching; a second of CP-SAT's deterministic time is a million. Whoever searches says how many
steps it takes (`spend`); where they are used up, Unproved is raised, at the same step everywhere. A clock stands guard beside the count,
for machines that are much slower than the count assumes: it may only refuse (OutOfTime), never lead to another answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from layoutkit.errors import OutOfTime, Unproved, UsageError

LIMIT = 6.0
"""Seconds of work for one question, where nobody says otherwise."""

LONGEST = 3600.0
"""The longest limit that can be asked for, in seconds."""

STEPS = 1_000_000
"""Steps in a second of work."""

PATIENCE = 6
"""So many times the limit, in seconds by the clock, before the guard says no; and a second, in which OR-Tools is loaded."""

TOO_LONG = "the search came to its limit of work before the one best layout was proved"
TOO_LONG_HINT = "say more of where tiles go: stack, grid or place them, or give a size; or allow more with a longer limit"


class Meter:
    """The steps that are left for a question, and the moment at which the guard says no, by its clock."""

    def __init__(self, limit: float = LIMIT, now: Callable[[], float] = time.monotonic) -> None:
        self.limit, self.left, self.now = limit, int(limit * STEPS), now
        self.patience = 1 + PATIENCE * limit
        self.ends = now() + self.patience

    @property
    def seconds(self) -> float:
        """What is left, in seconds of work."""
        return self.left / STEPS

    @property
    def time(self) -> float:
        """What is left by the clock, in seconds."""
        return self.ends - self.now()

    def again(self, share: float = 1.0) -> Meter:
        """A new meter of a share of the limit, with the same clock."""
        return Meter(self.limit * share, self.now)

    def spend(self, steps: int) -> None:
        """Count so many steps. Raises Unproved where they are more than are left, OutOfTime where the clock stands guard."""
        self.left -= steps
        if self.left < 0:
            raise Unproved(TOO_LONG, TOO_LONG_HINT)
        if self.time < 0:
            raise self.late()

    def late(self) -> OutOfTime:
        """The error of the guard."""
        says = f"{self.patience:g} seconds went by before the {self.limit:g} seconds of work that a question may take were done"
        return OutOfTime(says, "this machine is slow or busy: ask again, or allow more with a longer limit")


_meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered(meter: Meter) -> Iterator[Meter]:
    """All work in here counts against this meter."""
    token = _meter.set(meter)
    try:
        yield meter
    finally:
        _meter.reset(token)


@contextmanager
def bounded(limit: float = LIMIT) -> Iterator[Meter]:
    """All work in here counts against the meter that is running, or, where none is, against one of its own."""
    running = _meter.get()
    if running:
        yield running
        return
    with metered(Meter(limit)) as meter:
        yield meter


@contextmanager
def afresh(share: float) -> Iterator[None]:
    """Work in here counts against a meter of its own, of a share of the limit of the one that is running."""
    meter = _meter.get()
    with metered(meter.again(share) if meter else Meter()):
        yield


def running() -> Meter | None:
    """The meter that counts now."""
    return _meter.get()


def limited(limit: object) -> float:
    """A limit that somebody asked for, in seconds; None is the usual one. Raises UsageError where it cannot be."""
    if limit is None:
        return LIMIT
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not 0 < limit <= LONGEST:
        raise UsageError(
            f"there is no limit of {limit!r:.40} seconds", f"a number of seconds above 0, at most {LONGEST:g}: limit={LIMIT:g}"
        )
    return float(limit)


def spend(steps: int) -> None:
    """Count so many steps of work, where a meter is running."""
    meter = _meter.get()
    if meter:
        meter.spend(steps)
