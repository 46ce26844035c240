"""The frame around the canvas and what is written in it; lengths in canvas pixels, the canvas' corner at (0, 0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.picture.text import isolated, shorten, width
from layoutkit.picture.words import called, facts, heading, without_tile

LONGEST_SIDE = 960
"""The longest side of a picture as it is first shown, in CSS pixels."""
LEAST_WIDTH = 480
"""The frame of a thin canvas is as wide as the legend needs, in units."""
MARGIN = 24
HEADING, FACTS = 18, 15
"""Sizes of the legend's letters, in units."""
BASE, LEADING = 34, 23
"""From the canvas down to the heading's baseline, and from a line to the next, in units."""
MOST_LINES = 3
"""Lines given to the streams that have no tile."""


@dataclass(frozen=True, slots=True)
class Written:
    """A line of the legend: where its baseline starts, or ends, and the size of its letters."""

    text: str
    x: float
    y: float
    size: float
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the picture shows: the canvas, a margin all around, and the legend below."""

    unit: float
    left: float
    top: float
    width: float
    height: float
    heading: Written
    lines: tuple[Written, ...]

    def shown(self, scale: float) -> tuple[int, int]:
        """Width and height as first shown, in CSS pixels: the longest side is so many times 960."""
        grown = scale * LONGEST_SIDE / max(self.width, self.height)
        return max(1, round(self.width * grown)), max(1, round(self.height * grown))


def unit_of(canvas: Size) -> float:
    """About one pixel of the screen, in canvas pixels, so that letters are first shown as large on every canvas."""
    return max(canvas.width, canvas.height) / 900


def frame(layout: Layout, primary_named: bool, notes: Sequence[str] = ()) -> Frame:
    """The frame for a layout, as high as its legend needs; the legend names a primary that the picture does not, and has the notes."""
    unit = unit_of(layout.canvas)
    inner = max(layout.canvas.width, LEAST_WIDTH * unit)
    left, margin = (layout.canvas.width - inner) / 2, MARGIN * unit
    head, *lines = _legend(layout, [*notes, *_notes(layout, primary_named, inner / unit / FACTS)], unit, left, inner)
    bottom = max(line.y for line in (head, *lines)) + 0.75 * margin
    return Frame(unit, left - margin, -margin, inner + 2 * margin, bottom + margin, head, tuple(lines))


def _legend(layout: Layout, notes: Sequence[str], unit: float, left: float, inner: float) -> list[Written]:
    """The template at the left, the facts at the right of it or below, then who cannot be read in the picture."""
    head, fact = heading(layout), facts(layout)
    beside = width(head) * HEADING + width(fact) * FACTS + FACTS <= inner / unit
    baselines = (layout.canvas.height + (BASE + LEADING * line) * unit for line in count())
    first = next(baselines)
    lines = [Written(shorten(head, inner / unit / HEADING), left, first, HEADING * unit)]
    if beside:
        lines.append(Written(fact, left + inner, first, FACTS * unit, "end"))
    texts = [shorten(text, inner / unit / FACTS) for text in (*([] if beside else [fact]), *notes)]
    return [*lines, *(Written(text, left, y, FACTS * unit) for text, y in zip(texts, baselines, strict=False))]


def _notes(layout: Layout, primary_named: bool, room: float) -> list[str]:
    """The primary where the picture has no room for its name, and the streams without a tile; `room` is in em."""
    primary = [] if primary_named else [f"Primary: {isolated(shorten(called(layout.primary.stream), room - 8))}"]
    off = [without_tile(off) for off in layout.off_picture]
    return [*primary, *(packed(off, room, "Off picture: ") if off else [])]


def packed(items: Sequence[str], room: float, opening: str) -> list[str]:
    """The items in at most three lines of at most `room` em; the last line says how many more there are."""
    lines: list[str] = []
    line = opening + items[0]
    for done, item in enumerate(items[1:], start=1):
        more = f" and {len(items) - done} more"
        last = len(lines) == MOST_LINES - 1
        if width(f"{line}, {item},") + width(more) * last <= room:
            line = f"{line}, {item}"
        elif last:
            return [*lines, line + more]
        else:
            lines.append(line + ",")
            line = item
    return [*lines, line]
