"""A scene read from JSON: who is in the show, on which canvas, and what must be kept clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layoutkit.documents.files import Keys, Locate
from layoutkit.documents.parts import Parts, placed
from layoutkit.errors import DocumentError, LayoutkitError
from layoutkit.geometry import Rect, Size
from layoutkit.scene import KeepClear, Scene, Stream


def scene_from(document: Any, locate: Locate) -> Scene:
    """The scene that a document holds (schema `scene`); DocumentError with every fault where it holds none."""
    parts = Parts(document, "scene", locate)
    canvas = parts.made(("canvas",), _canvas)
    primary = parts.made(("primary",), _stream)
    secondaries = parts.each("secondaries", _stream)
    areas = parts.each("keep_clear", lambda box: Rect(*box))
    if primary:
        parts.twice([(("primary",), primary.id), *((path, stream.id) for path, stream in secondaries)], "stream")
    _judge_areas(parts, canvas, areas)
    parts.refuse()
    assert canvas
    assert primary
    try:
        clear = tuple(KeepClear(str(path[1]), box) for path, box in areas)
        return Scene(canvas, primary, tuple(stream for _, stream in secondaries), clear)
    except LayoutkitError as error:
        raise DocumentError(placed(error, locate(("primary",), False))) from None


def _canvas(value: str | Mapping[str, int]) -> Size:
    return Size.parse(value) if isinstance(value, str) else Size(value["width"], value["height"])


def _stream(value: str | Mapping[str, Any]) -> Stream:
    given: Mapping[str, Any] = {"id": value} if isinstance(value, str) else value
    size = Size(given["width"], given["height"]) if "width" in given else None
    known = ("name", "role", "audio_only", "priority")
    return Stream(given["id"], size=size, **{key: given[key] for key in known if key in given})


def _judge_areas(parts: Parts, canvas: Size | None, areas: Sequence[tuple[Keys, Rect]]) -> None:
    """The keep-clear areas that stand out of the canvas."""
    for path, box in areas:
        if canvas and (overhang := box.overhang(canvas)):
            parts.fault(f"keep-clear area {path[1]!r} is {overhang} of the {canvas} canvas", path)
