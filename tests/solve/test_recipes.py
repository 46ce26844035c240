"""A recipe answers for every canvas what solving each scene on its own answers, or says that it cannot tell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from layoutkit.errors import LayoutkitError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout
from layoutkit.problem import Stay
from layoutkit.scene import KeepClear, Scene, Stream
from layoutkit.shelf import load
from layoutkit.solve import certify, followed, recipe, solve, stayed
from layoutkit.template import Template, pose, pose_openly
from tests import strategies as draw
from tests.strategies import scene, template


def alone(found: Template, where: Scene) -> Layout | None:
    """The layout of one scene, solved on its own."""
    try:
        problem = pose(found, where)
        return certify(problem, solve(problem))
    except LayoutkitError:
        return None


def told(found: Template, made_for: Scene, others: list[Scene]) -> list[Layout | None]:
    """What the recipe that was made for one scene tells of others."""
    problem = pose_openly(found, made_for)
    made = recipe(problem) if problem else None
    return [followed(made, other) if made else None for other in others]


def agree(found: Template, count: int, sizes: list[tuple[int, int]]) -> int:
    """How many scenes the recipe told, each as if solved on its own."""
    scenes = [scene(*size, count) for size in sizes]
    layouts = told(found, scenes[0], scenes)
    for where, layout in zip(scenes, layouts, strict=True):
        if layout is not None:
            assert layout == alone(found, where)
    return sum(layout is not None for layout in layouts)


CANVASES = st.lists(st.tuples(st.integers(8, 14), st.integers(5, 8)), min_size=1, max_size=3, unique=True)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_rules(data: st.DataObject) -> None:
    rules = data.draw(st.lists(st.one_of(draw.plain(6), draw.eithers(6)), min_size=1, max_size=3))
    found = template(rules, wishes=data.draw(draw.wishes(6)), primary=data.draw(st.sampled_from(["tile", "background"])))
    agree(found, data.draw(st.integers(1, 3)), data.draw(CANVASES))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_one_stack_or_grid(data: st.DataObject) -> None:
    """What most templates are made of has a recipe nearly always."""
    aspect = data.draw(draw.ASPECT)
    rule = data.draw(
        st.one_of(
            draw.grids(40).map(lambda d: [{"grid": {**d["grid"], "tiles": "all", "aspect": aspect}}]),
            draw.stacks(40).map(lambda d: [{"size": {"aspect": aspect}}, {"stack": {**d["stack"], "tiles": "all", "at": "center"}}]),
        )
    )
    count, sizes = data.draw(st.integers(1, 7)), [(40 + 7 * i, 31 + 3 * i) for i in range(3)]
    agree(template(rule), count, sizes)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_regions_and_areas(data: st.DataObject) -> None:
    """Shares of the canvas: in a region, a piece of a split, what is kept clear."""
    inner = draw.grids(5).map(lambda d: {"grid": {**d["grid"], "in": data.draw(st.sampled_from(["side", "main", "box"]))}})
    rules = [data.draw(draw.splits(3)), data.draw(inner)]
    areas = data.draw(st.sampled_from([{}, {"post": ["50%", 0, "1/3", "10%"]}, {"post": [0, 0, 2, 2]}]))
    regions: dict[str, Any] = {"box": ["10%", 1, "50%", "80%"]}
    found = template(rules, regions=regions, keep_clear=areas)
    agree(found, data.draw(st.integers(1, 3)), data.draw(CANVASES))


@pytest.mark.parametrize("name", ["right-column", "grid"])
def test_the_shipped_templates_have_one(name: str) -> None:
    """From one scene, the layouts of a hundred canvases."""
    found = load(name)
    sizes = [(540 + 31 * i, 960 + 57 * i) for i in range(100)]
    assert agree(found, 3, sizes) == 100


def test_tiles_that_would_overlap_are_not_told() -> None:
    """Two at one edge each: apart on a wide canvas only, which the recipe leaves to the certificate."""
    found = template(
        [{"place": {"tiles": 1, "at": "top left"}}, {"place": {"tiles": 2, "at": "top right"}}, {"size": {"width": 6, "height": 3}}]
    )
    wide, narrow = scene(20, 9, 2), scene(11, 9, 2)
    layouts = told(found, wide, [wide, narrow])
    assert layouts[0] == alone(found, wide)
    assert layouts[1] is None


def test_what_is_kept_clear_is_judged_on_each_canvas() -> None:
    """An area of the scene lies where it lies; one of the template is a share of each canvas."""
    found = template(
        [{"place": {"at": "top left"}}, {"size": {"width": "1/4", "height": 3}}], keep_clear={"bar": ["30%", 0, "70%", "100%"]}
    )
    scenes = [scene(40, 9, 1), scene(24, 9, 1)]
    assert told(found, scenes[0], scenes) == [alone(found, where) for where in scenes]
    blocked = Scene(Size(24, 9), Stream("host"), (Stream("g1"),), (KeepClear("dot", Rect(2, 2, 1, 1)),))
    assert told(found, blocked, [blocked]) == [None]


@pytest.mark.parametrize(
    "more",
    [
        {"let": {"k": "canvas.width"}},
        {"snap": 4},
        {"rules": [{"size": {"width": "canvas.width / 3 + 1"}}]},
        {"rules": [{"size": {"width": 3}, "when": "canvas.width > 600"}]},
    ],
)
def test_pixels_of_the_canvas_in_conditions_have_none(more: dict[str, Any]) -> None:
    """A let, a condition or a count of pixels of the canvas may be another on each, and so may whole snaps of it."""
    found = template(**{"rules": [{"grid": {}}], **more})
    problem = pose_openly(found, scene(640, 360, 2))
    assert problem is None or "let" in more


def test_upright_and_lying_canvases_are_of_two_kinds() -> None:
    """A recipe is made for one orientation: conditions and ties hang on it."""
    found = template([{"grid": {"aspect": "1:1"}}])
    for sizes in ([(50, 50), (70, 51)], [(50, 51), (50, 99)]):
        assert agree(found, 2, sizes) == 2


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_relations_with_the_canvas(data: st.DataObject) -> None:
    """`canvas.width` in a relation is one of the two open sides."""
    rules = [{"size": {"height": 2, "width": 3}}, data.draw(draw.requires(6)), {"place": {"at": data.draw(draw.AT)}}]
    found = template(rules)
    assume(any("canvas" in rule["require"] for rule in rules if "require" in rule))
    agree(found, data.draw(st.integers(1, 2)), data.draw(CANVASES))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_who_stays_where_wishes_before_decide_all(data: st.DataObject) -> None:
    """With a layout before, a recipe tells it only where least movement has no say in where boxes are; then it is the solver's answer."""
    rule = data.draw(
        st.one_of(
            draw.grids(30).map(lambda d: [{"grid": {**d["grid"], "tiles": "all"}}]),
            st.builds(lambda d, a: [{"size": {"aspect": a}}, {"stack": {**d["stack"], "tiles": "all"}}], draw.stacks(20), draw.ASPECT),
        )
    )
    wishes = data.draw(st.sampled_from([["largest"], ["largest", "least_movement"], ["least_movement"], ["least_movement", "largest"]]))
    found = template(rule, wishes=[{word: "all"} for word in wishes])
    count, (width, height) = data.draw(st.integers(2, 5)), data.draw(st.sampled_from([(48, 27), (31, 40), (40, 40)]))
    before, after = scene(width, height, count), scene(width, height, count)
    after = Scene(after.canvas, after.primary, after.secondaries[: data.draw(st.integers(0, count - 1))] + after.secondaries[count - 1 :])
    was = alone(found, before)
    assume(was is not None)
    open_ = pose_openly(found, after)
    made = recipe(open_) if open_ else None
    problem = pose(found, after, None, was)
    told_ = stayed(made, problem) if made and any(isinstance(wish.wanted, Stay) for wish in problem.wishes) else None
    if told_ is not None:
        assert told_ == certify(problem, solve(problem))


