"""Whether tiles fit when each is as small as it may be: the quick way to a layout where any will do, such as when a clash is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from layoutkit.forms import Affine, Box, Form, Span, between
from layoutkit.geometry import Area
from layoutkit.problem import Apart, Clause, Seat
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.packing import Pack, Side
from layoutkit.solve.packing_exact import Judge
from layoutkit.solve.packing_pairs import Kept, kept_by
from layoutkit.solve.packing_rooms import Room, all_told, open_tiles
from layoutkit.solve.packing_search import Undecided
from layoutkit.solve.packing_sizes import sizes_of

FAR = 1 << 30


def surely_fits(system: System, pairs: Iterable[Apart | Clause], seats: Sequence[Seat], judge: Judge | None = None) -> bool:
    """Whether there is a layout, shown by one of the least tiles; where this shows none, there may be one all the same.

    The system and the pairs are all that must hold.
    """
    try:
        small = _shrunk(system, seats)
    except Contradiction:
        return False
    tiles = open_tiles(small, seats)
    kept = kept_by([box for box, _ in tiles], pairs, small)
    if not kept or not all_told(small, [tile for _, tile in tiles], ()):
        return False
    return not tiles or _fit([tile for _, tile in tiles], kept, small, judge or Judge())


def _shrunk(system: System, seats: Sequence[Seat]) -> System:
    """The system with every open size at its least; raises Contradiction where that breaks a rule."""
    shapes = dict.fromkeys((tile.across.size, tile.down.size) for _, tile in open_tiles(system, seats))
    least: dict[int, int] = {}
    for width, height in shapes:
        sizes = sizes_of(system, width, height, (FAR, FAR))
        if sizes:
            least |= {unknown: side.at(sizes.low) for unknown, side in sizes.unknowns}
        else:
            least |= {u: low for u in _unknowns(width, height) if (low := system.rows.get(((u, 1),), (None, None))[0]) is not None}
    small = system.copy()
    small.add(between(Affine(((unknown, 1),), 0), value, value) for unknown, value in sorted(least.items()))
    return small


def _fit(tiles: Sequence[Box], kept: Kept, system: System, judge: Judge) -> bool:
    """Whether as many boxes as large as the largest of the tiles fit where all the tiles may stand, clear of all that one of them is."""
    across, down = (_common(system, [tile.spans[axis] for tile in tiles]) for axis in (0, 1))
    if not across or not down or min(across[1], down[1]) < 1:
        return False
    area = Area(across[0].first, down[0].first, across[0].size, down[0].size)
    pack = Pack(len(tiles), Side(across[1], 0), Side(down[1], 0), 0, 0, area, kept.gap, kept.obstacles)
    try:
        return pack.roomy(0) and judge.quick(pack.places(0), pack.count) is not None
    except Undecided:
        return False


def _common(system: System, spans: Sequence[Span]) -> tuple[Room, int] | None:
    """What is in the room of every span, and the longest of them; None where a room or a length is not known."""
    rooms = [room for span in spans if (room := Room.of(system, span))]
    sizes = [span.size for span in spans if isinstance(span.size, int)]
    if len(rooms) < len(spans) or len(sizes) < len(spans):
        return None
    return Room(max(room.first for room in rooms), min(room.end for room in rooms)), max(sizes)


def _unknowns(*forms: Form) -> Iterator[int]:
    return (unknown for form in forms if not isinstance(form, int) for unknown, _ in form.terms)
