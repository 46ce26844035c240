"""Ten thousand random requests leave the emulator alive, right and no larger than before."""

from __future__ import annotations

import gc
import http.client
import json
import random
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.emulator import Cloud, Code, Emulator, respond
from layoutkit.geometry import Size

from .stage import CANVAS, DENNY, KEY, NOW, REX, Stage, page, para, query, tile
from .wire import Caller

PRIMARIES = tuple(f"show_{number}" for number in range(120))
NUMBERS: tuple[Any, ...] = (True, 0, -1, 1, 5, 10**12, 0.5, 1e308)
JUNK = (*NUMBERS, None, "", "8888_rex", "é" * 90, [], [[]], {}, {"image_layer": 1}, DENNY)

Request = tuple[str, str, bytes]


def test_ten_thousand_random_requests_leave_it_right_and_its_memory_flat() -> None:
    """At most 20 sessions and 100 streams fit here, and 120 shows want in. All that Python has allocated after 4,000
    requests, when everything is full, and after 10,000 differs by less than ten sessions would take."""
    stage, dice = Stage(max_sessions=20, max_streams=100), random.Random(2017)
    codes: set[int] = set()
    tracemalloc.start()
    try:
        _ask(stage, dice, 4_000, codes)
        before = _allocated()
        _ask(stage, dice, 6_000, codes)
        assert _allocated() - before < 50_000
    finally:
        tracemalloc.stop()
    assert codes == set(Code) - {Code.SIZE_UNKNOWN}  # they were not all refused at the door; control calls push pictures
    assert len(stage.cloud.sessions()) <= 20
    assert len(stage.cloud.streams()) <= 100


def test_random_requests_over_sockets_leave_it_alive(emulator: Emulator, call: Caller) -> None:
    """Six hundred on kept connections, each of them answered; then the page's example is mixed as ever."""
    dice = random.Random(4711)
    for _ in range(30):
        with closing(http.client.HTTPConnection(*call.address, timeout=10)) as connection:
            for method, target, body in _requests(dice, 20):
                connection.request(method, target, body)
                reply = connection.getresponse()
                assert reply.status in (200, 400, 404, 405)
                assert reply.read()
    emulator.cloud.configure({"lag_s": 0, "expired_as_text": False})
    call.push_all()
    assert call.mix(page())["code"] == 0


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    width=st.integers(1, 2000),
    height=st.integers(1, 2000),
    box=st.tuples(st.integers(-50, 2000), st.integers(-50, 2000), st.integers(1, 2000), st.integers(1, 2000)),
)
def test_a_tile_is_granted_if_and_only_if_it_is_inside(width: int, height: int, box: tuple[int, int, int, int]) -> None:
    stage = Stage()
    stage.cloud.push(DENNY, Size(width, height), NOW)
    x, y, tile_width, tile_height = box
    document = page(1)
    tile(document, 1).update(location_x=x, location_y=y, image_width=tile_width, image_height=tile_height)
    inside = 0 <= x <= width - tile_width and 0 <= y <= height - tile_height
    assert stage.ask(document).code == (Code.SUCCESS if inside else Code.OUT_OF_PICTURE)


def test_retries_every_two_seconds_outlast_a_lag_of_five_but_not_of_eleven() -> None:
    """The page's advice, a retry every 2 seconds and at most 5, counted on the emulator's clock."""
    assert _tries(5) == [Code.NOT_PUSHED] * 3 + [Code.SUCCESS] * 3
    assert _tries(11) == [Code.NOT_PUSHED] * 6


def _tries(lag_s: int) -> list[Code]:
    stage = Stage()
    stage.cloud.configure({"lag_s": lag_s})
    seen = []
    for after in range(0, 12, 2):
        stage.now = NOW + after
        seen.append(stage.ask(page()).code)
    return seen


# --- random requests -------------------------------------------------------------------------------------------------


def _allocated() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def _ask(stage: Stage, dice: random.Random, count: int, codes: set[int]) -> None:
    for method, target, body in _requests(dice, count):
        answer = respond(stage.cloud, method, target, body, NOW + dice.random())
        if answer.content_type == "application/json":
            codes.add(_judged(stage.cloud, answer.status, json.loads(answer.body), body))


