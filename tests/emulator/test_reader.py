"""What a payload must say, and the code and words for each thing that it says wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from layoutkit.emulator import Code
from layoutkit.emulator.reading.codes import SOURCES

from .stage import APP_ID, DENNY, NOW, REX, Stage, page, para, tile

Change = Callable[[dict[str, Any]], object]


def put(place: Callable[[dict[str, Any]], dict[str, Any]], **values: object) -> Change:
    """Write values into a part of the payload; None takes the field out."""

    def change(document: dict[str, Any]) -> None:
        part = place(document)
        part.update(values)
        for name in [name for name, value in values.items() if value is None]:
            del part[name]

    return change


def whole(document: dict[str, Any]) -> dict[str, Any]:
    return document


def interface(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["interface"]
    return found


def rex(document: dict[str, Any]) -> dict[str, Any]:
    return tile(document, 1)


def denny(document: dict[str, Any]) -> dict[str, Any]:
    return tile(document, 0)


def rex_input(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = para(document)["input_stream_list"][1]
    return found


def one_more(document: dict[str, Any]) -> None:
    extra = {"input_stream_id": "8888_fifth", "layout_params": dict(rex(document), image_layer=5)}
    para(document)["input_stream_list"].append(extra)


WRONG: list[tuple[Change, Code, str]] = [
    (put(whole, interface=None), Code.UNREADABLE, "no interface.para"),
    (put(whole, interface=[]), Code.UNREADABLE, "no interface.para"),
    (put(interface, para=None), Code.UNREADABLE, "no interface.para"),
    (put(interface, interfaceName="Mix_Stream"), Code.UNREADABLE, "'Mix_Stream', not 'Mix_StreamV2'"),
    (put(interface, interfaceName="mix_streamv2"), Code.UNREADABLE, "interfaceName"),
    (put(interface, interfaceName=None), Code.UNREADABLE, "interfaceName is null"),
    (put(para, interface="Mix_StreamV2"), Code.UNREADABLE, "mix_streamv2.start_mix_stream_advanced"),
    (put(para, interface="mix_streamv2.cancel_mix_stream"), Code.UNREADABLE, "interface.para.interface"),
    (put(para, input_stream_list=[]), Code.UNREADABLE, "input_stream_list is missing or empty"),
    (put(para, input_stream_list=None), Code.UNREADABLE, "input_stream_list is missing or empty"),
    (put(para, app_id=0), Code.WRONG_ACCOUNT, "app_id is missing or 0"),
    (put(para, app_id=None), Code.WRONG_ACCOUNT, "app_id is missing or 0"),
    (put(para, app_id=APP_ID + 1), Code.WRONG_ACCOUNT, "not the account"),
    (put(whole, eventId=0), Code.WRONG_ACCOUNT, "eventId is missing or 0"),
    (put(whole, eventId=None), Code.WRONG_ACCOUNT, "eventId is missing or 0"),
    (one_more, Code.TOO_MANY, "5 input streams; at most 4"),
    (put(para, app_id=str(APP_ID)), Code.WRONG_FIELD, "para.app_id is '1250000000', not a whole number"),
    (put(whole, eventId=2**31), Code.WRONG_FIELD, "eventId is 2147483648"),
    (put(whole, eventId=True), Code.WRONG_FIELD, "eventId is true, not a whole number"),
    (put(whole, eventId=False), Code.WRONG_FIELD, "eventId is false, not a whole number"),
    (put(whole, timestamp=None), Code.WRONG_FIELD, "timestamp is missing"),
    (put(whole, timestamp="now"), Code.WRONG_FIELD, "timestamp is 'now'"),
    (put(whole, timestamp=-1), Code.WRONG_FIELD, "timestamp is -1"),
    (put(para, input_stream_list={"a": 1}), Code.WRONG_FIELD, "an object, not a list"),
    (put(para, input_stream_list=[1]), Code.WRONG_FIELD, "input_stream_list[0] is 1, not an object"),
    (put(para, mix_stream_session_id=None), Code.WRONG_FIELD, "para.mix_stream_session_id is missing"),
    (put(para, mix_stream_session_id=""), Code.WRONG_FIELD, "1 to 80 of A-Z a-z 0-9 and _"),
    (put(para, output_stream_id="a-b"), Code.WRONG_FIELD, "para.output_stream_id is 'a-b'"),
    (put(para, output_stream_id="a" * 81), Code.WRONG_FIELD, "1 to 80"),
    (put(rex_input, input_stream_id=None), Code.WRONG_FIELD, "input_stream_list[1].input_stream_id is missing"),
    (put(rex_input, input_stream_id=8888), Code.WRONG_FIELD, "8888"),
    (put(rex_input, input_stream_id="８８８８"), Code.WRONG_FIELD, "1 to 80"),
    (put(rex_input, input_stream_id="rex\n"), Code.WRONG_FIELD, r"'rex\n'"),
    (put(rex_input, input_stream_id=DENNY), Code.WRONG_FIELD, f"stream '{DENNY}' stands in input_stream_list twice"),
    (put(rex_input, layout_params=None), Code.WRONG_FIELD, "input_stream_list[1].layout_params is missing"),
    (put(rex_input, layout_params=[]), Code.WRONG_FIELD, "layout_params is a list, not an object"),
    (put(rex, image_width=None), Code.WRONG_FIELD, "image_width is missing"),
    (put(rex, location_y=None), Code.WRONG_FIELD, "location_y is missing"),
    (put(rex, image_layer=None), Code.WRONG_FIELD, "image_layer is missing"),
    (put(rex, image_width=0), Code.WRONG_FIELD, "image_width is 0, not from 1"),
    (put(rex, image_height=-240), Code.WRONG_FIELD, "image_height is -240"),
    (put(rex, image_width=0.3), Code.WRONG_FIELD, "image_width is 0.3, not a whole number"),
    (put(rex, location_x=380.0), Code.WRONG_FIELD, "location_x is 380.0, not a whole number"),
    (put(rex, location_x="380"), Code.WRONG_FIELD, "location_x is '380', not a whole number"),
    (put(rex, location_x=10**30), Code.WRONG_FIELD, "location_x is 1000"),
    (put(rex, image_layer="2"), Code.WRONG_FIELD, "image_layer is '2'"),
    (put(rex_input, input_type=3), Code.WRONG_FIELD, "input_type belongs to a later generation"),
    (put(rex_input, crop_params={"crop_width": 1}), Code.WRONG_FIELD, "crop_params belongs to a later generation"),
    (put(rex, input_type=4), Code.WRONG_FIELD, "input_type belongs to a later generation"),
    (put(para, mix_stream_template_id=10), Code.WRONG_FIELD, "mix_stream_template_id belongs to a later generation"),
    (put(denny, image_layer=2), Code.WRONG_LAYERS, "image_layer must be 1 to 4, each once, not [2, 2, 3, 4]"),
    (put(rex, image_layer=5), Code.WRONG_LAYERS, "1 to 4"),
    (put(rex, image_layer=0), Code.WRONG_LAYERS, "1 to 4"),
    (put(rex, image_layer=1), Code.WRONG_LAYERS, "1 to 4"),
    (put(rex, image_layer=5, image_width=None), Code.WRONG_LAYERS, "1 to 4"),
]


@pytest.mark.parametrize(("change", "code", "words"), WRONG)
def test_a_payload_that_says_it_wrong_is_told_where(stage: Stage, change: Change, code: Code, words: str) -> None:
    document = page()
    change(document)
    reply = stage.ask(document)
    assert reply.code == code, reply.message
    assert words in reply.message
    assert stage.cloud.sessions() == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "line 1 column 1"),
        (b'{"timestamp": 14908', "line 1 column"),
        (b"{'timestamp': 1}", "property name"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        ("{}".encode("utf-8-sig"), "BOM"),
        (b'{"timestamp": NaN}', "NaN is no JSON number"),
        (b'{"eventId": 1, "eventId": 2}', "twice"),
        (b"[" * 400_000, "nests too deep"),
        (b"9" * 5000, "a number is too long"),
        (b"null", "no interface.para"),
        (b"[[]]", "no interface.para"),
        (b'"\\ud800"', "no interface.para"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(stage: Stage, body: bytes, words: str) -> None:
    reply = stage.ask(body)
    assert (reply.code, reply.timestamp) == (Code.UNREADABLE, NOW)
    assert words in reply.message


def test_a_refusal_echoes_the_timestamp_like_a_success(stage: Stage) -> None:
    assert stage.ask(page(timestamp=77, image_width=0)).timestamp == 77


def test_a_hostile_value_cannot_flood_the_reply(stage: Stage) -> None:
    assert len(stage.ask(page(image_width="x" * 100_000)).body) < 300


def test_fields_that_mean_nothing_here_are_let_be(stage: Stage) -> None:
    """Senders of later generations write their defaults along; 0 and an empty text change nothing."""
    document = page()
    para(document).update(output_stream_type=0, mix_stream_template_id=0, domain="", path="", note="hello")
    rex_input(document).update(input_type=0)
    assert stage.ask(document).code == Code.SUCCESS


def test_the_order_of_the_list_does_not_matter_but_the_layers_do(stage: Stage) -> None:
    """What is on top is said by image_layer (TENCENT, section 7)."""
    document = page()
    para(document)["input_stream_list"].reverse()
    assert stage.ask(document).code == Code.SUCCESS
    session = stage.cloud.session(DENNY)
    assert session is not None
    assert [(p.layer, p.stream) for p in session.placements][:2] == [(1, DENNY), (2, REX)]


def test_the_first_fault_in_the_order_of_the_codes_is_told(stage: Stage) -> None:
    """An unreadable envelope comes before the account, the account before the number, the number before a field."""
    document = page(image_width="160", image_layer="9")
    seen = [stage.ask(document).code]
    one_more(document)
    seen.append(stage.ask(document).code)
    para(document)["app_id"] = 0
    seen.append(stage.ask(document).code)
    document["interface"]["interfaceName"] = "?"
    seen.append(stage.ask(document).code)
    assert seen == [Code.WRONG_FIELD, Code.TOO_MANY, Code.WRONG_ACCOUNT, Code.UNREADABLE]


def test_every_code_says_where_it_is_documented() -> None:
    assert set(SOURCES) == set(Code)
    assert [code for code in Code if SOURCES[code] == "the emulator's own"] == [-90001, -90002, -90003]


def test_a_reply_is_json_whatever_it_quotes(stage: Stage) -> None:
    reply = stage.ask(b'{"timestamp": 5, "interface": {"interfaceName": "\\ud800\\"", "para": {}}}')
    assert json.loads(reply.body) == {"code": -1, "message": reply.message, "timestamp": 5}
