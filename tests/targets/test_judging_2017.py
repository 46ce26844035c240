"""Profile 2017: every fault of a payload is told at once, whatever else is wrong with it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import layoutkit as lk
from layoutkit import targets
from layoutkit.geometry import Size

CANVAS = Size(540, 960)
PAYLOAD = lk.render(lk.arrange("right-column", canvas=CANVAS, primary="host", secondaries=["a", "b"]), app_id=1, now=1)


def changed(**inputs: dict[str, Any]) -> dict[str, Any]:
    """The payload with other layout_params of some streams; those that are None are not there."""
    payload = deepcopy(PAYLOAD)
    for item in payload["interface"]["para"]["input_stream_list"]:
        item["layout_params"].update(inputs.get(item["input_stream_id"], {}))
        item["layout_params"] = {key: value for key, value in item["layout_params"].items() if value is not None}
    return payload


def says(payload: Any) -> list[str]:
    return [fault.says for fault in targets.faults(payload, canvas=CANVAS)]


def test_a_key_that_is_missing_hides_nothing() -> None:
    payload = changed(a={"location_x": 500})
    del payload["interface"]["para"]["interface"], payload["eventId"]
    assert says(payload) == [
        "'eventId' is missing",
        "interface.para: 'interface' is missing",
        "stream 'a', 160x240 at (500,630), is 120 px beyond the right edge of the 540x960 canvas",
    ]


def test_layers_out_of_turn_hide_no_place() -> None:
    """And nobody is called the primary, or short of a place that only a primary can do without."""
    assert says(changed(host={"image_layer": 2}, a={"location_x": 500}, b={"location_y": None})) == [
        "image layers [2, 2, 3] are not 1..3, each once",
        "stream 'a', 160x240 at (500,630), is 120 px beyond the right edge of the 540x960 canvas",
        "stream 'b' has no location_y",
    ]


def test_an_input_that_is_refused_still_has_its_layer() -> None:
    assert says(changed(a={"location_x": -3}, b={"image_layer": 2})) == [
        "interface.para.input_stream_list[1].layout_params.location_x: -3 is below 0",
        "image layer 2 comes 2 times",
    ]


@given(st.data())
def test_whatever_is_missing_is_told_and_never_a_surprise(data: st.DataObject) -> None:
    """Up to four keys or members taken away anywhere, in both profiles."""
    payload: Any = deepcopy(PAYLOAD)
    for _ in range(data.draw(st.integers(1, 4))):
        part = payload
        while part and isinstance(part, (dict, list)):
            key = data.draw(st.sampled_from(list(part) if isinstance(part, dict) else list(range(len(part)))))
            if not isinstance(part[key], (dict, list)) or data.draw(st.booleans()):
                del part[key]
                break
            part = part[key]
    for profile in ("2017", "2019"):
        assert targets.faults(payload, canvas=CANVAS, profile=profile) or targets.show(payload, CANVAS, profile)
