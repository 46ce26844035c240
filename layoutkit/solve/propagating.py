"""Bounds carried from row to row until nothing changes: what a row says of one unknown, given the ends of its others.

Unknowns are known by their place here, and every one has two ends. What a row forbids is cut off both ends of a range; whatever is left
over may still have no answer, but what was cut off had none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layoutkit.problem import Terms

Row = tuple[Terms, int, int]
"""`low <= sum of coefficient times unknown <= high`, of two unknowns or more, each by its place."""

UNBOUNDED = 1 << 60
"""Beyond any sum of ours."""

ROUNDS = 24
"""As often, on average, a row is looked at while bounds are carried once: rows that move each other a pixel at a time are left to others."""


class Unsure(Exception):
    """So much arithmetic does not tell: only a search can."""


@dataclass(slots=True)
class Ends:
    """The least and the greatest that each unknown can be."""

    lows: list[int]
    highs: list[int]

    def copy(self) -> Ends:
        return Ends(self.lows[:], self.highs[:])


class Space:
    """Rows over unknowns, and so much work for carrying bounds through them."""

    def __init__(self, rows: Sequence[Row], unknowns: int, work: int) -> None:
        self.rows, self.work = rows, work
        self.touching: list[list[int]] = [[] for _ in range(unknowns)]
        for index, (terms, _, _) in enumerate(rows):
            for place, _ in terms:
                self.touching[place].append(index)

    def without_idle(self, ends: Ends) -> Space:
        """The same without the rows that hold whatever else is decided."""
        return Space([row for row in self.rows if not _idle(row, ends)], len(self.touching), self.work)

    def within(self, ends: Ends, place: int, low: int, high: int) -> Ends | None:
        """The ends with one unknown kept between two values, carried through all rows; None where that cannot be."""
        if low > high:
            return None
        made = ends.copy()
        made.lows[place], made.highs[place] = low, high
        return made if self.carried(made, self.touching[place]) else None

    def carried(self, ends: Ends, first: Iterable[int]) -> bool:
        """Whether the ends can hold, as far as rows tell one by one; narrows them in place. Raises Unsure where the work is used up."""
        rows, touching = self.rows, self.touching
        todo = deque(first)
        waiting = bytearray(len(rows))
        for index in todo:
            waiting[index] = 1
        left = ROUNDS * len(rows)
        while todo and left:
            left -= 1
            index = todo.popleft()
            waiting[index] = 0
            self.work -= len(rows[index][0])
            moved = _narrowed(rows[index], ends.lows, ends.highs)
            if moved is None:
                return False
            for place in moved:
                for other in touching[place]:
                    if not waiting[other] and other != index:
                        waiting[other] = 1
                        todo.append(other)
        if self.work < 0:
            raise Unsure
        return True

    def keeps(self, values: Sequence[int]) -> bool:
        """Whether these values keep all rows."""
        return all(low <= sum([c * values[place] for place, c in terms]) <= high for terms, low, high in self.rows)


def _narrowed(row: Row, lows: list[int], highs: list[int]) -> Sequence[int] | None:
    """The unknowns whose ends a row moves, in place; None where it cannot hold."""
    terms, low, high = row
    least = most = 0
    for place, times in terms:
        if times > 0:
            least += times * lows[place]
            most += times * highs[place]
        else:
            least += times * highs[place]
            most += times * lows[place]
    above, below = high - least, most - low
    if above < 0 or below < 0:
        return None
    if most <= high and least >= low:
        return ()
    moved = []
    for place, times in terms:
        first, last = lows[place], highs[place]
        if times > 0:
            start, end = last - below // times, first + above // times
        else:
            start, end = last - above // -times, first + below // -times
        if start > first or end < last:
            start, end = max(start, first), min(end, last)
            if start > end:
                return None
            lows[place], highs[place] = start, end
            moved.append(place)
    return moved


def _idle(row: Row, ends: Ends) -> bool:
    """Whether a row holds wherever between their ends its unknowns are."""
    terms, low, high = row
    least = sum([c * (ends.lows[place] if c > 0 else ends.highs[place]) for place, c in terms])
    most = sum([c * (ends.highs[place] if c > 0 else ends.lows[place]) for place, c in terms])
    return low <= least and most <= high
