"""Tiles of several sizes that are free of each other: what is known of each, and the places that matter for it.

As for equal tiles (`packing_places`): in the first placement in the order of ties no tile can move up or left, so its left edge rests on
the edge of its room, on an area kept clear, or on another tile, which rests on the next, and so on. Lefts are therefore an edge and a sum
of widths and gaps of other tiles, each used once; tops likewise. A tile for which places are listed stands on one of them, and others may
rest on it there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from layoutkit.errors import Unproved
from layoutkit.solve.packing_places import Obstacle
from layoutkit.work import spend

Corner = tuple[int, int]
"""Top and left of a tile in pixels: as they sort, so ties prefer them."""

MOST_PLACES = 400_000
"""As many places one question may have before any is looked at more closely: some tenths of a second."""

TOO_MANY = "the tiles could stand in too many places for the one best placement to be proved"
TOO_MANY_HINT = "give more of the tiles one size, keep fewer areas clear, or stack, grid or place some of them"


@dataclass(frozen=True, slots=True)
class Piece:
    """A tile of known size: where its corner may be, from and to, and what it keeps away from."""

    width: int
    height: int
    left: tuple[int, int]
    top: tuple[int, int]
    obstacles: tuple[Obstacle, ...] = ()
    corners: tuple[Corner, ...] | None = None
    """Its only places, ascending, where these are listed."""

    @property
    def pinned(self) -> bool:
        """Whether its place is known."""
        return self.corners is not None and len(self.corners) == 1

    def at(self, *corners: Corner) -> Piece:
        """The same tile, in one of those of these places that its room has."""
        (first, last), (above, below) = self.left, self.top
        return replace(self, corners=tuple(sorted([at for at in corners if above <= at[0] <= below and first <= at[1] <= last])))


@dataclass(frozen=True, slots=True)
class Group:
    """So many tiles that are alike, by their numbers, and the corners that matter for them."""

    piece: Piece
    members: tuple[int, ...]
    corners: tuple[Corner, ...]


Forbidden = tuple[int, int, int, int]
"""What corners are in the way of something: those with a left between the first two, and a top between the last two, both exclusive."""


def around(piece: Piece, obstacle: Obstacle) -> Forbidden:
    """The corners with which a tile comes too near to an obstacle."""
    area, (across, down) = obstacle.area, obstacle.gap
    return area.x - across - piece.width, area.right + across, area.y - down - piece.height, area.bottom + down


def beside(piece: Piece, other: Piece, corner: Corner, gap: Corner) -> Forbidden:
    """The corners with which a tile comes too near to another that stands at a corner; the gap is across, down."""
    (top, left), (across, down) = corner, gap
    return left - across - piece.width, left + other.width + across, top - down - piece.height, top + other.height + down


def clear(corner: Corner, forbidden: Iterable[Forbidden]) -> bool:
    """Whether a corner is in nobody's way."""
    top, left = corner
    return not any(first < left < last and above < top < below for first, last, above, below in forbidden)


def groups(pieces: Sequence[Piece], gap: tuple[int, int]) -> list[Group]:
    """Tiles that are alike together, each with the corners that matter. Raises Unproved where these are too many."""
    axes = starts(pieces, gap)
    if sum(len(lefts) * len(tops) for lefts, tops in axes.values()) > MOST_PLACES:
        raise Unproved(TOO_MANY, TOO_MANY_HINT)
    numbers: dict[Piece, list[int]] = {}
    for number, piece in enumerate(pieces):
        numbers.setdefault(piece, []).append(number)
    return [Group(piece, tuple(members), clear_corners(piece, *axes[piece])) for piece, members in numbers.items()]


def clear_corners(piece: Piece, lefts: Sequence[int], tops: Sequence[int]) -> tuple[Corner, ...]:
    """The corners at these lefts and tops that are clear of obstacles, ascending; of a tile with places of its own, those that are."""
    spend((len(lefts) * len(tops) + len(piece.corners or ())) * (1 + len(piece.obstacles) // 4))
    forbidden = [around(piece, obstacle) for obstacle in piece.obstacles]
    if piece.corners is not None:
        return tuple([corner for corner in piece.corners if clear(corner, forbidden)])
    return tuple([(top, left) for top in tops for left in lefts if clear((top, left), forbidden)])


def starts(pieces: Sequence[Piece], gap: tuple[int, int]) -> dict[Piece, tuple[list[int], list[int]]]:
    """For each kind of tile the lefts, and the tops, that matter, ascending; gap is across, down."""
    alike = Counter(pieces)
    across, down = (_starts(alike, axis, gap[axis]) for axis in (0, 1))
    return {piece: (across[piece], down[piece]) for piece in alike}


def _starts(alike: Counter[Piece], axis: int, gap: int) -> dict[Piece, list[int]]:
    """For each kind of tile the starts that matter on one axis, ascending: a chain of other tiles behind an edge, a bit each."""
    rooms = {piece: (piece.left, piece.top)[axis] for piece in alike}
    edges = sorted({edge for piece in alike for edge in _edges(piece, axis, gap)})
    if not edges:
        return {piece: [] for piece in alike}
    base, far = edges[0], max(last for _, last in rooms.values())
    steps = [((piece.width, piece.height)[axis] + gap, piece, count) for piece, count in alike.items() if piece.corners is None]
    found = {}
    for piece, (first, last) in rooms.items():
        chains = _sums([(step, count - (other is piece)) for step, other, count in steps], max(0, far - base))
        marks = 0
        for edge in edges:
            marks |= chains << (edge - base)
        found[piece] = [base + start for start in _bits(marks) if first <= base + start <= last]
    return found


def _edges(piece: Piece, axis: int, gap: int) -> Iterable[int]:
    """What others may rest on: the edge of its room, what it keeps away from, and the tile itself where its places are listed."""
    yield (piece.left, piece.top)[axis][0]
    for obstacle in piece.obstacles:
        area = obstacle.area
        yield (area.right, area.bottom)[axis] + obstacle.gap[axis]
    for top, left in piece.corners or ():
        yield (left + piece.width, top + piece.height)[axis] + gap


def _sums(steps: Iterable[tuple[int, int]], most: int) -> int:
    """Every sum of steps, each used at most so many times, as far as `most`: a bit each."""
    found, mask = 1, (1 << (most + 1)) - 1
    for step, count in steps:
        for _ in range(count):
            more = found | (found << step) & mask
            if more == found:
                break
            found = more
    return found


def _bits(marks: int) -> Iterable[int]:
    text = f"{marks:b}"[::-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)
