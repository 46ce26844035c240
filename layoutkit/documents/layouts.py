"""A layout as JSON: written, and read back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from layoutkit.documents.files import Keys, Locate
from layoutkit.documents.parts import Parts, placed
from layoutkit.errors import DocumentError, Fault, LayoutkitError, UsageError
from layoutkit.geometry import MAX_SIDE, Area, Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile, WishReached
from layoutkit.origin import Origin, TemplateRef
from layoutkit.scene import Stream

# --- written ---------------------------------------------------------------------------------------------------------


def layout_document(layout: Layout) -> dict[str, Any]:
    """The layout document (schema `layout`): settings in force, the primary first and the rest by layer."""
    made = layout.origin.template
    sources = {tile.stream.id: _sides(tile.stream.size) for tile in layout.tiles if tile.stream.size}
    regions = [{"name": name, **_box(area)} for name, area in layout.regions]
    return {
        "layout": 1,
        "template": {"name": made.name, "version": made.version, "digest": made.digest},
        "settings": dict(layout.origin.settings),
        "canvas": _sides(layout.canvas),
        "tiles": [_written(tile) for tile in layout.tiles],
        "off_picture": [{"stream": off.stream.id, "why": off.why} for off in layout.off_picture],
        "wishes": [{"wish": w.wish, "value": w.value, "bound": w.bound, "proved": w.proved} for w in layout.wishes],
        "proved": layout.proved,
        **({"regions": regions} if regions else {}),
        **({"sources": sources} if sources else {}),
    }


def _written(tile: Tile) -> dict[str, Any]:
    return {
        "stream": tile.stream.id,
        "role": tile.role,
        **_box(tile.rect),
        "layer": tile.layer,
        **({"fit": tile.fit} if tile.fit else {}),
        **({"crop": _box(tile.crop)} if tile.crop else {}),
        **({"name": tile.stream.name} if tile.stream.name else {}),
    }


def _box(rect: Rect) -> dict[str, int]:
    return {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height}


def _sides(size: Size) -> dict[str, int]:
    return {"width": size.width, "height": size.height}


# --- read ------------------------------------------------------------------------------------------------------------


def layout_from(document: Any, locate: Locate) -> Layout:
    """The layout that a document holds; DocumentError with every fault where it holds none."""
    parts = Parts(document, "layout", locate)
    canvas = parts.made(("canvas",), _size)
    sources = {str(path[1]): size for path, size in parts.each("sources", _size)}
    tiles = parts.each("tiles", lambda value: _tile(value, sources))
    off = parts.each("off_picture", lambda value: OffPicture(Stream(value["stream"]), value["why"]))
    regions = parts.each("regions", lambda value: (str(value["name"]), Area(**_numbers(value))))
    wishes = parts.each("wishes", _wish)
    _judge_tiles(parts, canvas, tiles)
    _judge_streams(parts, [*((path, tile.stream.id) for path, tile in tiles), *((path, o.stream.id) for path, o in off)], sources)
    _judge_regions(parts, canvas, regions)
    parts.refuse()
    assert canvas
    try:
        return Layout(
            _origin(document),
            canvas,
            tuple(tile for _, tile in tiles),
            tuple(found for _, found in off),
            tuple(wish for _, wish in wishes),
            document["proved"],
            tuple(region for _, region in regions),
        )
    except LayoutkitError as error:
        raise DocumentError(placed(error, locate(("tiles",), True))) from None


def _origin(document: Mapping[str, Any]) -> Origin:
    made = document["template"]
    return Origin(TemplateRef(made["name"], made["version"], made["digest"]), tuple(document["settings"].items()))


def _size(value: Mapping[str, int]) -> Size:
    return Size(value["width"], value["height"])


def _numbers(value: Mapping[str, Any]) -> dict[str, int]:
    return {key: value[key] for key in ("x", "y", "width", "height")}


def _tile(value: Mapping[str, Any], sources: Mapping[str, Size]) -> Tile:
    role = "" if value["role"] in ("primary", "secondary") else value["role"]
    stream = Stream(value["stream"], value.get("name", ""), sources.get(value["stream"]), role)
    crop = Rect(**_numbers(value["crop"])) if "crop" in value else None
    return Tile(stream, value["role"], Rect(**_numbers(value)), value["layer"], value.get("fit", ""), crop)


def _wish(value: Mapping[str, Any]) -> WishReached:
    reached = WishReached(value["wish"], value["value"], value["bound"], value["proved"])
    if not (math.isfinite(reached.value) and math.isfinite(reached.bound)):
        raise UsageError(f"wish {reached.wish[:60]!r} has a number too large to be one")
    return reached


# --- judged ----------------------------------------------------------------------------------------------------------


def _judge_tiles(parts: Parts, canvas: Size | None, tiles: Sequence[tuple[Keys, Tile]]) -> None:
    """The tiles that stand out of the canvas, and the crop windows that no source could have."""
    for path, tile in tiles:
        if canvas and (overhang := tile.rect.overhang(canvas)):
            parts.fault(f"tile of {tile.stream.id!r}, {tile.rect}, is {overhang} of the {canvas} canvas", path)
        if fault := _crop_fault(tile):
            parts.fault(fault.says, (*path, "crop"), fault.hint)


def _crop_fault(tile: Tile) -> Fault | None:
    if tile.crop is None:
        return None
    who, source = f"crop of {tile.stream.id!r}, {tile.crop},", tile.stream.size
    if tile.fit not in ("", "crop"):
        return Fault(f"{who} contradicts fit {tile.fit}", hint="leave one of them out")
    if overhang := tile.crop.overhang(source or Size(MAX_SIDE, MAX_SIDE)):
        return Fault(f"{who} is {overhang} of " + (f"its {source} source" if source else "any source"))
    return None


def _judge_streams(parts: Parts, ids: Sequence[tuple[Keys, str]], sources: Mapping[str, Size]) -> None:
    """Every stream once; sources are of streams that are there."""
    parts.twice(ids, "stream")
    known = {stream for _, stream in ids}
    for stream in sources if not parts.faults else ():  # a tile that could not be read has a source all the same
        if stream not in known:
            parts.fault(f"stream {stream!r} has a source and no tile", ("sources", stream))


def _judge_regions(parts: Parts, canvas: Size | None, regions: Sequence[tuple[Keys, tuple[str, Area]]]) -> None:
    """Every region once, inside the canvas."""
    parts.twice([(path, name) for path, (name, _) in regions], "region")
    for path, (name, area) in regions:
        if canvas and (overhang := area.overhang(canvas)):
            parts.fault(f"region {name!r}, {area}, is {overhang} of the {canvas} canvas", path)
