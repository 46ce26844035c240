"""What plain arithmetic tells of whole templates: the bytes of a search, and no search."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import templates
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.problem import Problem
from layoutkit.scene import Scene, Stream
from layoutkit.solve import certify, possible, solve
from layoutkit.solve.cpsat import Model, maximum
from layoutkit.solve.solving import Way, answered
from layoutkit.template import parse, pose
from tests import strategies as draw
from tests.strategies import scene, template


def no_search(model: Model) -> list[int] | None:
    raise AssertionError(f"a search was asked, of {len(model.rows)} rows")


def told(problem: Problem) -> Layout:
    """The certified layout, found without a search, and the same that a search of everything finds."""
    layout = certify(problem, solve(problem, Way(find=no_search)))
    assert possible(problem, problem.rules, Way(find=no_search))
    return layout


def measured(text: str, width: int, height: int, count: int) -> Problem:
    """A template of the benchmark on a scene."""
    people = tuple(Stream(f"g{i}") for i in range(1, count + 1))
    return pose(parse(text.encode(), "measured.yaml"), Scene(Size(width, height), Stream("host"), people))


@pytest.mark.parametrize("count", [1, 2, 3, 8, 25])
@pytest.mark.parametrize("size", [(540, 960), (555, 967), (1080, 1920)], ids=str)
def test_four_wishes_in_order(count: int, size: tuple[int, int]) -> None:
    problem = measured(templates.TIERS, *size, count)
    layout = told(problem)
    if count < 8:
        assert layout == solve(problem, Way(eliminating=False))


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1001, 1000)], ids=str)
def test_one_of_two_lists(count: int, size: tuple[int, int]) -> None:
    problem = measured(templates.EITHER, *size, count)
    layout = told(problem)
    if count < 8:
        assert layout == solve(problem, Way(eliminating=False))


def sides(count: int) -> list[dict[str, Any]]:
    """Every tile at the left or at the right, one below the other."""
    chosen = [{"either": {side: [{"place": {"tiles": i, "at": side}}] for side in ("left", "right")}} for i in range(1, count + 1)]
    return [{"size": {"aspect": "16:9", "width": "16.."}}, {"require": "next.top == tile.bottom + 2"}, *chosen]


def test_a_choice_for_each_of_sixteen_tiles() -> None:
    """65,536 ways, of which a few dozen are looked at: what is chosen first is as good as any."""
    layout = told(pose(template(sides(16)), scene(1080, 1920, 16)))
    assert {tile.rect.x for tile in layout.secondaries} == {0}


def test_the_better_list_need_not_be_written_first() -> None:
    narrow = [{"either": {name: [{"size": {"tiles": i, "width": w}}] for name, w in (("narrow", 50), ("wide", 100))}} for i in range(1, 15)]
    layout = told(pose(template([{"stack": {"at": "top left"}}, {"size": {"height": 20}}, *narrow]), scene(400, 800, 14)))
    assert {tile.rect.width for tile in layout.secondaries} == {50}, "20 high shows no more than 35 wide, so the first list is as good"
    layout = told(pose(template([{"stack": {"at": "top left"}}, {"size": {"height": 60}}, *narrow]), scene(400, 900, 14)))
    assert {tile.rect.width for tile in layout.secondaries} == {100}


def test_fifty_open_tiles_in_a_stack() -> None:
    """Heights differ, since nothing says that they are alike: who gains most by a pixel has it."""
    layout = told(pose(template([{"stack": {"gap": 2}}], primary="tile"), scene(1080, 1920, 40)))
    assert sum(tile.rect.height for tile in layout.tiles) == 1920 - 40 * 2
    assert len({tile.rect.height for tile in layout.tiles}) > 1


def test_four_open_tiles_in_a_stack_by_search_alone() -> None:
    for size in ((300, 200), (640, 361), (97, 400)):
        problem = pose(template([{"stack": {"gap": 2}}], primary="tile"), scene(*size, 3))
        assert told(problem) == solve(problem, Way(eliminating=False))


def chained(wish: dict[str, Any]) -> Problem:
    """Three tiles on stairs whose steps are open, for whom one thing is wished for, then that they are in the middle."""
    rules = [
        {"size": {"width": "40..", "aspect": "4:3"}},
        {"require": "next.top >= tile.bottom + spacer.height"},
        {"require": "next.left == tile.left + spacer.width"},
    ]
    wishes = [wish, {"require": "first.left + last.right == canvas.width"}]
    return pose(template(rules, regions={"spacer": "free"}, wishes=wishes), scene(540, 960, 3))


@pytest.mark.parametrize(
    "wish",
    [
        {"require": "first.top == 40"},
        {"require": "last.bottom <= 600"},
        {"size": {"width": 333}},
        {"minimize": "first.left + first.top"},
        {"maximize": "spacer.height + spacer.width"},
    ],
    ids=str,
)
def test_wishes_over_a_chain(wish: dict[str, Any]) -> None:
    problem = chained(wish)
    assert told(problem) == solve(problem, Way(eliminating=False))


@pytest.mark.parametrize("wish", [{"require": "spacer.height + first.height == 400"}, {"least_crop": "all"}], ids=str)
def test_where_arithmetic_does_not_tell_a_search_is_asked_for_single_aims(wish: dict[str, Any]) -> None:
    """What is decided then is as good as told: one search, or two, and the rest is read off."""
    asked: list[Model] = []

    def find(model: Model) -> list[int] | None:
        asked.append(model)
        return maximum(model)

    problem = chained(wish)
    assert certify(problem, solve(problem, Way(find=find))) == solve(problem, Way(eliminating=False))
    assert 1 <= len(asked) <= 2


CHAINS = st.sampled_from(
    [
        "next.top == tile.bottom + spacer.height",
        "next.left == tile.right + spacer.width",
        "next.top >= tile.bottom + spacer.height",
        "spacer.height + spacer.width <= tile.width",
        "spacer.height == tile.height / 2",
        "next.width == tile.width",
        "first.left + last.right == canvas.width",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_wishes_over_chains_and_lists(data: st.DataObject) -> None:
    """Whoever tells, the bytes are those of a search of everything; and there is a layout exactly where one is possible."""
    chains = [{"require": text} for text in data.draw(st.lists(CHAINS, min_size=1, max_size=3, unique=True))]
    rules = [*data.draw(st.lists(st.one_of(draw.sizes(90), draw.eithers(90)), max_size=2)), *chains]
    overlap = data.draw(st.sampled_from(["allowed", "refused"]))
    made = template(rules, wishes=data.draw(draw.wishes(90)), overlap=overlap, regions={"spacer": "free"})
    problem = pose(made, scene(data.draw(st.integers(20, 200)), data.draw(st.integers(20, 200)), data.draw(st.integers(1, 4))))
    found = answered(problem)
    assert found == answered(problem, Way(eliminating=False))
    assert possible(problem, problem.rules) == (found is not None)


def test_what_is_not_chosen_yet_bounds_nothing() -> None:
    """Before its grid is chosen nothing is known of a tile, so a wish for its width could still be granted."""
    lists = {"shape": [{"fit": {"most": "0%", "tiles": "all but first"}}], "free": [{"apart": {"tiles": "secondaries"}}]}
    made = template([{"either": lists}, {"grid": {"balance": True}}], wishes=[{"size": {"width": "1/2", "tiles": "2.."}}])
    problem = pose(made, scene(59, 74, 2))
    assert certify(problem, solve(problem)) == solve(problem, Way(eliminating=False))
