"""The nouns as JSON: a layout written and read back, a scene read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layoutkit.documents.checking import check
from layoutkit.documents.files import Keys, Locate
from layoutkit.errors import DocumentError, Fault, LayoutkitError, Where
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile, WishReached
from layoutkit.origin import Origin, TemplateRef
from layoutkit.scene import KeepClear, Scene, Stream


def layout_document(layout: Layout) -> dict[str, Any]:
    """The layout document (schema `layout`): settings in force, the primary first and the rest by layer."""
    return {
        "layout": 1,
        "template": {
            "name": layout.origin.template.name,
            "version": layout.origin.template.version,
            "digest": layout.origin.template.digest,
        },
        "settings": dict(layout.origin.settings),
        "canvas": {"width": layout.canvas.width, "height": layout.canvas.height},
        "tiles": [_tile(tile) for tile in layout.tiles],
        "off_picture": [{"stream": off.stream.id, "why": off.why} for off in layout.off_picture],
        "wishes": [{"wish": w.wish, "value": w.value, "bound": w.bound, "proved": w.proved} for w in layout.wishes],
        "proved": layout.proved,
    }


def _tile(tile: Tile) -> dict[str, Any]:
    rect = tile.rect
    place = {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height, "layer": tile.layer}
    return {
        "stream": tile.stream.id,
        "role": tile.role,
        **place,
        **({"name": tile.stream.name} if tile.stream.name else {}),
    }


def layout_from(document: Any, locate: Locate) -> Layout:
    """The layout that a document holds; DocumentError with every fault where it holds none."""
    check(document, "layout", locate)
    made = document["template"]
    try:
        return Layout(
            Origin(TemplateRef(made["name"], made["version"], made["digest"]), tuple(document["settings"].items())),
            Size(document["canvas"]["width"], document["canvas"]["height"]),
            tuple(_read_tile(tile) for tile in document["tiles"]),
            tuple(OffPicture(Stream(off["stream"]), off["why"]) for off in document["off_picture"]),
            tuple(WishReached(w["wish"], w["value"], w["bound"], w["proved"]) for w in document["wishes"]),
            document["proved"],
        )
    except LayoutkitError as error:
        raise DocumentError(_placed(error, locate(("tiles",), True))) from None


def _read_tile(tile: Mapping[str, Any]) -> Tile:
    role = "" if tile["role"] in ("primary", "secondary") else tile["role"]
    rect = Rect(tile["x"], tile["y"], tile["width"], tile["height"])
    return Tile(Stream(tile["stream"], tile.get("name", ""), role=role), tile["role"], rect, tile["layer"])


def scene_from(document: Any, locate: Locate) -> Scene:
    """The scene that a document holds (schema `scene`); DocumentError with every fault where it holds none."""
    check(document, "scene", locate)
    reader = _SceneReader(locate)
    canvas = reader.canvas(document["canvas"])
    primary = reader.stream(document["primary"], ("primary",))
    others = [reader.stream(item, ("secondaries", i)) for i, item in enumerate(document.get("secondaries", ()))]
    areas = [reader.area(name, box) for name, box in document.get("keep_clear", {}).items()]
    if reader.faults or canvas is None or primary is None:
        raise DocumentError(reader.faults)
    try:
        return Scene(canvas, primary, tuple(s for s in others if s), tuple(a for a in areas if a))
    except LayoutkitError as error:
        raise DocumentError(_placed(error, locate((), False))) from None


class _SceneReader:
    """Makes the parts of a scene, and collects what keeps them from being made."""

    def __init__(self, locate: Locate) -> None:
        self.locate = locate
        self.faults: list[Fault] = []

    def canvas(self, value: Any) -> Size | None:
        try:
            return Size.parse(value) if isinstance(value, str) else Size(value["width"], value["height"])
        except LayoutkitError as error:
            self.faults += _placed(error, self.locate(("canvas",), False))
            return None

    def stream(self, value: Any, path: Keys) -> Stream | None:
        given: dict[str, Any] = {"id": value} if isinstance(value, str) else value
        try:
            size = Size(given["width"], given["height"]) if "width" in given else None
            names = ("name", "role", "audio_only", "priority")
            return Stream(given["id"], size=size, **{key: given[key] for key in names if key in given})
        except LayoutkitError as error:
            self.faults += _placed(error, self.locate(path, False))
            return None

    def area(self, name: str, box: list[int]) -> KeepClear | None:
        try:
            return KeepClear(name, Rect(*box))
        except LayoutkitError as error:
            self.faults += _placed(error, self.locate(("keep_clear", name), True))
            return None


def _placed(error: LayoutkitError, where: Where | None) -> list[Fault]:
    """The faults of an error that a noun raised, with the place in the document that they come from."""
    return [Fault(f.says, f.where or where, f.hint) for f in error.faults]
