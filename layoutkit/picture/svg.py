"""A layout as an SVG that a designer can read: every tile with its name, size, place and layer."""

from __future__ import annotations

from layoutkit.documents import write_picture
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Size
from layoutkit.layout import Layout, need_layout
from layoutkit.picture.ghosts import compared, ghosts
from layoutkit.picture.legend import frame, unit_of
from layoutkit.picture.text import runs
from layoutkit.picture.tiles import clear_area, tiles_of
from layoutkit.picture.words import facts, heading, region_text, size_text
from layoutkit.scene import KeepClear

THEMES = ("light", "dark", "auto")
"""On a light page, on a dark one, or as the reader's screen is: an `auto` picture is light where nobody can tell."""

LEAST_SCALE, MOST_SCALE = 0.1, 8.0
"""How many times its usual size, 960 pixels at the longest side, a picture may be."""


def draw(
    layout: Layout,
    *,
    keep_clear: tuple[KeepClear, ...] = (),
    theme: str = "light",
    before: Layout | None = None,
    scale: float = 1.0,
) -> str:
    """The layout as the text of an SVG; the same layout gives the same bytes.

    One unit of the picture's coordinates is one pixel of the canvas, whose top left corner is (0, 0). `keep_clear`
    are the areas that were in force, drawn hatched (a layout does not hold them; `kept_clear` tells a template's own);
    regions are outlined with dashes. With the layout `before`, it is shown who moved how far. A UsageError tells of a theme
    or a scale that there is not, and of an area that leaves the canvas.
    """
    need_layout(layout)
    _refuse(layout.canvas, keep_clear, theme, scale)
    unit = unit_of(layout.canvas)
    tiles = tiles_of(layout, keep_clear, unit, brief=before is not None)
    primary_named = any(tile.named for tile in tiles if tile.kind != "secondary")
    return write_picture(
        "layout.svg.j2",
        short=short,
        runs=runs,
        theme=theme,
        scale=scale,
        frame=frame(layout, primary_named=primary_named, notes=_moved(before, layout)),
        canvas=layout.canvas,
        title=f"{heading(layout)}, {facts(layout)}",
        tiles=tiles,
        regions=[(area, region_text(name, area)) for name, area in layout.regions if area.width and area.height],
        clear=[clear_area(area, unit) for area in keep_clear],
        ghosts=ghosts(before, layout, tiles, unit) if before else [],
    )


def short(number: float) -> str:
    """A number of the picture in few characters: five digits, four of them after the point at most, no exponent."""
    return f"{round(number, 4) + 0.0:.5g}"


def _moved(before: Layout | None, layout: Layout) -> list[str]:
    """What happened since the layout before, in a sentence."""
    if before is None:
        return []
    movement = compared(before, layout)
    return [f"Since before: {movement.says}" if movement else f"Before on {size_text(before.canvas)}: places are not compared"]


def need_theme(theme: str) -> None:
    """Refuse a theme that there is not."""
    if theme not in THEMES:
        raise UsageError(f"there is no theme {theme!r}", "there are " + ", ".join(THEMES))


def _refuse(canvas: Size, keep_clear: tuple[KeepClear, ...], theme: str, scale: float) -> None:
    need_theme(theme)
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise UsageError(f"a picture of {scale:g} times its usual size", f"from {LEAST_SCALE:g} to {MOST_SCALE:g} times")
    outside = ((area, area.box.overhang(canvas)) for area in keep_clear)
    faults = [Fault(f"keep-clear area {a.name!r} is {o} of the {canvas} canvas") for a, o in outside if o]
    if faults:
        raise UsageError(faults)
