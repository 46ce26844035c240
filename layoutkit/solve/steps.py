"""What a recipe does, number by number: sums, divisions rounded down, and the numbers that go as far as they can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Slots = list[int]
"""All numbers found so far; the first two are the width and height of the canvas."""

STEPS_DOWN = 4
"""A rounding may forbid the end of a range that was carried over through it; the first value below that holds is the greatest."""


class Nowhere(Exception):
    """The rules that a recipe knows cannot all hold on this canvas."""


class Undecided(Exception):
    """Arithmetic alone does not tell; a search does."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A constant and a sum of coefficient times slot."""

    constant: int
    terms: tuple[tuple[int, int], ...]

    def of(self, slots: Slots) -> int:
        total = self.constant
        for slot, coefficient in self.terms:
            total += coefficient * slots[slot]
        return total


@dataclass(frozen=True, slots=True)
class Row:
    """`low <= sum <= high`; None is no bound."""

    sum: Sum
    low: int | None
    high: int | None

    def holds(self, slots: Slots) -> bool:
        value = self.sum.of(slots)
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


class Step(Protocol):
    """Adds the slots that it decides. Raises Nowhere, or Undecided."""

    def take(self, slots: Slots) -> None: ...


@dataclass(frozen=True, slots=True)
class Cut:
    """A sum divided, rounded down: what a rounding has exactly one value for."""

    sum: Sum
    divisor: int

    def take(self, slots: Slots) -> None:
        slots.append(self.sum.of(slots) // self.divisor)


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of which everything is known by now; where they are not sure to be kept by other numbers either, a failing one tells nothing."""

    rows: tuple[Row, ...]
    sure: bool

    def take(self, slots: Slots) -> None:
        for row in self.rows:
            if not row.holds(slots):
                raise Nowhere if self.sure else Undecided


@dataclass(frozen=True, slots=True)
class Near:
    """A wish of one number: `low <= times * number + rest <= high`, by as few pixels missed as can be; a pixel is so many steps."""

    times: int
    rest: Sum
    low: int | None
    high: int | None
    scale: int

    def among(self, slots: Slots, least: int, most: int) -> tuple[int, int]:
        """Of the numbers from least to most those that miss it by the fewest pixels, which are neighbours."""
        rest = self.rest.of(slots)
        above = most if self.high is None else max(least, min(most, (self.high - rest) // self.times))
        below = least if self.low is None else min(most, max(least, -((rest - self.low) // self.times)))
        missed = min(self._missed(value * self.times + rest) for value in (above, below))
        first = least if self.low is None else max(least, -((rest - self.low + missed * self.scale) // self.times))
        last = most if self.high is None else min(most, (self.high + missed * self.scale - rest) // self.times)
        return first, last

    def _missed(self, value: int) -> int:
        return _failing(self.low, self.high, value, self.scale)


FAR = 1 << 40
"""Farther than any number of a layout."""


@dataclass(frozen=True, slots=True)
class Climb:
    """One number as great as can be, or as near to what is wished of it, and what hangs on it.

    It is no more than any of `most`, and all of `rows` hold.
    """

    most: tuple[Cut, ...]
    least: tuple[Cut, ...]
    """The opposite of what it is at least."""
    hanging: tuple[Cut, ...]
    rows: tuple[Row, ...]
    near: Near | None = None
    sure: bool = True
    """Whether numbers that were decided before leave this one a value, if there is any layout."""

    def take(self, slots: Slots, short: int = 0) -> None:
        """As any step; `short` is how far short of its best value the number stops, whatever the rows say."""
        highest = min([cut.sum.of(slots) // cut.divisor for cut in self.most], default=FAR)
        lowest = max([-(cut.sum.of(slots) // cut.divisor) for cut in self.least], default=-FAR)
        if lowest > highest:
            raise Nowhere if self.sure else Undecided
        if self.near:
            lowest, highest = self.near.among(slots, lowest, highest)
        known = len(slots)
        for value in range(highest, max(lowest, highest - STEPS_DOWN + 1) - 1, -1):
            slots.append(value)
            for cut in self.hanging:
                cut.take(slots)
            if all(row.holds(slots) for row in self.rows):
                if short:
                    slots[known:] = [value - short]
                    for cut in self.hanging:
                        cut.take(slots)
                return
            del slots[known:]
        raise Nowhere if self.sure and lowest > highest - STEPS_DOWN and not self.near else Undecided


class Score(Protocol):
    """What a goal reaches: greater is better."""

    def of(self, slots: Slots) -> int: ...


@dataclass(frozen=True, slots=True)
class Pictures:
    """The widths of the largest pictures in some boxes: the smallest of them, or their sum."""

    boxes: tuple[tuple[int, tuple[Cut, ...]], ...]
    """How many are alike, and what their picture is bounded by."""
    least: bool

    def of(self, slots: Slots) -> int:
        sizes = [(count, min([cut.sum.of(slots) // cut.divisor for cut in cuts])) for count, cuts in self.boxes]
        return min([size for _, size in sizes]) if self.least else sum([count * size for count, size in sizes])


@dataclass(frozen=True, slots=True)
class Failing:
    """The opposite of the pixels by which lines fail."""

    lines: tuple[tuple[Row, int], ...]
    """Each with how many steps of its sum are a pixel."""

    def of(self, slots: Slots) -> int:
        return -sum(_failing(row.low, row.high, row.sum.of(slots), scale) for row, scale in self.lines)


def _failing(low: int | None, high: int | None, value: int, scale: int) -> int:
    below = 0 if low is None else low - value
    above = 0 if high is None else value - high
    return -(-max(0, below, above) // scale)


Flat = tuple[int, int, int, int, int, int, int]
"""A constant and three coefficients with their slots: most sums have no more terms."""


def flat(total: Sum) -> Flat:
    """A sum of at most three terms, all that lacks being nought times the first slot."""
    (a, i), (b, j), (c, k) = (*((times, slot) for slot, times in total.terms), (0, 0), (0, 0), (0, 0))[:3]
    return total.constant, a, i, b, j, c, k


def flattened(sums: Sequence[Flat], slots: Slots) -> list[int]:
    """What many sums come to."""
    return [t + a * slots[i] + b * slots[j] + c * slots[k] for t, a, i, b, j, c, k in sums]


def taken(steps: Sequence[Step], slots: Slots) -> Slots:
    """The slots with all that the steps decide."""
    for step in steps:
        step.take(slots)
    return slots
