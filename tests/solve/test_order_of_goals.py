"""An earlier goal outweighs all later ones, however much these would gain."""

from __future__ import annotations

import pytest

from layoutkit.geometry import Rect
from layoutkit.solve.solving import Way, placed
from layoutkit.template import pose
from tests.strategies import scene, template


@pytest.mark.parametrize("picture", ["100:1", "1:1000"], ids=["a wish first", "ties alone"])
@pytest.mark.parametrize("way", [Way(), Way(eliminating=False)], ids=["eliminated", "searched"])
def test_a_pixel_of_the_first_goal_beats_ninety_of_a_later_one(way: Way, picture: str) -> None:
    """52 wide leaves 10 of height, 51 wide leaves 100; the width comes first, of the picture or of the tile."""
    rules = [{"size": {"width": "..52"}}, {"place": {"at": "top left"}}]
    problem = pose(template(rules, picture=picture, keep_clear={"post": [51, 10, 1, 90]}), scene(100, 100, 1))
    assert placed(problem, way=way) == (Rect(0, 0, 52, 10),)


@pytest.mark.parametrize("way", [Way(), Way(eliminating=False)], ids=["eliminated", "searched"])
def test_greatest_width_comes_before_greatest_height(way: Way) -> None:
    """100x50 and 50x100 show a square picture of 50 alike."""
    problem = pose(template([{"place": {"at": "top left"}}], picture="1:1", keep_clear={"k": [50, 50, 50, 50]}), scene(100, 100, 1))
    assert placed(problem, way=way) == (Rect(0, 0, 100, 50),)
