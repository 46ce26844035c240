"""The certificate catches a tile that was moved by one pixel, whatever rule had put it there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from layoutkit.errors import DocumentError, Uncertified, UsageError
from layoutkit.geometry import Rect
from layoutkit.layout import Layout
from layoutkit.problem import Problem
from layoutkit.scene import KeepClear, Scene
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
