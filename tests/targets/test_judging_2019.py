"""Payloads of profile 2019 that others wrote: what is legal, what is a fault, what is unwise (TENCENT, sections 3 to 7 and 10)."""

from __future__ import annotations

from typing import Any

import pytest

from layoutkit import targets
from layoutkit.geometry import Rect, Size

from .stage import CANVAS, HOST, REX, entry, payload

COLOURS = ("0xcc0033", "0xcc9900", "0xcccc33", "0x99CCFF", "0x000000", "0xffffff", "0x999999")
"""Colours of the documents' samples (TENCENT, section 3)."""

CANVAS_INPUT = entry("canvas", 1, 540, 960, input_type=3, color="0x000000")
SOUND = entry("hum", 3, input_type=4)


def says(document: Any, canvas: Size | None = CANVAS) -> list[str]:
    return [str(fault) for fault in targets.faults(document, canvas=canvas, profile="2019")]


def warned(document: Any) -> list[str]:
    return [fault.says for fault in targets.warnings(document, profile="2019")]


# --- legal -----------------------------------------------------------------------------------------------------------

LEWIS = payload(
    entry("stream_lewis01", 1),
    entry("stream_lewis02", 2, 160, 240, 380, 630),
    mix_stream_session_id="lewis_room",
    output_stream_id="stream_lewis01",
)
"""The documents' own example: a session of any name, the output in the place of the background (V2C, example of a start)."""

LEGAL: dict[str, Any] = {
    "the documents' example": LEWIS,
    "a canvas below a primary that is a tile": payload(CANVAS_INPUT, entry("host", 2, 540, 480, 0, 0), entry("rex", 3, 540, 480, 0, 480)),
    "a canvas that bears a stream's id": payload(entry("host", 1, 540, 960, input_type=3), entry("host", 2, 100, 100)),
    "a stream that comes twice": payload(HOST, REX, entry("host", 3, 100, 100)),
    "shares of the background, 0.75 + 0.25": payload(HOST, entry("rex", 2, 0.25, 0.25, 0.75, 0.75)),
    "the least and the greatest share": payload(HOST, entry("rex", 2, 0.99, 0.01, 0.01, 0.99)),
    "places default to 0": payload(HOST, entry("rex", 2, 160, 240)),
    "flush with the edge": payload(HOST, entry("rex", 2, 160, 240, 380, 720)),
    "a crop beside its place": payload(HOST, entry("rex", 2, 160, 240, crop={"crop_width": 400, "crop_height": 600, "crop_x": 100})),
    "a picture": payload(HOST, entry("logo", 2, 100, 50, input_type=2, picture_id=4711)),
    "sound needs no place": payload(HOST, REX, SOUND),
    "one stream and fifteen sounds": payload(HOST, *(entry(f"v{n}", n, input_type=4) for n in range(2, 17))),
    "a preset template needs no places": payload(HOST, entry("rex", 2), mix_stream_template_id=10),
    "a place beside a preset template": payload(HOST, entry("rex", 2, 100, 100), mix_stream_template_id=10),
    "sound beside a preset template": payload(HOST, entry("rex", 2), SOUND, mix_stream_template_id=20),
    "a preset template on a canvas": payload(
        entry("c", 1, input_type=3, color="0xffffff"), entry("a", 2), entry("b", 3), mix_stream_template_id=390, output_stream_id="a"
    ),
    "preset template 0 is none": payload(HOST, REX, mix_stream_template_id=0),
    "layers with holes": payload(HOST, entry("rex", 5, 160, 240), entry("ann", 16, 160, 240)),
    "layers in any order": payload(entry("rex", 3, 160, 240), HOST, entry("ann", 2, 160, 240)),
    "empty domain and path": payload(HOST, REX, domain="", path=""),
    "a new stream as output": payload(HOST, REX, output_stream_id="mix", output_stream_type=1, output_stream_bitrate=1500),
    "a new stream that bears a canvas's label": payload(
        CANVAS_INPUT, entry("host", 2, 9, 9), output_stream_id="canvas", output_stream_type=1
    ),
    "bitrate at both ends": payload(HOST, REX, output_stream_bitrate=50000),
    "sound on a sized canvas": payload(CANVAS_INPUT, entry("host", 2, input_type=4)),
    "tiles that overlap": payload(HOST, REX, entry("ann", 3, 160, 240, 380, 630)),
    **{f"colour {colour}": payload(entry("c", 1, 540, 960, input_type=3, color=colour), entry("host", 2, 9, 9)) for colour in COLOURS},
}


