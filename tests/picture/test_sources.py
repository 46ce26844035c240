"""How a source fills its tile: what is cut off, and the bars of a letterbox."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest

from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout
from layoutkit.picture import draw

from . import album


def filled(fit: str, crop: Rect | None = None, source: str = "1920x1080", box: album.Box = (380, 630, 160, 240)) -> Layout:
    """A layout whose first guest's source fills the tile so."""
    host, rex = (layout := album.layout(boxes=(box,))).tiles
    tile = replace(rex, stream=replace(rex.stream, size=Size.parse(source)), fit=fit, crop=crop)
    return replace(layout, tiles=(host, tile))


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """The source and the window of the inset that is drawn."""
    return [_box(rect) for rect in album.root(svg).findall(f".//{album.SVG}g[@class='crop']/{album.SVG}rect")]


def _box(rect: Element) -> tuple[float, float, float, float]:
    x, y, width, height = (float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def test_a_crop_is_shown_as_the_whole_source_in_small_and_the_window_in_it() -> None:
    source, window = boxes(draw(filled("crop", Rect(600, 0, 720, 1080))))
    wide, high = source[2] - source[0], source[3] - source[1]
    assert wide / high == pytest.approx(1920 / 1080, rel=0.01)
    assert (window[0] - source[0]) / wide == pytest.approx(600 / 1920, abs=0.01)
    assert (window[2] - window[0]) / wide == pytest.approx(720 / 1920, abs=0.01)
    assert (window[1], window[3]) == pytest.approx((source[1], source[3]), abs=0.01)


def test_it_stands_inside_its_tile_and_off_the_words() -> None:
    svg = draw(filled("crop", Rect(600, 0, 720, 1080)))
    left, top, right, bottom = boxes(svg)[0]
    tile = album.seen(svg)[1]
    assert tile.rect.x < left < right < tile.rect.right
    assert tile.rect.y < top < bottom < tile.rect.bottom
    assert len(tile.words) == 4
    assert max(float(text.attrib["y"]) for text in tile.texts) < top


@pytest.mark.parametrize(
    "layout",
    [
        filled("crop", Rect(0, 0, 1920, 1080)),
        filled("crop", Rect(1, 0, 1918, 1080)),
        filled("crop", None),
        filled("crop", Rect(600, 0, 720, 1080), box=(500, 900, 40, 40)),
        album.layout(),
    ],
    ids=["the whole source", "hardly anything cut off", "size not told", "a tiny tile", "no word of it"],
)
def test_there_is_none_where_there_is_nothing_to_show(layout: Layout) -> None:
    assert boxes(draw(layout)) == []


def test_the_bars_of_a_letterbox_are_shaded() -> None:
    """A picture of 16:9 in an upright tile: whole, 160x90, with 75 pixels free above and below."""
    bars = album.root(draw(filled("letterbox"))).find(f".//{album.SVG}path[@class='bars']")
    assert bars is not None
    assert bars.attrib["d"].endswith("M380 705h160v90h-160z")


@pytest.mark.parametrize("source", ["160x240", "1601x2400"])
def test_a_source_of_the_tiles_own_shape_has_no_bars(source: str) -> None:
    assert album.root(draw(filled("letterbox", source=source))).find(f".//{album.SVG}path[@class='bars']") is None
