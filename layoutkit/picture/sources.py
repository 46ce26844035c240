"""How a source fills its tile, where its size is known: the part that is cut off, as a small inset, or the bars of a letterbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layoutkit.geometry import Rect
from layoutkit.layout import Tile

LEAST_INSET, MOST_INSET = 14.0, 60.0
"""The longer side of an inset, in units (`legend.unit_of`)."""
PART_OF_TILE = 0.26
"""How much of a tile's shorter side the longer side of its inset takes at most."""
LEAST_CUT = 0.02
"""Less of a side cut off cannot be seen."""
LEAST_BAR = 1.0
"""Nor can a thinner bar, in pixels: a tile of a source's own shape is so much off by rounding."""
MARGIN = 6.0
"""From an inset to the edges of its tile, in units."""


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle between pixels: left and top edge, width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Inset:
    """A whole source in small, and in it the window that its tile shows."""

    source: Part
    window: Part
    room: Rect
    """Where it stands in the tile, its margins included: no label stands there."""


def inset(tile: Tile, covers: Sequence[Rect], unit: float) -> Inset | None:
    """The inset of a tile that shows a part of its source; in the first of its corners that is free."""
    source = tile.stream.size
    if not (tile.crop and source) or max(1 - tile.crop.width / source.width, 1 - tile.crop.height / source.height) < LEAST_CUT:
        return None
    side = min(PART_OF_TILE * min(tile.rect.width, tile.rect.height), MOST_INSET * unit)
    if side < LEAST_INSET * unit:
        return None
    small = side / max(source.width, source.height)
    margin = MARGIN * unit
    wide, high = round(source.width * small + 2 * margin), round(source.height * small + 2 * margin)
    rooms = (room for room in _corners(tile.rect, wide, high) if not any(room.overlaps(cover) for cover in covers))
    return next((_inset(tile.crop, room, small, margin, (source.width, source.height)) for room in rooms), None)


def _corners(rect: Rect, wide: int, high: int) -> Iterator[Rect]:
    if 1 <= wide <= rect.width and 1 <= high <= rect.height:
        for y in (rect.bottom - high, rect.y):
            for x in (rect.right - wide, rect.x):
                yield Rect(x, y, wide, high)


def _inset(crop: Rect, room: Rect, small: float, margin: float, source: tuple[int, int]) -> Inset:
    x, y = room.x + margin, room.y + margin
    window = Part(x + crop.x * small, y + crop.y * small, crop.width * small, crop.height * small)
    return Inset(Part(x, y, source[0] * small, source[1] * small), window, room)


def letterboxed(tile: Tile) -> Part | None:
    """Where the picture of a letterboxed source stands in its tile, whole and in the middle; None where it leaves no bars."""
    source, rect = tile.stream.size, tile.rect
    if tile.fit != "letterbox" or source is None:
        return None
    grown = min(rect.width / source.width, rect.height / source.height)
    wide, high = source.width * grown, source.height * grown
    if max(rect.width - wide, rect.height - high) < 2 * LEAST_BAR:
        return None
    return Part(rect.x + (rect.width - wide) / 2, rect.y + (rect.height - high) / 2, wide, high)