@pytest.mark.parametrize("document", LEGAL.values(), ids=LEGAL)
def test_what_is_legal_is_valid(document: Any) -> None:
    assert says(document) == []


def test_fractions_crops_and_kinds_are_read() -> None:
    crop = {"crop_width": 400, "crop_height": 600}
    read = targets.read(payload(HOST, entry("rex", 2, 0.25, 0.5, 0.75, 0.5, crop=crop), SOUND), profile="2019", canvas=CANVAS)
    assert [(p.stream, p.rect, p.crop, int(p.kind)) for p in read] == [
        ("host", None, None, 0),
        ("rex", Rect(405, 480, 135, 480), Rect(0, 0, 400, 600), 0),
        ("hum", None, None, 4),
    ]


# --- faults ----------------------------------------------------------------------------------------------------------

HALF = {"input_stream_id": "rex", "layout_params": {"image_layer": 2, "image_width": 9}}

FAULTS: dict[str, tuple[Any, str]] = {
    "one input": (payload(HOST), "has fewer than 2 items"),
    "seventeen inputs": (payload(HOST, *(entry(f"v{n}", min(n, 16), input_type=4) for n in range(2, 18))), "has more than 16 items"),
    "a layer twice": (payload(HOST, REX, entry("ann", 2, 9, 9)), "image_layer 2 of 'ann' is that of 'rex' already"),
    "sound on the layer of a tile": (payload(HOST, REX, entry("hum", 2, input_type=4)), "image_layer 2 of 'hum' is that of 'rex' already"),
    "no background": (payload(REX, entry("ann", 3, 9, 9)), "no input is on layer 1"),
    "layer 17": (payload(HOST, entry("rex", 17, 9, 9)), "17 is above 16"),
    "a kind that is none": (payload(HOST, entry("rex", 2, 9, 9, input_type=1)), "1 is not one of 0, 2, 3, 4, 5"),
    "no size": (payload(HOST, entry("rex", 2)), "stream 'rex' has no image_width, image_height"),
    "half a size": (payload(HOST, HALF), "stream 'rex' has no image_height"),
    "half a size beside a preset template": (
        payload(HOST, HALF, mix_stream_template_id=10),
        "stream 'rex' has no image_height",
    ),
    "beyond the edge": (
        payload(HOST, entry("rex", 2, 160, 240, 400, 630)),
        "stream 'rex', 160x240 at (400,630), is 20 px beyond the right edge of the 540x960 canvas",
    ),
    "one pixel beyond the edge": (payload(HOST, entry("rex", 2, 160, 240, 0, 721)), "is 1 px beyond the bottom edge"),
    "beyond the edge in shares": (payload(HOST, entry("rex", 2, 0.5, 0.5, 0.51, 0.5)), "is 5.4 px beyond the right edge"),
    "3000 pixels": (payload(HOST, entry("rex", 2, 3000, 9)), "3000 cannot stand here (whole pixels from 1 to 2999"),
    "half a pixel": (payload(HOST, entry("rex", 2, 160.5, 9)), "160.5"),
    "a share of 1.0": (payload(HOST, entry("rex", 2, 1.0, 9)), "1.0"),
    "a share below 0.01": (payload(HOST, entry("rex", 2, 0.005, 9)), "0.005 is below 0.01"),
    "numbers as text": (payload(HOST, entry("rex", 2, "160", 9)), "cannot stand here"),  # type: ignore[arg-type]
    "a picture without an id": (payload(HOST, entry("logo", 2, 9, 9, input_type=2)), "'logo' is a picture without a picture_id"),
    "picture_id beside its place": (payload(HOST, {**entry("logo", 2, 9, 9, input_type=2), "picture_id": 5}), "unknown key 'picture_id'"),
    "a crop inside its place": (
        payload(HOST, entry("rex", 2, 9, 9, crop_params={"crop_width": 1, "crop_height": 1})),
        "unknown key 'crop_params'",
    ),
    "half a crop": (payload(HOST, entry("rex", 2, 9, 9, crop={"crop_width": 9})), "'crop_height' is missing"),
    "a colour that is none": (
        payload(entry("c", 1, 540, 960, input_type=3, color="#cc0033"), REX),
        "'#cc0033' cannot stand here (0xRRGGBB)",
    ),
    "a background that is only heard": (payload(entry("host", 1, input_type=4), REX), "the background 'host' is only heard"),
    "a background that is a share of itself": (payload(entry("host", 1, 0.5, 960), REX), "is a share of itself"),
    "another canvas": (
        payload(entry("c", 1, 720, 1280, input_type=3), REX),
        "the background 'c' is 720x1280, not the 540x960 of the canvas",
    ),
    "sound on a canvas without size": (
        payload(entry("c", 1, input_type=3), entry("host", 2, input_type=4)),
        "'c' has no size, and no stream that is seen has one for it",
    ),
    "a preset template for others": (
        payload(HOST, entry("rex", 2), mix_stream_template_id=410),
        "preset template 410 is for 4 inputs that are seen, not 2",
    ),
    "a preset template without its canvas": (
        payload(HOST, entry("a", 2), entry("b", 3), mix_stream_template_id=390),
        "preset template 390 needs a canvas on layer 1, not 'host'",
    ),
    "a new stream of an input's name": (
        payload(HOST, REX, output_stream_type=1),
        "output_stream_id 'host' is an input's, and output_stream_type 1 makes a new stream",
    ),
    "bitrate 0": (payload(HOST, REX, output_stream_bitrate=0), "0 is below 1"),
    "event 0": ({**payload(HOST, REX), "eventId": 0}, "0 cannot stand here (any whole number but 0)"),
    "an event beyond int32": ({**payload(HOST, REX), "eventId": 1490858287000}, "is above 2147483647"),
    "an id of 81": (payload(HOST, entry("r" * 81, 2, 9, 9)), "1 to 80 of A-Z a-z 0-9 and _"),
    "a cancel with streams": (payload(HOST, REX, interface="mix_streamv2.cancel_mix_stream"), "unknown key 'input_stream_list'"),
    "another interface": (payload(HOST, REX, interface="Mix_StreamV2"), "must be 'mix_streamv2.start_mix_stream_advanced'"),
}


