"""Reads a Mix_StreamV2 payload as a stranger would: from the page alone, sharing no code with those who write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from layoutkit.emulator.reading.codes import Code, Refusal, shown
from layoutkit.emulator.reading.fields import INT32, INT64, mapping, parse, stream_id, whole
from layoutkit.emulator.reading.placement import Mix, Placement
from layoutkit.emulator.reading.reader_2019 import read_later
from layoutkit.geometry import Rect, Size

MAX_INPUTS = 4
"""At most four streams, the primary among them (Mix_StreamV2, section 3)."""

_GEOMETRY = {"image_width", "image_height", "location_x", "location_y"}


def placements(payload: bytes | str, canvas: Size, profile: str = "2017") -> tuple[Placement, ...]:
    """Where a payload puts all that is seen, on a background of that size, by layer; a Refusal when it is invalid."""
    document = parse(payload.encode() if isinstance(payload, str) else payload)
    return (read(document) if profile == "2017" else read_later(document)).placements(canvas)


def read(document: Any, app_id: int = 0) -> Mix:
    """What a payload asks for, checked as far as it can be without knowing the streams; app id 0 stands for any."""
    para = _para(document)
    _account(document, para, app_id)
    inputs = _inputs(para)
    timestamp = whole(document, "timestamp", "", 0, INT64)
    session, output = (stream_id(mapping(para, "para"), k, "para") for k in ("mix_stream_session_id", "output_stream_id"))
    primary, *tiles = _in_layers([_input(value, f"input_stream_list[{n}]") for n, value in enumerate(inputs)])
    return Mix(session, output, timestamp, primary.stream, tuple(map(_placement, tiles)), _stated(primary))


# --- the envelope ----------------------------------------------------------------------------------------------------


def _para(document: Any) -> dict[str, Any]:
    """`interface.para`, after the two names that stand on the way to it."""
    interface = document.get("interface") if isinstance(document, dict) else None
    if not isinstance(interface, dict) or not isinstance(interface.get("para"), dict):
        raise Refusal(Code.UNREADABLE, "the body has no interface.para")
    para: dict[str, Any] = interface["para"]
    _named(interface, "interfaceName", "interface.interfaceName", "Mix_StreamV2")
    _named(para, "interface", "interface.para.interface", "mix_streamv2.start_mix_stream_advanced")
    return para


def _named(holder: dict[str, Any], key: str, name: str, value: str) -> None:
    if holder.get(key) != value:
        raise Refusal(Code.UNREADABLE, f"{name} is {shown(holder.get(key))}, not {value!r}")


def _account(document: dict[str, Any], para: dict[str, Any], app_id: int) -> None:
    """A missing number is read as 0, which both refuse (V2C, code -2)."""
    for holder, key, at in ((para, "app_id", "para"), (document, "eventId", "")):
        value = holder.get(key)
        if value is None or (type(value) is int and value == 0):
            raise Refusal(Code.WRONG_ACCOUNT, f"{key} is missing or 0")
        whole(holder, key, at, 1)
    if app_id and para["app_id"] != app_id:
        raise Refusal(Code.WRONG_ACCOUNT, f"app_id {para['app_id']} is not the account that signed the request")


def _inputs(para: dict[str, Any]) -> list[Any]:
    inputs = para.get("input_stream_list")
    if inputs is None or inputs == []:
        raise Refusal(Code.UNREADABLE, "input_stream_list is missing or empty")
    if not isinstance(inputs, list):
        raise Refusal(Code.WRONG_FIELD, f"input_stream_list is {shown(inputs)}, not a list")
    if len(inputs) > MAX_INPUTS:
        raise Refusal(Code.TOO_MANY, f"{len(inputs)} input streams; at most {MAX_INPUTS}")
    return inputs


# --- the inputs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Input:
    stream: str
    layer: int
    params: dict[str, Any]
    at: str
    """Where its layout_params stand in the payload, for messages."""


def _input(value: Any, at: str) -> _Input:
    entry = mapping(value, at)
    stream = stream_id(entry, "input_stream_id", at)
    at = f"{at}.layout_params"
    params = mapping(entry.get("layout_params"), at)
    return _Input(stream, whole(params, "image_layer", at, -INT32), params, at)


def _in_layers(inputs: list[_Input]) -> list[_Input]:
    """The inputs by layer, the primary first: "enter 1 for the primary image, and 2, 3 and 4 for secondary images"."""
    streams = [entry.stream for entry in inputs]
    twice = next((stream for stream in streams if streams.count(stream) > 1), None)
    if twice:
        raise Refusal(Code.WRONG_FIELD, f"stream {twice!r} stands in input_stream_list twice")
    layers = [entry.layer for entry in inputs]
    if sorted(layers) != list(range(1, len(layers) + 1)):
        raise Refusal(Code.WRONG_LAYERS, f"image_layer must be 1 to {len(layers)}, each once, not {layers}")
    return sorted(inputs, key=lambda entry: entry.layer)


def _placement(entry: _Input) -> Placement:
    box = _box(entry.params, entry.at)
    return Placement(entry.stream, box.x, box.y, box.width, box.height, entry.layer)


def _stated(primary: _Input) -> Rect | None:
    """The primary's own rectangle: "you only need to enter 1 in image_layer, and other fields are not required"."""
    if not _GEOMETRY & primary.params.keys():
        return None
    return _box({"location_x": 0, "location_y": 0} | primary.params, primary.at)


def _box(params: dict[str, Any], at: str) -> Rect:
    width, height = whole(params, "image_width", at, 1), whole(params, "image_height", at, 1)
    return Rect(whole(params, "location_x", at, -INT32), whole(params, "location_y", at, -INT32), width, height)
