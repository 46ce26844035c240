"""Recognises free placement: what is open is where equal tiles stand, around areas of known numbers, and how large all of them are.

Everything that must hold has to be accounted for, row by row and pair by pair; whatever else is said of these tiles, and they are no pack,
and the general search answers. It would answer the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from layoutkit.forms import Form, Relation, between
from layoutkit.geometry import Area
from layoutkit.problem import Apart, Clause, Seat
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.goals import Goal
from layoutkit.solve.packing import Pack, Packed, fits, packed
from layoutkit.solve.packing_exact import Judge
from layoutkit.solve.packing_free import FreeMix, free_mix, plain
from layoutkit.solve.packing_goals import grows, reached
from layoutkit.solve.packing_pairs import kept_by
from layoutkit.solve.packing_rooms import Room, all_told, open_tiles
from layoutkit.solve.packing_sizes import Sizes, sizes_of
from layoutkit.solve.packing_wishes import Deciding


@dataclass(frozen=True, slots=True)
class FreePack:
    """The seats of a system that are a pack, and the unknowns that packing them decides."""

    system: System
    pack: Pack
    sizes: Sizes
    starts: tuple[Form, ...]
    """Left and top of each tile in turn: an unknown each, and a constant."""

    def fits(self, judge: Judge | None = None) -> bool:
        """Whether there is any layout. Raises Unproved at the limit of work."""
        return fits(self.pack, judge)

    pairs: tuple[Apart | Clause, ...] = ()
    seats: tuple[Seat, ...] = ()

    def decided(self, goals: Sequence[Goal], judge: Judge | None = None) -> tuple[Relation, ...]:
        """What packing equal tiles decides of the one best layout, given the goals of the wishes.

        Where greater tiles never serve a goal less well, that is everything: the greatest tiles, and the first of their placements. Where
        only the first goals are such, it is which sizes serve these best. Raises Contradiction where there is no layout, Unproved at the
        limit of work.
        """
        first = list(takewhile(lambda goal: grows(goal, self.system, self.sizes), goals))
        if goals and not first:
            return ()
        judge = judge or Judge()

        def known(found: Packed) -> None:
            judge.known = self.placed(found)

        found = packed(self.pack, judge, known)
        if not found:
            raise Contradiction
        if len(first) < len(goals):
            return self.sizes.between(self._least(first, found.size), found.size)
        return self.placed(found)

    def placed(self, found: Packed) -> tuple[Relation, ...]:
        """What says that the tiles are so large, and where they stand."""
        corners = zip(self.starts, chain.from_iterable(found.corners), strict=True)
        return (*self.sizes.between(found.size, found.size), *(between(form, value, value) for form, value in corners))

    def _least(self, goals: Sequence[Goal], size: int) -> int:
        """The least size that serves goals which grow with it as well as this one does."""

        def served(size: int) -> list[list[int]]:
            return [reached(goal, self.system, self.sizes, size) for goal in goals]

        best = served(size)
        return bisect_left(range(size), True, self.pack.low, key=lambda smaller: served(smaller) == best)


def best(pack: FreePack | FreeMix, goals: Sequence[Goal], judge: Judge) -> tuple[Relation, ...]:
    """What packing decides of the one best layout: equal tiles first as such; what wishes for more than sizes leave open, as any other.

    Raises Contradiction where there is no layout, Unproved at the limit of work.
    """
    if isinstance(pack, FreeMix):
        return plain(Deciding(pack, judge).decided(goals))
    found, system = pack.decided(goals, judge), pack.system.copy()
    system.add(found)
    system.tighten()
    mix = free_mix(system, pack.pairs, pack.seats) if system.rows else None
    return plain(Deciding(mix, judge, list(found)).decided(goals)) if mix else found


def free_pack(system: System, pairs: Iterable[Apart | Clause], seats: Sequence[Seat]) -> FreePack | None:
    """The pack that these seats are; None where they are none.

    The system and the pairs are all that must hold. Seats in which all is decided may stand among the others.
    """
    pairs, tiles = tuple(pairs), open_tiles(system, seats)
    rooms = {(Room.of(system, tile.across), Room.of(system, tile.down), tile.across.size, tile.down.size) for _, tile in tiles}
    across, down, width, height = rooms.pop() if len(rooms) == 1 else (None, None, 0, 0)
    if not across or not down:
        return None
    sizes = sizes_of(system, width, height, (across.size, down.size))
    if not sizes or not all_told(system, [tile for _, tile in tiles], sizes.rows):
        return None
    kept = kept_by([box for box, _ in tiles], pairs, system)
    least = sizes.width.at(sizes.low), sizes.height.at(sizes.low)
    if not kept or not kept.alike or min(least) < 1 or across.cuts(least[0]) or down.cuts(least[1]):
        return None
    area = Area(across.first, down.first, across.size, down.size)
    pack = Pack(len(tiles), sizes.width, sizes.height, sizes.low, sizes.high, area, kept.gap, kept.obstacles)
    starts = tuple(span.start for _, tile in tiles for span in tile.spans)
    return FreePack(system, pack, sizes, starts, tuple(pairs), tuple(seats))
