"""Recognises free placement of tiles of several sizes: what is open is where they stand, and how large they are.

How large they are may hang on several whole numbers, each bounded, or tied to another by a rounding or a line (`a * u - b * v` within
bounds). Such sizes have a least one for all of them at once: where lower bounds are carried along the ties until nothing changes. And
tiles that fit still fit when all are smaller, each shrunk towards the corner it hangs in. So whatever asks for large sizes is answered by
asking whether the least sizes that serve it fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from layoutkit.forms import Affine, Box, Form, Relation, Span, Terms, between
from layoutkit.problem import Apart, Clause, Seat
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.packing_exact import Judge
from layoutkit.solve.packing_mix import Mixer
from layoutkit.solve.packing_pairs import Kept, kept_by
from layoutkit.solve.packing_pieces import Corner, Piece
from layoutkit.solve.packing_rooms import Room, open_tiles
from layoutkit.work import spend

Values = Mapping[int, int]
"""The unknowns of sizes, each with a value."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One axis of a tile: how long it is, and where it can start: anywhere in its room, or at one place that may hang on its length."""

    start: Form
    size: Form
    room: Room | None

    def span(self, values: Values) -> tuple[int, int]:
        """From where to where it can start."""
        size = value(self.size, values)
        if self.room is None:
            start = value(self.start, values)
            return start, start
        last = self.room.end - size
        return self.room.first, last if self.room.last is None else min(last, self.room.last)

    def most(self) -> int | None:
        """How long it can be, as far as its room tells."""
        return self.room.size if self.room else None


@dataclass(frozen=True, slots=True)
class FreeTile:
    """A tile of which something is open: the number of its seat, and its two axes."""

    seat: int
    across: Reach
    down: Reach

    @property
    def reaches(self) -> tuple[Reach, Reach]:
        return self.across, self.down


