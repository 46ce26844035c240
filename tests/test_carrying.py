"""What profile 2017 of Mix_StreamV2 carries of a layout, and what it refuses, with the reason (Mix_StreamV2, section 3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layoutkit import NotCarried, render
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile
from layoutkit.origin import Origin, TemplateRef
from layoutkit.scene import Stream

HOST = Tile(Stream("host"), "primary", Rect(0, 0, 540, 960), 1)
REX = Tile(Stream("rex"), "secondary", Rect(380, 630, 160, 240), 2)
PAIR = Layout(Origin(TemplateRef("pair", 1, "sha256:" + "0" * 64)), Size(540, 960), (HOST, REX))
SQUARE = Size(600, 600)
SAME = Size(320, 480)
"""Of the tile's own shape, 2:3."""


def carried(layout: Layout) -> list[str]:
    """The streams of the payload, in its order."""
    payload = render(layout, app_id=1, now=1490858287)
    return [item["input_stream_id"] for item in payload["interface"]["para"]["input_stream_list"]]


def refused(layout: Layout) -> list[str]:
    with pytest.raises(NotCarried) as caught:
        render(layout, app_id=1, now=1490858287)
    return [fault.says for fault in caught.value.faults]


def shown(fit: str, source: Size | None = None, crop: Rect | None = None) -> Layout:
    return replace(PAIR, tiles=(HOST, replace(REX, stream=Stream("rex", size=source), fit=fit, crop=crop)))


@pytest.mark.parametrize("source", [None, SAME, SQUARE])
@pytest.mark.parametrize("fit", ["", "letterbox"])
def test_a_source_that_is_shown_whole_is_carried(fit: str, source: Size | None) -> None:
    """The cloud puts bars beside a picture of another shape (TENCENT, section 7)."""
    assert carried(shown(fit, source)) == ["host", "rex"]


@pytest.mark.parametrize("layout", [shown("stretch", SAME), shown("crop", SAME, Rect(0, 0, 320, 480))], ids=["stretch", "crop"])
def test_what_changes_nothing_is_carried(layout: Layout) -> None:
    """A source of the tile's own shape is neither cut nor pulled."""
    assert carried(layout) == ["host", "rex"]


@pytest.mark.parametrize(
    ("layout", "done"),
    [
        (shown("crop", SQUARE, Rect(100, 0, 400, 600)), "is cropped to 400x600 at (100,0) of its source"),
        (shown("", None, Rect(100, 0, 400, 600)), "is cropped to 400x600 at (100,0) of its source"),
        (shown("crop", SAME, Rect(0, 0, 319, 480)), "is cropped to 319x480 at (0,0) of its source"),
        (shown("crop"), "has fit crop"),
        (shown("stretch"), "has fit stretch"),
        (shown("stretch", SQUARE), "has fit stretch"),
    ],
)
def test_what_the_page_has_no_field_for_is_refused(layout: Layout, done: str) -> None:
    """A crop window is never lost without a word; where the source's size is not known, nobody knows whether one is needed."""
    (said,) = refused(layout)
    assert said == f"stream 'rex' {done}; profile 2017 has no field for it, a source is shown whole (TENCENT, sections 3 and 7)"


def test_the_secondaries_may_be_in_any_order_of_layers() -> None:
    """The payload lists them from layer 2 up, as the page wants them, whoever is which number."""
    link = Tile(Stream("link"), "secondary", Rect(0, 0, 160, 240), 2)
    assert carried(replace(PAIR, tiles=(HOST, link, replace(REX, layer=3)))) == ["host", "link", "rex"]


def test_a_primary_above_a_secondary_is_refused() -> None:
    (said,) = refused(replace(PAIR, tiles=(replace(HOST, layer=2), replace(REX, layer=1))))
    assert said == "the primary 'host' is on layer 2; in profile 2017 it is the background, on layer 1"


def test_a_primary_that_is_a_tile_is_refused() -> None:
    (said,) = refused(replace(PAIR, tiles=(replace(HOST, rect=Rect(0, 0, 540, 480)), REX)))
    assert said == "the primary 'host' is a tile, 540x480 at (0,0); in profile 2017 it covers the picture"


@pytest.mark.parametrize("why", ["dropped: there is room for 1", "on page 2 of 2"])
def test_who_was_left_out_is_left_out(why: str) -> None:
    """The template said so; the show goes on with those who are in the picture."""
    assert carried(replace(PAIR, off_picture=(OffPicture(Stream("ann"), why),))) == ["host", "rex"]


def test_who_is_only_heard_is_refused() -> None:
    """The page has no stream without a picture; leaving it out would be silence."""
    (said,) = refused(replace(PAIR, off_picture=(OffPicture(Stream("hum"), "audio only"),)))
    assert said == "stream 'hum' has no tile (audio only); profile 2017 mixes no stream without a picture"


def test_every_reason_is_told_at_once() -> None:
    tall = replace(REX, rect=Rect(380, 0, 160, 240), fit="stretch", layer=1)
    layout = replace(
        PAIR, tiles=(replace(HOST, layer=2, rect=Rect(0, 0, 9, 9)), tall), off_picture=(OffPicture(Stream("hum"), "audio only"),)
    )
    assert len(refused(layout)) == 4
