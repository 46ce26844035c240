"""Sentences of the language that were read in two ways, each with its pixels."""

from __future__ import annotations

from typing import Any

import pytest

import layoutkit as lk
from layoutkit.errors import DocumentError
from layoutkit.geometry import Rect
from layoutkit.solve import solve
from layoutkit.template import pose
from tests.strategies import scene, template

Numbers = tuple[int, int, int, int]


def arranged(canvas: str, count: int, *rules: Any, **more: Any) -> list[Numbers]:
    people = [f"g{i}" for i in range(1, count + 1)]
    layout = lk.arrange(template(list(rules), **more), canvas=canvas, primary="host", secondaries=people)
    return [(t.rect.x, t.rect.y, t.rect.width, t.rect.height) for t in layout.tiles if more.get("primary") or t.role != "primary"]


def split(direction: str, into: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"split": {"direction": direction, "into": into, **more}}


FILL = {"place": {"tiles": "first", "in": "b", "at": "fill"}}


@pytest.mark.parametrize("into", [{"primary": "1/2", "b": "1/2"}, {"primary": "1/2", "b": "rest"}, {"primary": "rest", "b": "rest"}])
def test_an_edge_is_rounded_from_where_the_direction_begins(into: dict[str, Any]) -> None:
    """Of 17 px the first half is 9, wherever the direction begins: below for `up`, at the right for `left`."""
    for direction, first in (("down", (0, 0, 17, 9)), ("up", (0, 8, 17, 9)), ("right", (0, 0, 9, 17)), ("left", (8, 0, 9, 17))):
        assert arranged("17x17", 1, split(direction, into), FILL, primary="tile")[0] == first


def test_sums_from_where_the_direction_begins() -> None:
    """13 px with a gap of 2: the strip is r(30% of 11) = 3 px at the bottom."""
    up = arranged("9x13", 1, split("up", {"b": "30%", "primary": "rest"}, gap=2), FILL, primary="tile")
    assert up == [(0, 0, 9, 8), (0, 10, 9, 3)]


def test_an_either_of_which_no_list_is_there_is_no_rule() -> None:
    """A list that holds nothing but it counts as absent, as one that conditions leave empty."""
    nothing = {"either": {"a": [{"place": {"at": "left"}, "when": "n == 1"}], "b": [{"place": {"at": "fill"}, "when": "n == 1"}]}}
    nested = arranged("160x90", 2, {"either": {"x": [nothing], "y": [{"grid": {"rows": 1}}]}}, primary="tile")
    assert nested == [(0, 0, 53, 90), (53, 0, 54, 90), (107, 0, 53, 90)]


def test_a_stretched_line_makes_every_shape_worth_a_look() -> None:
    """Seven in 5 + 2: nobody is smaller than in 4 + 3, and the two who share a line are larger."""
    grid: dict[str, Any] = {"aspect": "2:3", "inset": [30, 28], "short": "stretch"}
    assert arranged("640x360", 7, {"grid": grid}) == arranged("640x360", 7, {"grid": {**grid, "columns": 5}})


def test_a_stretched_line_is_as_long_as_the_others() -> None:
    """With the spare pixel in the margin all lines leave it there."""
    found = arranged("541x961", 5, {"grid": {"columns": 2, "rows": 3, "remainder": "margin", "short": "stretch"}})
    assert found[3] == (271, 321, 270, 320)
    assert found[4] == (1, 641, 540, 320)


@pytest.mark.parametrize("grid", [{"in": "pip"}, {"in": "pip", "rows": 1}])
def test_a_lone_guest_in_a_free_region_is_at_the_top_left(grid: dict[str, Any]) -> None:
    """Nothing but the ties places the region: least top, then least left."""
    size = {"size": {"tiles": "pip", "width": 160, "height": 90}}
    assert arranged("640x360", 1, size, {"grid": grid}, regions={"pip": "free"}) == [(0, 0, 160, 90)]


def test_a_range_of_shapes_bounds_a_stretched_line_too() -> None:
    """As a width does: a line cut anew over two cells would be wider than the range allows, to the solver and to the check alike."""
    grid = {"columns": 2, "aspect": "..1:2"}
    assert arranged("300x300", 1, {"grid": {**grid, "short": "start"}}) == [(0, 0, 150, 300)]
    problem = pose(template([{"grid": {**grid, "short": "stretch"}}]), scene(300, 300, 1))
    with pytest.raises(lk.NoLayout):
        solve(problem)
    assert list(problem.rules[0].check([Rect(0, 0, 300, 300)]))


def test_a_lone_guest_is_as_high_as_the_region_can_be() -> None:
    rules = [{"size": {"tiles": "pip"}}, {"place": {"tiles": "pip", "at": "bottom right"}}, {"grid": {"in": "pip"}}]
    assert arranged("7x5", 1, *rules, regions={"pip": "free"}) == [(0, 0, 7, 5)]


def test_dots_within_brackets_are_of_a_who() -> None:
    assert arranged("540x960", 3, {"size": {"width": "10 * count(2..3)", "height": 30}})[0][2] == 20
    assert arranged("540x960", 1, {"size": {"width": "10 if has(2..) else 20..30", "height": 30}})[0][2] == 30


def test_a_let_that_is_a_quotient_is_a_number_in_a_sum() -> None:
    """`half` alone would be a share as a length; in `half + 1` it is a number."""
    assert len(arranged("540x960", 2, {"grid": {"columns": "more"}}, let={"half": "n / 2", "more": "half + 1"})) == 2
    assert arranged("540x960", 2, {"size": {"width": "half", "height": 9}}, let={"half": "n / 4"})[0][2] == 270


def test_numbers_of_people_from_small_to_large() -> None:
    with pytest.raises(DocumentError, match="'3\\.\\.1' begins above its end"):
        template([{"size": {"tiles": "3..1", "width": 10}}])


def test_pieces_that_are_not_the_whole_are_told_with_their_lengths() -> None:
    with pytest.raises(lk.NoLayout, match=r"b \(1/4\), which is all of it"):
        arranged("640x360", 1, split("down", {"primary": "1/2", "b": "1/4"}), FILL, primary="tile")
