"""The certificate catches a tile that was moved by one pixel, whatever rule had put it there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from layoutkit.errors import DocumentError, Uncertified, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout
from layoutkit.problem import Problem
from layoutkit.scene import KeepClear, Scene, Stream
from layoutkit.solve import certify, solve
from layoutkit.template import pose
from tests.strategies import scene, template


def certified(*written: Any, count: int = 3, where: Scene | None = None, **more: Any) -> tuple[Problem, Layout]:
    problem = pose(template(list(written), **more), where or scene(400, 300, count))
    return problem, certify(problem, solve(problem))


def moved(layout: Layout, index: int, x: int = 0, y: int = 0, width: int = 0, height: int = 0) -> Layout:
    """The layout with one tile changed by some pixels."""
    tile = layout.tiles[index]
    r = tile.rect
    other = replace(tile, rect=Rect(r.x + x, r.y + y, r.width + width, r.height + height))
    return replace(layout, tiles=(*layout.tiles[:index], other, *layout.tiles[index + 1 :]))


WORDS = {
    "size": [{"size": {"width": 50, "aspect": "2:3"}}, {"place": {"tiles": "first", "at": "top left", "inset": 9}}],
    "size range": [{"size": {"width": "40..50", "height": "..60"}}],
    "place": [{"size": {"width": 50, "height": 40}}, {"place": {"tiles": "all", "at": "center"}}],
    "stack": [{"size": {"width": 50, "height": 40}}, {"stack": {"gap": 5, "at": "bottom right", "inset": 8}}],
    "grid, cut": [{"grid": {"columns": 2, "gap": 4}}],
    "grid, equal cells": [{"grid": {"aspect": "4:3", "gap": 4, "inset": 6}}],
    "split": [{"split": {"direction": "right", "into": {"side": "1/3", "main": "rest"}}}, {"grid": {"in": "side", "columns": 1}}],
    "apart": [{"size": {"width": 120, "height": 90}}, {"apart": {"gap": 7}}, {"stack": {"at": "free", "gap": 7}}],
    "either": [{"either": {"one": [{"grid": {"rows": 1, "gap": 3}}], "other": [{"grid": {"columns": 1, "gap": 3}}]}}],
    "grid, range of shapes": [{"grid": {"aspect": "..4:3", "columns": 1, "gap": 4}}],
    "grid, given cells": [{"grid": {"width": 50, "height": 30, "columns": 2, "at": "bottom right"}}],
}
CHANGES = [{"x": 1}, {"x": -1}, {"y": 1}, {"y": -1}, {"width": 1}, {"height": 1}, {"width": -1}, {"height": -1}]


@pytest.mark.parametrize("change", CHANGES, ids=str)
@pytest.mark.parametrize("word", [w for w in WORDS if w not in ("size", "size range")])
def test_a_pixel_is_caught(word: str, change: dict[str, int]) -> None:
    count = 1 if word == "place" else 3
    problem, layout = certified(*WORDS[word], count=count)
    with pytest.raises((Uncertified, DocumentError)):
        certify(problem, moved(layout, 1, **change))


LINES = {"left": "x", "top": "y", "width": "width", "height": "height"}


@pytest.mark.parametrize("side", LINES)
@pytest.mark.parametrize("by", [1, -1])
def test_a_pixel_breaks_a_line_that_was_required(side: str, by: int) -> None:
    """`require` ties one side of the first to a number: one pixel more or less is told in the author's words."""
    problem, layout = certified(
        {"size": {"width": "40..90", "height": "40..60", "alike": False}}, {"require": f"first.{side} == 60"}, {"apart": {}}
    )
    free = replace(problem, rules=tuple(rule for rule in problem.rules if rule.word == "require"))
    with pytest.raises(Uncertified, match=f"first.{side} == 60"):
        certify(free, moved(layout, 1, **{LINES[side]: by}))


@pytest.mark.parametrize("by", [1, -1])
def test_a_tile_that_loses_too_much_of_its_picture_is_caught(by: int) -> None:
    """A quarter of a 4:3 source fits 16:9 exactly; a pixel of height less is too little."""
    problem, layout = certified({"fit": {"how": "crop", "most": "25%"}}, {"size": {"width": 160, "aspect": "16:9"}}, picture="4:3")
    free = replace(problem, rules=tuple(rule for rule in problem.rules if rule.word == "fit"))
    if by < 0:
        with pytest.raises(Uncertified, match="loses"):
            certify(free, moved(layout, 1, height=-1))
    else:
        certify(free, moved(layout, 1, height=1))


