"""Sound: what each input said when, and the sum of all of them, which never clips."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from layoutkit.emulator.mixer.clock import Clock

RATE = 44_100
BLOCK = 1024
"""Samples a second and in one block of AAC."""

SLIP_S = 0.06
"""Sound that is off by less than this, in seconds, is joined to what came before: no click for a clock's trembling."""

DRIFT_S, STEP = 0.03, 2
"""Sound that is off by more than that comes from a clock that runs at another pace: each piece is made longer or shorter by so many
samples, which nobody hears, until it is off no more."""

LONGEST = 400
"""How many pieces of sound wait at most, some nine seconds of AAC."""

CEILING = 0.97
"""The loudest a sample may become, of full scale: what AAC makes of it stays below full scale."""

RECOVERY = 0.02
"""How much of its gain a limited sum gets back with each block: all of it in about a second."""

Samples = NDArray[np.float32]
"""Two channels by so many samples."""


class Voice:
    """What one input says. One thread adds, another takes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: deque[tuple[float, Samples]] = deque(maxlen=LONGEST)
        self._current: tuple[int, Samples] | None = None
        self._next: int | None = None

    def add(self, ms: float, samples: Samples) -> None:
        """A piece of sound, stamped in milliseconds."""
        self._waiting.append((ms, samples))

    def forget(self) -> None:
        """What waits means nothing any more."""
        self._waiting.clear()

    def take(self, start: int, into: Samples) -> None:
        """Add what is due from sample `start` of our clock on, as many as `into` holds; earlier sound is dropped."""
        end = start + into.shape[1]
        while self._current or self._pull(end):
            assert self._current
            at, samples = self._current
            first, last = max(at, start), min(at + samples.shape[1], end)
            if first < last:
                into[:, first - start : last - start] += samples[:, first - at : last - at]
            if at + samples.shape[1] > end:
                return
            self._current = None

    def _pull(self, end: int) -> bool:
        """Make the next piece the current one, if it begins before `end`."""
        try:
            ms, samples = self._waiting[0]
        except IndexError:
            return False
        due = self._clock.due(ms)
        at = round(due * RATE) if due < float("inf") else end
        off = 0 if self._next is None else at - self._next
        if self._next is not None and abs(off) < SLIP_S * RATE:
            at = self._next
            samples = _paced(samples, off)
        if at >= end:
            return False
        try:
            self._waiting.popleft()
        except IndexError:  # forgotten meanwhile
            return False
        self._current, self._next = (at, samples), at + samples.shape[1]
        return True


def _paced(samples: Samples, off: int) -> Samples:
    """A piece of sound, a little longer or shorter where its clock runs away from ours: `off` is how much later it is due."""
    if abs(off) <= DRIFT_S * RATE:
        return samples
    length = samples.shape[1] + (STEP if off > 0 else -STEP)
    at = np.linspace(0, samples.shape[1] - 1, length, dtype=np.float32)
    return np.stack([np.interp(at, np.arange(samples.shape[1]), channel) for channel in samples]).astype(np.float32)


class Limiter:
    """Sums as they are while they fit; a louder one is turned down for as long as it must be, and never cut off.

    The gain moves in straight lines from block to block and looks one block ahead, so that no sample passes the ceiling.
    """

    def __init__(self) -> None:
        self._waiting: Samples | None = None
        self._room = self._gain = 1.0

    def pass_on(self, block: Samples) -> Samples:
        """The block before this one, made to fit; silence for the first."""
        peak = float(np.abs(block).max(initial=0.0))
        room = CEILING / peak if peak > CEILING else 1.0
        now, before, waiting = self._gain, self._room, self._waiting
        after = min(before, room, now + RECOVERY)
        self._waiting, self._room, self._gain = block, room, after
        if waiting is None:
            return np.zeros_like(block)
        if now == after == 1.0:
            return waiting
        ramp = np.linspace(now, after, block.shape[1], endpoint=False, dtype=np.float32)
        return waiting * ramp
