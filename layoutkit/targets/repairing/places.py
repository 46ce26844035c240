"""Tiles that stand outside, or in numbers that are none: moved inside by the least distance, and no larger than the picture."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from layoutkit.documents import Keys
from layoutkit.geometry import MAX_SIDE, Size
from layoutkit.targets.bench import GEOMETRY, INPUTS
from layoutkit.targets.inputs import Kind
from layoutkit.targets.placements import whole
from layoutkit.targets.profiles import FURTHEST, LONGEST
from layoutkit.targets.repairing.draft import MISSING, Draft, number

AXES = (("location_x", "image_width"), ("location_y", "image_height"))
"""Along the width and along the height: the distance, and the length."""


def places(draft: Draft, profile: str, canvas: Size | None) -> None:
    """The background first, since it may tell the size that the others stand on."""
    found = list(draft.members())
    bottom = [(index, where) for index, _, where in found if where.get("image_layer") == 1]
    for index, where in bottom:
        path: Keys = (*INPUTS, index, "layout_params")
        (_primary if profile == "2017" else _background)(draft, path, where, canvas)
    ground = _stated(bottom[0][1]) if profile == "2019" and bottom else None
    for index, _, where in found:
        if where.get("image_layer") != 1:
            _tile(draft, (*INPUTS, index, "layout_params"), where, profile, ground or canvas)


def _primary(draft: Draft, path: Keys, where: dict[str, Any], canvas: Size | None) -> None:
    """In 2017 it covers the picture: a place that says anything else is taken away."""
    for key in GEOMETRY:
        _number(draft, (*path, key), "2017", None)
    x, y, width, height = (where.get(key) for key in ("location_x", "location_y", "image_width", "image_height"))
    plain = all(type(side) is int and 1 <= side <= LONGEST["2017"] for side in (width, height))
    right = plain and x == 0 and y == 0 and (canvas is None or (width, height) == (canvas.width, canvas.height))
    for key in GEOMETRY if not right else ():
        draft.drop((*path, key), "the primary covers the picture")


def _background(draft: Draft, path: Keys, where: dict[str, Any], canvas: Size | None) -> None:
    """In 2019 it may tell its size, in whole pixels; it is the canvas, where one is given."""
    for key, side in zip(GEOMETRY, (canvas.width, canvas.height) * 2 if canvas else (None,) * 4, strict=True):
        _number(draft, (*path, key), "2017", side)
    sized = [key for key in GEOMETRY[:2] if key in where]
    if canvas and sized and max(canvas.width, canvas.height) <= LONGEST["2019"]:
        for key, side in zip(GEOMETRY[:2], (canvas.width, canvas.height), strict=True):
            draft.put((*path, key), side, f"the canvas is {canvas}")
    if not canvas and where.get("input_type", 0) != Kind.CANVAS and any(type(where.get(key)) is float for key in GEOMETRY):
        for key in GEOMETRY:
            draft.drop((*path, key), "a background is no share of itself")
    _tile(draft, path, where, "2019", _stated(where) or canvas)


def _stated(where: dict[str, Any]) -> Size | None:
    """The size that a background tells, where it is one."""
    width, height = where.get("image_width"), where.get("image_height")
    sides = type(width) is int and type(height) is int and 1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE
    return Size(width, height) if sides else None  # type: ignore[arg-type]


def _tile(draft: Draft, path: Keys, where: dict[str, Any], profile: str, ground: Size | None) -> None:
    """One tile: its numbers first, then both axes."""
    for axis, (location, length) in enumerate(AXES):
        side = (ground.width, ground.height)[axis] if ground else None
        for key in (length, location):
            _number(draft, (*path, key), profile, side)
        if profile == "2017" and location not in where and type(where.get(length)) is int:
            draft.put((*path, location), 0, "at the edge where nothing is said")
        _along(draft, path, (location, length), profile, side)


def _number(draft: Draft, path: Keys, profile: str, side: int | None) -> None:
    """Whole pixels; in 2019 a share of the background may stay one. What is no number is left."""
    value = draft.get(path)
    found = None if value is MISSING else number(value)
    if found is None:
        return
    if type(found) is float and not (profile == "2019" and 0.01 <= found <= 0.99):
        if 0 < found < 1:
            if side is None:
                return
            found = whole(Fraction(str(found)) * side)
        else:
            found = whole(Fraction(str(found)))
    draft.put(path, found, "whole pixels")


def _along(draft: Draft, path: Keys, keys: tuple[str, str], profile: str, side: int | None) -> None:
    """No longer than the picture, and inside it, by the least distance."""
    location, length = keys
    if any(type(draft.get((*path, key))) is float for key in keys):
        _shares(draft, path, keys, profile, side)
        return
    most = min(LONGEST[profile], side or LONGEST[profile])
    wide = _within(draft, (*path, length), 1, most, "from 1 pixel to the whole picture")
    furthest = min(FURTHEST, side - wide) if side is not None and wide is not None else FURTHEST
    _within(draft, (*path, location), 0, furthest, "inside the picture, by the least distance")


def _within(draft: Draft, path: Keys, low: int, top: int, why: str) -> int | None:
    """A whole number brought between two bounds; None where there is none."""
    value = draft.get(path)
    if type(value) is not int:
        return None
    draft.put(path, min(max(value, low), top), why)
    return min(max(value, low), top)


def _shares(draft: Draft, path: Keys, keys: tuple[str, str], profile: str, side: int | None) -> None:
    """A tile in shares of the background that stands out of it: in pixels where their number is known."""
    location, length = ((*path, key) for key in keys)
    at, wide = (0 if draft.get(p) is MISSING else draft.get(p) for p in (location, length))
    if type(at) not in (int, float) or type(wide) not in (int, float):
        return
    exact: Callable[[Any], Fraction] = lambda n: Fraction(str(n)) * (side or 1) if type(n) is float else Fraction(n)  # noqa: E731
    if side is not None and (exact(at) + exact(wide) > side or exact(at) < 0 or exact(wide) < 1):
        for key, value in ((length, wide), (location, at)):
            draft.put(key, whole(exact(value)), "whole pixels")
        _along(draft, path, keys, profile, side)
    elif side is None and type(at) is float and type(wide) is float and exact(at) + exact(wide) > 1:
        draft.put(location, float(1 - exact(wide)), "inside the picture, by the least distance")
    elif side is None:
        _lone(draft, location, length)


def _lone(draft: Draft, location: Keys, length: Keys) -> None:
    """Pixels beside a share, of a background whose size nobody tells: only what no background could have is changed."""
    _within(draft, length, 1, LONGEST["2019"], "from 1 pixel to the longest side")
    _within(draft, location, 0, FURTHEST, "inside the picture, by the least distance")
