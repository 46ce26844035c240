"""Every answer, and every clash, against all placements that there are.

The oracle tries each rectangle for each tile on a tiny canvas, keeps what the rules' own checks accept, and picks the best by the
written order: largest smallest picture, largest sum, the shape's rank, then width, height, top, left of each box in turn.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.geometry import Rect
from layoutkit.problem import OneOf, Problem
from layoutkit.solve.solving import Way, placed
from layoutkit.template import pose
from tests.strategies import rules, scene, template


def all_rects(width: int, height: int) -> list[Rect]:
    across = [(x, w) for x in range(width) for w in range(1, width - x + 1)]
    down = [(y, h) for y in range(height) for h in range(1, height - y + 1)]
    return [Rect(x, y, w, h) for (x, w), (y, h) in product(across, down)]


def picture(rect: Rect, shape: tuple[int, int]) -> int:
    """The width of the largest whole picture of a shape in a rectangle."""
    p, q = shape
    return min(rect.width, int(Fraction(rect.height * p, q)))


def grid_rank(problem: Problem, rects: tuple[Rect, ...]) -> tuple[int, ...]:
    """For each grid, the place in its order of ties of the first shape whose cells the tiles fill."""
    ranks = []
    for rule in problem.rules:
        for demand in rule.demands:
            if isinstance(demand, OneOf) and demand.boxes:
                one_shape = [list(_only(rule, index, rects)) for index in range(len(demand.alternatives))]
                ranks.append(next(i for i, breaches in enumerate(one_shape) if not breaches))
    return tuple(ranks)


def _only(rule: Any, index: int, rects: tuple[Rect, ...]) -> Any:
    """The rule's check, for one of its shapes alone."""
    spec, stage, shapes = (cell.cell_contents for cell in _closure(rule.check, "rule", "stage", "shapes"))
    from layoutkit.template.grid_check import breaches

    return breaches(spec, stage, shapes[index : index + 1], rects)


def _closure(function: Any, *names: str) -> list[Any]:
    cells = dict(zip(function.__code__.co_freevars, function.__closure__, strict=True))
    return [cells[name] for name in names]


def best(problem: Problem, width: int, height: int) -> tuple[Rect, ...] | None:
    """The best of all placements, or None where none keeps the rules."""
    every = all_rects(width, height)
    found = [rects for rects in product(every, repeat=len(problem.seats)) if not any(True for r in problem.rules for _ in r.check(rects))]

    def score(rects: tuple[Rect, ...]) -> Any:
        pictures = [picture(rect, shape) for rect, shape in zip(rects, problem.wishes[0].shapes, strict=True)]
        rank = tuple(-r for r in grid_rank(problem, rects))
        return min(pictures, default=0), sum(pictures), rank, [(r.width, r.height, -r.y, -r.x) for r in rects]

    return max(found, key=score, default=None)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_tile_goes_where_trying_every_place_puts_it(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 7)), data.draw(st.integers(1, 7))
    problem = pose(template(data.draw(rules(7))), scene(width, height, 1))
    assert placed(problem) == best(problem, width, height)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_two_tiles_go_where_trying_every_pair_of_places_puts_them(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    problem = pose(template(data.draw(rules(4))), scene(width, height, 2))
    assert placed(problem) == best(problem, width, height)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_three_tiles_on_three_by_three(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    problem = pose(
        template(data.draw(rules(3)), overlap=data.draw(st.sampled_from(["allowed", "refused"]))),
        scene(width, height, 3),
    )
    assert placed(problem) == best(problem, width, height)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_the_search_alone_comes_to_the_same_bytes(data: st.DataObject) -> None:
    """Elimination is an economy, not an opinion: with all of the problem handed to CP-SAT the placement is the same."""
    count = data.draw(st.integers(1, 5))
    width, height = data.draw(st.integers(20, 700)), data.draw(st.integers(20, 700))
    problem = pose(template(data.draw(rules(200))), scene(width, height, count))
    assert placed(problem) == placed(problem, way=Way(eliminating=False))


@pytest.mark.long
@settings(max_examples=3000, deadline=None)
@given(st.data())
def test_many_more_pairs(data: st.DataObject) -> None:
    width, height, count = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4)), data.draw(st.integers(0, 2))
    primary = data.draw(st.sampled_from(["background", "tile"])) if count < 2 else "background"
    problem = pose(template(data.draw(rules(4)), primary=primary), scene(width, height, count))
    assert placed(problem) == best(problem, width, height)
