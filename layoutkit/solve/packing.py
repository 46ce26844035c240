"""Free placement of equal tiles around what is kept clear: as large as can be, and of all such placements the first in the order of ties.

Tiles that fit still fit when each shrinks towards its top left corner. So where the sizes grow one by one, all up to some size fit and
none beyond: that size is found by bisection. For each size the rungs are: a bound that refutes, a sweep that places all, a search that
goes back where the sweep went wrong, and, seldom, CP-SAT.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from layoutkit.errors import UsageError
from layoutkit.geometry import Area
from layoutkit.solve.packing_exact import Judge
from layoutkit.solve.packing_places import Obstacle, Places, Spot, places
from layoutkit.solve.packing_search import Undecided

__all__ = ["Obstacle", "Pack", "Packed", "Side", "fits", "packed"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a tile by its size t, in pixels: `(plus + times * t) // by`, which never shrinks as t grows."""

    plus: int
    times: int
    by: int = 1

    def __post_init__(self) -> None:
        if self.times < 0 or self.by < 1:
            raise UsageError(f"a side of ({self.plus} + {self.times} * t) // {self.by} pixels shrinks as t grows")

    def at(self, size: int) -> int:
        """How long it is."""
        return (self.plus + self.times * size) // self.by

    def from_size(self, pixels: int) -> int:
        """The least size at which a side that grows is so long."""
        return -((self.plus - pixels * self.by) // self.times)

    def to_size(self, pixels: int) -> int:
        """The greatest size at which a side that grows is no longer."""
        return ((pixels + 1) * self.by - 1 - self.plus) // self.times


@dataclass(frozen=True, slots=True)
class Pack:
    """So many equal tiles of a size from `low` to `high`, all in one area, a gap apart from each other and clear of obstacles."""

    count: int
    width: Side
    height: Side
    low: int
    high: int
    area: Area
    gap: tuple[int, int] = (0, 0)
    obstacles: tuple[Obstacle, ...] = ()

    def __post_init__(self) -> None:
        if self.count < 1 or min(self.gap) < 0 or (self.low <= self.high and min(self.sides(self.low)) < 1):
            raise UsageError("a pack is of one tile or more, each of a pixel or more, kept apart by nought or more")

    def sides(self, size: int) -> tuple[int, int]:
        """Width and height of a tile of that size."""
        return self.width.at(size), self.height.at(size)

    def places(self, size: int) -> Places:
        """Where tiles of that size can stand."""
        return places(self.count, self.sides(size), self.gap, self.area, self.obstacles)

    def roomy(self, size: int) -> bool:
        """Whether the area is large enough for all of them, whatever stands in it."""
        (width, height), (across, down) = self.sides(size), self.gap
        space = (self.area.width + across) * (self.area.height + down)
        large = width <= self.area.width and height <= self.area.height
        return large and (width + across) * (height + down) * self.count <= space


@dataclass(frozen=True, slots=True)
class Packed:
    """The greatest size that fits, and where each tile stands, in order: left and top in pixels."""

    size: int
    corners: tuple[tuple[int, int], ...]


def fits(pack: Pack, judge: Judge | None = None) -> bool:
    """Whether the tiles fit at their least size. Raises Unproved at the limit of work."""
    if pack.low > pack.high or not pack.roomy(pack.low):
        return False
    return (judge or Judge()).fits(pack.places(pack.low), pack.count)


def packed(pack: Pack, judge: Judge | None = None, known: Callable[[Packed], None] = lambda _: None) -> Packed | None:
    """The tiles as large as can be, each in turn as high, then as far left, as can be; None where they do not fit at all.

    `known` is told of a placement that was found with little work. Raises Unproved at the limit of work.
    """
    judge = judge or Judge()
    found, low, high = _quickly(pack, judge)
    if found:
        known(_placed(pack, *found))
    best = _surely(pack, judge, low, high)
    if best >= low:
        found = best, judge.first(pack.places(best), pack.count)
    if not found:
        return None
    return _placed(pack, *found)


def _placed(pack: Pack, size: int, spots: Sequence[Spot]) -> Packed:
    places = pack.places(size)
    return Packed(size, tuple([places.at(spot) for spot in spots]))


def _roomiest(pack: Pack) -> int:
    """The greatest size for which the area is large enough; one below the least where there is none."""
    low, high = pack.low, pack.high
    while low <= high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if pack.roomy(middle) else (low, middle - 1)
    return high


def _quickly(pack: Pack, judge: Judge) -> tuple[tuple[int, Sequence[Spot]] | None, int, int]:
    """The greatest size found to fit with little work, with its placement; and the sizes beyond it that are still in doubt, from, to."""
    found, low = None, pack.low
    high = doubtful = _roomiest(pack)
    while low <= high:
        middle = (low + high + 1) // 2
        try:
            spots = judge.quick(pack.places(middle), pack.count)
        except Undecided:
            high = middle - 1
            continue
        if spots:
            found, low = (middle, spots), middle + 1
        else:
            high = doubtful = middle - 1
    return found, low, doubtful


def _surely(pack: Pack, judge: Judge, low: int, high: int) -> int:
    """The greatest size from low to high that fits, one below low where none does; the least, which mostly settles it, is asked first."""
    step = 1
    while low <= high:
        middle = min(low + step - 1, high)
        if judge.fits(pack.places(middle), pack.count):
            low, step = middle + 1, step * 2
        else:
            high, step = middle - 1, max(1, step // 2)
    return high
