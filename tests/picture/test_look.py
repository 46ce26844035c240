"""The look can be read: letters stand out from what they stand on, and tiles from each other, for every eye."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest

from layoutkit.picture import draw

from . import album

Colour = tuple[float, float, float]
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])

EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Linear RGB as each kind of eye sees it (Machado, Oliveira and Fernandes 2009, severity 1)."""


@THEMES
def test_every_letter_has_the_contrast_that_wcag_asks_for(theme: str) -> None:
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    for tile in album.seen(draw(album.grid(7, 1, "2100x720"), theme=theme)):
        for text in tile.texts:
            ink = _over(_rgb(text.attrib["fill"]), _rgb(tile.fill), float(text.get("fill-opacity", "1")))
            assert _contrast(ink, _rgb(tile.fill)) >= 4.5


@THEMES
def test_the_legend_has_it_too(theme: str) -> None:
    svg = album.root(draw(album.layout(), theme=theme))
    page, group = svg.find(f"{album.SVG}rect"), svg.find(f"{album.SVG}g")
    assert page is not None
    assert group is not None
    for line in group:
        assert _contrast(_rgb(line.get("fill", group.attrib["fill"])), _rgb(page.attrib["fill"])) >= 4.5


@THEMES
@pytest.mark.parametrize("eye", EYES)
def test_no_two_colours_of_the_palette_look_alike(theme: str, eye: str) -> None:
    """Apart by 8 or more in CIELAB, where 2.3 can just be seen, for readers with each kind of colour blindness."""
    fills = {tile.fill for tile in album.seen(draw(album.grid(7, 1), theme=theme))[1:]}
    assert len(fills) == 7
    for one, other in combinations([_lab(_as_seen(_rgb(fill), eye)) for fill in fills], 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= 8


def test_a_guest_keeps_the_colour_when_the_primary_becomes_a_tile() -> None:
    whole, tile = (album.seen(draw(album.layout(primary=box))) for box in (None, (0, 0, 300, 300)))
    assert [t.fill for t in whole[1:]] == [t.fill for t in tile[1:]]


def test_the_themes_differ_in_colours_only() -> None:
    light, dark = (album.root(draw(album.layout(), theme=theme)) for theme in ("light", "dark"))
    assert _shape(light) == _shape(dark)
    assert ElementTree.tostring(light) != ElementTree.tostring(dark)


def _shape(element: ElementTree.Element) -> list[object]:
    kept = {k: v for k, v in element.attrib.items() if k not in ("fill", "stroke")}
    return [element.tag, kept, element.text, *map(_shape, element)]


def _rgb(code: str) -> Colour:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _over(top: Colour, below: Colour, opacity: float) -> Colour:
    red, green, blue = (opacity * a + (1 - opacity) * b for a, b in zip(top, below, strict=True))
    return red, green, blue


def _linear(colour: Colour) -> list[float]:
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]


def _contrast(one: Colour, other: Colour) -> float:
    light = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), _linear(x), strict=True)) for x in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def _as_seen(colour: Colour, eye: str) -> list[float]:
    return [max(0.0, sum(w * c for w, c in zip(row, _linear(colour), strict=True))) for row in EYES[eye]]


def _lab(linear: list[float]) -> Colour:
    red, green, blue = linear
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
