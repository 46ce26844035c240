"""A layout as an SVG that a designer can read: every tile with its name, size, place and layer."""

from __future__ import annotations

from dataclasses import dataclass

from layoutkit.documents import write_picture
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, Tile, need_layout
from layoutkit.picture.label import Line, Sizes, label
from layoutkit.picture.legend import frame, unit_of
from layoutkit.picture.room import free_room
from layoutkit.picture.text import clean, isolated
from layoutkit.picture.words import facts, heading, place_text, region_text, size_text, tile_stacks, tile_text
from layoutkit.scene import KeepClear

THEMES = ("light", "dark")

LEAST_LETTERS, USUAL_LETTERS, MOST_LETTERS = 10.0, 15.0, 26.0
CLEAR_LETTERS = 16.0
"""A tile's smallest, usual and largest letters, and the largest of an area, in units (`legend.unit_of`)."""
PART_OF_SIDE = 0.12
"""Letters grow with the tile: to this part of its shorter side."""


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


def draw(layout: Layout, *, keep_clear: tuple[KeepClear, ...] = (), theme: str = "light") -> str:
    """The layout as the text of an SVG; the same layout gives the same bytes.

    One unit of the picture's coordinates is one pixel of the canvas, whose top left corner is (0, 0). `keep_clear`
    are the areas that were in force, drawn hatched; regions are outlined with dashes. A UsageError tells of a theme
    that there is not, `light` and `dark` being the two, and of an area that leaves the canvas.
    """
    need_layout(layout)
    _refuse(layout.canvas, keep_clear, theme)
    unit = unit_of(layout.canvas)
    tiles = _tiles(layout, keep_clear, unit)
    return write_picture(
        "layout.svg.j2",
        short=short,
        theme=theme,
        frame=frame(layout, primary_named=any(tile.named for tile in tiles if tile.kind != "secondary")),
        canvas=layout.canvas,
        title=f"{heading(layout)}, {facts(layout)}",
        tiles=tiles,
        regions=[(area, region_text(name, area)) for name, area in layout.regions if area.width and area.height],
        clear=[_clear(area, unit) for area in keep_clear],
    )


def short(number: float) -> str:
    """A number of the picture in few characters: five digits, four of them after the point at most, no exponent."""
    return f"{round(number, 4) + 0.0:.5g}"


def _refuse(canvas: Size, keep_clear: tuple[KeepClear, ...], theme: str) -> None:
    if theme not in THEMES:
        raise UsageError(f"there is no theme {theme!r}", "there are " + " and ".join(THEMES))
    outside = ((area, area.box.overhang(canvas)) for area in keep_clear)
    faults = [Fault(f"keep-clear area {a.name!r} is {o} of the {canvas} canvas") for a, o in outside if o]
    if faults:
        raise UsageError(faults)


def _tiles(layout: Layout, keep_clear: tuple[KeepClear, ...], unit: float) -> list[Drawn]:
    """The tiles from the lowest layer up, each labelled where those above it leave it to be seen."""
    by_layer = sorted(layout.tiles, key=lambda tile: tile.layer)
    colours = {tile.stream.id: number for number, tile in enumerate(layout.secondaries)}
    areas = [area.box for area in keep_clear]
    drawn = []
    for above, tile in enumerate(by_layer, start=1):
        covers = [*(other.rect for other in by_layer[above:]), *areas]
        figure = _figure(tile.rect) if tile.role == "primary" else None
        lines = _tile_label(tile, covers, figure, unit)
        kind, colour = _kind(tile, layout.canvas), colours.get(tile.stream.id, 0)
        named = bool(lines) and lines[0].text != str(tile.layer)
        drawn.append(Drawn(kind, colour, tile.rect, tile_text(tile), lines, named, figure))
    return drawn


def _kind(tile: Tile, canvas: Size) -> str:
    """A primary that lies under all and fills the canvas is the backdrop; any other is a tile among tiles."""
    if tile.role != "primary":
        return "secondary"
    return "backdrop" if tile.layer == 1 and tile.rect == Rect(0, 0, canvas.width, canvas.height) else "primary"


def _figure(picture: Rect) -> Rect:
    """The square in the middle of a picture's bottom in which a person stands."""
    side = max(1, min(picture.width * 3 // 4, picture.height * 3 // 5))
    return Rect(picture.x + (picture.width - side) // 2, picture.bottom - side, side, side)


def _tile_label(tile: Tile, covers: list[Rect], figure: Rect | None, unit: float) -> tuple[Line, ...]:
    """The label beside the figure, if it says as much there as over it."""
    by_side = PART_OF_SIDE * min(tile.rect.width, tile.rect.height)
    sizes = Sizes(LEAST_LETTERS * unit, min(max(by_side, USUAL_LETTERS * unit), MOST_LETTERS * unit))
    rooms = [free_room(tile.rect, [*covers, figure])] if figure else []
    labels = [label(tile_stacks(tile), room, sizes) for room in (*rooms, free_room(tile.rect, covers)) if room]
    return max(labels, key=len, default=())


def _clear(area: KeepClear, unit: float) -> Drawn:
    name = clean(area.name)
    sizes = Sizes(LEAST_LETTERS * unit, CLEAR_LETTERS * unit)
    about = f"{isolated(name or 'area')}: kept clear, {size_text(area.box)} at {place_text(area.box)}"
    return Drawn("clear", 0, area.box, about, label(((name,),), area.box, sizes) if name else ())
