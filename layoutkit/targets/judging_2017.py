"""What the schema of profile 2017 cannot say of a payload (Mix_StreamV2, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layoutkit.geometry import Rect
from layoutkit.targets.bench import GEOMETRY, INPUTS, PARA, Bench


def judge(bench: Bench) -> None:
    """Ids, layers, and each in its place; whatever is wrong with one keeps no other from being judged."""
    _ids(bench)
    in_turn = _layers(bench)
    for index, item in bench.inputs:
        _geometry(bench, index, item, in_turn)


def _ids(bench: Bench) -> None:
    """Every stream once; session and output are the primary's id (section 3)."""
    seen: set[str] = set()
    for index, item in bench.inputs:
        stream = item["input_stream_id"]
        if stream in seen:
            bench.fault(f"stream {stream!r} comes a second time", (*INPUTS, index, "input_stream_id"))
        seen.add(stream)
    primary = next((item["input_stream_id"] for _, item in bench.inputs if item["layout_params"]["image_layer"] == 1), None)
    for key in ("mix_stream_session_id", "output_stream_id"):
        if primary is not None and bench.sound(key) and bench.para[key] != primary:
            bench.fault(f"{key} is {bench.para[key]!r}, not the primary's id {primary!r}", (*PARA, key))


def _layers(bench: Bench) -> bool:
    """1 for the primary, then 2, 3, 4 in turn (section 3); where an input is refused, its layer may be any that is left."""
    layers, hint = bench.layers, "1 for the primary, then 2, 3, 4 in turn"
    if bench.all and sorted(layers) != list(range(1, len(layers) + 1)):
        bench.fault(f"image layers {layers} are not 1..{len(layers)}, each once", INPUTS, hint)
        return False
    twice = sorted({layer for layer in layers if layers.count(layer) > 1})
    for layer in twice:
        bench.fault(f"image layer {layer} comes {layers.count(layer)} times", INPUTS, hint)
    return not twice


def _geometry(bench: Bench, index: int, item: Mapping[str, Any], in_turn: bool) -> None:
    """Secondaries have a place inside the primary's image; the primary, known by its layer if they are in turn, covers it (section 3)."""
    stream, where, path = item["input_stream_id"], item["layout_params"], (*INPUTS, index, "layout_params")
    missing = [key for key in GEOMETRY if key not in where]
    primary, canvas = in_turn and where["image_layer"] == 1, bench.canvas
    if missing:
        if (in_turn and not primary) or len(missing) < 4:
            bench.fault(f"stream {stream!r} has no {', '.join(missing)}", path)
        return
    rect = Rect(where["location_x"], where["location_y"], where["image_width"], where["image_height"])
    if primary and (rect.x or rect.y or (canvas and (rect.width, rect.height) != (canvas.width, canvas.height))):
        said = f"the primary {stream!r} is a tile, {rect}; in profile 2017 it covers the picture"
        bench.fault(said, path, "image_layer alone is enough")
    elif canvas and (overhang := rect.overhang(canvas)):
        bench.fault(f"stream {stream!r}, {rect}, is {overhang} of the {canvas} canvas", path)
