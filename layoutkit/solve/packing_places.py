"""Where equal tiles of one size can stand: a few hundred places are all that matter.

Take the first placement in the order of ties: each tile in turn as high, then as far left, as can be. No tile of it can move up or left,
or it would not be the first; so its left edge rests on the area's edge, on an obstacle, or on another tile, which rests on the next, and
so on: left edges stand in `edge + i * (width + gap)` only, i less than the number of tiles, and tops likewise ("normal patterns").
Whether tiles fit at all can therefore be asked of these places alone, and so can which placement is the first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from layoutkit.geometry import Area

Spot = tuple[int, int]
"""A place by its numbers: row, column. As they sort, so ties prefer them: higher, then further left."""


@dataclass(frozen=True, slots=True, order=True)
class Obstacle:
    """An area that tiles keep away from, by so many pixels across and down; it may be empty, which tiles respect all the same."""

    area: Area
    gap: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of the places: the starts that matter, in pixels, ascending."""

    starts: tuple[int, ...]
    before: tuple[int, ...]
    """For each start, the number of the first one less than a tile and a gap before it."""
    after: tuple[int, ...]
    """For each start, the number of the first one at least a tile and a gap behind it."""

    def near(self, number: int) -> int:
        """The starts too near to this one for two tiles, a bit each."""
        return (1 << self.after[number]) - (1 << self.before[number])


@dataclass(frozen=True, slots=True)
class Places:
    """The free places of one size of tile: for each row the columns that are free, a bit each, and for each column the rows."""

    across: Axis
    down: Axis
    rows: tuple[int, ...]
    columns: tuple[int, ...]

    def at(self, spot: Spot) -> tuple[int, int]:
        """Left and top in pixels."""
        return self.across.starts[spot[1]], self.down.starts[spot[0]]


def places(count: int, size: tuple[int, int], gap: tuple[int, int], area: Area, obstacles: Sequence[Obstacle]) -> Places:
    """The free places for so many tiles of this size, all in the area, clear of the obstacles."""
    (width, height), (x, y) = size, gap
    wide = [(o.area.x - o.gap[0], o.area.right + o.gap[0]) for o in obstacles]
    high = [(o.area.y - o.gap[1], o.area.bottom + o.gap[1]) for o in obstacles]
    across = _axis(count, area.x, area.right - width, width + x, [end for _, end in wide])
    down = _axis(count, area.y, area.bottom - height, height + y, [end for _, end in high])
    columns = [_covered(across.starts, start - width, end) for start, end in wide]
    rows = [_covered(down.starts, start - height, end) for start, end in high]
    return Places(across, down, _free(down, rows, across, columns), _free(across, columns, down, rows))


def _axis(count: int, first: int, last: int, step: int, edges: Iterable[int]) -> Axis:
    """Every chain of tiles that starts at the area's edge or at the end of an obstacle, as far as `last`."""
    found: set[int] = set()
    for start in {first, *edges}:
        if start >= first:
            found.update(range(start, min(last, start + (count - 1) * step) + 1, step))
    starts = sorted(found)
    before = tuple([bisect_right(starts, start - step) for start in starts])
    return Axis(tuple(starts), before, tuple([bisect_left(starts, start + step) for start in starts]))


def _covered(starts: Sequence[int], low: int, high: int) -> tuple[int, int]:
    """The numbers of the starts that lie between the two: a tile there would reach into the obstacle."""
    return bisect_right(starts, low), bisect_left(starts, high)


def _free(lines: Axis, blocked: Sequence[tuple[int, int]], marks: Axis, covered: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """For each line its free marks, a bit each: those that no obstacle covers which blocks the line."""
    free: list[int] = []
    cuts = sorted({0, len(lines.starts), *(cut for span in blocked if span[0] < span[1] for cut in span)})
    for start, end in pairwise(cuts):
        mask = (1 << len(marks.starts)) - 1
        for (low, high), (first, last) in zip(blocked, covered, strict=True):
            if low <= start < high and first < last:
                mask &= ~((1 << last) - (1 << first))
        free += [mask] * (end - start)
    return tuple(free)