@dataclass(frozen=True, slots=True)
class FreeMix:
    """The seats of a system that are free of each other, and all that their sizes must keep."""

    system: System
    pairs: tuple[Apart | Clause, ...]
    seats: tuple[Seat, ...]
    tiles: tuple[FreeTile, ...]
    kept: Kept
    ties: tuple[tuple[Terms, int | None, int | None], ...]
    """Rows of two unknowns of sizes, of which one grows with the other."""
    tops: dict[int, int]
    """The most that each unknown of the sizes can be, as far as its own bounds and the rooms tell."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """The unknowns of the sizes."""
        return tuple(self.tops)

    def least(self, wanted: Iterable[tuple[int, int]] = ()) -> dict[int, int] | None:
        """The least sizes of all, where some unknowns are at least so great; None where there are none, or none that has room."""
        rows = self.system.rows
        lows = {u: rows[((u, 1),)][0] or 0 for u in self.sizes}
        for unknown, low in wanted:
            lows[unknown] = max(low, lows[unknown])
        while True:
            raised = [(u, low) for terms, low, high in self.ties for u, low in _raised(terms, low, high, lows) if low > lows[u]]
            spend(len(self.ties) + 1)
            for unknown, low in raised:
                lows[unknown] = max(low, lows[unknown])
            # Ties that no sizes keep raise each other for ever: the tops end it.
            if any(lows[u] > top for u, top in self.tops.items()):
                return None
            if not raised:
                return lows

    def pieces(self, values: Values) -> list[Piece]:
        """The tiles at these sizes."""
        found = []
        for tile, obstacles in zip(self.tiles, self.kept.around, strict=True):
            width, height = value(tile.across.size, values), value(tile.down.size, values)
            found.append(Piece(width, height, tile.across.span(values), tile.down.span(values), tuple(sorted(obstacles))))
        return found

    def fits(self, judge: Judge | None = None) -> bool:
        """Whether there is any layout. Raises Unproved at the limit of work."""
        values = self.least()
        return values is not None and Mixer(self.kept.gap, (judge or Judge()).find).some(self.pieces(values)) is not None

    def told(self, relations: Iterable[Relation]) -> FreeMix | None:
        """The same with further relations; None where that cannot be, or is no free placement any more."""
        system = self.system.copy()
        try:
            system.add(relations)
            system.tighten()
            return free_mix(system, self.pairs, self.seats)
        except Contradiction:
            return None

    def placed(self, values: Values, corners: Iterable[Corner]) -> tuple[Relation, ...]:
        """What says that the tiles are of these sizes and stand at these corners."""
        sizes = [between(Affine(((u, 1),), 0), v, v) for u, v in sorted(values.items())]
        starts = [
            between(reach.start, at, at)
            for tile, (top, left) in zip(self.tiles, corners, strict=True)
            for reach, at in ((tile.across, left), (tile.down, top))
            if reach.room
        ]
        return (*sizes, *starts)


def free_mix(system: System, pairs: Iterable[Apart | Clause], seats: Sequence[Seat]) -> FreeMix | None:
    """The free placement that these seats are; None where they are none. The system and the pairs are all that must hold."""
    system, pairs = _turned(system, seats), tuple(pairs)
    both = open_tiles(system, seats)
    number = {id(seat.box): i for i, seat in enumerate(seats)}
    tiles = [_tile(system, number[id(box)], tile) for box, tile in both]
    kept = kept_by([box for box, _ in both], pairs, system) if all(tiles) else None
    if not kept or not kept.every or len(kept.gaps) > 1:
        return None
    free = tuple(tile for tile in tiles if tile)
    sized = {u for tile in free for reach in tile.reaches for u in unknowns(reach.size)}
    starts = [reach.start for tile in free for reach in tile.reaches if reach.room]
    apart = {u for start in starts for u in unknowns(start)}
    ties = _ties(system, sized, {form.terms for reach in _all(free) for form in (reach.start, _end(reach)) if not isinstance(form, int)})
    if ties is None or len(apart) < len(starts) or apart & sized or not all(_bounded(system, free, u) for u in sized):
        return None
    return FreeMix(system, pairs, tuple(seats), free, kept, ties, {u: _top(system, free, u) for u in sorted(sized)})


TURNED = 1 << 32
"""An unknown that a side shrinks with (the left of a tile in the right corner) is turned: its opposite has a number of its own."""


def _turned(system: System, seats: Sequence[Seat]) -> System:
    """The system in unknowns with which sides grow."""
    forms = [span.size for _, tile in open_tiles(system, seats) for span in tile.spans]
    shrinking = {u for form in forms if not isinstance(form, int) and len(form.terms) == 1 for u, times in form.terms if times < 0}
    return system.turned({unknown: unknown + TURNED for unknown in sorted(shrinking)}) if shrinking else system


def plain(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """The relations in unknowns as they were posed."""
    return tuple(replace(relation, terms=tuple(_plain(*term) for term in relation.terms)) for relation in relations)


def _plain(unknown: int, times: int) -> tuple[int, int]:
    while unknown >= TURNED:
        unknown, times = unknown - TURNED, -times
    return unknown, times


def value(form: Form, values: Values) -> int:
    """What a form in the unknowns of sizes comes to."""
    return form if isinstance(form, int) else form.constant + sum(c * values[u] for u, c in form.terms)


def unknowns(form: Form) -> tuple[int, ...]:
    """The unknowns of a form."""
    return () if isinstance(form, int) else tuple(u for u, _ in form.terms)


def _all(tiles: Iterable[FreeTile]) -> Iterable[Reach]:
    return (reach for tile in tiles for reach in tile.reaches)


def _end(reach: Reach) -> Form:
    return reach.start + reach.size


def _tile(system: System, seat: int, tile: Box) -> FreeTile | None:
    across, down = (_reach(system, span) for span in tile.spans)
    return FreeTile(seat, across, down) if across and down else None


def _reach(system: System, span: Span) -> Reach | None:
    """One axis of a reduced tile; None where more is said of it than this can tell."""
    size, start = span.size, span.start
    if not isinstance(size, int) and (len(size.terms) > 1 or size.terms[0][1] < 1):
        return None
    if isinstance(start, int) or isinstance(span.end, int):
        return Reach(start, size, None)
    room = Room.of(system, span)
    return Reach(start, size, room) if room else None


def _ties(system: System, sized: set[int], placed: set[Terms]) -> tuple[tuple[Terms, int | None, int | None], ...] | None:
    """The rows that tie one unknown of the sizes to another; None where a row says anything else."""
    found = []
    for terms, (low, high) in system.rows.items():
        if (low is None and high is None) or terms in placed or (len(terms) == 1 and terms[0][0] in sized):
            continue
        if len(terms) != 2 or not {u for u, _ in terms} <= sized or terms[0][1] * terms[1][1] > 0:
            return None
        found.append((terms, low, high))
    return tuple(found)


def _bounded(system: System, tiles: Sequence[FreeTile], unknown: int) -> bool:
    """Whether an unknown of the sizes has a least value, and a greatest, so that all is a pixel at least."""
    low, high = system.rows.get(((unknown, 1),), (None, None))
    sides = [reach for reach in _all(tiles) if unknown in unknowns(reach.size)]
    return low is not None and all(value(r.size, {unknown: low}) > 0 for r in sides) and (high is not None or any(r.room for r in sides))


def _top(system: System, tiles: Sequence[FreeTile], unknown: int) -> int:
    """The most that an unknown of the sizes can be: it is bounded, or in a room."""
    high = system.rows[((unknown, 1),)][1]
    sides = [reach for reach in _all(tiles) if unknown in unknowns(reach.size)]
    ends = [(r.room.size - r.size.constant) // r.size.terms[0][1] for r in sides if r.room and not isinstance(r.size, int)]
    return min([*ends, *([] if high is None else [high])])


def _raised(terms: Terms, low: int | None, high: int | None, lows: Values) -> Iterable[tuple[int, int]]:
    """What a tie says of the least value of each of its unknowns: the first coefficient is positive, the second negative."""
    (one, times), (other, less) = terms
    if low is not None:
        yield one, -((-low + less * lows[other]) // times)
    if high is not None:
        yield other, -((high - times * lows[one]) // -less)
