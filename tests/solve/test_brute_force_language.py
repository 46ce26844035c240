"""Wishes, lists to choose from, regions and snaps against all placements that there are, as in test_brute_force."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.problem import Problem
from layoutkit.solve.solving import Way, answered
from layoutkit.template import pose
from tests import strategies as draw
from tests.solve.oracle import best
from tests.strategies import scene, template


def found(problem: Problem, way: Way | None = None) -> tuple[Any, ...] | None:
    """The solver's placement as the oracle writes it: the seats, then every region, None for one that is not in force."""
    answer = answered(problem, way)
    if answer is None:
        return None
    told = dict(answer.regions)
    fixed = {r.name: r.box for r in problem.regions if r.fixed}
    assert not fixed
    return (*answer.rects, *(told.get(region.name) for region in problem.regions))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_wishes_are_granted_in_order(data: st.DataObject) -> None:
    width, height, count = data.draw(st.sampled_from([(6, 5, 1), (5, 7, 1), (4, 3, 2), (3, 4, 2)]))
    problem = pose(template(data.draw(draw.rules(4)), wishes=data.draw(draw.wishes(4))), scene(width, height, count))
    assert found(problem) == best(problem)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_region_and_the_tiles_in_it(data: st.DataObject) -> None:
    """A split that is cut somehow, and rules that speak of its pieces."""
    width, height = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))
    inner = st.one_of(
        draw.places(3).map(lambda d: {"place": {**d["place"], "in": "side"}}),
        draw.sizes(3).map(lambda d: {"size": {**d["size"], "in": "main"}}),
        draw.sizes(3).map(lambda d: {"size": {**d["size"], "tiles": "side"}}),
        st.builds(lambda d: {"grid": {**d["grid"], "in": "side"}}, draw.grids(3)),
        st.just({"require": "side.width >= tile.width"}),
    )
    rules = [data.draw(draw.splits(3)), *data.draw(st.lists(inner, max_size=2))]
    problem = pose(template(rules, wishes=data.draw(draw.wishes(3))), scene(width, height, 1))
    assert found(problem) == best(problem)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_free_region(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    about = st.one_of(
        draw.sizes(3).map(lambda d: {"size": {**d["size"], "tiles": "pip"}}),
        draw.places(3).map(lambda d: {"place": {**d["place"], "tiles": "pip"}}),
        draw.places(3).map(lambda d: {"place": {**d["place"], "in": "pip"}}),
        st.just({"apart": {"from": "pip"}}),
    )
    rules = data.draw(st.lists(about, min_size=1, max_size=3))
    problem = pose(template(rules, regions={"pip": "free"}), scene(width, height, 1))
    assert found(problem) == best(problem)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_list_that_splits_sees_its_own_regions(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 2))
    ways = {
        name: [data.draw(draw.splits(3)), data.draw(draw.places(3).map(lambda d: {"place": {**d["place"], "in": "side"}}))]
        for name in ("one", "other")
    }
    problem = pose(template([{"either": ways}], wishes=data.draw(draw.wishes(3))), scene(width, height, 1))
    assert found(problem) == best(problem)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_snaps(data: st.DataObject) -> None:
    """Every edge a multiple of the snap, or on the canvas edge; all rounding is to whole snaps."""
    width, height, count = data.draw(st.sampled_from([(7, 9, 1), (8, 6, 1), (4, 3, 2)]))
    problem = pose(template(data.draw(draw.rules(6)), snap=data.draw(st.integers(2, 3))), scene(width, height, count))
    assert found(problem) == best(problem)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_search_alone_comes_to_the_same_bytes(data: st.DataObject) -> None:
    """Elimination is an economy, not an opinion: with all of the problem handed to CP-SAT the answer is the same."""
    count = data.draw(st.integers(1, 3))
    width, height = data.draw(st.integers(20, 300)), data.draw(st.integers(20, 300))
    rules, wishes = data.draw(draw.rules(100)), data.draw(draw.wishes(100))
    problem = pose(template(rules, wishes=wishes, snap=data.draw(st.sampled_from([1, 1, 4]))), scene(width, height, count))
    assert found(problem) == found(problem, Way(eliminating=False))


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(st.data())
def test_many_more_of_everything(data: st.DataObject) -> None:
    width, height, count = data.draw(st.sampled_from([(5, 6, 1), (7, 4, 1), (3, 4, 2), (4, 3, 2)]))
    rules, snap = data.draw(draw.rules(4)), data.draw(st.sampled_from([1, 1, 2]))
    # A wished centre on snaps is measured with unknowns of its own, which the oracle does not know.
    wishes = data.draw(draw.wishes(4)) if snap == 1 else []
    problem = pose(template(rules, wishes=wishes, snap=snap), scene(width, height, count))
    assert found(problem) == best(problem)
