"""The emulator in profile 2019: what it grants, and its code and words for each thing that it does not (TENCENT, section 6, V2C)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit import Client, NotCarried, UsageError
from layoutkit.emulator import Account, Cloud, Emulator, Reply, answer
from layoutkit.emulator.reading.codes_2019 import LaterCode
from layoutkit.errors import GaveUp, Refused
from layoutkit.geometry import Size
from layoutkit.targets import Kind, Mixing, faults, read, render, warnings
from layoutkit.tencent import verdict

from ..targets.stage import CANVAS, HOST, REX, entry, layouts, payload
from .stage import APP_ID, KEY, NOW, query


class Later:
    """A cloud of profile 2019 where three streams are pushed, and a clock that stands still."""

    def __init__(self) -> None:
        self.cloud = Cloud(Account(APP_ID, KEY), profile="2019")
        for stream in ("host", "rex", "hum"):
            self.cloud.push(stream, CANVAS, NOW)

    def ask(self, document: object) -> Reply:
        return answer(self.cloud, query(), json.dumps(document).encode(), NOW)


def cancel(session: str = "room", output: str = "host") -> dict[str, Any]:
    document = payload(interface="mix_streamv2.cancel_mix_stream", mix_stream_session_id=session, output_stream_id=output)
    del document["interface"]["para"]["input_stream_list"]
    return document


def test_a_mix_is_granted_changed_and_cancelled() -> None:
    stage = Later()
    reply = stage.ask(payload(HOST, REX, entry("hum", 3, input_type=4)))
    assert json.loads(reply.body) == {"code": 0, "message": "Success!", "timestamp": NOW, "event_id": str(NOW)}
    session = stage.cloud.session("room")
    assert session
    assert ([p.stream for p in session.placements], session.heard, session.updates) == (["host", "rex"], ("hum",), 0)
    assert stage.ask(payload(HOST, REX)).code == 0
    assert stage.ask(cancel()).code == 0
    ended = stage.cloud.session("room")
    assert ended
    assert (ended.state, ended.placements) == ("ended", ())
    again = stage.ask(cancel())
    assert again.code == LaterCode.NO_SUCH_MIX
    assert verdict(again.code, "2019").action == "done"


def test_a_canvas_a_picture_and_a_crop_are_shown() -> None:
    stage = Later()
    ground = entry("canvas", 1, 720, 720, input_type=3, color="0xcc0033")
    rex = entry("rex", 3, 0.5, 360, 0.25, 0, input_type=5, crop={"crop_width": 100, "crop_height": 200, "crop_x": 1, "crop_y": 2})
    assert stage.ask(payload(ground, entry("host", 2, 360, 360), rex, entry("logo", 9, 10, 10, input_type=2, picture_id=4711))).code == 0
    session = stage.cloud.session("room")
    assert session
    assert session.canvas == Size(720, 720)
    assert [p.document() for p in session.placements] == [
        {"stream": "canvas", "x": 0, "y": 0, "width": 720, "height": 720, "layer": 1, "kind": "canvas", "colour": "0xcc0033"},
        {"stream": "host", "x": 0, "y": 0, "width": 360, "height": 360, "layer": 2},
        {
            "stream": "rex",
            "x": 180,
            "y": 0,
            "width": 360,
            "height": 360,
            "layer": 3,
            "kind": "video",
            "crop": {"x": 1, "y": 2, "width": 100, "height": 200},
        },
        {"stream": "logo", "x": 0, "y": 0, "width": 10, "height": 10, "layer": 9, "kind": "picture", "picture": 4711},
    ]


def test_a_canvas_without_a_size_has_that_of_the_lowest_stream() -> None:
    stage = Later()
    assert stage.ask(payload(entry("c", 1, input_type=3), entry("host", 2, 540, 960))).code == 0
    session = stage.cloud.session("room")
    assert session
    assert session.canvas == CANVAS


def para(**changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: payload(HOST, REX, **changes)


def of(*inputs: dict[str, Any], **changes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: payload(*inputs, **changes)


WRONG: list[tuple[Callable[[], Any], LaterCode, str]] = [
    (list, LaterCode.UNREADABLE, "no interface.para"),
    (para(interface="Mix_StreamV2"), LaterCode.UNREADABLE, "interface.para.interface"),
    (para(input_stream_list=[]), LaterCode.UNREADABLE, "input_stream_list is missing or empty"),
    (para(app_id=0), LaterCode.OUT_OF_PICTURE, "app_id is missing or 0"),
    (para(app_id=APP_ID + 1), LaterCode.OUT_OF_PICTURE, "not the account"),
    (of(HOST, entry("rex", 2, 160, 240, 381, 0)), LaterCode.OUT_OF_PICTURE, "1 px beyond the right edge of the 540x960 background"),
    (of(HOST, *(entry(f"v{n}", n, input_type=4) for n in range(2, 18))), LaterCode.TOO_MANY, "17 input streams; at most 16"),
    (of(HOST), LaterCode.TOO_FEW, "one input stream cannot be mixed"),
    (of(HOST, entry("rex", 2, 3000, 9)), LaterCode.WRONG_FIELD, "not from 1 to 2999"),
    (of(HOST, entry("rex", 2, 1.0, 9)), LaterCode.WRONG_FIELD, "not a share from 0.01 to 0.99"),
    (of(HOST, entry("rex", 2)), LaterCode.WRONG_FIELD, "image_width is missing"),
    (of(HOST, {"input_stream_id": "rex"}), LaterCode.WRONG_FIELD, "layout_params is missing"),
    (of(HOST, entry("rex", 2, 9, 9, input_type=1)), LaterCode.WRONG_FIELD, "input_type is 1, not one of 0, 2, 3, 4, 5"),
    (of(HOST, entry("rex!", 2, 9, 9)), LaterCode.WRONG_FIELD, "not 1 to 80"),
    (of(HOST, entry("rex", 1, 9, 9)), LaterCode.WRONG_LAYERS, "not [1, 1]"),
    (of(HOST, entry("rex", 17, 9, 9)), LaterCode.WRONG_LAYERS, "image_layer is 17, not from 1 to 16"),
    (para(mix_stream_template_id=410), LaterCode.WRONG_PRESET_OR_COLOUR, "2 inputs are seen; preset template 410 is for 4"),
    (of(entry("c", 1, 9, 9, input_type=3, color="red"), HOST), LaterCode.WRONG_PRESET_OR_COLOUR, "'red', not 0xRRGGBB"),
    (of(entry("c", 1, input_type=3), entry("host", 2, input_type=4)), LaterCode.BACKGROUND_UNKNOWN, "size of the background 'c'"),
    (
        of(HOST, entry("rex", 2, 9, 9, crop={"crop_width": 541, "crop_height": 9})),
        LaterCode.WRONG_CROP,
        "1 px beyond the right edge of its 540x960 source",
    ),
    (of(HOST, entry("logo", 2, 9, 9, input_type=2)), LaterCode.NO_PICTURE, "picture_id is missing"),
    (para(output_stream_type=1), LaterCode.OUTPUT_TYPE, "with output_stream_type 1 must be none of the input streams"),
    (para(output_stream_id="mix"), LaterCode.OUTPUT_TYPE, "with output_stream_type 0 must be one of the input streams"),
    (para(output_stream_bitrate=0), LaterCode.WRONG_BITRATE, "not from 1 to 50000"),
    (of(HOST, entry("nobody", 2, 9, 9)), LaterCode.NOT_PUSHED, "stream 'nobody' is not pushed"),
]


@pytest.mark.parametrize(("document", "code", "told"), WRONG)
def test_what_is_wrong_has_its_code_and_words(document: Callable[[], Any], code: LaterCode, told: str) -> None:
    reply = Later().ask(document())
    assert (reply.code, told in reply.message) == (code, True), reply.message


def test_sessions_keep_their_output_and_nobody_elses() -> None:
    stage = Later()
    new = {"output_stream_id": "mix", "output_stream_type": 1}
    assert stage.ask(payload(HOST, REX, **new)).code == 0
    assert stage.ask(payload(HOST, REX)).code == LaterCode.OTHER_OUTPUT
    assert stage.ask(payload(HOST, REX, mix_stream_session_id="other", **new)).code == LaterCode.OUTPUT_TAKEN
    assert stage.ask(cancel()).code == LaterCode.CANCELS_OTHER_OUTPUT
    assert stage.ask(cancel(output="mix")).code == 0


def test_a_stream_is_in_at_most_twenty_mixes_and_at_most_2000_pixels_long() -> None:
    stage = Later()
    for n in range(20):
        mix = {"mix_stream_session_id": f"room_{n}", "output_stream_id": f"mix_{n}", "output_stream_type": 1}
        assert stage.ask(payload(HOST, REX, **mix)).code == 0
    assert stage.ask(payload(HOST, REX)).code == LaterCode.IN_TOO_MANY_MIXES
    stage.cloud.push("rex", Size(2560, 1440), NOW)
    assert Later().cloud.profile == "2019"
    big = Later()
    big.cloud.push("rex", Size(2560, 1440), NOW)
    assert big.ask(payload(HOST, REX)).code == LaterCode.SOURCE_TOO_LARGE


def test_each_profile_reads_its_own_requests_only() -> None:
    old = Cloud(Account(APP_ID, KEY))
    assert answer(old, query(), json.dumps(cancel()).encode(), NOW).code == -1
    with pytest.raises(UsageError, match="no profile '2018'"):
        Cloud(Account(APP_ID, KEY), profile="2018")


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just([]) | st.just({})


@given(st.data())
def test_any_member_may_be_anything_and_the_answer_is_a_code(data: st.DataObject) -> None:
    document = payload(entry("c", 1, 540, 960, input_type=3), HOST, entry("rex", 3, 9, 9, crop={"crop_width": 1, "crop_height": 1}))
    spots = [document, document["interface"], document["interface"]["para"]]
    for item in document["interface"]["para"]["input_stream_list"]:
        spots += [part for part in (item, item["layout_params"], item.get("crop_params")) if part]
    for _ in range(data.draw(st.integers(1, 3))):
        part = data.draw(st.sampled_from(spots))
        part[data.draw(st.sampled_from(sorted(part)))] = data.draw(VALUES)
    reply = Later().ask(document)
    assert reply.code in [int(code) for code in LaterCode]
    if reply.code == LaterCode.SUCCESS:
        assert faults(document, profile="2019", canvas=None) == [], "what is granted, the target judges as valid"
    elif not faults(document, profile="2019") and not warnings(document, profile="2019"):
        strangers = (LaterCode.NOT_PUSHED, *((LaterCode.OUT_OF_PICTURE,) if para_of(document)["app_id"] != APP_ID else ()))
        assert reply.code in strangers, "what the target judges as valid is granted, if everybody is there"


def para_of(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["interface"]["para"]
    return found


@given(layouts())
def test_what_the_target_writes_is_granted_and_stands_where_the_layout_has_it(layout: Any) -> None:
    cloud = Cloud(Account(APP_ID, KEY), profile="2019")
    document = render(layout, app_id=APP_ID, now=NOW, profile="2019")
    for tile in layout.tiles:
        cloud.push(tile.stream.id, tile.stream.size or layout.canvas, NOW)
    for off in layout.off_picture:
        cloud.push(off.stream.id, Size(2, 2), NOW)
    reply = answer(cloud, query(), json.dumps(document).encode(), NOW)
    assert reply.code == 0, reply.message
    session = cloud.session(layout.primary.stream.id)
    assert session
    assert session.canvas == layout.canvas
    target = [(p.stream, p.layer, p.rect, p.crop) for p in read(document, profile="2019") if p.kind is not Kind.SOUND]
    whole = session.placements[0].rect
    assert [(p.stream, p.layer, p.rect, p.crop) for p in session.placements] == [(s, n, r or whole, c) for s, n, r, c in target]


# --- the client's whole way ------------------------------------------------------------------------------------------


def test_a_client_of_the_profile_mixes_and_ends_over_the_wire() -> None:
    import layoutkit as lk

    halves = lk.arrange("gallery", canvas="540x960", primary="host", secondaries=["rex"])
    alone = lk.arrange("gallery", canvas="540x960", primary="host")
    with Emulator(APP_ID, KEY, now=lambda: NOW, profile="2019") as emulator:
        for stream in ("host", "rex"):
            emulator.cloud.push(stream, CANVAS, NOW)
        client = Client(APP_ID, KEY, endpoint=emulator.endpoint, profile="2019", now=lambda: NOW, sleep=lambda _: None)
        own = Mixing(output="show_mix", canvas_colour="0xcc0033", session="lewis_room")
        assert client.mix(halves, own).status == "mixed"
        assert client.mix(alone, own).status == "mixed", "a new stream goes on"
        session = emulator.cloud.session("lewis_room")
        assert session
        assert (session.updates, session.placements[0].colour) == (1, "0xcc0033")
        assert client.end("host", own).status == "ended"
        assert client.end("host", own).status == "ended", "nothing is left to end"
        assert client.mix(halves).status == "mixed"
        assert client.mix(alone).status == "ended"
        assert client.mix(halves).status == "mixed"
        with pytest.raises(Refused, match="-508"):
            client.mix(halves, Mixing(output="other"))
        emulator.cloud.drop("rex", NOW)
        with pytest.raises(GaveUp, match="-505"):
            client.mix(halves)
        with pytest.raises(NotCarried):
            Client(APP_ID, KEY, endpoint=emulator.endpoint, now=lambda: NOW).mix(halves)
