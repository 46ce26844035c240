"""A few centred lines of text that stay within a rectangle: smaller, shorter or fewer where there is little room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from layoutkit.geometry import Rect
from layoutkit.picture.text import direction, shorten, width

PADDING = 0.5
"""Free space at each side of a label, in the size of its first line."""
LINE = 1.3
"""From one line to the next, in the line's own size."""
ASCENT = 0.98
"""From the top of a line to the baseline of its letters, in the line's own size."""
SECOND = 0.76
"""The size of the lines after the first, in the size of the first."""
SQUEEZE = 0.75
"""A long first line is set smaller down to this part of the size; only then it is cut."""
LEAST_NAME = 3.0
"""A name cut to less than this many em says nothing, and is left out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: the middle of its baseline and the size of its letters, in canvas pixels."""

    text: str
    x: float
    y: float
    size: float
    direction: str
    head: bool
    """The first line of a label, set in heavier letters."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of letters that a label may have, in canvas pixels: as large as there is room, never below the least."""

    least: float
    most: float


def label(stacks: Iterable[tuple[str, ...]], room: Rect, sizes: Sizes) -> tuple[Line, ...]:
    """The first of the stacks of lines that fits into the room, in its middle; nothing where none does."""
    for stack in stacks:
        lines = _stacked(stack, room, sizes)
        if lines:
            return lines
    return ()


def _stacked(stack: tuple[str, ...], room: Rect, sizes: Sizes) -> tuple[Line, ...]:
    head, *rest = stack
    size = _size(head, rest, room, sizes)
    text = shorten(head, room.width / size - 2 * PADDING)
    wide_enough = text == head or width(text) >= LEAST_NAME
    return _placed((text, *rest), room, size) if size >= sizes.least and wide_enough else ()


def _size(head: str, rest: list[str], room: Rect, sizes: Sizes) -> float:
    """The first line's size: what the height and the other lines allow, and less for a long first line."""
    widest = max((width(line) for line in rest), default=0.0) * SECOND
    by_height = room.height / (LINE * (1 + SECOND * len(rest)) + PADDING)
    allowed = min(sizes.most, by_height, room.width / (widest + 2 * PADDING))
    for_head = room.width / (width(head) + 2 * PADDING)
    return min(allowed, max(for_head, allowed * SQUEEZE, sizes.least))


def _placed(texts: tuple[str, ...], room: Rect, size: float) -> tuple[Line, ...]:
    sizes = [size, *(size * SECOND for _ in texts[1:])]
    top = room.y + (room.height - LINE * sum(sizes)) / 2
    middle = room.x + room.width / 2
    lines = []
    for text, own in zip(texts, sizes, strict=True):
        lines.append(Line(text, middle, top + ASCENT * own, own, direction(text), not lines))
        top += LINE * own
    return tuple(lines)
