"""Bounds carried from row to row until nothing changes: what a row says of one unknown, given the ends of its others.

Unknowns are known by their place here, and every one has two ends. What a row forbids is cut off both ends of a range; whatever is left
over may still have no answer, but what was cut off had none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence

from layoutkit.solve.contending import Contest, contests
from layoutkit.solve.ends import Ends, Row, Unsure

ROUNDS = 24
"""As often, on average, a row is looked at while bounds are carried once: rows may move each other a pixel at a time for long."""


class Space:
    """Rows over unknowns, and so much work for carrying bounds through them."""

    def __init__(self, rows: Sequence[Row], unknowns: int, work: int) -> None:
        self.rows, self.work = rows, work
        self.contests: tuple[Contest, ...] = ()
        self.touching: list[list[int]] = [[] for _ in range(unknowns)]
        for index, (terms, _, _) in enumerate(rows):
            for place, _ in terms:
                self.touching[place].append(index)

    def contended(self, ends: Ends) -> bool:
        """Look for sums whose parts share a budget; whether their bounds leave an answer."""
        self.contests = tuple(contests(self.rows, ends))
        return self._contended(ends)

    def within(self, ends: Ends, place: int, low: int, high: int) -> Ends | None:
        """The ends with one unknown kept between two values, carried through all rows; None where that cannot be."""
        if low > high:
            return None
        made = ends.copy()
        made.lows[place], made.highs[place] = low, high
        return made if self.carried(made, self.touching[place]) else None

    def carried(self, ends: Ends, first: Iterable[int]) -> bool:
        """Whether the ends can hold, as far as rows tell one by one; narrows them in place. Raises Unsure where the work is used up."""
        held = self._carried(ends, first) and self._contended(ends)
        if self.work < 0:
            raise Unsure
        return held

    def _carried(self, ends: Ends, first: Iterable[int]) -> bool:
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
        return True

    def unrefuted(self, ends: Ends, place: int) -> int:
        """The greatest value of an unknown with which every sum that it draws on could still be what it must."""
        drawn_on = [contest for contest in self.contests if place in contest.places]
        lows, low, high = ends.lows[:], ends.lows[place], ends.highs[place]

        def refuted(value: int) -> bool:
            lows[place] = value
            return any(contest.most(Ends(lows, ends.highs)) < lows[contest.total] for contest in drawn_on)

        return low + bisect_left(range(low + 1, high + 1), True, key=refuted) if drawn_on and refuted(high) else high

    def _contended(self, ends: Ends) -> bool:
        """Whether what parts can reach together leaves each sum a value; keeps it at most that."""
        for contest in self.contests:
            most = contest.most(ends)
            if most < ends.lows[contest.total]:
                return False
            if most < ends.highs[contest.total]:
                ends.highs[contest.total] = most
                if not self._carried(ends, self.touching[contest.total]):
                    return False
        return True

    def around(self, ends: Ends, place: int) -> set[int]:
        """The unknowns on which hangs what an open one can be: whatever rows and sums tie to it, over those that are open."""
        groups = [[p for p, _ in self.rows[index][0]] for index in range(len(self.rows))]
        groups += [[contest.total, *contest.places] for contest in self.contests]
        found, todo, left = {place}, [place], groups
        while todo:
            here = todo.pop()
            near, left = [group for group in left if here in group], [group for group in left if here not in group]
            for other in {p for group in near for p in group} - found:
                found.add(other)
                if ends.lows[other] != ends.highs[other]:
                    todo.append(other)
        return found

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


# --- rows that say nothing -------------------------------------------------------------------------------------------

LONG = 6
"""Rows of so many terms are worth being compared."""

SUMMITS = 3
"""A row is compared with so many of those that say most: where a stack ends is below where any of its tiles ends."""


def telling(rows: Sequence[Row], ends: Ends, long: int = LONG) -> list[Row]:
    """The rows but those that hold whatever else is decided, and the long ones that a longer one implies."""
    left = [row for row in rows if not _idle(row, ends)]
    kept: list[Row] = []
    for row in sorted((row for row in left if len(row[0]) >= long), key=lambda row: len(row[0]), reverse=True):
        if not any(_implied(row, other, ends) for other in kept[:SUMMITS]):
            kept.append(row)
    return [*(row for row in left if len(row[0]) < long), *kept]


def _idle(row: Row, ends: Ends) -> bool:
    """Whether a row holds wherever between their ends its unknowns are."""
    least, most = ends.of(row[0])
    return row[1] <= least and most <= row[2]


def _implied(row: Row, other: Row, ends: Ends) -> bool:
    """Whether a row holds wherever another does: it is that other, and a rest that cannot make up for the difference."""
    (terms, low, high), (others, other_low, other_high) = row, other
    if len(terms) > len(others):
        return False
    rest = dict(terms)
    for place, c in others:
        rest[place] = rest.get(place, 0) - c
    (own_least, own_most), (least, most) = ends.of(terms), ends.of(tuple(rest.items()))
    return max(own_least, other_low + least) >= low and min(own_most, other_high + most) <= high
