"""What a review found, kept: each template once hung, crashed, or was answered wrongly."""

from __future__ import annotations

from typing import Any

import pytest

from layoutkit.errors import DocumentError, NoLayout
from layoutkit.geometry import Rect
from layoutkit.pipeline import arrange
from layoutkit.scene import Scene, Stream
from layoutkit.solve import certify, solve
from layoutkit.solve.solving import Way, placed
from layoutkit.template import pose
from layoutkit.work import Meter, metered
from tests.strategies import scene, template


def rects(*rules: Any, width: int = 540, height: int = 960, count: int = 1, **more: Any) -> list[tuple[int, int, int, int]]:
    """The certified places of the secondaries, found both ways."""
    problem = pose(template(list(rules), **more), scene(width, height, count))
    layout = certify(problem, solve(problem))
    assert certify(problem, solve(problem, Way(eliminating=False))) == layout
    return [(t.rect.x, t.rect.y, t.rect.width, t.rect.height) for t in layout.secondaries]


def test_one_way_left_to_lie_apart_is_taken_once() -> None:
    free_height = [{"size": {"width": 100}}, {"place": {"at": "top left"}}]
    assert rects(*free_height, keep_clear={"k": [50, 50, 10, 10]}) == [(0, 0, 100, 50)]


def test_two_tiles_with_one_way_left_between_them() -> None:
    rules = [
        {"size": {"tiles": "first", "width": 100, "height": 100}},
        {"place": {"tiles": "first", "at": "top left"}},
        {"size": {"tiles": 2, "width": 200}},
        {"place": {"tiles": 2, "at": "bottom left"}},
    ]
    assert rects(*rules, count=2) == [(0, 0, 100, 100), (0, 100, 200, 860)]


@pytest.mark.parametrize("count", [1, 2, 4, 5, 7, 8])
def test_stretched_lines_are_judged_by_their_block(count: int) -> None:
    """All lines begin and end where the longest does."""
    found = rects({"grid": {"columns": 3, "aspect": "16:9", "balance": True, "short": "stretch", "gap": 6}}, width=640, count=count)
    lines = [[(x, x + width) for x, top, width, _ in found if top == y] for y in {y for _, y, _, _ in found}]
    assert len({(min(line)[0], max(line)[1]) for line in lines}) == 1


def test_sizes_that_raise_each_other_end_at_the_room() -> None:
    """A width of 16:9 and of at most 3:2 of the same height: only small sizes, rounded, are both. It once ran until the clock ended it."""
    shapes = [{"size": {"tiles": "all", "alike": False, "aspect": aspect}} for aspect in ("16:9", "..3:2")]
    with metered(Meter(0.1)):
        assert rects(*shapes, width=4, height=4, count=2) == [(0, 0, 3, 2), (0, 2, 3, 2)]
        with pytest.raises(NoLayout):
            rects(*shapes, {"size": {"tiles": "all", "width": "20.."}}, width=4000, height=4000, count=2)


def test_the_primary_has_no_cell_in_itself() -> None:
    with pytest.raises(DocumentError, match="cannot have a cell in itself"):
        pose(template([{"grid": {"in": "primary"}}], primary="tile", overlap="allowed"), scene(100, 100, 1))


def test_a_role_is_not_one_of_our_own_words() -> None:
    for role in ("primary", "secondary", "no good\n"):
        with pytest.raises(Exception, match="cannot be a role"):
            Stream("a", role=role)


def test_enormous_grids_are_no_grids() -> None:
    with pytest.raises(NoLayout):
        solve(pose(template([{"grid": {"columns": 1, "rows": 100000000}}]), scene(100, 100, 2)))


def test_two_grids_that_share_a_tile_do_not_share_their_start() -> None:
    cells = {"columns": 2, "width": 100, "height": 100, "at": "top"}
    found = rects({"grid": {"tiles": "1..2", **cells}}, {"grid": {"tiles": [1, 3], **cells, "from": "top right"}}, count=3)
    assert found == [(100, 0, 100, 100), (200, 0, 100, 100), (0, 0, 100, 100)]


def test_which_of_two_grids_is_written_first_does_not_matter() -> None:
    one = {"grid": {"tiles": "1..2", "width": 2, "height": 1, "at": "left"}}
    two = {"grid": {"tiles": "3..4", "width": 2, "height": 1, "at": "left"}}
    areas = {"x": [2, 1, 2, 2]}
    where = scene(4, 3, 4)
    assert placed(pose(template([one, two], keep_clear=areas), where)) == placed(pose(template([two, one], keep_clear=areas), where))


def test_what_is_left_out_of_one_part_of_a_list_may_stand_in_another() -> None:
    found = rects({"size": {"width": 10, "height": 10}}, {"stack": {"tiles": ["all but first", "first"], "at": "top left"}}, count=3)
    assert [y for _, y, _, _ in found] == [20, 0, 10]


