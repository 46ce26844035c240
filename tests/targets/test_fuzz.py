"""Random changes to payloads of profile 2019: judged, read and mended, or refused with reasons that have places; nothing else happens."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit import targets
from layoutkit.documents import read_json
from layoutkit.errors import DocumentError
from layoutkit.geometry import Size

from ..cli.test_fuzz import ANY, twisted
from .stage import CANVAS, HOST, REX, entry, payload

GOOD = payload(
    entry("c", 1, 540, 960, input_type=3, color="0xcc0033"),
    entry("host", 2, 0.5, 480, 0.25, 0, crop={"crop_width": 100, "crop_height": 200, "crop_x": 1, "crop_y": 2}),
    entry("logo", 9, 9, 9, input_type=2, picture_id=4711),
    entry("hum", 4, input_type=4),
    output_stream_type=0,
    output_stream_bitrate=1500,
    mix_stream_template_id=0,
    domain="",
)
CANCEL = {key: value for key, value in payload(HOST, REX)["interface"]["para"].items() if key != "input_stream_list"}
ENDS = {**GOOD, "interface": {"interfaceName": "Mix_StreamV2", "para": CANCEL | {"interface": "mix_streamv2.cancel_mix_stream"}}}


def test_what_the_changes_start_from_is_good() -> None:
    for good in (GOOD, ENDS):
        assert targets.faults(good, canvas=CANVAS, profile="2019") == []


@given(st.one_of(ANY, twisted(GOOD), twisted(ENDS)), st.sampled_from([CANVAS, Size(1, 16384), None]), st.sampled_from(["2017", "2019"]))
@settings(max_examples=400, deadline=None)
def test_a_payload_is_judged_read_and_mended(document: Any, canvas: Size | None, profile: str) -> None:
    try:
        document, locate = read_json(json.dumps(document).encode(), "p.json")
    except DocumentError:
        return
    wrong = targets.faults(document, canvas=canvas, profile=profile, locate=locate)
    assert all(fault.where and fault.where.line for fault in wrong)
    found = targets.repair(document, canvas=canvas, profile=profile, locate=locate)
    assert all(change.where and change.where.line for change in found.changes)
    assert all(fault.where and fault.where.line for fault in found.faults)
    for sound in [*([] if wrong else [document]), *([found.payload] if found.payload else [])]:
        targets.warnings(sound, profile=profile, locate=locate)
        shown(sound, canvas or CANVAS, profile)


def shown(document: Any, canvas: Size, profile: str) -> None:
    """Everybody is inside the picture, if it can be a layout's."""
    try:
        show = targets.show(document, canvas, profile)
    except DocumentError:
        return
    assert [place.layer for place in sorted(show.places, key=lambda p: p.layer)] == list(range(1, len(show.places) + 1))