def test_another_way_to_fill_the_tile_or_another_window_is_caught() -> None:
    people = (Stream("a", size=Size(1920, 1080)), Stream("b"))
    problem, layout = certified(
        {"fit": {"how": "crop"}},
        {"size": {"width": 100, "height": 100}},
        {"stack": {}},
        where=Scene(Size(400, 300), Stream("host"), people),
    )
    assert layout.tiles[1].crop == Rect(420, 0, 1080, 1080)
    for tile in (replace(layout.tiles[1], crop=Rect(421, 0, 1080, 1080)), replace(layout.tiles[1], crop=None, fit="letterbox")):
        with pytest.raises(Uncertified):
            certify(problem, replace(layout, tiles=(layout.tiles[0], tile, layout.tiles[2])))


def test_an_edge_off_the_snap_is_caught() -> None:
    problem, layout = certified({"size": {"width": 80, "height": 40}}, snap=8)
    with pytest.raises(Uncertified, match="no multiple of 8"):
        certify(problem, moved(layout, 3, y=1))


@pytest.mark.parametrize("change", [c for c in CHANGES if "width" in c or "height" in c], ids=str)
def test_a_pixel_of_size_is_caught(change: dict[str, int]) -> None:
    problem, layout = certified(*WORDS["size"])
    with pytest.raises(Uncertified, match="size"):
        certify(problem, moved(layout, 2, **change))


def test_the_breach_names_tile_rule_and_line() -> None:
    problem, layout = certified(*WORDS["stack"])
    with pytest.raises(Uncertified) as caught:
        certify(problem, moved(layout, 2, y=-2))
    fault = caught.value.faults[0]
    assert "g2 stands 3 px after g1, not 5" in fault.says
    assert fault.where is not None
    assert fault.where.file == "drawn.json"


def test_an_overlap_is_caught() -> None:
    problem, layout = certified({"size": {"width": 50, "height": 40}}, count=2)
    one = layout.tiles[1].rect
    clone = replace(layout.tiles[2], rect=one)
    with pytest.raises(Uncertified, match="g1 overlaps g2"):
        certify(problem, replace(layout, tiles=(*layout.tiles[:2], clone)))


def test_a_keep_clear_area_is_kept_and_its_breach_is_caught() -> None:
    where = replace(scene(400, 300, 1), keep_clear=(KeepClear("banner", Rect(0, 0, 400, 50)),))
    problem, layout = certified({"size": {"width": 50, "height": 40}}, where=where)
    assert layout.tiles[1].rect == Rect(0, 50, 50, 40)
    with pytest.raises(Uncertified, match="g1 touches the keep-clear area 'banner'"):
        certify(problem, moved(layout, 1, y=-1))


def test_a_layout_of_other_streams_canvas_or_settings_is_caught() -> None:
    _problem, layout = certified(*WORDS["stack"])
    with pytest.raises(Uncertified, match="g4 has no tile"):
        certify(pose(template(WORDS["stack"]), scene(400, 300, 4)), layout)
    with pytest.raises(Uncertified, match="for 400x300, not 401x300"):
        certify(pose(template(WORDS["stack"]), scene(401, 300, 3)), layout)
    with pytest.raises(Uncertified, match="other settings, or another text"):
        certify(pose(template(WORDS["grid, cut"]), scene(400, 300, 3)), layout)


# --- a wrong layout cannot even be made ------------------------------------------------------------------------------


def test_a_tile_outside_the_canvas_cannot_be_made() -> None:
    _, layout = certified(*WORDS["stack"])
    with pytest.raises(DocumentError, match="beyond the right edge of the 400x300 canvas"):
        moved(layout, 1, x=20)


def test_layers_with_a_hole_cannot_be_made() -> None:
    _, layout = certified(*WORDS["stack"])
    with pytest.raises(DocumentError, match=r"are not 1\.\.4"):
        replace(layout, tiles=(*layout.tiles[:3], replace(layout.tiles[3], layer=5)))


def test_an_empty_rectangle_cannot_be_made() -> None:
    with pytest.raises(UsageError, match="empty"):
        Rect(0, 0, 0, 1)
