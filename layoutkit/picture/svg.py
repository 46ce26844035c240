"""A layout as an SVG that a designer can read: every tile with its name, size, place and layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from layoutkit.documents import write_picture
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, Tile
from layoutkit.picture.label import Line, Sizes, label
from layoutkit.picture.legend import frame
from layoutkit.picture.room import free_room
from layoutkit.picture.words import facts, heading, tile_stacks, tile_text
from layoutkit.picture.text import clean
from layoutkit.scene import KeepClear

Theme = Literal["light", "dark"]

LEAST_LETTERS, MOST_LETTERS = 9.0, 26.0
"""The smallest and the largest letters of a label, in units (about one pixel of the screen)."""
PART_OF_SIDE = 0.15
"""The largest letters of a tile, as a part of its shorter side."""


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


def draw(layout: Layout, *, keep_clear: tuple[KeepClear, ...] = (), theme: Theme = "light") -> str:
    """The layout as the text of an SVG; the same layout gives the same bytes.

    One unit of the picture's coordinates is one pixel of the canvas, whose top left corner is (0, 0). `keep_clear` are the
    areas that were in force, drawn hatched. A UsageError says when there is no such theme, or an area leaves the canvas.
    """
    _refuse(layout.canvas, keep_clear, theme)
    shown = frame(layout)
    return write_picture(
        "layout.svg.j2",
        short=short,
        theme=theme,
        frame=shown,
        canvas=layout.canvas,
        title=f"{heading(layout)}, {facts(layout)}",
        tiles=_tiles(layout, keep_clear, shown.unit),
        clear=[_clear(area, shown.unit) for area in keep_clear],
    )


def short(number: float) -> str:
    """A number of the picture in as few characters as will do: five digits at most, never an exponent."""
    text = f"{number:.3f}" if abs(number) < 1 else f"{number:.5g}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-0", "-0") or "0"
