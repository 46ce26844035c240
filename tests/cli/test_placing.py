"""A layout as `solve` shows it to people: tiles, regions, who is off the picture, what the wishes reached."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from layoutkit.app.placing import placed, wish_text
from layoutkit.documents import check
from layoutkit.geometry import Area, Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile, WishReached
from layoutkit.origin import Origin, TemplateRef
from layoutkit.scene import Stream

from .conftest import Run

HOST = Tile(Stream("host"), "primary", Rect(0, 0, 960, 720), 1)
REX = Tile(Stream("rex", size=Size(1920, 1080)), "screen", Rect(960, 0, 320, 320), 2, "crop", Rect(420, 0, 1080, 1080))
LINK = Tile(Stream("link"), "secondary", Rect(960, 320, 320, 180), 3, "letterbox")
STRIP = Layout(
    Origin(TemplateRef("strip", 2, "sha256:" + "0" * 64)),
    Size(1280, 720),
    (HOST, REX, LINK),
    (OffPicture(Stream("hum"), "audio only"), OffPicture(Stream("ann"), "dropped: there is room for 2")),
    (WishReached("largest all", 313, 313, True), WishReached("least_crop all", 12.5, 12.5, True)),
    regions=(("strip", Area(960, 0, 320, 720)), ("nobody", Area(0, 720, 1280, 0))),
)


def test_all_there_is_to_say() -> None:
    assert (
        placed(STRIP)
        == """\
strip@2 on 1280x720
stream  role         x    y  width  height  layer  fit        shown of the source
host    primary      0    0    960     720      1  -          all
rex     screen     960    0    320     320      2  crop       1080x1080 at (420,0)
link    secondary  960  320    320     180      3  letterbox  all

region    x    y  width  height
strip   960    0    320     720
nobody    0  720   1280       0

hum has no tile: audio only
ann has no tile: dropped: there is room for 2
largest all: 313 px (proved best)
least_crop all: 12.5 px cut off (proved best)"""
    )


def test_a_plain_layout_is_a_plain_table() -> None:
    plain = Layout(STRIP.origin, STRIP.canvas, (HOST, replace(LINK, fit="", layer=2)))
    assert (
        placed(plain)
        == """\
strip@2 on 1280x720
stream  role         x    y  width  height  layer
host    primary      0    0    960     720      1
link    secondary  960  320    320     180      2"""
    )


def test_what_is_not_proved_says_so_and_how_good_it_could_be() -> None:
    text = placed(replace(STRIP, wishes=(WishReached("largest all", 300, 313, False),), proved=False))
    assert "largest all: 300 px (not proved; at best 313 px)" in text
    assert text.endswith("not proved: the limit of work came first, and there may be a better layout")


def test_a_crop_of_a_source_whose_size_is_not_told_shows_nobody_knows_what() -> None:
    tiles = (HOST, REX, replace(LINK, fit="crop"))
    assert placed(replace(STRIP, tiles=tiles, off_picture=(), wishes=(), regions=())).splitlines()[-1].endswith("crop  size not told")


@pytest.mark.parametrize(
    ("wish", "value", "says"),
    [
        ("largest secondaries", 313, "largest secondaries: 313 px (proved best)"),
        ("minimize first.width", 12.5, "minimize first.width: 12.5 px (proved best)"),
        ("least_movement all", 2, "least_movement all: 2 moved (proved best)"),
        ("place first", 40, "place first: 40 px short (proved best)"),
        ("place first", 0, "place first: granted (proved best)"),
        ("what its author called it", 7, "what its author called it: 7 (proved best)"),
    ],
)
def test_a_wish_says_what_it_reached_in_its_own_unit(wish: str, value: float, says: str) -> None:
    assert wish_text(WishReached(wish, value, value, True)) == says


TEMPLATE = """\
name: strip
primary: tile
secondaries: 1..6
canvases: [1280x720]
rules:
  - split: {direction: right, into: {primary: rest, strip: free}}
  - grid:  {tiles: secondaries, in: strip, columns: 1, aspect: "16:9", gap: 8, at: top}
  - fit:   {tiles: secondaries}
wishes:
  - largest: secondaries
  - least_movement: all
"""
SCENE = b'{"canvas": "1280x720", "primary": "host", "secondaries": [{"id": "rex", "width": 1080, "height": 1920}, "link"]}'


def test_a_template_with_wishes_regions_and_crops_is_shown_so(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "strip.yaml").write_text(TEMPLATE)
    out = lk("solve", "strip.yaml", "--scene", "-", stdin=SCENE).out
    assert "region" in out
    assert "shown of the source" in out
    assert "largest secondaries: " in out
    said = lk("solve", "strip.yaml", "--scene", "-", "--format", "json", stdin=SCENE)
    check(said.document, "layout")
    assert [region["name"] for region in said.document["regions"]] == ["strip"]
    assert said.document["sources"] == {"rex": {"width": 1080, "height": 1920}}
