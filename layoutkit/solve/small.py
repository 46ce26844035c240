"""A small system, ready to be taken to its best: rows over few unknowns, and aims in their order.

What the rows are is compiled once (`Small`); how they are bounded is told each time. So a system that comes again with other numbers costs
the arithmetic alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from layoutkit.forms import Terms
from layoutkit.solve.cpsat import Model
from layoutkit.solve.descending import descended
from layoutkit.solve.ends import UNBOUNDED, Ends, Row, Unsure
from layoutkit.solve.propagating import Space, telling

Bounds = tuple[int | None, int | None]
"""`low <= terms <= high`; None is no bound."""

Aim = tuple[int, int]
"""An unknown, and 1 where it is wanted as great as can be, -1 where as small."""

Find = Callable[[Model], list[int] | None]
"""A search, as `cpsat.maximum`."""

WORK = 3_000
"""So many terms are looked at, and so many more for each term of the rows, before a search is asked: some milliseconds."""

WORK_A_TERM = 40

MADE_FAR = 1 << 40
"""Unknowns below nought stand for sums over the others; no sum of ours is beyond this."""

WEIGHT_LIMIT = 1 << 50
"""Joined aims outweigh all that follow them; beyond this the sums would no longer be exact."""


class Small:
    """Rows and aims, each unknown at a place and wanted as great as can be there: one that is wanted small stands for its opposite."""

    def __init__(self, rows: Iterable[Terms], aims: Iterable[Aim]) -> None:
        self.places: dict[int, tuple[int, int]] = {}
        for unknown, sign in aims:
            self._place(unknown, sign)
        self.aims = len(self.places)
        self.rows = [tuple([(place, c * sign) for u, c in terms for place, sign in (self._place(u),)]) for terms in rows]
        self.terms = sum(map(len, self.rows))

    def _place(self, unknown: int, sign: int = -1) -> tuple[int, int]:
        found = self.places.get(unknown)
        if found is None:
            found = self.places[unknown] = len(self.places), sign
        return found

    def best(self, bounds: Iterable[Bounds], far: int, find: Find | None = None) -> dict[int, int] | None:
        """The values of all unknowns in the one best answer, each row within its bounds; None where the rows cannot all hold.

        Unknowns that no aim decides are whatever lets the rows hold; one that no row bounds is at most `far` from nought. Where
        arithmetic does not tell, `find` is asked for the aims that are open; without it, raises Unsure.
        """
        ends, wide = self._ends(far), list[Row]()
        for terms, (low, high) in zip(self.rows, bounds, strict=True):
            if len(terms) != 1:
                wide.append((terms, -UNBOUNDED if low is None else low, UNBOUNDED if high is None else high))
            elif not _bounded(ends, *terms[0], low, high):
                return None
        space = Space(wide, len(self.places), self._work())
        if not space.carried(ends, range(len(wide))):
            return None
        space = Space(telling(wide, ends), len(self.places), self._work())
        values = self._descended(space, ends, find) if space.contended(ends) else None
        return None if values is None else {unknown: sign * values[place] for unknown, (place, sign) in self.places.items()}

    def _ends(self, far: int) -> Ends:
        highs = [far if unknown >= 0 else MADE_FAR for unknown in self.places]
        return Ends([-high for high in highs], highs)

    def _work(self) -> int:
        return WORK + WORK_A_TERM * self.terms

    def _descended(self, space: Space, ends: Ends, find: Find | None) -> Sequence[int] | None:
        """The best values by arithmetic; what that does not tell, a search tells aim by aim."""
        while True:
            try:
                return descended(space, ends)
            except Unsure:
                if find is None:
                    raise
            decided = _searched(space, ends, self.aims, find)
            space.work = self._work()
            if decided is None or not space.carried(decided, range(len(space.rows))):
                return None
            ends = decided


def _bounded(ends: Ends, place: int, times: int, low: int | None, high: int | None) -> bool:
    """Keep one unknown within the bounds of a row of its own; whether that leaves any value."""
    if times < 0:
        times, low, high = -times, None if high is None else -high, None if low is None else -low
    if low is not None:
        ends.lows[place] = max(ends.lows[place], -(-low // times))
    if high is not None:
        ends.highs[place] = min(ends.highs[place], high // times)
    return ends.lows[place] <= ends.highs[place]


def _searched(space: Space, ends: Ends, aims: int, find: Find) -> Ends | None:
    """The ends with the first open aims decided, as many as one search can join; without such aims, with everything decided."""
    model = Model(domains=list(zip(ends.lows, ends.highs, strict=True)))
    for terms, low, high in space.rows:
        model.row(terms, low, high)
    joined = _joined(ends, aims)
    weight = 1
    for place in reversed(joined):
        model.maximise[place] = weight
        weight *= ends.highs[place] - ends.lows[place] + 1
    values = find(model)
    if values is None:
        return None
    made = ends.copy()
    for place in joined or range(len(values)):
        made.lows[place] = made.highs[place] = values[place]
    return made


def _joined(ends: Ends, aims: int) -> list[int]:
    """The first open aims, as many as have weights that stay exact; at least one, where one is open."""
    joined: list[int] = []
    size = 1
    for place in range(aims):
        span = ends.highs[place] - ends.lows[place] + 1
        if span > 1:
            size *= span
            if joined and size > WEIGHT_LIMIT:
                break
            joined.append(place)
    return joined
