"""A picture that follows the reader's screen, and pictures of any size."""

from __future__ import annotations

import re

import pytest

from layoutkit.errors import UsageError
from layoutkit.picture import draw

from . import album


def test_an_auto_picture_is_the_light_one_with_a_style_sheet() -> None:
    """So that a viewer that knows no style sheets shows the light picture."""
    light, auto = draw(album.layout(), keep_clear=(album.CHAT,)), draw(album.layout(), keep_clear=(album.CHAT,), theme="auto")
    plain = re.sub(r"  <style>.*?</style>\n", "", auto, flags=re.DOTALL).replace(' class="layoutkit-auto"', "").replace("-auto", "-light")
    assert plain == light


def test_its_style_sheet_gives_every_light_colour_the_dark_one() -> None:
    """Applied by hand, it makes the dark picture."""
    arguments = {"keep_clear": (album.CHAT,), "before": album.layout(boxes=album.COLUMN[:2])}
    light, dark, auto = (draw(album.grid(7, 1, "540x960"), theme=theme, **arguments) for theme in ("light", "dark", "auto"))
    rules = dict(re.findall(r"\[(?:fill|stroke)=\"(#[0-9a-f]{6})\"\]\{(?:fill|stroke):(#[0-9a-f]{6})\}", auto))
    darkened = re.sub(r"#[0-9a-f]{6}", lambda colour: rules[colour[0]], light)
    assert darkened.replace("clear-light", "clear-dark") == dark
    assert "prefers-color-scheme:dark" in auto


def test_a_scale_is_of_the_size_as_shown_only() -> None:
    usual, double = (album.root(draw(album.layout(), scale=scale)) for scale in (1, 2))
    assert [int(double.attrib[side]) / int(usual.attrib[side]) for side in ("width", "height")] == pytest.approx([2, 2], rel=0.01)
    assert double.attrib["viewBox"] == usual.attrib["viewBox"]


@pytest.mark.parametrize("scale", [0, -1, 8.1, float("nan"), float("inf")])
def test_a_scale_that_no_picture_has_is_refused(scale: float) -> None:
    with pytest.raises(UsageError, match=r"from 0\.1 to 8 times"):
        draw(album.layout(), scale=scale)
