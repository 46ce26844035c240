"""The picture shows the layout: every rectangle to the pixel, every name of any script, and nothing breaks it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings

from layoutkit.errors import UsageError
from layoutkit.geometry import Area, Rect
from layoutkit.layout import Layout, OffPicture
from layoutkit.picture import draw
from layoutkit.scene import KeepClear, Stream

from . import album

NUMBER = re.compile(r"-?[0-9]{1,5}(\.[0-9]{1,4})?")


def test_the_right_column_of_the_page() -> None:
    """Tencent's example: three secondaries at the right edge, each with its id, size, place and layer."""
    svg = draw(album.layout(ids=album.IDS))
    host, rex, _, shock = album.seen(svg)
    assert (host.kind, host.words) == ("backdrop", ["8888_denny", "540×960", "(0,0)", "layer 1"])
    assert rex.words == ["8888_rex", "160×240", "(380,630)", "layer 2"]
    assert shock.words == ["8888_shock", "160×240", "(380,150)", "layer 4"]
    assert album.legend(svg) == ["right-column@1", "540×960 · 3 secondaries"]


@settings(max_examples=60, deadline=None)
@given(layout=album.layouts())
def test_every_tile_stands_where_the_layout_says_and_holds_its_text(layout: Layout) -> None:
    tiles = album.seen(draw(layout))
    assert [tile.rect for tile in tiles] == [tile.rect for tile in layout.tiles]
    assert [fault for tile in tiles for text in tile.texts for fault in album.beyond(text, tile.rect)] == []


@settings(max_examples=60, deadline=None)
@given(layout=album.layouts())
def test_no_label_stands_under_a_tile_above(layout: Layout) -> None:
    tiles = album.seen(draw(layout))
    for number, tile in enumerate(tiles):
        for text in tile.texts:
            x, y = (float(text.attrib[key]) for key in ("x", "y"))
            assert not [above for above in tiles[number + 1 :] if _holds(above.rect, x, y)]


def _holds(rect: Rect, x: float, y: float) -> bool:
    slack = 1e-3 * (abs(x) + abs(y))  # numbers in the picture are cut to five digits
    return rect.x + slack < x < rect.right - slack and rect.y + slack < y < rect.bottom - slack


@settings(max_examples=40, deadline=None)
@given(layout=album.layouts())
def test_every_number_is_finite_and_short(layout: Layout) -> None:
    names = ("x", "y", "width", "height", "font-size", "stroke-width", "rx", "viewBox")
    found = [e.attrib[n] for e in album.root(draw(layout)).iter() for n in names if n in e.attrib]
    assert [text for texts in found for text in texts.split() if not NUMBER.fullmatch(text)] == []


@pytest.mark.parametrize("count", range(1, 50))
def test_one_to_forty_nine_tiles_are_all_named(count: int) -> None:
    tiles = album.seen(draw(_first(album.grid(7, 7, "1920x1080"), count)))[1:]
    assert [tile.words[0] for tile in tiles] == [f"guest_{n}" for n in range(1, count + 1)]


def _first(layout: Layout, count: int) -> Layout:
    return replace(layout, tiles=layout.tiles[: count + 1])


def test_a_name_cannot_break_the_picture() -> None:
    name = '<guest> & "co"'
    svg = draw(
        album.layout(names=("]]>", name, "</svg><script>alert(1)</script>", "{{ 7 * 7 }}")),
        keep_clear=(KeepClear(name, Rect(0, 0, 300, 60)),),
    )
    shown = [tile.words[0] for tile in album.seen(svg)]
    assert shown == ["]]>", name, "</svg><scrip…", "{{ 7 * 7 }}", name]
    assert "<script" not in svg
    assert "<guest>" not in svg


def test_a_template_name_cannot_break_it_either() -> None:
    name = 'a" onload="alert(1)'
    assert album.root(draw(album.layout(template=name))).attrib["aria-label"].startswith(name)


def test_what_no_xml_can_hold_is_left_out_of_names() -> None:
    """Control characters, lone surrogates, noncharacters, and marks that would turn the line around."""
    tile = album.seen(draw(album.layout(names=("host", "R\x00e\x1bx\ud800\ufffe\u202e"))))[1]
    assert tile.words[0] == "Rex"


