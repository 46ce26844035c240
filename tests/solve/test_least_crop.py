"""`least_crop` counts whole pixels, each tile's rounded up, by which a picture that covers its tile stands out of it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layoutkit as lk
from layoutkit.template import parse

TEMPLATE = """\
name: crops
secondaries: 1..3
canvases: [40x40]
rules:
  - size:  {{width: {low}..{high}, alike: no}}
  - stack: {{direction: right, at: top left}}
wishes:
  - least_crop: all
"""


def cut_off(width: int, height: int, p: int, q: int) -> int:
    """What stands out of a tile: below and above, or left and right."""
    return ceil(max(Fraction(width * q, p) - height, Fraction(height * p, q) - width, 0))


def arranged(canvas: tuple[int, int], low: int, high: int, shapes: list[tuple[int, int]]) -> lk.Layout:
    template = parse(TEMPLATE.format(low=low, high=high).encode(), "crops.yaml")
    streams = [lk.Stream(f"s{i}", size=lk.Size(*shape)) for i, shape in enumerate(shapes)]
    return lk.arrange(template, canvas=lk.Size(*canvas), primary="host", secondaries=streams)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(22, 30), st.integers(6, 20)),
    st.integers(1, 6),
    st.integers(0, 5),
    st.lists(st.tuples(st.integers(1, 21), st.integers(1, 21)), min_size=1, max_size=2),
)
def test_the_value_is_the_least_of_all_placements(canvas: tuple[int, int], low: int, more: int, shapes: list[tuple[int, int]]) -> None:
    """Tried for every size a tile can have; what is told is what is cut off of the tiles that are there."""
    layout = arranged(canvas, low, low + more, shapes)
    (wish,) = (wish for wish in layout.wishes if wish.wish == "least_crop all")
    sizes = list(product(range(low, low + more + 1), range(1, canvas[1] + 1)))
    least = sum(min(cut_off(w, h, *shape) for w, h in sizes) for shape in shapes)
    shown = sum(cut_off(t.rect.width, t.rect.height, *shape) for t, shape in zip(layout.secondaries, shapes, strict=True))
    assert (wish.value, shown, wish.proved) == (least, least, True)


@pytest.mark.parametrize(
    ("width", "value", "size"),
    [
        (32, 0, (32, 18)),  # 16:9 to the pixel
        (31, 1, (31, 18)),  # 31x17 stands out by 7/16 of a pixel, 31x18 by a whole one: both are one pixel, and 18 is higher
    ],
)
def test_a_part_of_a_pixel_is_a_pixel(width: int, value: int, size: tuple[int, int]) -> None:
    layout = arranged((40, 40), width, width, [(16, 9)])
    assert (layout.wishes[0].value, (layout.secondaries[0].rect.width, layout.secondaries[0].rect.height)) == (value, size)
