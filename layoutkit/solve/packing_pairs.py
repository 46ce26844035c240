"""Reads from pairs of boxes that lie apart what gap equal tiles keep from each other, and what all of them keep away from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layoutkit.forms import Box
from layoutkit.geometry import Area
from layoutkit.problem import Apart, Clause
from layoutkit.solve.eliminate import System
from layoutkit.solve.packing_places import Obstacle
from layoutkit.work import spend

Gap = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """The gaps that tiles keep from each other, each once, and the obstacles that each tile in turn keeps away from."""

    gaps: frozenset[Gap]
    around: tuple[frozenset[Obstacle], ...]
    every: bool
    """Whether every two tiles are kept apart."""

    @property
    def alike(self) -> bool:
        """Whether this is the same for every tile."""
        return self.every and len(self.gaps) < 2 and len(set(self.around)) == 1

    @property
    def gap(self) -> Gap:
        """The widest of the gaps."""
        return max((gap[0] for gap in self.gaps), default=0), max((gap[1] for gap in self.gaps), default=0)

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """All that some tile keeps away from."""
        return tuple(sorted(frozenset().union(*self.around)))


def kept_by(tiles: Sequence[Box], pairs: Iterable[Apart | Clause], system: System) -> Kept | None:
    """What the pairs say of the tiles; None where they say more, or where two areas of known numbers are not apart as they should be."""
    pairs = tuple(pairs)
    spend(3 * len(pairs))
    number = {id(box): i for i, box in enumerate(tiles)}
    couples: dict[tuple[int, int], Gap] = {}
    loose: list[tuple[int | None, Apart, Box]] = []
    for pair in pairs:
        if not isinstance(pair, Apart):
            return None
        one, other = number.get(id(pair.one)), number.get(id(pair.other))
        if one is None or other is None:
            loose.append((one, pair, pair.other) if other is None else (other, pair, pair.one))
            continue
        couple = (one, other) if one < other else (other, one)
        gap = couples.setdefault(couple, pair.gap)
        if gap is not pair.gap:
            couples[couple] = widest = max(gap[0], pair.gap[0]), max(gap[1], pair.gap[1])
            if widest not in (gap, pair.gap):
                return None  # one is wider across, the other down: no one gap says both
    around = _around(len(tiles), loose, system)
    every = len(couples) == len(tiles) * (len(tiles) - 1) // 2
    return None if around is None else Kept(frozenset(couples.values()), around, every)


def _around(count: int, loose: Iterable[tuple[int | None, Apart, Box]], system: System) -> tuple[frozenset[Obstacle], ...] | None:
    """What each tile keeps away from, by pairs of a tile (its number, None for an area) and another box."""
    around: list[set[Obstacle]] = [set() for _ in range(count)]
    made: dict[tuple[int, Gap], Obstacle | None] = {}
    for tile, pair, box in loose:
        key = id(box), pair.gap
        if key not in made:
            made[key] = _obstacle(system, box, pair.gap)
        obstacle = made[key]
        if not obstacle or (tile is None and not _clear(obstacle, _obstacle(system, pair.one, (0, 0)))):
            return None
        if tile is not None:
            around[tile].add(obstacle)
    return tuple(frozenset(found) for found in around)


def _obstacle(system: System, box: Box, gap: Gap) -> Obstacle | None:
    """A box as an area of known numbers; None where it is not known."""
    x, width, y, height = (system.form(form) for span in box.spans for form in (span.start, span.size))
    if not (isinstance(x, int) and isinstance(width, int) and isinstance(y, int) and isinstance(height, int)) or min(width, height) < 0:
        return None
    return Obstacle(Area(x, y, width, height), gap)


def _clear(obstacle: Obstacle, other: Obstacle | None) -> bool:
    """Whether two areas of known numbers lie as far apart as the first asks."""
    if not other:
        return False
    (across, down), one, two = obstacle.gap, obstacle.area, other.area
    beside = one.right + across <= two.x or two.right + across <= one.x
    return beside or one.bottom + down <= two.y or two.bottom + down <= one.y
