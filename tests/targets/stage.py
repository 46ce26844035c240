"""What the tests of this room share: random layouts, and payloads of profile 2019 as shipped code and the documents have them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile
from layoutkit.origin import Origin, TemplateRef
from layoutkit.scene import Stream

ORIGIN = Origin(TemplateRef("drawn", 1, "sha256:" + "0" * 64))
CANVAS = Size(540, 960)
NOW = 1490858287


def rects(canvas: Size) -> st.SearchStrategy[Rect]:
    """A rectangle inside a canvas."""

    def inside(x: int, y: int, right: int, bottom: int) -> Rect:
        return Rect(x, y, 1 + right % (canvas.width - x), 1 + bottom % (canvas.height - y))

    across, down = st.integers(0, canvas.width - 1), st.integers(0, canvas.height - 1)
    return st.builds(inside, across, down, across, down)


@st.composite
def tiles(draw: st.DrawFn, canvas: Size, stream: str, layer: int) -> Tile:
    """A tile somewhere, perhaps of a source whose size is known, perhaps of a part of it."""
    source = draw(st.none() | st.builds(Size, st.integers(1, 2000), st.integers(1, 2000)))
    crop = draw(st.none() | rects(source)) if source else None
    fit = "crop" if crop else draw(st.sampled_from(["", "letterbox"]))
    return Tile(Stream(stream, size=source), "secondary", draw(rects(canvas)), layer, fit, crop)


@st.composite
def layouts(draw: st.DrawFn, most: int = 12, *, background: bool | None = None) -> Layout:
    """A layout: the primary as background or as a tile on any layer, up to so many secondaries, some who are only heard."""
    canvas = draw(st.builds(Size, st.integers(16, 2000), st.integers(16, 2000)))
    count, heard = draw(st.integers(0, most)), draw(st.integers(0, 2))
    if draw(st.booleans()) if background is None else background:
        primary, layers = Tile(Stream("host"), "primary", Rect(0, 0, canvas.width, canvas.height), 1), range(2, count + 2)
    else:
        at = draw(st.integers(1, count + 1))
        whole = Tile(Stream("host"), "primary", draw(rects(canvas)), at)
        primary, layers = whole, [layer for layer in range(1, count + 2) if layer != at]
    rest = [draw(tiles(canvas, f"guest_{i}", layer)) for i, layer in enumerate(layers, 1)]
    off = tuple(OffPicture(Stream(f"voice_{i}"), "audio only") for i in range(heard))
    return Layout(ORIGIN, canvas, (primary, *rest), off)


def payload(*inputs: dict[str, Any], **para: Any) -> dict[str, Any]:
    """A payload of profile 2019 with these inputs, and what its `para` says beside them."""
    said = {
        "app_id": 1250000000,
        "interface": "mix_streamv2.start_mix_stream_advanced",
        "mix_stream_session_id": "room",
        "output_stream_id": "host",
        "input_stream_list": deepcopy(list(inputs)),
    }
    return {"timestamp": NOW, "eventId": NOW, "interface": {"interfaceName": "Mix_StreamV2", "para": said | para}}


def entry(stream: str, layer: int, *place: float, **more: Any) -> dict[str, Any]:
    """One input: id, layer, perhaps width, height, x and y; `crop` stands beside its place, the rest in it."""
    crop = more.pop("crop", None)
    names = ("image_width", "image_height", "location_x", "location_y")
    where = {"image_layer": layer, **dict(zip(names, place, strict=False)), **more}
    return {"input_stream_id": stream, "layout_params": where, **({"crop_params": crop} if crop else {})}


HOST = entry("host", 1)
REX = entry("rex", 2, 160, 240, 380, 630)
