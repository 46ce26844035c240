"""How large equal tiles can be at most, told by other means than layoutkit's: area and lattices, and CP-SAT over all places.

Grow each tile by the gap to its right and down. Whatever the offset of a lattice of that spacing, each grown tile holds exactly one of its
points, and that point is in no area, but for the gap's width behind an area's left and top edges. So where fewer such points than tiles
are left for some offset, no tiles of that size fit. And where one size does not fit, no greater one does, since tiles that fit still fit
when each shrinks towards its top left corner.

Where lattices leave a doubt, CP-SAT has the word: tiles that fit still fit when each is pushed left and up until it rests on the canvas's
edge, an area or another tile, so there are few places, and two grown tiles that overlap share a corner point of such places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layoutkit.geometry import Rect, Size


@dataclass(frozen=True)
class Crowd:
    """So many equal tiles of a shape p:q on a canvas, a gap apart, clear of areas."""

    canvas: Size
    count: int
    aspect: tuple[int, int]
    gap: int
    areas: tuple[Rect, ...]

    def tile(self, longer: int) -> tuple[int, int]:
        """Width and height of the tile whose longer side is so many pixels: the other is its match, the nearest whole number."""
        p, q = self.aspect
        return (longer, _nearest(longer * q, p)) if p >= q else (_nearest(longer * p, q), longer)

    def refuted(self, longer: int) -> bool:
        """Whether tiles of that size surely do not fit."""
        width, height = self.tile(longer)
        if width > self.canvas.width or height > self.canvas.height:
            return True
        across, down = width + self.gap, height + self.gap
        room = (self.canvas.width + self.gap) * (self.canvas.height + self.gap)
        return across * down * self.count > room or self._by_lattice(across, down)

    def at_most(self, longer: int) -> int:
        """The best bound: a size not below the given one, which fits, beyond which all are refuted."""
        step = 1
        while not self.refuted(longer + step):
            step *= 2
        low, high = longer + step // 2, longer + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.refuted(middle) else (middle, high)
        return low

    def fit(self, longer: int, patience: float = 5.0) -> bool | None:
        """Whether tiles of that size fit, by CP-SAT; None where it has no answer within so many seconds."""
        from ortools.sat.python import cp_model

        (width, height), model = self.tile(longer), cp_model.CpModel()
        columns = _rests(width + self.gap, self.canvas.width - width, [area.x + area.width for area in self.areas])
        rows = _rests(height + self.gap, self.canvas.height - height, [area.y + area.height for area in self.areas])
        taken = {(x, y): model.new_bool_var("") for x in columns for y in rows if self._clear(Rect(x, y, width, height))}
        for right in columns:
            for low in rows:
                wide, high = range(right - width - self.gap + 1, right + 1), range(low - height - self.gap + 1, low + 1)
                model.add_at_most_one(literal for (x, y), literal in taken.items() if x in wide and y in high)
        model.add(sum(taken.values()) >= self.count)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, patience
        return {cp_model.INFEASIBLE: False, cp_model.OPTIMAL: True, cp_model.FEASIBLE: True}.get(solver.solve(model))

    def _clear(self, tile: Rect) -> bool:
        return all(apart(tile, area) for area in self.areas)

    def _by_lattice(self, across: int, down: int) -> bool:
        columns = list(_lines(across, self.canvas.width + self.gap, [(a.x + self.gap, a.x + a.width) for a in self.areas]))
        rows = list(_lines(down, self.canvas.height + self.gap, [(a.y + self.gap, a.y + a.height) for a in self.areas]))
        return any(_points(some, others) < self.count for some in columns for others in rows)


Lines = list[int]
"""For each line of a lattice a bit for every area that it crosses."""


def _lines(step: int, length: int, blocked: Sequence[tuple[int, int]]) -> Iterator[Lines]:
    """The lattice's lines on one axis, for each offset at which some line comes into an area or leaves it."""
    turning = {end + more for ends in [(0, length), *blocked] for end in ends for more in (-1, 0)}
    for offset in sorted({place % step for place in turning}):
        yield [sum(1 << i for i, (start, end) in enumerate(blocked) if start <= line < end) for line in range(offset, length, step)]


def _points(columns: Lines, rows: Lines) -> int:
    """How many points lie in no area."""
    return sum(1 for row in rows for column in columns if not row & column)


def _nearest(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _rests(step: int, last: int, ends: Sequence[int]) -> list[int]:
    """Where a tile can start that rests on an edge, an area that ends there, or other tiles in a line from such a place."""
    return sorted({place for start in (0, *ends) for place in range(start, last + 1, step)})


def apart(one: Rect, other: Rect, gap: int = 0) -> bool:
    """Whether two rectangles keep a gap, in pixels, across or down."""
    across = one.x + one.width + gap <= other.x or other.x + other.width + gap <= one.x
    return across or one.y + one.height + gap <= other.y or other.y + other.height + gap <= one.y
