"""A bowed arrow from one place to another that ends before the words of where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom edge."""

BOW = 0.12
"""How far an arrow bends to its side, in its length, so that it passes beside the words of a row and not through them."""
HEAD = 13.0
"""The length of an arrow's head, in units (`legend.unit_of`)."""
CLEARANCE = 7.0
"""From an arrow's tip to the words of its tile, in units."""
SHORT, BESIDE = 90.0, 44.0
"""An arrow that is shorter has its distance beside it, so far away, in units."""
STEPS = 64


@dataclass(frozen=True, slots=True)
class Arrow:
    """A quadratic curve and the triangle at its end."""

    start: Point
    bend: Point
    end: Point
    head: tuple[Point, Point, Point]
    spots: tuple[Point, ...]
    """Places on it, or beside it, for its distance, best first."""


def arrow(start: Point, aim: Point, label: Box | None, unit: float) -> Arrow | None:
    """From a place towards another, as far as the words there; None where hardly anything of it is left."""
    bend = _bend(start, aim)
    stop = _clear_of(start, bend, aim, label, CLEARANCE * unit)
    bend, end = _part(start, bend, aim, stop)
    if hypot(end[0] - start[0], end[1] - start[1]) < 1.6 * HEAD * unit:
        return None
    neck, head = _head(bend, end, HEAD * unit)
    return Arrow(start, bend, neck, head, _spots(start, bend, end, unit))


def _spots(start: Point, bend: Point, end: Point, unit: float) -> tuple[Point, ...]:
    """On a long arrow; beside a short one, which they would cover."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down)
    if length >= SHORT * unit:
        return tuple(_on(start, bend, end, t) for t in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2))
    x, y = _on(start, bend, end, 0.5)
    aside = BESIDE * unit / length
    return (x - down * aside, y + across * aside), (x + down * aside, y - across * aside)


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes share a place."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bend(start: Point, aim: Point) -> Point:
    """The middle, moved aside; to the upper side where the way is level."""
    across, down = aim[0] - start[0], aim[1] - start[1]
    side = 1 if across > 0 or (across == 0 and down > 0) else -1
    return (start[0] + aim[0]) / 2 + 2 * BOW * side * down, (start[1] + aim[1]) / 2 - 2 * BOW * side * across


def _clear_of(start: Point, bend: Point, aim: Point, label: Box | None, clearance: float) -> float:
    """How far along the curve it first meets the words, or its end."""
    if label is None:
        return 1.0
    left, top, right, bottom = label
    wide: Box = (left - clearance, top - clearance, right + clearance, bottom + clearance)
    ways = ((step / STEPS, _on(start, bend, aim, step / STEPS)) for step in range(STEPS + 1))
    return next((t for t, (x, y) in ways if meet((x, y, x, y), wide)), 1.0)


def _on(start: Point, bend: Point, end: Point, t: float) -> Point:
    """The place on a quadratic curve at t, from 0 to 1."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]


def _part(start: Point, bend: Point, aim: Point, stop: float) -> tuple[Point, Point]:
    """Bend and end of the part of a curve from its start (de Casteljau)."""
    shorter = (start[0] + (bend[0] - start[0]) * stop, start[1] + (bend[1] - start[1]) * stop)
    return shorter, _on(start, bend, aim, stop)


def _head(bend: Point, tip: Point, long: float) -> tuple[Point, tuple[Point, Point, Point]]:
    """The middle of the head's back, where the line ends, and the triangle."""
    across, down = tip[0] - bend[0], tip[1] - bend[1]
    length = hypot(across, down) or 1.0
    dx, dy = across / length * long, down / length * long
    back = (tip[0] - dx, tip[1] - dy)
    return back, (tip, (back[0] - 0.45 * dy, back[1] + 0.45 * dx), (back[0] + 0.45 * dy, back[1] - 0.45 * dx))
