"""Layouts in small: a host, guests and what is kept clear, without a word; made of symbols that a page holds once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, Tile
from layoutkit.scene import KeepClear

COLOURS = 7
"""So many colours are in the palette of the pictures (templates/pictures/look.j2)."""

SHAPES = ("portrait", "landscape", "square")


@dataclass(frozen=True, slots=True)
class Thumb:
    """A layout in small: which symbol stands where, from the lowest layer up."""

    canvas: Size
    uses: tuple[tuple[str, Rect], ...]
    clear: tuple[Rect, ...]


def thumb(layout: Layout, keep_clear: Iterable[KeepClear] = ()) -> Thumb:
    """A layout in small; guests have the colours that they have in the large picture."""
    colours = {tile.stream.id: number for number, tile in enumerate(layout.secondaries)}
    tiles = sorted(layout.tiles, key=lambda tile: tile.layer)
    uses = tuple((_symbol(tile, layout.canvas, colours.get(tile.stream.id, 0)), tile.rect) for tile in tiles)
    return Thumb(layout.canvas, uses, tuple(area.box for area in keep_clear))


def _symbol(tile: Tile, canvas: Size, colour: int) -> str:
    if tile.role == "screen":
        return "s"
    if tile.role != "primary":
        return f"t{colour % COLOURS}"
    return "b" if tile.rect == Rect(0, 0, canvas.width, canvas.height) else "h"


def orientation(canvas: Size) -> str:
    """`portrait`, `landscape` or `square`."""
    if canvas.width == canvas.height:
        return "square"
    return "portrait" if canvas.height > canvas.width else "landscape"


def one_of_each(canvases: Iterable[Size]) -> tuple[Size, ...]:
    """The first canvas of each orientation, in the order given: the others look the same."""
    first: dict[str, Size] = {}
    for canvas in canvases:
        first.setdefault(orientation(canvas), canvas)
    return tuple(first.values())
