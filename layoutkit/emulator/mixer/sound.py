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

DRIFT_S, STRETCH = 0.01, 1e-3
"""Sound that stays off by more than this, in seconds, goes by so much of itself faster or slower until it is not. No two clocks go
alike: at 100 millionths apart it would be off by SLIP_S, and click, every ten minutes. Two cents of pitch are not heard."""

STAYS = 64
"""Over how many pieces, some one and a half seconds, it must be off: stamps tremble."""

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
        self._off = 0.0  # in samples, of late; below 0 where it comes too early

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
        off = 0
        if self._next is not None and abs(at - self._next) < SLIP_S * RATE:
            at, off = self._next, at - self._next
        if at >= end:
            return False
        try:
            self._waiting.popleft()
        except IndexError:  # forgotten meanwhile
            return False
        self._off += (off - self._off) / STAYS if off else -self._off
        samples = _caught_up(samples, self._off)
        self._current, self._next = (at, samples), at + samples.shape[1]
        return True


def _caught_up(samples: Samples, off: float) -> Samples:
    """A piece that comes so many samples too early (below 0) or too late, made a little shorter or longer."""
    if abs(off) <= DRIFT_S * RATE:
        return samples
    size = samples.shape[1]
    made = size + max(1, round(size * STRETCH)) * (1 if off > 0 else -1)
    at = np.arange(made) * (size / made)
    return np.stack([np.interp(at, np.arange(size), channel) for channel in samples]).astype(np.float32)


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