def test_numbers_may_stand_in_count() -> None:
    rules = [{"size": {"width": 10, "height": 10}, "when": "count(2..3) == 2 and has(3..)"}]
    assert rects(*rules, count=3)[0][2:] == (10, 10)


@pytest.mark.parametrize("choice", ["1/0", "big%", "99999999999"])
def test_a_choice_may_look_like_a_number(choice: str) -> None:
    settings = {"x": {"default": choice, "choice": [choice, "b"]}}
    assert rects({"size": {"width": 10, "height": 10}, "when": "x != 'b'"}, settings=settings)


def test_a_share_beyond_reach_is_refused() -> None:
    with pytest.raises(DocumentError, match="out of reach"):
        template([{"size": {"width": "..999999999999999999%"}}])


def test_a_share_of_a_side_that_is_open_may_be_large() -> None:
    rules = [{"size": {"tiles": "secondaries", "in": "primary", "width": "..250%"}}]
    problem = pose(template(rules, primary="tile", overlap="allowed"), scene(64, 36, 1))
    assert placed(problem) == placed(problem, way=Way(eliminating=False))


def test_a_quotient_is_a_number_in_a_condition() -> None:
    lets = {"tall": "canvas.height / canvas.width"}
    assert rects({"size": {"width": 10, "height": 10}, "when": "tall > 1"}, let=lets)[0][2:] == (10, 10)
    assert rects({"size": {"width": "half"}}, let={"half": "1/2"})[0][2] == 270


def test_yes_is_a_flag() -> None:
    assert rects({"size": {"width": 10, "height": 10}, "when": "f"}, settings={"f": {"default": "yes"}})[0][2:] == (10, 10)


def test_an_area_of_no_pixels_keeps_nothing_clear() -> None:
    assert rects({"size": {"width": 540}}, keep_clear={"banner": [0, 0, "100%", 0]}) == [(0, 0, 540, 960)]


def test_a_clash_with_a_keep_clear_area_names_it() -> None:
    rules = [{"size": {"width": 100, "height": 100}}, {"place": {"at": "top left"}}]
    with pytest.raises(NoLayout) as caught:
        arrange(template(rules, keep_clear={"logo": [0, 0, 50, 50]}), scene(540, 960, 1))
    assert "keep_clear" in [rule.word for rule in caught.value.clashes[0]]
    assert "no tile touches 'logo', 50x50 at (0,0)" in str(caught.value)


def test_disjoint_clashes_are_all_told() -> None:
    rules = [
        {"size": {"tiles": "first", "width": 10}},
        {"size": {"tiles": "first", "width": 20}},
        {"size": {"tiles": 2, "height": 10}},
        {"size": {"tiles": 2, "height": 20}},
    ]
    with pytest.raises(NoLayout) as caught:
        solve(pose(template(rules), scene(100, 100, 2)))
    assert [len(clash) for clash in caught.value.clashes] == [2, 2]


def test_a_layout_with_its_settings_in_another_order_is_the_same() -> None:
    from dataclasses import replace

    layout = arrange("right-column", canvas="540x960", primary="p", secondaries=["a"])
    turned = replace(layout, origin=replace(layout.origin, settings=tuple(reversed(layout.origin.settings))))
    from layoutkit.pipeline import certified
    from layoutkit.shelf import load

    where = Scene(layout.canvas, Stream("p"), (Stream("a"),))
    assert certified(turned, load("right-column"), where) is turned
    assert layout.secondaries[0].rect == Rect(380, 630, 160, 240)


def test_a_line_about_a_region_that_no_split_in_force_makes_is_refused_in_its_place() -> None:
    rules = [{"split": {"into": {"a": "rest", "b": 10}}, "when": "n > 5"}, {"require": "a.width >= tile.width"}]
    with pytest.raises(DocumentError, match="no split that is in force makes the region 'a'"):
        pose(template(rules), scene(100, 100, 1))


def test_a_lone_grid_says_what_it_says_with_its_implied_wish_written_out() -> None:
    """Rows of 34 and 33 px show two pictures smaller: four columns have the greater sum."""
    where = scene(400, 101, 5)
    lone = placed(pose(template([{"grid": {}}]), where))
    assert lone == placed(pose(template([{"grid": {}}], wishes=[{"largest": "all"}]), where))


def test_a_grid_in_a_region_that_is_placed_by_one_of_its_tiles() -> None:
    """The region begins where its first cell begins, and the cell where the region does: no circle, but nothing said."""
    rules = [
        {"require": "side.left == first.left"},
        {"size": {"tiles": "side", "width": 20, "height": 20}},
        {"grid": {"in": "side", "columns": 2}},
    ]
    made = template(rules, regions={"side": "free"})
    assert placed(pose(made, scene(40, 40, 2))) == (Rect(0, 0, 10, 20), Rect(10, 0, 10, 20))
