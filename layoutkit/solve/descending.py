"""The best whole numbers of a small system, in the order of what is wanted: each aim at its upper end, and down from there.

An aim that the rows let stand at its upper end can reach no more. So if all of them stand there, one after the other, and every row holds,
that is the best answer and its own proof. Where an aim cannot stand there it goes down until it can; where what follows it then finds no
answer, it goes on down. What is passed over on the way has no answer, so the first that is found is the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layoutkit.problem import Terms
from layoutkit.solve.propagating import UNBOUNDED, Ends, Row, Space

Bounded = tuple[Terms, int | None, int | None]
"""`low <= terms <= high`; None is no bound."""

Aim = tuple[int, int]
"""An unknown, and 1 where it is wanted as great as can be, -1 where as small."""

WORK = 20_000
"""So many terms are looked at, and so many more for each term of the rows, before a search is asked: some milliseconds."""

WORK_A_TERM = 400

MADE_FAR = 1 << 40
"""Unknowns below nought stand for sums over the others; no sum of ours is beyond this."""


def best_values(rows: Iterable[Bounded], aims: Iterable[Aim], far: int) -> dict[int, int] | None:
    """The values of all unknowns in the one best answer, aims in order; None where the rows cannot all hold.

    Unknowns that no aim decides are as small as lets the rows hold; one that no row bounds is at most `far` from nought. Raises Unsure
    where so much arithmetic does not tell.
    """
    posed = _Posed(far)
    for unknown, sign in aims:
        posed.place(unknown, sign)
    ends = posed.bounded(rows)
    values = _descended(posed.space, ends) if ends else None
    return None if values is None else {unknown: sign * values[place] for unknown, (place, sign) in posed.places.items()}


class _Posed:
    """Rows over places in the order of the aims, each unknown wanted as great as can be: one that is wanted small stands for its opposite."""

    def __init__(self, far: int) -> None:
        self.far = far
        self.places: dict[int, tuple[int, int]] = {}
        self.ends = Ends([], [])
        self.space = Space((), 0, 0)

    def place(self, unknown: int, sign: int = -1) -> tuple[int, int]:
        """The place of an unknown, and its sign there."""
        found = self.places.get(unknown)
        if found is None:
            found = self.places[unknown] = len(self.places), sign
            far = self.far if unknown >= 0 else MADE_FAR
            self.ends.lows.append(-far)
            self.ends.highs.append(far)
        return found

    def bounded(self, rows: Iterable[Bounded]) -> Ends | None:
        """The ends of all unknowns once the rows are taken in; None where they contradict each other."""
        wide: list[Row] = []
        for terms, low, high in rows:
            if len(terms) == 1:
                self._bound(*terms[0], low, high)
            elif terms:
                placed = tuple([(place, c * sign) for u, c in terms for place, sign in (self.place(u),)])
                wide.append((placed, -UNBOUNDED if low is None else low, UNBOUNDED if high is None else high))
            elif (low is not None and low > 0) or (high is not None and high < 0):
                return None
        space = Space(wide, len(self.places), WORK + WORK_A_TERM * sum([len(row[0]) for row in wide]))
        if any(low > high for low, high in zip(self.ends.lows, self.ends.highs, strict=True)):
            return None
        if not space.carried(self.ends, range(len(wide))):
            return None
        self.space = space.without_idle(self.ends)
        return self.ends

    def _bound(self, unknown: int, times: int, low: int | None, high: int | None) -> None:
        place, sign = self.place(unknown)
        times *= sign
        if times < 0:
            times, low, high = -times, None if high is None else -high, None if low is None else -low
        if low is not None:
            self.ends.lows[place] = max(self.ends.lows[place], -(-low // times))
        if high is not None:
            self.ends.highs[place] = min(self.ends.highs[place], high // times)


@dataclass(slots=True)
class _Step:
    """One aim on its way down: what it and all that follows can be, and how many of its uppermost values are tried at a time."""

    ends: Ends
    place: int
    width: int = 1
    tried: int = 0

    def next(self, space: Space) -> Ends | None:
        """The ends with the aim at the uppermost value that the rows do not forbid; None where none is left."""
        place = self.place
        while True:
            low, high = self.ends.lows[place], self.ends.highs[place]
            first = max(low, high - self.width + 1)
            made = space.within(self.ends, place, first, high)
            if made is None:
                self.width *= 2
                if not self.below(space, first):
                    return None
            elif made.lows[place] == made.highs[place]:
                self.tried = made.lows[place]
                return made
            else:
                self.width = max(1, self.width // 2)
                self.below(space, made.highs[place] + 1)

    def below(self, space: Space, value: int) -> bool:
        """Keep the aim below a value; whether that leaves any."""
        if self.ends.highs[self.place] < value:
            return True
        made = space.within(self.ends, self.place, self.ends.lows[self.place], value - 1)
        self.ends = made or self.ends
        return made is not None


def _descended(space: Space, ends: Ends) -> Sequence[int] | None:
    """The values that are the greatest in order; None where no values keep the rows."""
    steps: list[_Step] = []
    made: Ends | None = ends
    while True:
        if made:
            place = _open(made, steps[-1].place + 1 if steps else 0)
            if place is None and space.keeps(made.lows):
                return made.lows
            if place is not None:
                steps.append(_Step(made, place))
                made = steps[-1].next(space)
                continue
        elif steps:
            steps.pop()
        if not steps:
            return None
        last = steps[-1]
        made = last.next(space) if last.below(space, last.tried) else None


def _open(ends: Ends, place: int) -> int | None:
    """The first place from here on that is not decided."""
    for index in range(place, len(ends.lows)):
        if ends.lows[index] != ends.highs[index]:
            return index
    return None