@pytest.mark.parametrize(("document", "told"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_told(document: Any, told: str) -> None:
    found = says(document)
    assert len(found) == 1, found
    assert told in found[0]


def test_a_canvas_that_the_payload_states_judges_its_tiles() -> None:
    """Nobody need say how large the picture is where the payload does."""
    stated = payload(CANVAS_INPUT, entry("host", 2, 540, 480, 0, 500))
    assert says(stated, None) == ["stream 'host', 540x480 at (0,500), is 20 px beyond the bottom edge of the 540x960 canvas"]


def test_the_crop_sample_of_the_documents_does_not_fit_the_canvas_of_their_page() -> None:
    """Its tile stands at (580,830) (TENCENT, section 10, 3)."""
    assert says(payload(HOST, entry("rex", 2, 160, 240, 580, 830)), None) == []
    assert "200 px beyond the right edge and 110 px beyond the bottom edge" in says(payload(HOST, entry("rex", 2, 160, 240, 580, 830)))[0]


def test_shares_that_make_more_than_the_whole_need_no_canvas_to_be_wrong() -> None:
    assert says(payload(HOST, entry("rex", 2, 0.5, 0.5, 0.6, 0.5)), None) == ["stream 'rex' is 10% beyond the right edge of the background"]


def test_all_faults_are_told_at_once() -> None:
    document = payload(
        entry("host", 1, input_type=4), entry("rex", 2), entry("ann", 2, 9, 9, input_type=2), output_stream_type=1, output_stream_bitrate=0
    )
    assert len(says(document)) == 6


# --- unwise ----------------------------------------------------------------------------------------------------------


def test_shares_are_legal_and_warned_of() -> None:
    told = warned(payload(HOST, entry("rex", 2, 0.25, 240, 0.75, 0)))
    assert [line.split(" ")[0] for line in told] == ["image_width", "location_x"]


def test_what_means_nothing_or_may_be_refused_is_warned_of() -> None:
    odd = payload(HOST, entry("rex", 2, 9, 9, color="0xffffff", picture_id=3), output_stream_id="other", mix_stream_template_id=77)
    assert says(odd) == []
    assert [" ".join(line.split(" ")[:2]) for line in warned(odd)] == [
        "color of",
        "picture_id of",
        "output_stream_id 'other'",
        "preset template",
    ]


def test_a_plain_payload_has_no_warnings() -> None:
    assert warned(LEWIS) == []
    assert warned(payload(HOST, REX, output_stream_id="mix", output_stream_type=1)) == []


def test_the_page_tells_that_a_key_is_of_the_later_profile() -> None:
    told = targets.faults(payload(HOST, entry("rex", 2, 9, 9, 0, 0, input_type=5), mix_stream_session_id="host"))
    assert [str(fault).rpartition(": ")[2] for fault in told] == ["unknown key 'input_type' (a key of profile 2019)"]
