"""A wish about where one tile stands, among others that are free: the places that can serve it best, by what each costs.

Take the best layout: first by the wish, then by the ties. If moving the tile left a little would serve the wish, nothing lets it: pushing
all tiles left, it stands at the end of a chain from the left. If moving it right would, it stands so from the right. If neither matters,
ties have it as far left as can be. Else the wish turns just there: a line is met. So on each axis the starts of chains from either side,
and those at which a line is met, are all that matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from layoutkit.forms import Affine, Relation, between
from layoutkit.geometry import Area
from layoutkit.solve.goals import Closest, Goal, Greatest
from layoutkit.solve.packing_free import FreeMix, FreeTile, unknowns
from layoutkit.solve.packing_pieces import Corner, Piece, clear_corners, starts
from layoutkit.solve.packing_places import Obstacle

Corners = Mapping[int, tuple[Corner, ...]]
"""The only places of some tiles, by the numbers of their seats."""


@dataclass(frozen=True, slots=True)
class Pinning:
    """The tile that a wish is about, by its seat and among the open ones, and its places, each with what it costs."""

    seat: int
    index: int
    places: tuple[tuple[int, Corner], ...]

    @property
    def costs(self) -> list[int]:
        """What places cost, ascending, each once."""
        return sorted({cost for cost, _ in self.places})

    def at(self, cost: int) -> tuple[Corner, ...]:
        """The places that cost just so much."""
        return tuple(corner for own, corner in self.places if own == cost)

    def within(self, pieces: Sequence[Piece], cost: int) -> list[Piece]:
        """The tiles, this one at a place that costs no more."""
        own = pieces[self.index].at(*(corner for spent, corner in self.places if spent <= cost))
        return [own if i == self.index else piece for i, piece in enumerate(pieces)]


def pinning(mix: FreeMix, goals: Sequence[Goal], corners: Corners) -> Pinning | None:
    """The places for the first of the goals; the others are those that are still to come, and none of them may be forgotten.

    None where the goal is about more than where one tile stands, or other tiles are narrowed down to several places already. The sizes
    of the tiles are decided: the least.
    """
    values = mix.least()
    tile = _tile_of(mix, goals[0])
    if values is None or tile is None or any(len(own) > 1 for seat, own in corners.items() if seat != tile.seat):
        return None
    lines = [_lines(mix, goal, tile, values) for goal in goals if _tile_of(mix, goal) is tile]
    if not lines[0] or not all(lines):
        return None
    pieces = [piece.at(*corners[t.seat]) if t.seat in corners else piece for t, piece in zip(mix.tiles, mix.pieces(values), strict=True)]
    index = mix.tiles.index(tile)
    found = corners.get(tile.seat) or _candidates(pieces, index, mix.kept.gap, [line for own in lines for line in own or ()])
    return Pinning(tile.seat, index, tuple((sum(line.cost(corner) for line in lines[0]), corner) for corner in found))


@dataclass(frozen=True, slots=True)
class Line:
    """What a start on one axis costs: the pixels by which it is below the one number, and above the other, times a weight."""

    axis: int
    low: int | None
    high: int | None

    def cost(self, corner: Corner) -> int:
        """What a corner costs."""
        start = corner[1 - self.axis]
        return max(0, 0 if self.low is None else self.low - start, 0 if self.high is None else start - self.high)

    @property
    def turns(self) -> Iterator[int]:
        """Where it is met."""
        return (turn for turn in (self.low, self.high) if turn is not None)


FAR = 1 << 20
"""A start that nothing reaches: a side as great as can be comes as near to it as it can."""


def _tile_of(mix: FreeMix, goal: Goal) -> FreeTile | None:
    """The one tile of whose place a goal speaks, and of nothing else."""
    forms = (
        [goal.form]
        if isinstance(goal, Greatest)
        else [Affine(line.terms, 0) for line in goal.lines if line.terms]
        if isinstance(goal, Closest)
        else []
    )
    spoken = {u for form in forms for u in unknowns(mix.system.form(form))} - set(mix.sizes)
    owners = [tile for tile in mix.tiles if spoken & {u for reach in tile.reaches if reach.room for u in unknowns(reach.start)}]
    return owners[0] if len(owners) == 1 else None


def _lines(mix: FreeMix, goal: Goal, tile: FreeTile, values: Mapping[int, int]) -> list[Line] | None:
    """A goal as lines over one start each; None where it says more."""
    if isinstance(goal, Greatest):
        wanted = [between(mix.system.form(goal.form), FAR, None)]
    elif isinstance(goal, Closest):
        wanted = list(goal.lines)
    else:
        return None
    sized = set(values)
    open_ = [line for line in wanted if set(unknowns(mix.system.form(Affine(line.terms, 0)) if line.terms else 0)) - sized]
    found = [_line(mix, line, tile, values) for line in open_]
    return None if not all(found) else [line for line in found if line]


def _line(mix: FreeMix, line: Relation, tile: FreeTile, values: Mapping[int, int]) -> Line | None:
    """A line over one start of the tile, in pixels of its corner."""
    form = mix.system.form(Affine(line.terms, 0))
    own = {unknowns(reach.start)[0]: (axis, reach) for axis, reach in enumerate(tile.reaches) if reach.room}
    starts = [(u, c) for u, c in (() if isinstance(form, int) else form.terms) if u not in values]
    if isinstance(form, int) or line.scale != 1 or len(starts) != 1 or starts[0][0] not in own or abs(starts[0][1]) != 1:
        return None
    unknown, sign = starts[0]
    axis, reach = own[unknown]
    rest = form.constant + sum(c * values[u] for u, c in form.terms if u in values)
    shift = 0 if isinstance(reach.start, int) else reach.start.constant
    ends = [None if end is None else sign * (end - rest) + shift for end in (line.low, line.high)]
    low, high = ends if sign > 0 else ends[::-1]
    return Line(axis, low, high)


def _candidates(pieces: Sequence[Piece], index: int, gap: tuple[int, int], lines: Sequence[Line]) -> tuple[Corner, ...]:
    """The places of one tile that matter, whatever the others do."""
    piece = pieces[index]
    near, far = starts(pieces, gap)[piece], starts([_mirrored(p) for p in pieces], gap)[_mirrored(piece)]
    axes = []
    for axis, (size, span) in enumerate(((piece.width, piece.left), (piece.height, piece.top))):
        turns = [turn for line in lines if line.axis == axis for turn in line.turns]
        found = {*near[axis], *(-start - size for start in far[axis]), *turns}
        axes.append(sorted(start for start in found if span[0] <= start <= span[1]))
    return clear_corners(piece, *axes)


def _mirrored(piece: Piece) -> Piece:
    """The tile as it looks from the far corner."""
    corners = None if piece.corners is None else tuple((-top - piece.height, -left - piece.width) for top, left in piece.corners)
    left, top = ((-span[1] - size, -span[0] - size) for span, size in ((piece.left, piece.width), (piece.top, piece.height)))
    obstacles = tuple(Obstacle(Area(-o.area.right, -o.area.bottom, o.area.width, o.area.height), o.gap) for o in piece.obstacles)
    return replace(piece, left=left, top=top, obstacles=obstacles, corners=corners)
