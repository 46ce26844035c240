"""From a free placement to its one best layout: wishes in the order written, then the ties, each by asking what still fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from layoutkit.forms import Affine, Relation, between
from layoutkit.solve.eliminate import Contradiction
from layoutkit.solve.goals import Closest, Goal, Rank
from layoutkit.solve.packing_exact import Judge
from layoutkit.solve.packing_free import FreeMix, plain, unknowns
from layoutkit.solve.packing_growth import Bounds, greatest, grown, reached
from layoutkit.solve.packing_mix import Mixer
from layoutkit.solve.packing_pieces import Corner, Piece
from layoutkit.solve.packing_pinning import Pinning, pinning


@dataclass(slots=True)
class Deciding:
    """A free placement on its way to its best layout: what it has become, and the tiles whose places are narrowed down by a wish."""

    mix: FreeMix
    judge: Judge
    relations: list[Relation] = field(default_factory=list)
    corners: dict[int, tuple[Corner, ...]] = field(default_factory=dict)
    seen: dict[tuple[Piece, ...], bool] = field(default_factory=dict)

    def decided(self, goals: Sequence[Goal]) -> tuple[Relation, ...]:
        """All that can be decided in the order of the goals: everything, unless one of them is too much for this.

        Raises Contradiction where there is no layout, Unproved at the limit of work.
        """
        if not self.fits():
            raise Contradiction
        if all(self.granted(goals[number:]) for number in range(len(goals))):
            self.ties()
        return tuple(self.relations)

    def granted(self, goals: Sequence[Goal]) -> bool:
        """Whether the first of the goals could be granted here; the others are those that are still to come."""
        goal = goals[0]
        if isinstance(goal, Rank):
            return True
        found = grown(self.mix, goal, self.fits)
        if found is not None:
            return self.told(found) and self.proved(goal)
        if isinstance(goal, Closest) and not self.corners and self.held(goal.lines):
            return True
        pins = pinning(self.mix, goals, self.corners) if self.settled else None
        return pins is not None and self.pinned(pins)

    def held(self, lines: Sequence[Relation]) -> bool:
        """Whether lines that are wished for can all hold, as rules; then they do."""
        mix = self.mix.told(lines)
        if mix is None or not Deciding(mix, self.judge, [*self.relations, *lines]).fits():
            return False
        self.mix = mix
        self.relations += lines
        return True

    def told(self, relations: Iterable[Relation]) -> bool:
        """Take in what was decided; False where what is left is no free placement any more."""
        self.relations += relations
        mix = self.mix.told(relations)
        self.mix = mix or self.mix
        return mix is not None

    def proved(self, goal: Goal) -> bool:
        """Note what a goal that speaks of sizes alone reaches: the least sizes that serve it best."""
        values = self.values()
        parts = reached(self.mix, goal, values)
        if parts is not None:
            self.judge.proven[goal] = parts
        return True

    def pinned(self, pins: Pinning) -> bool:
        """Narrow a tile down to the places that serve its wish best of those with which the others fit."""
        mixer, pieces = Mixer(self.gap, self.judge.find), self.pieces() or []

        def works(rank: int) -> bool:
            return mixer.some(pins.within(pieces, pins.costs[rank])) is not None

        last = next((end for end in _steps(len(pins.costs)) if works(end)), None)
        if last is None:
            return False
        first = (last + 1) // 2 if last else 0
        rank = last - greatest(0, last - first, lambda less: works(last - less))
        self.corners[pins.seat] = pins.at(pins.costs[rank])
        return True

    def ties(self) -> None:
        """What the ties decide: each box in turn as wide, as high, then as high up and as far left as can be."""
        mixer = Mixer(self.gap, self.judge.find)
        for tile in self.mix.tiles:
            if self.settled:
                break
            for unknown in (u for reach in tile.reaches for u in unknowns(reach.size)):
                self.widen(unknown)
            index = next((i for i, own in enumerate(self.mix.tiles) if own.seat == tile.seat), None)
            if index is not None and not self.settled:
                self.corners[tile.seat] = (mixer.earliest(self.pieces() or [], index),)
        self.relations += self.mix.placed(self.values(), mixer.first(self.pieces() or []))

    def widen(self, unknown: int) -> None:
        """An unknown of the sizes as great as can be."""
        values = self.values()
        if unknown in values:
            most = greatest(values[unknown], self.mix.tops[unknown], lambda size: self.fits([(unknown, size)]))
            self.told([between(Affine(((unknown, 1),), 0), most, most)])

    @property
    def settled(self) -> bool:
        """Whether no size can be any greater than it is."""
        values = self.values()
        return not any(self.mix.tops[u] > low and self.fits([(u, low + 1)]) for u, low in values.items())

    @property
    def gap(self) -> Corner:
        return self.mix.kept.gap

    def values(self) -> dict[int, int]:
        """The least sizes."""
        values = self.mix.least()
        assert values is not None
        return values

    def pieces(self, wanted: Iterable[tuple[int, int]] = ()) -> list[Piece] | None:
        """The tiles at their least sizes, some narrowed down to a few places; None where there are no such sizes."""
        values = self.mix.least(wanted)
        if values is None:
            return None
        tiles = zip(self.mix.tiles, self.mix.pieces(values), strict=True)
        return [piece.at(*self.corners[tile.seat]) if tile.seat in self.corners else piece for tile, piece in tiles]

    def fits(self, wanted: Bounds | None = None) -> bool:
        """Whether the tiles fit with sizes of at least so much."""
        pieces = self.pieces(wanted or ())
        if pieces is None:
            return False
        key = tuple(pieces)
        if key not in self.seen:
            found = Mixer(self.gap, self.judge.find).some(pieces)
            self.seen[key] = found is not None
            if found is not None:
                self.judge.known = plain((*self.relations, *self.mix.placed(self.mix.least(wanted or ()) or {}, found)))
        return self.seen[key]


def _steps(count: int) -> Iterator[int]:
    """0, 1, 3, 7, …, and the last one."""
    step = 1
    while step < count:
        yield step - 1
        step *= 2
    if count:
        yield count - 1
