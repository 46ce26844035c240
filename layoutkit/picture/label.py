"""A few centred lines of text that stay within a rectangle: smaller, shorter or fewer where there is little room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layoutkit.geometry import Rect
from layoutkit.picture.text import direction, shorten, width

PADDING = 0.4
"""Free space at each side of a label, in the size of its first line."""
LINE = 1.3
"""From one line to the next, in the line's own size."""
BELOW_FIRST = 0.2
"""Free space below the first line of several, in its size."""
ASCENT = 0.98
"""From the top of a line to the baseline of its letters, in the line's own size."""
SECOND = 0.8
"""The size of the lines after the first, in the size of the first."""
SQUEEZE = SECOND
"""A long first line is set smaller down to the size of the others; only then it is cut."""
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
    """The least and the greatest size of a label's letters, in canvas pixels: as large as there is room for."""

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
    size = _size(rest, room, sizes)
    head_size = _head_size(head, room, size, sizes.least)
    text = head if _full_size(head, room) >= head_size else shorten(head, room.width / head_size - 2 * PADDING)
    wide_enough = text == head or width(text) >= LEAST_NAME
    lines = ((text, head_size), *((line, size * SECOND) for line in rest))
    return _placed(lines, room) if size >= sizes.least and wide_enough else ()


def _size(rest: list[str], room: Rect, sizes: Sizes) -> float:
    """The first line's size as far as the height and the other lines allow it."""
    widest = max((width(line) for line in rest), default=0.0) * SECOND
    by_height = room.height / (LINE * (1 + SECOND * len(rest)) + (BELOW_FIRST if rest else 0) + PADDING)
    return min(sizes.most, by_height, room.width / (widest + 2 * PADDING))


def _head_size(head: str, room: Rect, size: float, least: float) -> float:
    """A long first line is set smaller, within limits."""
    return min(size, max(_full_size(head, room), size * SQUEEZE, least))


def _full_size(head: str, room: Rect) -> float:
    """The size at which the whole first line just fits."""
    return room.width / (width(head) + 2 * PADDING)


def _placed(lines: Sequence[tuple[str, float]], room: Rect) -> tuple[Line, ...]:
    gap = BELOW_FIRST * lines[0][1] if len(lines) > 1 else 0.0
    top = room.y + (room.height - LINE * sum(size for _, size in lines) - gap) / 2
    middle = room.x + room.width / 2
    placed: list[Line] = []
    for text, size in lines:
        placed.append(Line(text, middle, top + ASCENT * size, size, direction(text), not placed))
        top += LINE * size + gap
        gap = 0.0
    return tuple(placed)
