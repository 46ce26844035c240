"""Where a label can stand: checked against every pixel."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layoutkit.geometry import Rect
from layoutkit.picture.room import free_room

AREA = Rect(0, 0, 12, 9)
COVERS = st.lists(st.builds(Rect, st.integers(-3, 11), st.integers(-3, 8), st.integers(1, 9), st.integers(1, 9)), max_size=6)


@given(COVERS)
def test_it_is_the_best_of_all_free_rectangles(covers: list[Rect]) -> None:
    found = free_room(AREA, covers)
    best = max((_merit(room) for room in _rectangles() if not any(room.overlaps(c) for c in covers)), default=None)
    assert (found and _merit(found)) == best
    assert not found or not any(found.overlaps(c) for c in covers)


def _merit(room: Rect) -> tuple[int, int]:
    return min(room.width, 2 * room.height), room.width * room.height


def _rectangles() -> list[Rect]:
    return [Rect(x, y, w, h) for x in range(12) for y in range(9) for w in range(1, 13 - x) for h in range(1, 10 - y)]


def test_what_nothing_covers_is_free_as_a_whole() -> None:
    assert free_room(AREA, [Rect(12, 0, 5, 5)]) == AREA


def test_what_is_all_covered_has_no_room() -> None:
    assert free_room(AREA, [Rect(0, 0, 6, 9), Rect(6, 0, 6, 9)]) is None
