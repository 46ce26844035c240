"""Every answer, and every clash, against all placements that there are.

The oracle tries each rectangle for each tile on a tiny canvas, keeps what the rules' own checks accept, and picks the best by the
written order: largest smallest picture, largest sum, the shape's rank, then width, height, top, left of each box in turn.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.solve.solving import Way, placed
from layoutkit.template import pose
from tests.solve.oracle import best
from tests.strategies import rules, scene, template


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_tile_goes_where_trying_every_place_puts_it(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 7)), data.draw(st.integers(1, 7))
    problem = pose(template(data.draw(rules(7))), scene(width, height, 1))
    assert placed(problem) == best(problem)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_two_tiles_go_where_trying_every_pair_of_places_puts_them(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    problem = pose(template(data.draw(rules(4))), scene(width, height, 2))
    assert placed(problem) == best(problem)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_three_tiles_on_three_by_three(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    problem = pose(
        template(data.draw(rules(3)), overlap=data.draw(st.sampled_from(["allowed", "refused"]))),
        scene(width, height, 3),
    )
    assert placed(problem) == best(problem)


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
    assert placed(problem) == best(problem)
