"""The nouns as JSON: a layout written and read back, a scene read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from layoutkit.documents.checking import check, judged, sound
from layoutkit.documents.files import Keys, Locate
from layoutkit.errors import DocumentError, Fault, LayoutkitError, UsageError, Where
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
        canvas = Size(document["canvas"]["width"], document["canvas"]["height"])
        tiles = tuple(_read_tile(tile) for tile in document["tiles"])
        wrong = list(_tile_faults(canvas, tiles, locate))
        if wrong:
            raise DocumentError(wrong)
        return Layout(
            Origin(TemplateRef(made["name"], made["version"], made["digest"]), tuple(document["settings"].items())),
            canvas,
            tiles,
            tuple(OffPicture(Stream(off["stream"]), off["why"]) for off in document["off_picture"]),
            tuple(WishReached(w["wish"], w["value"], w["bound"], w["proved"]) for w in document["wishes"]),
            document["proved"],
        )
    except LayoutkitError as error:
        raise DocumentError(_placed(error, locate(("tiles",), True))) from None


def _tile_faults(canvas: Size, tiles: Sequence[Tile], locate: Locate) -> Iterator[Fault]:
    """The tiles that stand out of the canvas, and the streams that come twice, each in its place."""
    seen: set[str] = set()
    for index, tile in enumerate(tiles):
        where = locate(("tiles", index), False)
        if overhang := tile.rect.overhang(canvas):
            yield Fault(f"tile of {tile.stream.id!r}, {tile.rect}, is {overhang} of the {canvas} canvas", where)
        if tile.stream.id in seen:
            yield Fault(f"stream {tile.stream.id!r} comes a second time", where)
        seen.add(tile.stream.id)


def _read_tile(tile: Mapping[str, Any]) -> Tile:
    role = "" if tile["role"] in ("primary", "secondary") else tile["role"]
    rect = Rect(tile["x"], tile["y"], tile["width"], tile["height"])
    return Tile(Stream(tile["stream"], tile.get("name", ""), role=role), tile["role"], rect, tile["layer"])


def scene_from(document: Any, locate: Locate) -> Scene:
    """The scene that a document holds (schema `scene`); DocumentError with every fault where it holds none."""
    faults, refused = judged(document, "scene", locate)
    reader = _SceneReader(document, locate, refused)
    if isinstance(document, dict):
        reader.read()
    if faults or reader.faults or reader.size is None or not reader.streams:
        raise DocumentError(sorted([*faults, *reader.faults], key=lambda f: f.where or Where("")))
    try:
        return Scene(reader.size, reader.streams[0], tuple(reader.streams[1:]), tuple(reader.areas))
    except LayoutkitError as error:
        raise DocumentError(_placed(error, locate((), False))) from None


class _SceneReader:
    """Makes the parts of a scene that its schema does not refuse, and collects what keeps them from being made."""

    def __init__(self, document: Any, locate: Locate, refused: Sequence[Keys]) -> None:
        self.document, self.locate, self.refused = document, locate, refused
        self.faults: list[Fault] = []
        self.size: Size | None = None
        self.streams: list[Stream] = []
        self.areas: list[KeepClear] = []
        self.seen: set[str] = set()

    def read(self) -> None:
        """All parts, each by itself."""
        document = self.document
        for path in self.whole(("canvas",)):
            self.made(path, lambda: self.canvas(document["canvas"]))
        for path in self.whole(("primary",)):
            self.made(path, lambda: self.stream(document["primary"], ("primary",)))
        secondaries, areas = document.get("secondaries", []), document.get("keep_clear", {})
        for index, item in enumerate(secondaries if isinstance(secondaries, list) else []):
            for path in self.whole(("secondaries", index)):
                self.made(path, lambda item=item, path=path: self.stream(item, path))  # type: ignore[misc]
        for name, box in areas.items() if isinstance(areas, dict) else ():
            for path in self.whole(("keep_clear", name)):
                self.made(path, lambda name=name, box=box: self.area(name, box))  # type: ignore[misc]

    def whole(self, path: Keys) -> Iterator[Keys]:
        """The path, if that part is there and nothing in it is refused."""
        present = path[0] in self.document
        if present and sound(path, self.refused):
            yield path

    def made(self, path: Keys, make: Callable[[], None]) -> None:
        try:
            make()
        except LayoutkitError as error:
            self.faults += _placed(error, self.locate(path, path[0] == "keep_clear"))

    def canvas(self, value: Any) -> None:
        self.size = Size.parse(value) if isinstance(value, str) else Size(value["width"], value["height"])

    def stream(self, value: Any, path: Keys) -> None:
        given: dict[str, Any] = {"id": value} if isinstance(value, str) else value
        size = Size(given["width"], given["height"]) if "width" in given else None
        names = ("name", "role", "audio_only", "priority")
        stream = Stream(given["id"], size=size, **{key: given[key] for key in names if key in given})
        if stream.id in self.seen:
            raise UsageError(f"stream {stream.id!r} comes a second time", "each stream has an id of its own")
        self.seen.add(stream.id)
        self.streams.append(stream)

    def area(self, name: str, box: list[int]) -> None:
        area = KeepClear(name, Rect(*box))
        if self.size and (overhang := area.box.overhang(self.size)):
            raise UsageError(f"keep-clear area {name!r} is {overhang} of the {self.size} canvas")
        self.areas.append(area)


def _placed(error: LayoutkitError, where: Where | None) -> list[Fault]:
    """The faults of an error that a noun raised, with the place in the document that they come from."""
    return [Fault(f.says, f.where or where, f.hint) for f in error.faults]
