"""Least movement against every way to seat people, and what it means for those who watch."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import layoutkit as lk
from layoutkit.errors import NoLayout
from layoutkit.geometry import Rect
from layoutkit.layout import Layout
from layoutkit.movement import half_pixels, moves
from layoutkit.origin import Origin
from layoutkit.problem import Stay
from layoutkit.scene import Scene, Stream
from layoutkit.solve import certify, solve
from layoutkit.template import Template, pose
from tests import strategies as draw
from tests.solve.oracle import all_rects, keeps
from tests.strategies import template

CANVAS = lk.Size(1280, 720)


def gallery(*wishes: dict[str, str]) -> Template:
    rules: list[Any] = [{"grid": {"aspect": "16:9", "gap": 8, "inset": 8}}]
    return template(rules, wishes=list(wishes))


def on_air(found: Template, ids: list[str], before: Layout | None = None) -> Layout:
    return lk.arrange(found, canvas=CANVAS, primary="host", secondaries=ids, before=before)


def test_who_leaves_a_grid_leaves_a_hole_that_one_of_the_last_row_fills() -> None:
    people = [f"g{i}" for i in range(17)]
    found = gallery({"least_movement": "all"})
    before = on_air(found, people)
    after = on_air(found, [p for p in people if p != "g5"], before)
    moved = moves(before, after).moved
    assert len(moved) == 2, "one of the last row sits down in the hole, the other moves to the middle"
    assert after.wishes[0].value == 2


def test_without_the_wish_everyone_moves_up() -> None:
    people = [f"g{i}" for i in range(9)]
    before = on_air(gallery(), people)
    after = on_air(gallery(), people[1:], before)
    assert len(moves(before, after).moved) == 8


def test_the_largest_picture_first_and_then_little_movement() -> None:
    """In the order written: 16 pictures are larger in four columns, so all move, each as little as can be."""
    people = [f"g{i}" for i in range(17)]
    found = gallery({"largest": "all"}, {"least_movement": "all"})
    before = on_air(found, people)
    after = on_air(found, people[1:], before)
    assert [wish.value for wish in after.wishes] == [302, 16]
    assert {tile.rect for tile in after.secondaries} == {tile.rect for tile in on_air(gallery(), people[1:]).secondaries}


def test_whom_a_rule_names_keeps_the_seat_it_names() -> None:
    """`first` is large: nobody else may be seated there to save a move."""
    rules = [
        {"size": {"tiles": "first", "width": "50%", "height": "50%"}},
        {"place": {"tiles": "first", "at": "top left"}},
        {"size": {"tiles": "all but first", "width": 160, "height": 90}},
        {"stack": {"tiles": "all but first", "at": "right"}},
    ]
    found = template(rules, wishes=[{"least_movement": "all"}])
    before = on_air(found, ["anna", "ben", "cleo", "dora"])
    after = on_air(found, ["ben", "anna", "cleo", "dora"], before)
    assert after.secondaries[0].stream.id == "ben"
    assert after.secondaries[0].rect == Rect(0, 0, 640, 360)


def test_a_layout_in_which_people_changed_seats_is_certified_and_a_shifted_one_is_not() -> None:
    people = [f"g{i}" for i in range(6)]
    found = gallery({"least_movement": "all"})
    before = on_air(found, people)
    after = on_air(found, people[1:], before)
    scene = Scene(CANVAS, Stream("host"), tuple(Stream(p) for p in people[1:]))
    problem = pose(found, scene, None, before)
    assert certify(problem, after) is after
    assert lk.certified(after, found, scene) is after, "also where the layout before is not known any more"
    first, *rest = after.tiles[1:]
    shifted = replace(after, tiles=(after.tiles[0], replace(first, rect=replace(first.rect, x=first.rect.x + 1)), *rest))
    with pytest.raises(lk.LayoutkitError):
        certify(problem, shifted)


def test_a_layout_of_another_canvas_moves_nobody_by_wish() -> None:
    found = gallery({"least_movement": "all"})
    upright = lk.arrange(found, canvas="720x1280", primary="host", secondaries=["a", "b", "c"])
    assert on_air(found, ["a", "b", "c"], upright) == on_air(found, ["a", "b", "c"])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_fewest_move_and_those_as_little_as_can_be(data: st.DataObject) -> None:
    """Against every placement and every seating of two people on a tiny canvas."""
    width, height = data.draw(st.sampled_from([(4, 3), (3, 4), (5, 2)]))
    found = template(data.draw(draw.rules(4)), wishes=[{"least_movement": "all"}])
    places = all_rects(width, height)
    was = data.draw(st.lists(st.sampled_from(places), min_size=2, max_size=2))
    before = _layout(found, width, height, was)
    scene = Scene(lk.Size(width, height), Stream("host"), (Stream("g1"), Stream("g2")))
    problem = pose(found, scene, None, before)
    stay = problem.wishes[0].wanted
    assert isinstance(stay, Stay)
    possible = [(a, b) for a in places for b in places if keeps(problem, (a, b))]
    try:
        layout = solve(problem)
    except NoLayout:
        assert not possible
        return
    assume(possible)
    now = {tile.stream.id: tile.rect for tile in layout.secondaries}
    assert _moved(was, [now["g1"], now["g2"]]) == min(_moved(was, seated) for rects in possible for seated in _seatings(rects, stay))


def _layout(found: Template, width: int, height: int, rects: list[Rect]) -> Layout:
    tiles = [lk.Tile(Stream(f"g{i}"), "secondary", rect, i + 1) for i, rect in enumerate(rects, 1)]
    host = lk.Tile(Stream("host"), "primary", Rect(0, 0, width, height), 1)
    return Layout(Origin(found.ref), lk.Size(width, height), (host, *tiles))


def _seatings(rects: tuple[Rect, ...], stay: Stay) -> Any:
    together = any(len(group) == 2 for group in stay.classes)
    return permutations(rects) if together else [rects]


def _moved(was: list[Rect], now: Any) -> tuple[int, int]:
    return sum(a != b for a, b in zip(was, now, strict=True)), sum(half_pixels(a, b) for a, b in zip(was, now, strict=True))


def test_whom_an_earlier_wish_names_keeps_what_it_was_granted() -> None:
    """`maximize: first.width` tells the first from the others: nobody else takes the wide seat."""
    rules = [
        {"size": {"height": 10, "width": "10..40", "alike": False}},
        {"stack": {"direction": "right", "at": "top left"}},
    ]
    found = template(rules, wishes=[{"maximize": "first.width"}, {"least_movement": "all"}])
    before = lk.arrange(found, canvas="50x100", primary="host", secondaries=["a", "b"])
    after = lk.arrange(found, canvas="50x100", primary="host", secondaries=["b", "a"], before=before)
    assert [(tile.stream.id, tile.rect.width) for tile in after.secondaries] == [("b", 40), ("a", 10)]