def _judged(cloud: Cloud, status: int, reply: dict[str, Any], body: bytes) -> int:
    """The code of a mix request, whose reply has the page's form; what was granted is inside the picture."""
    if status != 200 or "message" not in reply:
        return Code.SUCCESS
    assert list(reply) == ["code", "message", "timestamp"]
    if reply["code"] == 0:
        assert _is_on_air(cloud, json.loads(body))
    return int(reply["code"])


def _is_on_air(cloud: Cloud, document: dict[str, Any]) -> bool:
    """By plain arithmetic on the payload: either the session shows what was asked, or it is not running."""
    asked = para(document)
    session = cloud.mixing(asked["mix_stream_session_id"])
    if len(asked["input_stream_list"]) == 1:
        return session is None
    assert session is not None
    params = [entry["layout_params"] for entry in asked["input_stream_list"]]
    boxes = [box for box in params if box["image_layer"] > 1]
    return len(session.placements) == len(boxes) + 1 and all(
        0 <= box["location_x"] <= session.canvas.width - box["image_width"]
        and 0 <= box["location_y"] <= session.canvas.height - box["image_height"]
        for box in boxes
    )


def _requests(dice: random.Random, count: int) -> Iterator[Request]:
    kinds = (_good, _good, _bent, _bent, _torn, _uninvited, _control)
    for _ in range(count):
        yield dice.choice(kinds)(dice)


def _good(dice: random.Random) -> Request:
    """A request of some show, which may or may not be pushed."""
    return _post(_show(dice.choice(PRIMARIES), dice.randrange(4)))


@cache
def _show(primary: str, secondaries: int) -> bytes:
    document = page(secondaries, mix_stream_session_id=primary, output_stream_id=primary)
    para(document)["input_stream_list"][0]["input_stream_id"] = primary
    return json.dumps(document).encode()


def _bent(dice: random.Random) -> Request:
    """A good request in which one value became another, or a field went away."""
    method, target, body = _good(dice)
    document = json.loads(body)
    holder, key = dice.choice(list(_places(document)))
    if dice.random() < 0.3 and isinstance(holder, dict):
        del holder[key]
    else:
        holder[key] = dice.choice((*JUNK, [holder[key]] * dice.randrange(7)))
    return method, target, json.dumps(document).encode()


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        yield part, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _torn(dice: random.Random) -> Request:
    """A body that was cut, or is no text at all."""
    body = _good(dice)[2]
    return _post(dice.choice((body[: dice.randrange(len(body))], dice.randbytes(dice.randrange(300)))))


def _uninvited(dice: random.Random) -> Request:
    """A good body with a query that is wrong somewhere."""
    changes: tuple[dict[str, Any], ...] = (
        {"cmd": 7},
        {"interface": "x"},
        {"t": NOW - 1},
        {"t": "x"},
        {"t": 10**14},
        {"sign": "ü"},
        {"key": f"{KEY}0"},
    )
    return "POST", f"/common_access?{query(**dice.choice(changes))}", _good(dice)[2]


def _control(dice: random.Random) -> Request:
    stream = dice.choice((*PRIMARIES, *PRIMARIES, DENNY, REX, "8888_link", "8888_shock"))
    size = {"width": CANVAS.width, "height": dice.choice((CANVAS.height, CANVAS.height, 600, 0))}
    calls: tuple[tuple[str, str, Any], ...] = (
        ("PUT", f"/streams/{stream}", size),
        ("PUT", f"/streams/{stream}", size),
        ("PUT", f"/streams/{stream}", size),
        ("DELETE", f"/streams/{stream}", None),
        ("GET", f"/sessions/{stream}", None),
        ("PUT", "/settings", {"lag_s": dice.choice((0, 0, 0, 0.5, -1, "x")), "expired_as_text": dice.random() < 0.3}),
        ("PATCH", dice.choice(("/streams", "/x", "/common_access")), None),
    )
    method, target, document = dice.choice(calls)
    return method, target, json.dumps(document).encode()


def _post(body: bytes) -> Request:
    return "POST", f"/common_access?{query()}", body