def test_a_name_that_shows_nothing_gives_way_to_the_id() -> None:
    assert album.seen(draw(album.layout(names=("host", "\u200b \n"))))[1].words[0] == "guest_1"


def test_a_name_from_the_right_is_set_from_the_right() -> None:
    """So that an ellipsis stands where the Arabic name ends, at the left."""
    host, arabic, latin, *_ = album.seen(draw(album.layout(names=("host", "محمد علي", "Zoë"))))
    assert [arabic.texts[0].get("direction"), latin.texts[0].get("direction")] == ["rtl", None]
    assert [text.get("direction") for text in (*arabic.texts[1:], *host.texts)] == [None] * 7


def test_a_name_beside_other_words_is_fenced() -> None:
    """In the tile's title and in the legend an Arabic name must not turn the numbers around."""
    svg = draw(album.layout(names=("host", "محمد"), off_picture=(OffPicture(Stream("a", "علي"), "audio only"),)))
    assert album.seen(svg)[1].about == "\u2068محمد\u2069: 160×240 at (380,630), layer 2"
    assert "Off picture: \u2068علي\u2069 (audio only)" in album.legend(svg)


def test_small_tiles_say_less_and_tiny_ones_nothing() -> None:
    """But whoever points at one is told all."""
    sides = ((0, 200, 150), (200, 80, 60), (300, 32, 26), (400, 6, 6))
    tiles = album.seen(draw(album.layout("1280x720", tuple((x, 0, w, h) for x, w, h in sides))))[1:]
    assert [tile.words for tile in tiles] == [
        ["guest_1", "200×150", "(0,0)", "layer 2"],
        ["gu…_2", "80×60"],
        ["4"],
        [],
    ]
    assert "6×6 at (400,0), layer 5" in tiles[3].about


def test_a_covered_tile_is_labelled_where_it_can_be_seen() -> None:
    """The lower tile's middle is covered; its words move to the free left part."""
    screen, _ = album.seen(draw(album.layout("1280x720", ((40, 40, 900, 600), (340, 60, 640, 560)))))[1:]
    assert screen.words == ["guest_1", "900×600", "(40,40)", "layer 2"]
    assert {float(text.attrib["x"]) for text in screen.texts} == {190}


def test_a_label_keeps_off_the_keep_clear_areas() -> None:
    """The top of the canvas is kept clear; the primary's words stand below."""
    host = album.seen(draw(album.layout(boxes=()), keep_clear=(KeepClear("game", Rect(0, 0, 540, 300)),)))[0]
    assert len(host.words) == 4
    assert min(float(text.attrib["y"]) for text in host.texts) > 300


def test_the_primary_shows_a_person_and_its_words_stand_beside_it() -> None:
    svg = draw(album.layout(boxes=(), canvas="1280x720"))
    person = album.root(svg).find(f"{album.SVG}svg/{album.SVG}svg")
    assert person is not None
    assert all(float(text.attrib["y"]) < float(person.attrib["y"]) for text in album.seen(svg)[0].texts)


def test_the_legend_names_a_primary_that_the_tiles_hide() -> None:
    assert "Primary: \u2068guest_0\u2069" in album.legend(draw(album.grid(3, 3)))


def test_the_legend_names_a_primary_with_room_for_its_layer_only() -> None:
    svg = draw(album.layout("1280x720", ((100, 0, 1180, 720),), primary=(0, 0, 34, 26)))
    assert album.seen(svg)[0].words == ["1"]
    assert "Primary: \u2068guest_0\u2069" in album.legend(svg)


def test_a_primary_that_does_not_fill_the_canvas_is_a_tile() -> None:
    svg = draw(album.layout("1280x720", ((860, 36, 380, 304),), primary=(40, 36, 800, 628)))
    host = album.seen(svg)[0]
    assert (host.kind, host.rect, len(host.words)) == ("primary", Rect(40, 36, 800, 628), 4)


def test_a_primary_above_the_others_is_drawn_above_them() -> None:
    below = album.layout("640x360", ((0, 0, 640, 180),))
    host, guest = below.tiles
    svg = draw(replace(below, tiles=(replace(host, layer=2), replace(guest, layer=1))))
    assert [tile.kind for tile in album.seen(svg)] == ["secondary", "primary"]


