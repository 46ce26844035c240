"""How a picture fills its tile, to the pixel: whole, undistorted, in the middle; by hand, and by plain arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.emulator.mixer.fit import fitted
from layoutkit.geometry import Rect, Size

SIDE = st.integers(1, 2000)


@pytest.mark.parametrize(
    ("source", "tile", "inner"),
    [
        ((540, 960), (160, 240), (12, 0, 135, 240)),  # 25 columns are left over: 12 before it, 13 after
        ((960, 540), (160, 240), (0, 75, 160, 90)),
        ((640, 480), (161, 241), (0, 60, 161, 121)),  # 120.75 lines high, and so 121
        ((320, 480), (160, 240), (0, 0, 160, 240)),
        ((541, 960), (135, 240), (0, 0, 135, 240)),  # 135.25 columns would be right: no bar for that
        ((100, 100), (101, 100), (0, 0, 101, 100)),  # a whole column is still none
        ((100, 100), (102, 100), (1, 0, 100, 100)),  # two are
        ((100, 100), (100, 102), (0, 1, 100, 100)),
        ((1, 5), (1, 7), (0, 1, 1, 5)),
        ((4000, 1), (10, 10), (0, 4, 10, 1)),  # never nothing at all
    ],
)
def test_a_picture_stands_in_the_middle_of_its_tile(
    source: tuple[int, int], tile: tuple[int, int], inner: tuple[int, int, int, int]
) -> None:
    assert fitted(Size(*source), Size(*tile)) == Rect(*inner)


@given(SIDE, SIDE, SIDE, SIDE)
def test_it_touches_two_edges_keeps_its_shape_and_is_in_the_middle(width: int, height: int, across: int, down: int) -> None:
    inner = fitted(Size(width, height), Size(across, down))
    scale = min(Fraction(across, width), Fraction(down, height))
    assert inner.width == across or inner.height == down
    assert abs(inner.width - max(1, width * scale)) <= 1
    assert abs(inner.height - max(1, height * scale)) <= 1
    assert 0 <= across - inner.right - inner.x <= 1
    assert 0 <= down - inner.bottom - inner.y <= 1
