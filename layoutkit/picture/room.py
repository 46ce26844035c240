"""Where a label can stand: the free part of a tile that other tiles leave to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from layoutkit.geometry import Rect

_MOST = 48
"""Free rectangles looked at together; the lesser ones are let go, so that a thousand tiles cost little."""


def free_room(area: Rect, covers: Iterable[Rect]) -> Rect | None:
    """The rectangle of the area that no cover touches and that takes the largest label; None where all is covered."""
    rooms = [area]
    for cover in covers:
        if any(room.overlaps(cover) for room in rooms):
            rooms = _best(piece for room in rooms for piece in _around(room, cover))
    return rooms[0] if rooms else None


def _best(rooms: Iterable[Rect]) -> list[Rect]:
    """The largest rooms, best first, none inside another."""
    kept: list[Rect] = []
    for room in sorted(set(rooms), key=_merit):
        if len(kept) < _MOST and not any(_holds(other, room) for other in kept):
            kept.append(room)
    return kept


def _merit(room: Rect) -> tuple[int, int, int, int]:
    """Least is best: the size that a label twice as wide as high can have, then the area, then the place."""
    return (-min(room.width, 2 * room.height), -room.width * room.height, room.y, room.x)


def _around(room: Rect, cover: Rect) -> Iterator[Rect]:
    """What is left of a room: the whole, or the strips at the left, right, above and below of what covers it."""
    if not room.overlaps(cover):
        yield room
        return
    if cover.x > room.x:
        yield Rect(room.x, room.y, cover.x - room.x, room.height)
    if cover.right < room.right:
        yield Rect(cover.right, room.y, room.right - cover.right, room.height)
    if cover.y > room.y:
        yield Rect(room.x, room.y, room.width, cover.y - room.y)
    if cover.bottom < room.bottom:
        yield Rect(room.x, cover.bottom, room.width, room.bottom - cover.bottom)


def _holds(outer: Rect, inner: Rect) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and outer.right >= inner.right and outer.bottom >= inner.bottom
