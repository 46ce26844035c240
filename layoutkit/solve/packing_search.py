"""The first placement of equal tiles in the order of ties, or the proof that there is none.

Ties prefer each tile in turn higher, then further left; tiles are alike, so in the first placement they stand in reading order, and of
two placements that one is ahead which has a tile earlier where they first differ. So a plain sweep that puts a tile wherever one fits, if
it places them all, *is* the first placement. Where it comes out short, it went wrong at some tile: as many as the bounds do not yet refute
are kept, the next is left out, and the sweep goes on behind it. What a dead end left free is remembered, so that no second way into it is
walked.
"""

from __future__ import annotations

from collections.abc import Sequence

from layoutkit.solve.packing_bounds import most
from layoutkit.solve.packing_places import Places, Spot
from layoutkit.work import spend

START: Spot = (0, 0)

STEPS_A_ROW = 2
"""What looking at a row takes, in steps of work."""


class Undecided(Exception):
    """The search spent its patience before it knew."""


class Search:
    """A search among the places for so many tiles; it looks at `patience` rows before it gives up."""

    def __init__(self, places: Places, count: int, patience: int) -> None:
        self.places, self.count, self.patience = places, count, patience
        self._left = patience
        self._hopeless: dict[tuple[int, ...], int] = {}
        """What a dead end left free, and the least number of tiles that did not fit there."""
        self._level: dict[int, int] = {}
        self._upright: dict[int, int] = {}

    def first(self, kept: Sequence[Spot] = (), cursor: Spot = START) -> tuple[Spot, ...] | None:
        """The first placement of the spots kept and others from the cursor on; None where there is none.

        Raises Undecided where the patience runs out.
        """
        self._left, placed = self.patience, list(kept)
        while True:
            more = self.sweep(placed, cursor)
            if len(placed) + len(more) == self.count:
                return (*placed, *more)
            if len(placed) == len(kept) and self._refuted(placed, cursor):
                return None
            sound = self._sound(placed, more)
            placed += more[:sound]
            cursor = behind(more[sound])
            while self._refuted(placed, cursor):
                if len(placed) == len(kept):
                    return None
                self._remember(placed)
                cursor = behind(placed.pop())

    def sweep(self, placed: Sequence[Spot], cursor: Spot) -> list[Spot]:
        """Put a tile wherever one fits, from the cursor on in reading order, until all are placed or no more fit."""
        across, down = self.places.across, self.places.down
        top, rows, need = cursor[0], self.free(placed, cursor), self.count - len(placed)
        found: list[Spot] = []
        for i, free in enumerate(rows):
            taken = 0
            while free:
                column = (free & -free).bit_length() - 1
                found.append((top + i, column))
                if len(found) == need:
                    return found
                taken |= across.near(column)
                free = free >> across.after[column] << across.after[column]
            if taken:
                for below in range(i + 1, down.after[top + i] - top):
                    rows[below] &= ~taken
        return found

    def free(self, placed: Sequence[Spot], cursor: Spot) -> list[int]:
        """What is free in the cursor's row, from the cursor on, and in each row below: a bit for each column."""
        top, column = cursor
        rows = list(self.places.rows[top:])
        if rows:
            rows[0] = rows[0] >> column << column
        for row, at in reversed(placed):
            reach = self.places.down.after[row] - top
            if reach <= 0:
                break
            others = ~self.places.across.near(at)
            for i in range(reach):
                rows[i] &= others
        return rows

    def _free_columns(self, placed: Sequence[Spot], cursor: Spot) -> list[int]:
        """The same for each column: a bit for each row."""
        top, column = cursor
        across, down = self.places.across, self.places.down
        here, below = -1 << top, -2 << top
        columns = [free & (here if i >= column else below) for i, free in enumerate(self.places.columns)]
        for row, at in reversed(placed):
            if down.after[row] <= top:
                break
            others = ~down.near(row)
            for i in range(across.before[at], across.after[at]):
                columns[i] &= others
        return columns

    def _sound(self, placed: list[Spot], more: Sequence[Spot]) -> int:
        """How many tiles of a sweep that came out short can be kept, as far as the bounds can tell: fewer than all."""
        low, high = 0, len(more)
        while high - low > 1:
            middle = (low + high) // 2
            if self._refuted([*placed, *more[:middle]], behind(more[middle - 1])):
                high = middle
            else:
                low = middle
        return low

    def _refuted(self, placed: Sequence[Spot], cursor: Spot) -> bool:
        """Whether the bounds, or a dead end met before, show that the rest does not fit from the cursor on."""
        need, rows = self.count - len(placed), self.free(placed, cursor)
        self._left -= len(rows) + 1
        spend(STEPS_A_ROW * (len(rows) + 1))
        if self._left < 0:
            raise Undecided
        if (need and not rows) or self._hopeless.get(self._key(cursor, rows), need + 1) <= need:
            return True
        across, down = self.places.across.after, self.places.down.after
        if most(rows, cursor[0], down, across, self._level) < need:
            return True
        return most(self._free_columns(placed, cursor), 0, across, down, self._upright) < need

    def _remember(self, placed: Sequence[Spot]) -> None:
        """What these spots leave free behind the last of them is too little."""
        cursor, need = behind(placed[-1]), self.count - len(placed)
        key = self._key(cursor, self.free(placed, cursor))
        self._hopeless[key] = min(need, self._hopeless.get(key, need))

    def _key(self, cursor: Spot, rows: Sequence[int]) -> tuple[int, ...]:
        """What tells one state from another: its rows, as far as tiles placed before can reach; those below are as they always were."""
        return (cursor[0], *rows[: self.places.down.after[cursor[0]] - cursor[0]]) if rows else cursor


def behind(spot: Spot) -> Spot:
    """The next spot in reading order."""
    return spot[0], spot[1] + 1
