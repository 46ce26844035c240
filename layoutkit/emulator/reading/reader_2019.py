"""Reads a payload of profile 2019 as a stranger would: from the last table (TENCENT, V2C) alone."""

from __future__ import annotations

import re
from typing import Any

from layoutkit.emulator.reading.blend import KINDS, Blend, Cancel, Entry, Number
from layoutkit.emulator.reading.codes import Refusal, shown
from layoutkit.emulator.reading.codes_2019 import LaterCode
from layoutkit.emulator.reading.fields import INT32, INT64, stream_id, whole
from layoutkit.geometry import Rect

START = "mix_streamv2.start_mix_stream_advanced"
CANCEL = "mix_streamv2.cancel_mix_stream"

MOST_INPUTS = 16
"""At most sixteen inputs, canvas, pictures and sound among them."""

LONGEST = 2999
"""Pixels of a tile's side; the check is of the open interval (0,3000)."""

_COLOUR = re.compile(r"0x[0-9A-Fa-f]{6}")


def read_later(document: Any, app_id: int = 0) -> Blend | Cancel:
    """What a payload asks for, checked as far as it can be without knowing the streams; app id 0 stands for any."""
    para = _para(document)
    _account(document, para, app_id)
    timestamp = whole(document, "timestamp", "", 0, INT64)
    session, output = (stream_id(para, key, "para") for key in ("mix_stream_session_id", "output_stream_id"))
    if para["interface"] == CANCEL:
        return Cancel(session, output, timestamp)
    kind = _member(para, "output_stream_type", "para", (0, 1))
    bitrate = _bitrate(para)
    preset = whole({"mix_stream_template_id": 0} | para, "mix_stream_template_id", "para", 0)
    inputs = [_entry(value, f"input_stream_list[{n}]", preset) for n, value in enumerate(_inputs(para))]
    return Blend(session, output, timestamp, _in_layers(inputs), kind == 1, preset, bitrate)


# --- the envelope ----------------------------------------------------------------------------------------------------


def _para(document: Any) -> dict[str, Any]:
    interface = document.get("interface") if isinstance(document, dict) else None
    para = interface.get("para") if isinstance(interface, dict) else None
    if not isinstance(interface, dict) or not isinstance(para, dict):
        raise Refusal(LaterCode.UNREADABLE, "the body has no interface.para")
    if interface.get("interfaceName") != "Mix_StreamV2":
        raise Refusal(LaterCode.UNREADABLE, f"interface.interfaceName is {shown(interface.get('interfaceName'))}, not 'Mix_StreamV2'")
    if para.get("interface") not in (START, CANCEL):
        raise Refusal(LaterCode.UNREADABLE, f"interface.para.interface is {shown(para.get('interface'))}, not {START!r} or {CANCEL!r}")
    return para


def _account(document: dict[str, Any], para: dict[str, Any], app_id: int) -> None:
    """-2 is for an app id or an event id that is missing or 0, and for nothing else of theirs."""
    for holder, key, at, low in ((para, "app_id", "para", 1), (document, "eventId", "", -INT32 - 1)):
        if holder.get(key) in (None, 0) and holder.get(key) is not False:
            raise Refusal(LaterCode.OUT_OF_PICTURE, f"{key} is missing or 0")
        whole(holder, key, at, low)
    if app_id and para["app_id"] != app_id:
        raise Refusal(LaterCode.OUT_OF_PICTURE, f"app_id {para['app_id']} is not the account that signed the request")


def _bitrate(para: dict[str, Any]) -> int:
    rate = para.get("output_stream_bitrate")
    if rate is not None and not (type(rate) is int and 1 <= rate <= 50000):
        raise Refusal(LaterCode.WRONG_BITRATE, f"para.output_stream_bitrate is {shown(rate)}, not from 1 to 50000 kbit/s")
    return rate or 0


def _inputs(para: dict[str, Any]) -> list[Any]:
    inputs = para.get("input_stream_list")
    if not inputs:
        raise Refusal(LaterCode.UNREADABLE, "input_stream_list is missing or empty")
    if not isinstance(inputs, list):
        raise Refusal(LaterCode.WRONG_FIELD, f"input_stream_list is {shown(inputs)}, not a list")
    if len(inputs) > MOST_INPUTS:
        raise Refusal(LaterCode.TOO_MANY, f"{len(inputs)} input streams; at most {MOST_INPUTS}")
    if len(inputs) < 2:
        raise Refusal(LaterCode.TOO_FEW, f"one input stream cannot be mixed; {CANCEL} ends a mix")
    return inputs


