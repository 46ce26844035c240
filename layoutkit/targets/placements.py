"""Where a payload puts each input: its numbers, in pixels or in shares of the background, as rectangles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from layoutkit.geometry import Rect, Size
from layoutkit.targets.inputs import Kind

Exact = Fraction | int
"""Pixels, to the last digit."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a payload puts an input: its layer, and its rectangle; None for a background that covers the picture, and for sound."""

    stream: str
    layer: int
    rect: Rect | None
    crop: Rect | None = None
    kind: Kind = Kind.STREAM


def placements(payload: Mapping[str, Any], canvas: Size | None) -> tuple[Placement, ...]:
    """The placements of a valid payload, by layer; a request to cancel has none."""
    inputs = payload["interface"]["para"].get("input_stream_list", ())
    ground = stated(inputs) or canvas
    return tuple(sorted((_placement(item, ground) for item in inputs), key=lambda p: p.layer))


def stated(inputs: Sequence[Mapping[str, Any]]) -> Size | None:
    """The size of the background in pixels, where the payload tells it."""
    for item in inputs:
        where = item["layout_params"]
        width, height = where.get("image_width"), where.get("image_height")
        if where["image_layer"] == 1 and type(width) is type(height) is int:
            return Size(width, height)
    return None


def edges(where: Mapping[str, Any], ground: Size | None) -> tuple[Exact, Exact, Exact, Exact] | None:
    """Left, top, width and height in pixels, exactly; None where there is no size, or a share of who knows what."""
    if "image_width" not in where or "image_height" not in where:
        return None
    x, y, width, height = [where.get(key, 0) for key in ("location_x", "location_y", "image_width", "image_height")]
    if type(x) is type(y) is type(width) is type(height) is int:
        return x, y, width, height
    if ground is None:
        return None
    across, down = ground.width, ground.height
    return _exact(x, across), _exact(y, down), _exact(width, across), _exact(height, down)


def _exact(number: int | float, side: int) -> Exact:
    """Pixels as they are; a share as it is written, of a side."""
    return Fraction(str(number)) * side if isinstance(number, float) else number


def whole(number: Exact) -> int:
    """The nearest whole pixel, halves up."""
    return number if isinstance(number, int) else (number + Fraction(1, 2)).__floor__()


def _sides(ground: Size | None) -> tuple[int | None, int | None]:
    return (ground.width, ground.height) if ground else (None, None)


def _cut(start: Exact, length: Exact, side: int | None) -> tuple[int, int]:
    """Start and length in whole pixels: cut at both edges, so that what lies inside stays inside; at least a pixel."""
    first, last = whole(start), whole(start + length)
    if last > first:
        return first, last - first
    return (first if side is None else min(first, side - 1)), 1


def _placement(item: Mapping[str, Any], ground: Size | None) -> Placement:
    where, crop = item["layout_params"], item.get("crop_params")
    kind, found = Kind(where.get("input_type", 0)), edges(where, ground)
    rect = None
    if found and kind is not Kind.SOUND:
        (x, width), (y, height) = (_cut(found[n], found[n + 2], side) for n, side in enumerate(_sides(ground)))
        rect = Rect(x, y, width, height)
    part = Rect(crop.get("crop_x", 0), crop.get("crop_y", 0), crop["crop_width"], crop["crop_height"]) if crop else None
    return Placement(item["input_stream_id"], where["image_layer"], rect, part, kind)
