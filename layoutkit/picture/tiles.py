"""The tiles and areas of a picture: how each looks, and what is written in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, Tile
from layoutkit.picture.label import Line, Sizes, label
from layoutkit.picture.room import free_room
from layoutkit.picture.sources import Inset, Part, inset, letterboxed
from layoutkit.picture.text import clean, isolated
from layoutkit.picture.words import place_text, size_text, tile_stacks, tile_text
from layoutkit.scene import KeepClear

LEAST_LETTERS, USUAL_LETTERS, MOST_LETTERS = 10.0, 15.0, 26.0
CLEAR_LETTERS = 16.0
"""A tile's smallest, usual and largest letters, and the largest of an area, in units (`legend.unit_of`)."""
PART_OF_SIDE = 0.12
"""Letters grow with the tile: to this part of its shorter side."""
LEAST_LINES = 2
"""An inset must leave room for a name and a size."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rectangle of the picture, ready to be drawn: what it is, where, and what stands in it."""

    kind: str
    """`backdrop`, `primary`, `secondary` or `clear`: how it looks."""
    colour: int
    """Which colour of the palette it has; counted through the secondaries."""
    rect: Rect
    about: str
    lines: tuple[Line, ...]
    named: bool = True
    """Whether the lines say more than the layer's number."""
    figure: Rect | None = None
    """Where a person is drawn in the primary's picture."""
    inset: Inset | None = None
    """How much of its source is shown, where a part is cut off."""
    letterbox: Part | None = None
    """Where the picture stands between the bars of a letterbox."""


def tiles_of(layout: Layout, keep_clear: tuple[KeepClear, ...], unit: float, *, brief: bool = False) -> list[Drawn]:
    """The tiles from the lowest layer up, each labelled where those above it leave it to be seen; `brief` tells names and sizes only."""
    by_layer = sorted(layout.tiles, key=lambda tile: tile.layer)
    colours = {tile.stream.id: number for number, tile in enumerate(layout.secondaries)}
    areas = [area.box for area in keep_clear]
    covers = [[*(other.rect for other in by_layer[above:]), *areas] for above in range(1, len(by_layer) + 1)]
    pairs = zip(by_layer, covers, strict=True)
    cut = 3 if brief else 0
    return [drawn(t, tile_stacks(t)[cut:], over, unit, layout.canvas, colours.get(t.stream.id, 0)) for t, over in pairs]


def drawn(tile: Tile, stacks: Sequence[tuple[str, ...]], covers: Sequence[Rect], unit: float, canvas: Size, colour: int) -> Drawn:
    """One tile under its covers, labelled by the first of the stacks of lines that can be seen."""
    figure = _figure(tile.rect) if tile.role == "primary" else None
    lines = _tile_label(tile, stacks, covers, figure, unit)
    shown = inset(tile, covers, unit)
    if shown:
        beside = _tile_label(tile, stacks, [*covers, shown.room], figure, unit)
        shown, lines = (shown, beside) if len(beside) >= min(LEAST_LINES, len(lines)) else (None, lines)
    named = bool(lines) and lines[0].text != str(tile.layer)
    return Drawn(_kind(tile, canvas), colour, tile.rect, tile_text(tile), lines, named, figure, shown, letterboxed(tile))


def _kind(tile: Tile, canvas: Size) -> str:
    """A primary that lies under all and fills the canvas is the backdrop; any other is a tile among tiles."""
    if tile.role != "primary":
        return "secondary"
    return "backdrop" if tile.layer == 1 and tile.rect == Rect(0, 0, canvas.width, canvas.height) else "primary"


def _figure(picture: Rect) -> Rect:
    """The square in the middle of a picture's bottom in which a person stands."""
    side = max(1, min(picture.width * 3 // 4, picture.height * 3 // 5))
    return Rect(picture.x + (picture.width - side) // 2, picture.bottom - side, side, side)


def _tile_label(
    tile: Tile, stacks: Sequence[tuple[str, ...]], covers: Sequence[Rect], figure: Rect | None, unit: float
) -> tuple[Line, ...]:
    """The label beside the figure, if it says as much there as over it."""
    by_side = PART_OF_SIDE * min(tile.rect.width, tile.rect.height)
    sizes = Sizes(LEAST_LETTERS * unit, min(max(by_side, USUAL_LETTERS * unit), MOST_LETTERS * unit))
    rooms = [free_room(tile.rect, [*covers, figure])] if figure else []
    labels = [label(stacks, room, sizes) for room in (*rooms, free_room(tile.rect, covers)) if room]
    return max(labels, key=len, default=())


def clear_area(area: KeepClear, unit: float) -> Drawn:
    """An area that is kept clear, with its name."""
    name = clean(area.name)
    sizes = Sizes(LEAST_LETTERS * unit, CLEAR_LETTERS * unit)
    about = f"{isolated(name or 'area')}: kept clear, {size_text(area.box)} at {place_text(area.box)}"
    return Drawn("clear", 0, area.box, about, label(((name,),), area.box, sizes) if name else ())