# --- the inputs ------------------------------------------------------------------------------------------------------


def _entry(value: Any, at: str, preset: int) -> Entry:
    entry, here = _object(value, at), f"{at}.layout_params"
    params = _object(entry.get("layout_params"), here)
    stream = stream_id(entry, "input_stream_id", at)
    kind = KINDS[_member(params, "input_type", here, tuple(KINDS))]
    layer = _layer(params, here)
    x, y = (_number({key: 0} | params, key, here, 0, 3000) for key in ("location_x", "location_y"))
    width, height = _sides(params, here, excused=kind == "sound" or layer == 1 or preset > 0)
    colour, picture = _colour(params, here), whole({"picture_id": 0} | params, "picture_id", here, 0)
    if kind == "picture" and not picture:
        raise Refusal(LaterCode.NO_PICTURE, f"{here}.picture_id is missing")
    return Entry(stream, layer, kind, x, y, width, height, _crop(entry, at), colour if kind == "canvas" else "", picture)


def _object(value: Any, at: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(LaterCode.WRONG_FIELD, f"{at} is {'missing' if value is None else shown(value) + ', not an object'}")
    return value


def _member(holder: dict[str, Any], key: str, at: str, known: tuple[int, ...]) -> int:
    value = holder.get(key, 0)
    if type(value) is not int or value not in known:
        raise Refusal(LaterCode.WRONG_FIELD, f"{at}.{key} is {shown(value)}, not one of {', '.join(map(str, known))}")
    return value


def _layer(params: dict[str, Any], at: str) -> int:
    layer = whole(params, "image_layer", at, -INT32)
    if not 1 <= layer <= MOST_INPUTS:
        raise Refusal(LaterCode.WRONG_LAYERS, f"{at}.image_layer is {layer}, not from 1 to {MOST_INPUTS}")
    return layer


def _sides(params: dict[str, Any], at: str, *, excused: bool) -> tuple[Number | None, Number | None]:
    """Width and height: both, or where the background, sound or a preset template needs none, neither."""
    if excused and "image_width" not in params and "image_height" not in params:
        return None, None
    return _number(params, "image_width", at, 1, LONGEST), _number(params, "image_height", at, 1, LONGEST)


def _number(params: dict[str, Any], key: str, at: str, low: int, high: int) -> Number:
    """Whole pixels, or a share of the background."""
    value = params.get(key)
    if isinstance(value, float):
        if 0.01 <= value <= 0.99:
            return value
        raise Refusal(LaterCode.WRONG_FIELD, f"{at}.{key} is {shown(value)}, not a share from 0.01 to 0.99")
    return whole(params, key, at, low, high)


def _colour(params: dict[str, Any], at: str) -> str:
    value = params.get("color", "")
    if value != "" and not (isinstance(value, str) and _COLOUR.fullmatch(value)):
        raise Refusal(LaterCode.WRONG_PRESET_OR_COLOUR, f"{at}.color is {shown(value)}, not 0xRRGGBB")
    return str(value)


def _crop(entry: dict[str, Any], at: str) -> Rect | None:
    if entry.get("crop_params") is None:
        return None
    here = f"{at}.crop_params"
    crop = {"crop_x": 0, "crop_y": 0} | _object(entry["crop_params"], here)
    x, y = (whole(crop, key, here, 0, 3000) for key in ("crop_x", "crop_y"))
    return Rect(x, y, *(whole(crop, key, here, 1, 3000) for key in ("crop_width", "crop_height")))


def _in_layers(inputs: list[Entry]) -> tuple[Entry, ...]:
    """The inputs by layer: each its own, the background on 1; there may be holes."""
    layers = [entry.layer for entry in inputs]
    if len(set(layers)) < len(layers) or 1 not in layers:
        raise Refusal(LaterCode.WRONG_LAYERS, f"image_layer must be 1 for the background and another for each input, not {layers}")
    return tuple(sorted(inputs, key=lambda entry: entry.layer))
