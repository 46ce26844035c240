"""The control calls (DESIGN, section 8): streams are pushed and dropped, sessions are looked at, settings are set."""

from __future__ import annotations

import json
from typing import Any

import pytest

from layoutkit.emulator import Settings, respond

from .stage import CANVAS, DENNY, NOW, REX, STREAMS, Stage, page


def call(stage: Stage, method: str, target: str, document: object = None) -> tuple[int, Any]:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    answer = respond(stage.cloud, method, target, body, stage.now)
    return answer.status, json.loads(answer.body)


def test_a_stream_is_pushed_looked_at_and_dropped(stage: Stage) -> None:
    guest = {"stream": "guest_1", "width": 720, "height": 1280, "since": NOW, "known": True}
    assert call(stage, "PUT", "/streams/guest_1", {"width": 720, "height": 1280}) == (200, guest)
    assert call(stage, "GET", "/streams/guest_1") == (200, guest)
    assert call(stage, "GET", "/streams")[1]["streams"][-1] == guest
    assert call(stage, "DELETE", "/streams/guest_1") == (200, guest)
    assert call(stage, "GET", "/streams/guest_1")[0] == 404
    assert call(stage, "DELETE", "/streams/guest_1")[0] == 404


def test_a_stream_tells_whether_the_backend_knows_it_yet() -> None:
    stage = Stage(Settings(lag_s=5))
    assert [stream["known"] for stream in call(stage, "GET", "/streams")[1]["streams"]] == [False] * 4
    stage.now += 5
    assert [stream["known"] for stream in call(stage, "GET", "/streams")[1]["streams"]] == [True] * 4


def test_an_id_may_be_written_with_percent_signs(stage: Stage) -> None:
    assert call(stage, "GET", "/streams/8888%5Frex")[1]["stream"] == REX


@pytest.mark.parametrize(
    ("target", "body", "words"),
    [
        ("/streams/a-b", {"width": 1, "height": 1}, "'a-b' is not a stream id"),
        ("/streams/" + "a" * 81, {"width": 1, "height": 1}, "is not a stream id"),
        ("/streams/", {"width": 1, "height": 1}, "'' is not a stream id"),
        ("/streams/a/b", {"width": 1, "height": 1}, "'a/b' is not a stream id"),
        ("/streams/a", {"width": 0, "height": 1}, "a width of 0 pixels"),
        ("/streams/a", {"width": 1}, "height is missing"),
        ("/streams/a", {"width": 1, "height": None}, "a height of None pixels"),
        ("/streams/a", {"width": 1, "height": "960"}, "a height of '960' pixels"),
        ("/streams/a", {"width": 1.5, "height": 1}, "a width of 1.5 pixels"),
        ("/streams/a", {"width": True, "height": 1}, "a width of True pixels"),
        ("/streams/a", {"width": 1, "height": 1, "heigth": 1, "x": 1}, "unknown key 'heigth'"),
        ("/streams/a", [540, 960], "not a JSON object"),
        ("/streams/a", b'{"width":', "no JSON"),
        ("/settings", {"lag": 5}, "unknown key 'lag'"),
        ("/settings", {"lag_s": -1}, "lag_s is not a possible lag"),
        ("/settings", {"lag_s": "5"}, "lag_s is not a possible lag"),
        ("/settings", {"lag_s": True}, "lag_s is not a possible lag"),
        ("/settings", b'{"lag_s": 1e999}', "lag_s is not a possible lag"),
        ("/settings", b'{"lag_s": NaN}', "NaN"),
        ("/settings", {"lag_s": 100_000}, "lag_s is not a possible lag"),
        ("/settings", {"expired_as_text": 1}, "expired_as_text is not true or false"),
    ],
)
def test_a_wrong_control_call_says_what_is_wrong(stage: Stage, target: str, body: object, words: str) -> None:
    before = stage.cloud.streams(), stage.cloud.settings
    status, document = call(stage, "PUT", target, body)
    assert status == 400
    assert document["error"] in ("usage", "invalid")
    assert words in document["faults"][0]["says"]
    assert (stage.cloud.streams(), stage.cloud.settings) == before