def test_keep_clear_areas_are_hatched_and_named() -> None:
    svg = draw(album.layout(), keep_clear=(album.CHAT,))
    area = album.seen(svg)[-1]
    assert (area.kind, area.rect, area.words) == ("clear", album.CHAT.box, ["chat"])
    assert area.fill == "url(#layoutkit-clear-light)"
    assert album.root(svg).find(f".//{album.SVG}pattern[@id='layoutkit-clear-light']") is not None


def test_a_keep_clear_area_that_leaves_the_canvas_is_refused() -> None:
    with pytest.raises(UsageError, match=r"keep-clear area 'bar' is 40 px beyond the bottom edge of the 540x960 canvas"):
        draw(album.layout(), keep_clear=(KeepClear("bar", Rect(0, 900, 540, 100)),))


def test_regions_are_outlined_and_named() -> None:
    """Above the tiles, hiding nothing; an empty one cannot be seen."""
    layout = replace(
        album.layout(), regions=(("strip", Area(360, 0, 180, 960)), ("<&>", Area(0, 0, 540, 90)), ("none", Area(0, 0, 0, 960)))
    )
    outlines = album.root(draw(layout)).findall(f"{album.SVG}rect[@class='region']")
    assert [[int(o.attrib[key]) for key in ("x", "y", "width", "height")] for o in outlines] == [[360, 0, 180, 960], [0, 0, 540, 90]]
    assert [o.findtext(f"{album.SVG}title") for o in outlines] == ["⁨strip⁩: 180×960 at (360,0)", "⁨<&>⁩: 540×90 at (0,0)"]
    assert all(o.attrib["fill"] == "none" and o.attrib["stroke-dasharray"] for o in outlines)
    assert album.root(draw(album.layout())).find(f"{album.SVG}rect[@class='region']") is None


@pytest.mark.parametrize(
    ("fit", "crop", "about"),
    [
        ("crop", Rect(420, 0, 720, 1080), ", crop: 720×1080 at (420,0) of its source"),
        ("crop", None, ", crop"),
        ("letterbox", None, ", letterbox"),
        ("", None, ""),
    ],
)
def test_who_points_at_a_tile_is_told_how_its_source_fills_it(fit: str, crop: Rect | None, about: str) -> None:
    host, rex, *others = (layout := album.layout()).tiles
    svg = draw(replace(layout, tiles=(host, replace(rex, fit=fit, crop=crop), *others)))
    assert album.seen(svg)[1].about == "⁨guest_1⁩: 160×240 at (380,630), layer 2" + about


def test_a_theme_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no theme 'sepia' \(there are light, dark, auto\)"):
        draw(album.layout(), theme="sepia")


def test_the_picture_says_aloud_what_it_is() -> None:
    svg = album.root(draw(album.layout()))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-label"] == svg.findtext(f"{album.SVG}title") == "right-column@1, 540×960 · 3 secondaries"


@pytest.mark.parametrize("canvas", ["540x960", "1280x720", "1x1", "16384x16384", "1x2000", "2000x1"])
def test_every_canvas_is_shown_at_a_sane_size(canvas: str) -> None:
    """The longest side is 960, in the proportion of what is shown, which holds the canvas."""
    svg = album.root(draw(album.layout(canvas, ())))
    wide, high = int(svg.attrib["width"]), int(svg.attrib["height"])
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    across, down = map(int, canvas.split("x"))
    assert max(wide, high) == 960
    assert wide / high == pytest.approx(width / height, rel=0.01)
    assert left < 0 < across < left + width
    assert top < 0 < down < top + height


DRAWS = """
import sys
from layoutkit.picture import draw
from tests.picture import album
sys.stdout.buffer.write(draw(album.layout(ids=album.IDS), keep_clear=(album.CHAT,)).encode())
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_layout_is_the_same_bytes_in_another_process(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", DRAWS], env=environment, capture_output=True, check=True)
    assert done.stdout == draw(album.layout(ids=album.IDS), keep_clear=(album.CHAT,)).encode()
