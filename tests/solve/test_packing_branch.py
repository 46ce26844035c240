"""Which problems are free placement, and that packing gives what trying every placement, and the search alone, give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.forms import Affine, between, rounded
from layoutkit.geometry import Area, Rect
from layoutkit.problem import Apart, Clause, Extreme, Largest, Problem, Rule, Wish
from layoutkit.solve.branches import Demands
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.goals import wished
from layoutkit.solve.packing import Obstacle
from layoutkit.solve.packing_branch import FreePack, free_pack
from layoutkit.solve.packing_least import surely_fits
from layoutkit.solve.packing_sizes import sizes_of
from layoutkit.solve.solving import Way, placed, possible
from layoutkit.template import pose
from tests.solve.oracle import best
from tests.strategies import ASPECT, ranges, scene, template

APART = {"apart": {"gap": 8}}
SHAPED = {"size": {"width": "16..", "aspect": "3:4"}}


def posed(rules: Sequence[Any], canvas: tuple[int, int] = (320, 240), count: int = 3, **more: Any) -> Problem:
    return pose(template(list(rules), **more), scene(*canvas, count))


def opened(problem: Problem, rules: Sequence[Rule] | None = None) -> tuple[System, tuple[Apart | Clause, ...]]:
    """What must hold by the rules, eliminated; raises Contradiction where that alone cannot be."""
    demands, system = Demands.of(problem.rules if rules is None else rules), System()
    system.add(demands.relations)
    return system, demands.pairs


def recognised(problem: Problem) -> FreePack | None:
    return free_pack(*opened(problem), problem.seats)


def goals(problem: Problem) -> list[Any]:
    boxes = tuple(seat.box for seat in problem.seats)
    return [goal for wish in problem.wishes for goal in wished(wish, boxes)]


def rects(problem: Problem, system: System) -> tuple[Rect, ...]:
    spans = [seat.box.spans for seat in problem.seats]
    return tuple(Rect(*(system.whole(form) for form in (a.start, d.start, a.size, d.size))) for a, d in spans)


def by_packing(problem: Problem) -> tuple[Rect, ...] | None:
    """The answer as packing decides it; the problem must be free placement."""
    try:
        system, free = opened(problem)[0], recognised(problem)
        assert free
        system.add(free.decided(goals(problem)))
    except Contradiction:
        return None
    assert not system.rows
    return rects(problem, system)


# --- the same answers ---------------------------------------------------------------------------------------------------


@st.composite
def free(draw: st.DrawFn, top: int, most: int) -> Problem:
    """Equal tiles of a shape, or of one side, a gap apart, in all of the canvas or within an inset, around up to three areas."""
    width, height = draw(st.integers(2, top)), draw(st.integers(2, top))
    spans = st.tuples(*[st.integers(0, side - 1) for side in (width, height)], *[st.integers(1, max(1, top // 2))] * 2)
    keep_clear = {f"area_{i}": list(box) for i, box in enumerate(draw(st.lists(spans, max_size=3)))}
    shape = draw(st.one_of(st.fixed_dictionaries({"aspect": ASPECT}), st.fixed_dictionaries({"height": st.integers(1, top)})))
    size = {**shape, **draw(st.fixed_dictionaries({}, optional={"width": ranges(top)}))}
    inset = draw(st.sampled_from([0, 0, 1, [1, 0]]))
    rules = [{"size": size}, {"apart": {"gap": draw(st.sampled_from([0, 1, 2, [0, 1], [2, 1]]))}}, {"place": {"inset": inset}}]
    return posed(rules, (width, height), draw(st.integers(1, most)), keep_clear=keep_clear)


@settings(max_examples=60, deadline=None)
@given(free(5, 2))
def test_packing_answers_as_trying_every_placement_does(problem: Problem) -> None:
    try:
        if not recognised(problem):
            return
    except Contradiction:
        pass
    assert by_packing(problem) == best(problem)


@settings(max_examples=40, deadline=None)
@given(free(24, 4))
def test_packing_answers_as_the_search_alone_does(problem: Problem) -> None:
    try:
        pack = recognised(problem)
    except Contradiction:
        return
    if pack:
        answer = placed(problem, way=Way(eliminating=False))
        assert by_packing(problem) == answer
        assert pack.fits() == (answer is not None)


@settings(max_examples=40, deadline=None)
@given(free(12, 3), st.data())
def test_tiles_at_their_least_never_fit_where_nothing_does(problem: Problem, data: st.DataObject) -> None:
    """Rules are left out, as a clash does when it is looked for: then tiles may have any sizes."""
    rules = [rule for rule in problem.rules if rule.always or data.draw(st.booleans())]
    try:
        told = opened(problem, rules)
    except Contradiction:
        return
    if surely_fits(*told, problem.seats):
        assert possible(problem, rules, Way(eliminating=False))


@settings(max_examples=20, deadline=None)
@given(st.integers(6, 20), st.integers(6, 20), st.integers(1, 3), st.sampled_from([("3:4", "4:3"), ("1:1", "2:1"), ("16:9", "9:16")]))
def test_of_two_free_placements_the_better_is_found(width: int, height: int, count: int, shapes: tuple[str, str]) -> None:
    ways = {f"way_{i}": [{"size": {"aspect": shape}}] for i, shape in enumerate(shapes)}
    problem = posed([{"either": ways}, {"apart": {"gap": 1}}], (width, height), count, keep_clear={"logo": [0, 0, 3, 2]})
    assert placed(problem) == placed(problem, way=Way(eliminating=False))


# --- what is recognised -------------------------------------------------------------------------------------------------


def test_a_pack_is_read_from_the_rules() -> None:
    pack = recognised(posed([SHAPED, APART, {"place": {"inset": [4, 6]}}], keep_clear={"face": [100, 80, 60, 60]}))
    assert pack
    assert (pack.pack.count, pack.pack.gap, pack.pack.area) == (3, (8, 8), Area(4, 6, 312, 228))
    assert pack.pack.obstacles == (Obstacle(Area(100, 80, 60, 60)),)
    assert [pack.pack.sides(pack.pack.low), pack.pack.sides(100)] == [(16, 21), (75, 100)]
    assert pack.pack.high == 228


def test_a_stated_size_is_a_pack_of_one_size() -> None:
    pack = recognised(posed([{"size": {"width": 40, "height": 30}}, APART]))
    assert pack
    assert (pack.pack.low, pack.pack.high, pack.pack.sides(0)) == (0, 0, (40, 30))


def test_tiles_as_high_as_their_room_are_a_pack_of_one_row() -> None:
    problem = posed([{"size": {"width": 40, "height": 240}}, APART], keep_clear={"logo": [50, 100, 10, 10]})
    assert by_packing(problem) == (Rect(0, 0, 40, 240), Rect(60, 0, 40, 240), Rect(108, 0, 40, 240))


def test_a_gap_from_an_area_is_an_obstacles_own() -> None:
    rules = [SHAPED, APART, {"apart": {"from": "pip", "gap": 5}}]
    pack = recognised(posed(rules, regions={"pip": [0, 0, 50, 40]}))
    assert pack
    assert pack.pack.obstacles == (Obstacle(Area(0, 0, 50, 40), (5, 5)),)
    assert pack.pack.gap == (8, 8)


def test_who_is_placed_already_is_an_obstacle_to_the_others() -> None:
    first = [{"size": {"tiles": "first", "width": 64, "height": 48}}, {"place": {"tiles": "first", "at": "bottom right"}}]
    problem = posed([*first, {"size": {"tiles": "all but first", "width": "16..", "aspect": "3:4"}}], (160, 120))
    pack = recognised(problem)
    assert pack
    assert pack.pack.count == 2
    assert Obstacle(Area(96, 72, 64, 48)) in pack.pack.obstacles
    assert by_packing(problem) == placed(problem, way=Way(eliminating=False))


@pytest.mark.parametrize(
    ("rules", "more"),
    [
        ([{"size": {"width": "16..", "aspect": "3:4", "alike": "no"}}, APART], {}),
        ([{"size": {"width": "16.."}}, APART], {}),
        ([{"size": {"width": "16..", "aspect": "3:4..4:3"}}, APART], {}),
        ([SHAPED, APART, {"place": {"tiles": "first", "at": "bottom"}}], {}),
        ([SHAPED, APART, {"place": {"tiles": "first", "inset": 9}}], {}),
        ([SHAPED, {"apart": {"tiles": "2..", "gap": 8}}], {}),
        ([SHAPED, {"apart": {"gap": [8, 0]}}, {"apart": {"gap": [0, 8]}}], {}),
        ([SHAPED, {"apart": {"tiles": "first", "from": "pip", "gap": 5}}], {"regions": {"pip": [0, 0, 9, 9]}}),
        ([SHAPED, {"apart": {"from": "pip"}}, {"place": {"tiles": "pip", "at": "top"}}], {"regions": {"pip": "free"}}),
        ([SHAPED, APART, {"require": "first.left <= last.left"}], {}),
        ([SHAPED, APART, {"require": "tile.right <= 200"}, {"require": "first.left + first.top <= 90"}], {}),
        ([SHAPED, APART, {"stack": {"tiles": "2.."}}], {}),
        ([SHAPED, APART, {"require": "tile.left == next.left"}], {}),
        ([SHAPED, APART, {"require": "tile.left == 2 * tile.top"}], {}),
        ([SHAPED, APART, {"require": "tile.right >= 100"}], {}),
        ([SHAPED, APART, {"require": "tile.left <= 303"}], {}),
        ([SHAPED, APART, {"require": "tile.top <= 200"}], {}),
        ([{"size": {}}, APART, {"require": "2 * tile.width == 3 * tile.height"}], {}),
        ([{"size": {}}, APART, {"require": "300 <= 2 * tile.width + 3 * tile.height <= 301"}], {}),
        ([SHAPED, APART, {"require": "8 * tile.width >= 7 * tile.height"}], {}),
        ([SHAPED], {"overlap": "allowed"}),
        ([SHAPED, APART], {"snap": 5}),
    ],
)
def test_whatever_else_is_said_of_them_and_they_are_no_pack(rules: list[Any], more: dict[str, Any]) -> None:
    assert recognised(posed(rules, **more)) is None


@pytest.mark.parametrize(
    ("size", "low", "high"),
    [
        ({"width": "16..40", "aspect": "3:4"}, (16, 21), (40, 53)),
        ({"width": "16..40", "aspect": "4:3"}, (16, 12), (40, 30)),
        ({"height": "16..40", "aspect": "3:4"}, (12, 16), (30, 40)),
        ({"height": "16..40", "aspect": "4:3"}, (21, 16), (53, 40)),
        ({"height": "16..40", "aspect": "1:1"}, (16, 16), (40, 40)),
        ({"height": "16..40", "width": 50}, (50, 16), (50, 40)),
        ({"width": "..30%", "height": 9}, (1, 9), (96, 9)),
    ],
)
def test_the_least_and_the_greatest_size_are_read_from_ranges(size: dict[str, Any], low: tuple[int, int], high: tuple[int, int]) -> None:
    pack = recognised(posed([{"size": size}, APART]))
    assert pack
    assert (pack.pack.sides(pack.pack.low), pack.pack.sides(pack.pack.high)) == (low, high)


def test_a_side_may_be_a_sum_of_the_other() -> None:
    pack = recognised(posed([{"size": {"height": "..30"}}, APART, {"require": "tile.width == 2 * tile.height + 5"}]))
    assert pack
    assert [pack.pack.sides(size) for size in (pack.pack.low, pack.pack.high)] == [(7, 1), (65, 30)]


def test_a_side_that_was_rounded_and_then_added_to_is_not_read() -> None:
    """`v = nearest(3/4 u)` is a side; three more than it, or twice it, is left to the search."""
    system = System()
    system.add([rounded(Affine(((1, 1),), 0), Affine(((0, 1),), 0), 3, 4), between(Affine(((0, 1),), 0), 4, 40)])
    leader, follower = Affine(((0, 1),), 0), Affine(((1, 1),), 0)
    assert sizes_of(system, leader, follower, (99, 99))
    assert sizes_of(system, leader + 3, follower, (99, 99))
    assert sizes_of(system, leader, follower + 3, (99, 99)) is None
    assert sizes_of(system, leader, follower * 2, (99, 99)) is None


def test_a_clause_beside_the_pairs_makes_it_no_pack() -> None:
    problem = posed([SHAPED, APART])
    system, pairs = opened(problem)
    assert free_pack(system, pairs, problem.seats)
    assert free_pack(system, (*pairs, Clause(())), problem.seats) is None
    assert not surely_fits(system, (*pairs, Clause(())), problem.seats)


def test_tiles_that_stand_already_must_lie_apart_themselves() -> None:
    fixed = [{"size": {"width": 40, "height": 30}}, {"place": {"tiles": "1..2", "at": "top left"}}]
    problem = posed(fixed, count=4)
    assert recognised(problem) is None
    assert not surely_fits(*opened(problem), problem.seats)


def test_a_line_that_bounds_all_tiles_alike_only_makes_their_area_smaller() -> None:
    pack = recognised(posed([SHAPED, APART, {"require": "tile.right <= 200"}]))
    assert pack
    assert pack.pack.area == Area(0, 0, 200, 240)


def test_a_line_that_no_tile_can_reach_changes_nothing() -> None:
    """The least of tiles is 16 px wide, so that it starts 304 px from the left at most."""
    pack = recognised(posed([SHAPED, APART, {"require": "tile.left <= 304"}]))
    assert pack
    assert pack.pack.area == Area(0, 0, 320, 240)


# --- least tiles --------------------------------------------------------------------------------------------------------


def least_fit(rules: Sequence[Any], canvas: tuple[int, int], count: int = 3, **more: Any) -> bool:
    problem = posed(rules, canvas, count, **more)
    fit = surely_fits(*opened(problem), problem.seats)
    if fit:
        assert possible(problem, problem.rules, Way(eliminating=False))
    return fit


def test_least_tiles_of_several_sizes_fit_where_boxes_of_the_largest_do() -> None:
    sizes = [{"size": {"tiles": "first", "width": "8..", "height": "8.."}}, {"size": {"tiles": "2..", "width": "5..", "height": "5.."}}]
    assert least_fit(sizes, (24, 8))
    assert not least_fit(sizes, (23, 8))


def test_least_tiles_keep_their_gap_and_what_is_clear() -> None:
    size = {"size": {"width": "3..", "height": "4.."}}
    assert least_fit([size, {"apart": {"gap": 1}}], (11, 4))
    assert not least_fit([size, {"apart": {"gap": 1}}], (10, 4))
    assert not least_fit([size], (11, 4), keep_clear={"logo": [4, 0, 4, 1]})
    assert least_fit([size], (11, 8), keep_clear={"logo": [4, 0, 4, 1]})


def test_least_tiles_of_several_rooms_fit_where_all_the_rooms_are_one() -> None:
    rooms = [{"place": {"tiles": "1", "in": "west"}}, {"place": {"tiles": "2..", "in": "east"}}]
    assert least_fit(rooms, (20, 10), regions={"west": [0, 0, 12, 10], "east": [8, 0, 12, 10]})
    assert not least_fit(rooms, (20, 10), regions={"west": [0, 0, 8, 10], "east": [8, 0, 12, 10]})
    shut = {"keep_clear": {"wall": [8, 0, 12, 10]}}
    assert not least_fit(rooms, (20, 10), regions={"west": [0, 0, 10, 10], "east": [8, 0, 12, 10]}, **shut)


def test_a_line_that_least_tiles_break_is_not_overlooked() -> None:
    assert not least_fit([{"require": "first.left + first.top >= 29"}], (20, 10))


def test_where_all_is_decided_there_is_a_layout() -> None:
    assert least_fit([{"size": {"width": 5, "height": 5}}, {"place": {"at": "top left"}}], (20, 10), 1)


# --- wishes -------------------------------------------------------------------------------------------------------------


def test_a_wish_that_greater_tiles_do_not_serve_leaves_all_to_the_search() -> None:
    problem = posed([SHAPED, APART], wishes=[{"minimize": "first.width"}])
    pack = recognised(problem)
    assert pack
    assert pack.decided(goals(problem)) == ()


def test_a_wish_for_a_place_comes_after_the_sizes_that_largest_asks_for() -> None:
    """The size is decided, and no place yet: the rest is for the search."""
    wishes = [{"largest": "all"}, {"place": {"tiles": "first", "at": "bottom right"}}]
    problem = posed([{"size": {"width": "16..", "aspect": "4:3"}}, APART], wishes=wishes, keep_clear={"face": [90, 60, 80, 60]})
    pack = recognised(problem)
    assert pack
    system, _ = opened(problem)
    system.add(pack.decided(goals(problem)))
    answer = placed(problem, way=Way(eliminating=False))
    assert answer
    assert {system.form(form) for seat in problem.seats for form in (seat.box.across.size,)} == {answer[0].width}
    assert not isinstance(system.form(problem.seats[0].box.across.start), int)


def test_sizes_that_serve_the_first_wishes_alike_are_left_for_those_that_follow() -> None:
    """A source of 1:2 in tiles of 4:3 is half as wide as the tile is high: 179 serves it as 178 does, at 238 and 237 wide."""
    problem = posed([{"size": {"width": "16..", "aspect": "4:3"}}, APART], (238, 200), 1)
    box = problem.seats[0].box
    narrow = Wish("narrow", Largest((box,), ((1, 2),)))
    low = Wish("low", Extreme(box.down.size, "minimize"))
    pack = recognised(problem)
    assert pack
    assert pack.pack.sides(238) == (238, 179)
    (width, height) = pack.decided(goals(replace(problem, wishes=(narrow, low))))
    assert (width.low, width.high, height.low, height.high) == (237, 238, 178, 179)
