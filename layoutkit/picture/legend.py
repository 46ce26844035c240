"""The frame around the canvas and what is written in it; lengths in canvas pixels, the canvas' corner at (0, 0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.picture.text import shorten, width
from layoutkit.picture.words import facts, heading, without_tile

LONGEST_SIDE = 960
"""The longest side of a picture as it is first shown, in CSS pixels."""
LEAST_WIDTH = 480
"""The frame of a thin canvas is as wide as the legend needs, in units."""
MARGIN = 24
HEADING, FACTS, NOTE = 18, 15, 14
"""Sizes of the legend's letters, in units."""
MOST_NOTES = 3
"""Lines given to the streams that have no tile."""


@dataclass(frozen=True, slots=True)
class Written:
    """A line of the legend: where its baseline begins, or ends when it stands at the right, and the size of its letters."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Frame:
    """What the picture shows: the canvas, a margin all around, and the legend below."""

    unit: float
    """About one pixel of the screen, in canvas pixels, so that letters are as large on every canvas."""
    left: float
    top: float
    width: float
    height: float
    heading: Written
    facts: Written
    notes: tuple[Written, ...]

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height as first shown, in CSS pixels: the longest side is 960."""
        scale = LONGEST_SIDE / max(self.width, self.height)
        return round(self.width * scale), round(self.height * scale)


def frame(layout: Layout) -> Frame:
    """The frame for a layout, as high as its legend needs."""
    unit = unit_of(layout.canvas)
    inner = max(layout.canvas.width, LEAST_WIDTH * unit)
    left, margin = (layout.canvas.width - inner) / 2, MARGIN * unit
    base = layout.canvas.height + (MARGIN + 10) * unit
    fact = Written(facts(layout), left + inner, base, FACTS * unit)
    for_heading = inner / (HEADING * unit) - width(fact.text) * FACTS / HEADING - 1
    head = Written(shorten(heading(layout), for_heading), left, base, HEADING * unit)
    notes = tuple(
        Written(text, left, base + (1.6 * NOTE * line) * unit, NOTE * unit)
        for line, text in enumerate(_notes(layout, inner / (NOTE * unit)), start=1)
    )
    bottom = (notes[-1].y if notes else base) + 0.75 * margin
    return Frame(unit, left - margin, -margin, inner + 2 * margin, bottom + margin, head, fact, notes)


def unit_of(canvas: Size) -> float:
    """About one pixel of the screen when the picture is first shown, in canvas pixels."""
    return max(canvas.width, canvas.height) / 900


def _notes(layout: Layout, room: float) -> list[str]:
    """The streams without a tile, in lines of at most `room` em."""
    return packed([without_tile(off) for off in layout.off_picture], room, "Off picture: ") if layout.off_picture else []


def packed(items: Sequence[str], room: float, opening: str) -> list[str]:
    """The items, with commas between, in at most three lines of at most `room` em; the last one says how many more there are."""
    lines, line = [], opening + items[0]
    for done, item in enumerate(items[1:], start=1):
        more = f" and {len(items) - done} more"
        last = len(lines) == MOST_NOTES - 1
        if width(f"{line}, {item}") + width(more) * last <= room:
            line = f"{line}, {item}"
        elif last:
            return [*lines, line + more]
        else:
            lines.append(line + ",")
            line = item
    return [*lines, line]
