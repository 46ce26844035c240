"""Inputs one by one, and the output: numbers, ids, colours, crops; what comes twice word for word."""

from __future__ import annotations

from typing import Any

from layoutkit.documents import Keys
from layoutkit.scene import is_stream_id
from layoutkit.targets.bench import INPUTS, PARA
from layoutkit.targets.inputs import Kind
from layoutkit.targets.mixing import colour_of
from layoutkit.targets.profiles import ON_A_CANVAS, PRESETS
from layoutkit.targets.repairing.draft import MISSING, Draft, whole_number


def members(draft: Draft, profile: str) -> None:
    """Every input's own members, but for its layer and its place."""
    if profile == "2017":
        _copies(draft)
    for index, item, where in draft.members():
        path: Keys = (*INPUTS, index)
        _id(draft, (*path, "input_stream_id"))
        if profile == "2019":
            for key in ("input_type", "picture_id"):
                _whole(draft, (*path, "layout_params", key))
            _colour(draft, (*path, "layout_params", "color"), where)
            _crop(draft, (*path, "crop_params"), item)


def _copies(draft: Draft) -> None:
    """An input that says the same as an earlier one, word for word, is taken away."""
    inputs = draft.get(INPUTS)
    if not isinstance(inputs, list):
        return
    for index in range(len(inputs) - 1, 0, -1):
        if isinstance(inputs[index], dict) and inputs[index] in inputs[:index]:
            draft.drop((*INPUTS, index), "the same input stands before it")


def _id(draft: Draft, path: Keys) -> None:
    """An id written as a number becomes text."""
    value = draft.get(path)
    if type(value) is int and is_stream_id(str(value)):
        draft.put(path, str(value), "an id is text")


def _whole(draft: Draft, path: Keys, low: int | None = None, top: int | None = None) -> None:
    """A whole number, where a value means one; within bounds, where there are any."""
    value = draft.get(path)
    found = None if value is MISSING else whole_number(value)
    if found is not None:
        within = found if low is None or top is None else min(max(found, low), top)
        draft.put(path, within, "a whole number" if within == found else f"from {low} to {top}")


def _colour(draft: Draft, path: Keys, where: dict[str, Any]) -> None:
    """`#cc0033`, `cc0033` and 0xcc0033 as a number become `0xcc0033`."""
    value = where.get("color", MISSING)
    text = f"{value:06x}" if type(value) is int and 0 <= value < 2**24 else str(value).strip()
    for written in (text, f"0x{text}", f"0x{text[2:]}" if text[:2] == "0X" else ""):
        if value is not MISSING and (found := colour_of(written)):
            draft.put(path, found, "a colour is 0xRRGGBB")
            return
    if value is not MISSING and where.get("input_type", 0) != Kind.CANVAS:
        draft.drop(path, "it is no canvas")


def _crop(draft: Draft, path: Keys, item: dict[str, Any]) -> None:
    """Whole pixels of the source; a crop of nothing is none."""
    crop = item.get("crop_params")
    if crop is None or crop == {}:
        draft.drop(path, "a crop of nothing is none")
    elif isinstance(crop, dict):
        for key in ("crop_width", "crop_height"):
            _whole(draft, (*path, key), 1, 3000)
        for key in ("crop_x", "crop_y"):
            _whole(draft, (*path, key), 0, 3000)


# --- session, output, preset -----------------------------------------------------------------------------------------


def outputs(draft: Draft, profile: str) -> None:
    """Session and output: in 2017 the primary's id; in 2019 any, that of the primary where there is none."""
    for key in ("mix_stream_session_id", "output_stream_id"):
        if draft.get(PARA) is not MISSING:
            _id(draft, (*PARA, key))
    primary = _primary(draft, profile)
    if primary is None:
        return
    for key in ("mix_stream_session_id", "output_stream_id"):
        if profile == "2017" or not is_stream_id(draft.get((*PARA, key))):
            draft.put((*PARA, key), primary, "the primary's id")
    if profile == "2019":
        _output_type(draft)
        _whole(draft, (*PARA, "output_stream_bitrate"), 1, 50000)
        _preset(draft)
        for key in ("domain", "path"):
            if draft.get((*PARA, key)) is not MISSING:
                draft.put((*PARA, key), "", "always empty")


def _kind(where: dict[str, Any]) -> Any:
    return where.get("input_type", 0)


def _live(draft: Draft) -> list[tuple[Any, Any]]:
    """Layer and id of every stream that somebody pushes."""
    found = [(where.get("image_layer"), item.get("input_stream_id"), _kind(where)) for _, item, where in draft.members()]
    return [(layer, stream) for layer, stream, kind in found if kind not in (Kind.CANVAS, Kind.PICTURE) and is_stream_id(stream)]


def _primary(draft: Draft, profile: str) -> str | None:
    """The id of the stream on layer 1; in 2019, that of the lowest stream."""
    live = [(layer, stream) for layer, stream in _live(draft) if type(layer) is int]
    if not live or (profile == "2017" and min(layer for layer, _ in live) != 1):
        return None
    found: str = min(live, key=lambda one: one[0])[1]
    return found


def _output_type(draft: Draft) -> None:
    """0 where the output is an input's, 1 where it is a new stream; what is not there stays away."""
    path: Keys = (*PARA, "output_stream_type")
    given, ids = draft.get(path), {stream for _, stream in _live(draft)}
    if given is MISSING:
        return
    inside = draft.get((*PARA, "output_stream_id")) in ids
    kind = whole_number(given)
    right = kind in (0, 1) and not (kind == 1 and inside)
    draft.put(path, kind if right else int(not inside), "a whole number" if right else "0 takes an input's place, 1 is a new stream")


def _preset(draft: Draft) -> None:
    """A preset that is for other inputs is none, where every tile says itself where it stands."""
    path: Keys = (*PARA, "mix_stream_template_id")
    _whole(draft, path)
    preset, kinds = draft.get(path), [(_kind(where), where.get("image_layer")) for _, _, where in draft.members()]
    seen = sum(kind != Kind.SOUND for kind, _ in kinds)
    ground = next((kind for kind, layer in kinds if layer == 1), None)
    if type(preset) is int and preset in PRESETS and (PRESETS[preset] != seen or (preset in ON_A_CANVAS and ground != Kind.CANVAS)):
        draft.put(path, 0, f"preset template {preset} is for other inputs")