def test_all_faults_of_a_call_are_told_at_once(stage: Stage) -> None:
    _, document = call(stage, "PUT", "/settings", {"lag_s": -1, "expired_as_text": 0})
    assert [fault["says"] for fault in document["faults"]] == [
        "lag_s is not a possible lag",
        "expired_as_text is not true or false",
    ]


def test_settings_change_one_by_one(stage: Stage) -> None:
    assert call(stage, "GET", "/settings") == (200, {"lag_s": 0.0, "idle_s": 900.0, "expired_as_text": False})
    assert call(stage, "PUT", "/settings", {"lag_s": 2.5}) == (200, {"lag_s": 2.5, "idle_s": 900.0, "expired_as_text": False})
    assert call(stage, "PUT", "/settings", {"expired_as_text": True})[1] == {"lag_s": 2.5, "idle_s": 900.0, "expired_as_text": True}
    assert call(stage, "PUT", "/settings", {})[1] == {"lag_s": 2.5, "idle_s": 900.0, "expired_as_text": True}


def test_a_session_tells_which_of_its_pictures_are_frozen(stage: Stage) -> None:
    stage.ask(page())
    call(stage, "DELETE", f"/streams/{REX}")
    assert call(stage, "GET", f"/sessions/{DENNY}")[1]["frozen"] == [REX]


def test_an_unknown_session_is_not_found(stage: Stage) -> None:
    status, document = call(stage, "GET", "/sessions/nobody")
    assert (status, document["error"]) == (404, "not_found")


def test_more_streams_than_fit_are_refused_with_the_reason() -> None:
    stage = Stage(max_streams=len(STREAMS))
    status, document = call(stage, "PUT", "/streams/fifth", {"width": 1, "height": 1})
    assert (status, document["faults"][0]["says"]) == (507, "4 streams are pushed, as many as the emulator holds")
    assert call(stage, "PUT", f"/streams/{REX}", {"width": 1, "height": 1})[0] == 200


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("GET", "/common_access", "POST"),
        ("DELETE", "/settings", "GET, PUT"),
        ("POST", "/streams/a", "GET, PUT, DELETE"),
        ("PUT", "/streams", "GET"),
        ("DELETE", f"/sessions/{DENNY}", "GET"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_told_those_it_takes(stage: Stage, method: str, target: str, allow: str) -> None:
    answer = respond(stage.cloud, method, target, b"", NOW)
    assert (answer.status, answer.allow) == (405, allow)


@pytest.mark.parametrize("target", ["/live/", "", "/common_access/", "/Streams", "/streams2/a", "*", "/streams?x", "//"])
def test_an_address_where_nothing_is_lists_those_where_something_is(stage: Stage, target: str) -> None:
    if target == "/streams?x":  # a query on a control call means nothing
        assert call(stage, "GET", target)[0] == 200
        return
    status, document = call(stage, "GET", target)
    assert status == 404
    assert "/common_access, /streams" in document["faults"][0]["hint"]


def test_what_is_no_address_is_a_wrong_request(stage: Stage) -> None:
    assert call(stage, "GET", "http://[/streams")[0] == 400


def test_a_mix_that_everybody_left_ends_by_itself_where_nothing_is_mixed_for_real_too(stage: Stage) -> None:
    """The time counts from when the last one went, whoever looks when."""
    assert stage.ask(page(1)).code == 0
    stage.cloud.configure({"idle_s": 60})
    for after, gone in ((0, DENNY), (5, REX)):
        stage.cloud.drop(gone, stage.now + after)
    states = [json.loads(respond(stage.cloud, "GET", f"/sessions/{DENNY}", b"", stage.now + at).body)["state"] for at in (64, 66)]
    assert states == ["mixing", "ended"]


def test_a_mix_goes_on_for_whoever_comes_back_in_time(stage: Stage) -> None:
    assert stage.ask(page(1)).code == 0
    stage.cloud.configure({"idle_s": 60})
    for gone in (DENNY, REX):
        stage.cloud.drop(gone, stage.now)
    for back in (50, 120):
        stage.cloud.push(REX, CANVAS, stage.now + back)
        state = stage.cloud.session(DENNY)
        assert state
        assert state.state == ("mixing" if back == 50 else "ended")
        stage.cloud.drop(REX, stage.now + back + 5)
