"""The grid that picks its own shape, against a loop over every shape and every cell size."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.shelf import load
from layoutkit.solve.solving import placed
from layoutkit.template import pose
from tests.strategies import scene, template

GRID = load("grid")


def rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def by_hand(width: int, height: int, n: int, gap: int, margin: int, aspect: tuple[int, int]) -> list[tuple[int, int, int, int]] | None:
    """Every shape, every cell width: the largest picture, then the fewest empty cells, fewest rows (portrait: columns), widest, highest."""
    p, q = aspect
    inner_w, inner_h = width - 2 * margin, height - 2 * margin
    best = None
    for columns in range(1, n + 1):
        rows = -(-n // columns)
        for leading in range(1, max(inner_w, inner_h) + 1):
            w, h = (leading, rounded(leading * q, p)) if p >= q else (rounded(leading * p, q), leading)
            if h < 1 or w < 1 or columns * w + (columns - 1) * gap > inner_w or rows * h + (rows - 1) * gap > inner_h:
                continue
            k = min(w, h * 16 // 9)
            score = (k, -(columns * rows - n), -(columns if height > width else rows), w, h, -columns)
            if best is None or score > best[0]:
                best = score, columns, rows, w, h
    if best is None:
        return None
    _, columns, rows, w, h = best
    left = margin + rounded(inner_w - columns * w - (columns - 1) * gap, 2)
    top = margin + rounded(inner_h - rows * h - (rows - 1) * gap, 2)
    places = []
    for i in range(n):
        row, column = divmod(i, columns)
        missing = columns - min(columns, n - row * columns)
        places.append((left + rounded(missing * (w + gap), 2) + column * (w + gap), top + row * (h + gap), w, h))
    return places


@settings(max_examples=60, deadline=None)
@given(
    st.integers(20, 420), st.integers(20, 420), st.integers(1, 9), st.integers(0, 20), st.integers(0, 20),
    st.sampled_from(["16:9", "4:3", "1:1", "3:4", "9:16"]),
)  # fmt: skip
def test_the_shipped_grid_is_the_best_there_is(width: int, height: int, n: int, gap: int, margin: int, shape: str) -> None:
    p, _, q = shape.partition(":")
    problem = pose(GRID, scene(width, height, n), {"gap": gap, "margin": margin, "shape": shape})
    found = placed(problem)
    assert (found and [(r.x, r.y, r.width, r.height) for r in found]) == by_hand(width, height, n, gap, margin, (int(p), int(q)))


@settings(max_examples=15, deadline=None)
@given(st.integers(10, 100), st.integers(300, 1900), st.integers(300, 1900))
def test_many_people_too(n: int, width: int, height: int) -> None:
    problem = pose(template([{"grid": {"aspect": "16:9", "gap": 4}}]), scene(width, height, n))
    found = placed(problem)
    assert found
    assert [(r.x, r.y, r.width, r.height) for r in found] == by_hand(width, height, n, 4, 0, (16, 9))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 1000), st.integers(1, 40), st.integers(0, 9))
def test_a_cut_loses_no_pixel(width: int, n: int, gap: int) -> None:
    """Edge i of c parts stands at nearest(i (W + g) / c), so the parts and gaps fill W exactly and differ by a pixel at most."""
    found = placed(pose(template([{"grid": {"rows": 1, "gap": gap}}]), scene(width, 9, n)))
    if found is None:
        assert (width + gap) // n - gap < 1
        return
    assert found[0].x == 0
    assert found[-1].right == width
    assert all(b.x - a.right == gap for a, b in pairwise(found))
    assert max(r.width for r in found) - min(r.width for r in found) <= 1
    assert [r.x for r in found] == [rounded(i * (width + gap), n) for i in range(n)]


def test_every_shape_of_a_grid_is_read_off_and_the_best_is_chosen_without_a_search() -> None:
    """Structural search: the cells of a shape go to the end of their range, and shapes are compared as whole numbers."""
    from layoutkit.solve.cpsat import Model
    from layoutkit.solve.solving import Way

    def never(model: Model) -> list[int] | None:
        raise AssertionError("a search ran")

    for n in (3, 100):
        assert placed(pose(template([{"grid": {"aspect": "16:9"}}]), scene(1280, 720, n)), way=Way(find=never))


def test_a_grid_whose_shape_is_given_is_read_off_without_a_search() -> None:
    from layoutkit.solve.cpsat import Model
    from layoutkit.solve.solving import Way

    def never(model: Model) -> list[int] | None:
        raise AssertionError("a search ran")

    for n in (1, 3, 10):
        problem = pose(template([{"grid": {"aspect": "16:9", "columns": 3, "gap": 4}}]), scene(1281, 719, n))
        assert placed(problem, way=Way(find=never)) == placed(problem, way=Way(eliminating=False))


def test_among_equal_pictures_fewest_empty_cells_come_before_fewest_rows() -> None:
    """Eight 16:9 tiles on 480x360 are 160x90 in 3x3 with a hole and in 2x4 without one."""
    found = placed(pose(template([{"grid": {"aspect": "16:9"}}]), scene(480, 360, 8)))
    assert found
    assert [(r.x, r.y) for r in found[:3]] == [(80, 0), (240, 0), (80, 90)]
