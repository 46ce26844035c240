"""The three planes of a picture as arrays, and what is done to them: laying, filling, cutting out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from layoutkit.geometry import Rect, Size

Plane = NDArray[np.uint8]


class Colour(NamedTuple):
    """A colour as video has it: luma, and two differences of colour."""

    y: int
    u: int
    v: int


BLACK = Colour(16, 128, 128)


def colour_of(text: str) -> Colour:
    """A colour written 0xRRGGBB, as BT.601 has it in video's range; black where none is said."""
    if not text:
        return BLACK
    r, g, b = (int(text[i : i + 2], 16) for i in (2, 4, 6))
    y = 16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255
    u = 128 + (-37.797 * r - 74.203 * g + 112.0 * b) / 255
    v = 128 + (112.0 * r - 93.786 * g - 18.214 * b) / 255
    return Colour(round(y), round(u), round(v))


def planes(frame: VideoFrame) -> tuple[Plane, ...]:
    """Luma and the two colour planes, which have half its lines and columns; they share the frame's memory."""
    return tuple(
        np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]  # type: ignore[call-overload]
        for plane in frame.planes
    )


def empty(size: Size, colour: Colour = BLACK) -> VideoFrame:
    """A picture of one colour."""
    frame = VideoFrame(size.width, size.height, "yuv420p")
    fill(planes(frame), Rect(0, 0, size.width, size.height), colour)
    return frame


def fill(target: tuple[Plane, ...], rect: Rect, colour: Colour) -> None:
    """Give a rectangle one colour."""
    for plane, part, value in zip(target, _parts(rect), colour, strict=True):
        plane[part] = value


def lay(target: tuple[Plane, ...], source: tuple[Plane, ...], rect: Rect) -> None:
    """Lay a picture of that very size there. Brightness is exact; at odd edges colour, of half the detail, is a pixel off."""
    for plane, part, piece in zip(target, _parts(rect), source, strict=True):
        place = plane[part]
        place[...] = piece[: place.shape[0], : place.shape[1]]


def blend(target: tuple[Plane, ...], source: tuple[Plane, ...], rect: Rect) -> None:
    """The same with a picture that is transparent in places: its fourth plane says how much of it is seen."""
    alpha = source[3].astype(np.uint16)
    for plane, part, piece, seen in zip(target, _parts(rect), source[:3], (alpha, alpha[::2, ::2], alpha[::2, ::2]), strict=True):
        place = plane[part]
        top, much = (x[: place.shape[0], : place.shape[1]].astype(np.uint16) for x in (piece, seen))
        place[...] = ((top * much + place * (255 - much) + 127) // 255).astype(np.uint8)


def cut(frame: VideoFrame, crop: Rect) -> VideoFrame:
    """The part of a picture; it begins at an even pixel, since colour has half the detail."""
    even = Rect(crop.x & ~1, crop.y & ~1, crop.width, crop.height)
    part = VideoFrame(crop.width, crop.height, "yuv420p")
    for plane, where, piece in zip(planes(part), _parts(even), planes(frame), strict=True):
        chosen = piece[where]
        plane[: chosen.shape[0], : chosen.shape[1]] = chosen[: plane.shape[0], : plane.shape[1]]
    return part


def _parts(rect: Rect) -> Iterator[tuple[slice, slice]]:
    """The rectangle in each of the planes: colour samples cover two pixels each way, and begin at the even one."""
    yield slice(rect.y, rect.bottom), slice(rect.x, rect.right)
    half = slice(rect.y >> 1, (rect.y >> 1) + (rect.height + 1 >> 1)), slice(rect.x >> 1, (rect.x >> 1) + (rect.width + 1 >> 1))
    yield half
    yield half
