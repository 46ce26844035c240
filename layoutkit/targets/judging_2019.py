"""What the schema of profile 2019 cannot say of a payload (TENCENT, generation V2C), and what is legal in one and unwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from layoutkit.documents import Keys
from layoutkit.geometry import Size
from layoutkit.targets.bench import GEOMETRY, INPUTS, PARA, Bench
from layoutkit.targets.inputs import Kind
from layoutkit.targets.placements import edges, stated
from layoutkit.targets.profiles import ON_A_CANVAS, PRESETS

SHOWN = (Kind.STREAM, Kind.PICTURE, Kind.CANVAS, Kind.VIDEO)
"""Kinds that are seen: those that a preset counts (TENCENT, section 4)."""


def judge(bench: Bench) -> None:
    """Layers, background, each input, preset and output; whatever is wrong with one keeps no other from being judged."""
    _layers(bench)
    _background(bench)
    for index, item in bench.inputs:
        _input(bench, index, item)
    _preset(bench)
    _output(bench)


def _kind(item: Mapping[str, Any]) -> Kind:
    return Kind(item["layout_params"].get("input_type", 0))


def _path(index: int, *keys: str) -> Keys:
    return (*INPUTS, index, "layout_params", *keys)


def _layers(bench: Bench) -> None:
    """Each layer once, for sound too; they need not be dense (TENCENT, section 10, 8)."""
    first: dict[int, str] = {}
    for index, item in bench.inputs:
        layer = item["layout_params"]["image_layer"]
        if layer in first:
            said = f"image_layer {layer} of {item['input_stream_id']!r} is that of {first[layer]!r} already"
            bench.fault(said, _path(index, "image_layer"), "each input has a layer of its own, sound too")
        first.setdefault(layer, item["input_stream_id"])
    if bench.all and 1 not in first:
        bench.fault("no input is on layer 1", INPUTS, "1 is the background: the primary, or a canvas or picture below all")


def _grounds(bench: Bench) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The input on layer 1, if there is one."""
    return ((i, item) for i, item in bench.inputs if item["layout_params"]["image_layer"] == 1)


def _background(bench: Bench) -> None:
    """It is seen, its size is in pixels, it is the canvas that was meant, and somebody tells its size (TENCENT, sections 4 and 6)."""
    for index, item in _grounds(bench):
        where, who = item["layout_params"], f"the background {item['input_stream_id']!r}"
        if _kind(item) is Kind.SOUND:
            bench.fault(f"{who} is only heard", _path(index, "input_type"), "a primary, a canvas or a picture is on layer 1")
        for key in GEOMETRY:
            if type(where.get(key)) is float:
                bench.fault(f"{key} of {who} is a share of itself", _path(index, key), "whole pixels")
        size = stated([item])
        if size and bench.canvas and size != bench.canvas:
            bench.fault(f"{who} is {size}, not the {bench.canvas} of the canvas", _path(index))
        live = any(_kind(other) in (Kind.STREAM, Kind.VIDEO) for _, other in bench.inputs)
        if _kind(item) is Kind.CANVAS and not size and bench.all and not live:
            bench.fault(f"{who} has no size, and no stream that is seen has one for it", _path(index), "image_width and image_height")


def _input(bench: Bench, index: int, item: Mapping[str, Any]) -> None:
    """One input: a picture says which, what is seen has a size, and it stands inside the background."""
    where, who, kind = item["layout_params"], f"stream {item['input_stream_id']!r}", _kind(item)
    if kind is Kind.PICTURE and "picture_id" not in where:
        bench.fault(f"{who} is a picture without a picture_id", _path(index), "the id of an uploaded picture")
    missing = [key for key in GEOMETRY[:2] if key not in where]
    excused = kind is Kind.SOUND or where["image_layer"] == 1 or bench.para.get("mix_stream_template_id", 0) != 0
    if missing and (not excused or len(missing) == 1):
        bench.fault(f"{who} has no {', '.join(missing)}", _path(index), "a preset template, or being sound alone, needs no size")
    if not missing and kind is not Kind.SOUND and (over := _overhang(where, ground := _ground(bench))):
        found = edges(where, ground)
        place = ", {2:g}x{3:g} at ({0:g},{1:g}),".format(*map(float, found)) if found else ""
        bench.fault(f"{who}{place} is {over} of the {f'{ground} canvas' if ground else 'background'}", _path(index))