def test_least_movement_in_a_grid_needs_no_search() -> None:
    """Seventeen in an open grid, one leaves: the largest pictures decide the grid, and few change their seats."""
    found = template([{"grid": {"aspect": "16:9", "gap": 8, "inset": 16}}], wishes=[{"largest": "all"}, {"least_movement": "all"}])
    before, after = scene(1920, 1080, 17), scene(1920, 1080, 17)
    after = Scene(after.canvas, after.primary, after.secondaries[:4] + after.secondaries[5:])
    problem = pose(found, after, None, alone(found, before))
    open_ = pose_openly(found, after)
    assert open_
    made = recipe(open_)
    assert made
    layout = stayed(made, problem)
    assert layout is not None
    assert layout == solve(problem)


STAY = [{"largest": "all"}, {"least_movement": "all"}]


def after(found: Template, where: Scene, was: Layout | None) -> tuple[Layout | None, Layout]:
    """What the recipe tells after another layout, and what the solver does."""
    open_, problem = pose_openly(found, where), pose(found, where, None, was)
    made = recipe(open_) if open_ else None
    return (stayed(made, problem) if made else None), certify(problem, solve(problem))


def test_who_stays_decides_between_sizes_with_equal_pictures() -> None:
    """On 34 px a tile of 33x19 shows a picture of 4:3 as large as one of 34x19: whoever had 33x19 keeps it."""
    found = template([{"size": {"aspect": "16:9"}}, {"place": {"at": "top left"}}], wishes=STAY, picture="4:3")
    where = scene(34, 100, 1)
    smaller = template([{"size": {"width": 33, "height": 19}}, {"place": {"at": "top left"}}])
    told_, solved = after(found, where, alone(smaller, where))
    assert told_ is None
    assert str(solved.tiles[1].rect) == "33x19 at (0,0)"


def test_who_stays_decides_between_shapes_with_equal_pictures() -> None:
    """Two squares beside or above each other are as large: they stay above each other."""
    found = template([{"grid": {"aspect": "1:1"}}], wishes=STAY)
    where = scene(40, 40, 2)
    told_, solved = after(found, where, alone(template([{"grid": {"aspect": "1:1", "columns": 1}}]), where))
    assert told_ is None
    assert [str(tile.rect) for tile in solved.tiles[1:]] == ["20x20 at (10,0)", "20x20 at (10,20)"]


@pytest.mark.parametrize(("wish", "left"), [("first.left >= 5", 5), ("first.left <= 5", 0), ("first.left == 5", 5)])
def test_a_wish_that_is_bounded_on_one_side(wish: str, left: int) -> None:
    """It is granted by going so far and no further; the ties go to the left."""
    found = template([{"size": {"width": 3, "height": 3}}, {"place": {"at": "top"}}], wishes=[{"require": wish}])
    layout = alone(found, scene(20, 9, 1))
    assert layout
    assert layout.tiles[1].rect.x == left
    agree(found, 1, [(20, 9), (30, 12)])