def _ground(bench: Bench) -> Size | None:
    """The size that bounds are judged by: that of the payload, else the canvas given."""
    return stated([item for _, item in bench.inputs]) or bench.canvas


def _overhang(where: Mapping[str, Any], ground: Size | None) -> str:
    """How far a tile stands out at the right and the bottom; empty where it does not, or nobody can know."""
    if found := edges(where, ground) if ground else None:
        beyond = (("right", found[0] + found[2] - ground.width), ("bottom", found[1] + found[3] - ground.height)) if ground else ()
        return " and ".join(f"{float(px):g} px beyond the {edge} edge" for edge, px in beyond if px > 0)
    sums = (("right", ("location_x", "image_width")), ("bottom", ("location_y", "image_height")))
    shares = [(edge, [where.get(key) for key in keys]) for edge, keys in sums]
    over = [(edge, sum(Fraction(str(n)) for n in pair) - 1) for edge, pair in shares if all(type(n) is float for n in pair)]
    return " and ".join(f"{float(100 * share):g}% beyond the {edge} edge" for edge, share in over if share > 0)


def _preset(bench: Bench) -> None:
    """A preset is for a number of inputs that are seen, and some are for a canvas (TENCENT, section 4)."""
    preset = bench.para.get("mix_stream_template_id", 0) if bench.sound("mix_stream_template_id") else 0
    seen = sum(_kind(item) in SHOWN for _, item in bench.inputs)
    path = (*PARA, "mix_stream_template_id")
    if bench.all and preset in PRESETS and seen != PRESETS[preset]:
        bench.fault(f"preset template {preset} is for {PRESETS[preset]} inputs that are seen, not {seen}", path)
    for _, item in _grounds(bench):
        if preset in ON_A_CANVAS and _kind(item) is not Kind.CANVAS:
            bench.fault(f"preset template {preset} needs a canvas on layer 1, not {item['input_stream_id']!r}", path)


def _live(bench: Bench) -> set[str]:
    """The ids of the streams: a canvas or a picture may bear any."""
    return {item["input_stream_id"] for _, item in bench.inputs if _kind(item) not in (Kind.CANVAS, Kind.PICTURE)}


def _output(bench: Bench) -> None:
    """A new stream is none of the inputs (TENCENT, section 7)."""
    said = bench.sound("output_stream_id") and bench.sound("output_stream_type")
    if said and bench.para["output_stream_type"] == 1 and bench.para["output_stream_id"] in _live(bench):
        told = f"output_stream_id {bench.para['output_stream_id']!r} is an input's, and output_stream_type 1 makes a new stream"
        bench.fault(told, (*PARA, "output_stream_id"), "another id, or output_stream_type 0")


# --- legal and unwise ------------------------------------------------------------------------------------------------


def warn(bench: Bench) -> None:
    """Shares of the background, members that mean nothing where they stand, an output that may be refused, an unknown preset."""
    for index, item in bench.inputs:
        where, who, kind = item["layout_params"], f"stream {item['input_stream_id']!r}", _kind(item)
        for key in GEOMETRY:
            if type(where.get(key)) is float:
                said = f"{key} of {who} is a share, and the documents disagree whether of the background or of the source"
                bench.fault(said, _path(index, key), "whole pixels (TENCENT, section 10, 5)")
        for key, of in (("color", Kind.CANVAS), ("picture_id", Kind.PICTURE)):
            if key in where and kind is not of:
                bench.fault(f"{key} of {who} means nothing: it is no {of.name.lower()}", _path(index, key))
    _unwise_output(bench)


def _unwise_output(bench: Bench) -> None:
    output, preset = bench.para["output_stream_id"], bench.para.get("mix_stream_template_id", 0)
    if not bench.para.get("output_stream_type") and output not in _live(bench):
        said = f"output_stream_id {output!r} is no input's, and output_stream_type 0 replaces an input: code -111 may be the answer"
        bench.fault(said, (*PARA, "output_stream_id"), "output_stream_type 1 makes a new stream")
    if preset and preset not in PRESETS:
        known = ", ".join(map(str, PRESETS))
        bench.fault(f"preset template {preset} is none that is documented", (*PARA, "mix_stream_template_id"), f"there are {known}")
