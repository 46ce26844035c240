"""Layouts and scenes as JSON: what is written is read back, and every fault is told in its place."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.documents import check, layout_document, layout_from, read_json, scene_from, schema, to_json
from layoutkit.errors import DocumentError
from layoutkit.geometry import Area, Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile, WishReached
from layoutkit.origin import Origin, TemplateRef
from layoutkit.scene import KeepClear, Scene, Stream

ORIGIN = Origin(TemplateRef("strip", 2, "sha256:" + "0" * 64), (("gap", 8), ("shape", "16:9"), ("wide", True)))
HOST = Tile(Stream("host"), "primary", Rect(0, 0, 960, 720), 1)
REX = Tile(Stream("rex", "Rex", Size(1920, 1080), "screen"), "screen", Rect(960, 0, 320, 320), 2, "crop", Rect(420, 0, 1080, 1080))
STRIP = Layout(
    ORIGIN,
    Size(1280, 720),
    (HOST, REX),
    (OffPicture(Stream("link"), "dropped: there is room for 1"),),
    (WishReached("largest all", 320, 320, True), WishReached("least_crop all", 12.5, 0.0, False)),
    False,
    (("strip", Area(960, 0, 320, 720)), ("nobody", Area(0, 720, 1280, 0))),
)


def read(document: Any) -> Layout:
    return layout_from(*read_json(to_json(document, indent=1).encode(), "it.json"))


def test_a_layout_with_all_there_is_to_say_of_one() -> None:
    document = layout_document(STRIP)
    check(document, "layout")
    assert list(document)[-3:] == ["proved", "regions", "sources"]
    assert document["tiles"][1] == {
        "stream": "rex", "role": "screen", "x": 960, "y": 0, "width": 320, "height": 320, "layer": 2,
        "fit": "crop", "crop": {"x": 420, "y": 0, "width": 1080, "height": 1080}, "name": "Rex",
    }  # fmt: skip
    assert document["regions"][0] == {"name": "strip", "x": 960, "y": 0, "width": 320, "height": 720}
    assert document["sources"] == {"rex": {"width": 1920, "height": 1080}}
    assert [wish["value"] for wish in document["wishes"]] == [320, 12.5]


def test_a_plain_layout_says_nothing_of_what_it_has_not() -> None:
    """The example of the design, byte for byte: no crop, no fit, no name, no regions."""
    origin = Origin(TemplateRef("right-column", 1, "sha256:" + "0" * 64), (("gap", 0),))
    whole, tile = Rect(0, 0, 540, 960), Rect(380, 630, 160, 240)
    tiles = (Tile(Stream("8888_denny"), "primary", whole, 1), Tile(Stream("8888_rex"), "secondary", tile, 2))
    assert to_json(layout_document(Layout(origin, Size(540, 960), tiles))) == (
        '{"layout":1,"template":{"name":"right-column","version":1,"digest":"sha256:' + "0" * 64 + '"},"settings":{"gap":0},'
        '"canvas":{"width":540,"height":960},"tiles":['
        '{"stream":"8888_denny","role":"primary","x":0,"y":0,"width":540,"height":960,"layer":1},'
        '{"stream":"8888_rex","role":"secondary","x":380,"y":630,"width":160,"height":240,"layer":2}],'
        '"off_picture":[],"wishes":[],"proved":true}'
    )


@st.composite
def boxes(draw: st.DrawFn, wide: int, high: int, least: int = 1) -> tuple[int, int, int, int]:
    x, y = draw(st.integers(0, wide - least)), draw(st.integers(0, high - least))
    return x, y, draw(st.integers(least, wide - x)), draw(st.integers(least, high - y))


@st.composite
def tiles(draw: st.DrawFn, canvas: Size, layer: int) -> Tile:
    size = draw(st.none() | st.builds(Size, st.integers(1, 4000), st.integers(1, 4000)))
    crop = Rect(*draw(boxes(size.width, size.height))) if size and draw(st.booleans()) else None
    fit = draw(st.sampled_from(["", "crop"] if crop else ["", "crop", "letterbox", "stretch"]))
    role = "primary" if layer == 1 else draw(st.sampled_from(["secondary", "screen"]))
    stream = Stream(f"s{layer}", draw(st.text(st.characters(codec="utf-8"), max_size=9)), size, role if role == "screen" else "")
    return Tile(stream, role, Rect(*draw(boxes(canvas.width, canvas.height))), layer, fit, crop)


NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    canvas = Size(draw(st.integers(1, 3000)), draw(st.integers(1, 3000)))
    wishes = st.builds(WishReached, st.text(st.characters(codec="utf-8"), max_size=20), NUMBERS, NUMBERS, st.booleans())
    names = draw(st.lists(st.sampled_from(["strip", "pip", "floor"]), unique=True))
    return Layout(
        ORIGIN,
        canvas,
        tuple(draw(tiles(canvas, layer)) for layer in range(1, draw(st.integers(2, 5)))),
        draw(st.sampled_from([(), (OffPicture(Stream("a"), "audio only"), OffPicture(Stream("b"), "on page 2 of 2"))])),
        tuple(draw(st.lists(wishes, max_size=3))),
        draw(st.booleans()),
        tuple((name, Area(*draw(boxes(canvas.width, canvas.height, least=0)))) for name in names),
    )


@settings(deadline=None, max_examples=60)
@given(layouts())
def test_what_is_written_is_read_back(layout: Layout) -> None:
    assert read(layout_document(layout)) == layout


def test_who_moved_is_not_read() -> None:
    """It is of two layouts; the document is of one."""
    nobody = {"moved": [], "stayed": [], "came": [], "left": [], "distance": 0, "says": "nobody"}
    assert read(layout_document(STRIP) | {"moves": nobody}) == STRIP


def changed(document: Any, path: str, value: object) -> Any:
    """The document with something else at `tiles.1.x`."""
    *inner, last = path.split(".")
    copied = part = json.loads(json.dumps(document))
    for key in inner:
        part = part[int(key) if key.isdecimal() else key]
    part[int(last) if last.isdecimal() else last] = value
    return copied


def refused(document: Any) -> list[tuple[str, str]]:
    """Each fault, with the line of the text that it points at."""
    text = to_json(document, indent=1)
    with pytest.raises(DocumentError) as caught:
        layout_from(*read_json(text.encode(), "it.json"))
    lines = text.splitlines()
    return [(f.says, lines[f.where.line - 1].strip() if f.where else "") for f in caught.value.faults]


@pytest.mark.parametrize(
    ("path", "value", "says", "line"),
    [
        ("regions.0.width", 400, "region 'strip', 400x720 at (960,0), is 80 px beyond the right edge of the 1280x720 canvas", "{"),
        ("regions.0.x", -1, "-1 is below 0", '"x": -1,'),
        ("regions.1.name", "strip", "region 'strip' comes a second time", "{"),
        ("regions", [], "[] has fewer than 1 items", '"regions": [],'),
        ("tiles.1.crop.x", -1, "-1 is below 0", '"x": -1,'),
        ("tiles.1.crop.width", 0, "0 is below 1", '"width": 0,'),
        ("tiles.1.crop.x", 841, "1 px beyond the right edge of its 1920x1080 source", '"crop": {'),
        ("tiles.1.fit", "letterbox", "contradicts fit letterbox", '"crop": {'),
        ("tiles.1.fit", "zoom", "'zoom' is not one of crop, letterbox, stretch", '"fit": "zoom",'),
        ("tiles.1.role", "no such role", "'no such role' cannot be a role", "{"),
        ("tiles.1.x", 961, "is 1 px beyond the right edge of the 1280x720 canvas", "{"),
        ("off_picture.0.stream", "rex", "stream 'rex' comes a second time", "{"),
        ("sources", {"nobody": {"width": 1, "height": 1}}, "stream 'nobody' has a source and no tile", '"nobody": {'),
        ("wishes.0.value", "320", "'320' must be a number", '"value": "320",'),
        ("wishes.0.bound", True, "true must be a number", '"bound": true,'),
        ("tiles.1.layer", 3, "layers [1, 3] are not 1..2, each once", '"tiles": ['),
        ("page", 2, "unknown key 'page'", '"page": 2'),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_its_place(path: str, value: object, says: str, line: str) -> None:
    ((said, there),) = refused(changed(layout_document(STRIP), path, value))
    assert says in said
    assert there == line


def test_a_crop_of_a_source_that_is_not_told_ends_where_no_source_goes_on() -> None:
    document = changed(layout_document(STRIP), "tiles.1.crop.x", 16000)
    del document["sources"]
    ((said, _),) = refused(document)
    assert "696 px beyond the right edge of any source" in said


def test_a_number_beyond_all_numbers_is_no_wish() -> None:
    text = to_json(layout_document(STRIP)).replace('"value":320', '"value":1e999')
    with pytest.raises(DocumentError, match="a number too large"):
        layout_from(*read_json(text.encode(), "it.json"))


def test_all_faults_are_told_at_once() -> None:
    """What the schema sees, and what it does not; a key that is missing hides none of them."""
    document = layout_document(STRIP)
    for path, value in (("tiles.1.x", 961), ("tiles.1.fit", "stretch"), ("regions.0.y", 1), ("wishes.0.proved", "yes")):
        document = changed(document, path, value)
    del document["proved"]
    said = " / ".join(said for said, _ in refused(document))
    for part in ("'proved' is missing", "tile of 'rex'", "crop of 'rex'", "region 'strip'", "'yes'"):
        assert part in said


def test_a_scene_carries_all_that_is_known_of_a_stream() -> None:
    text = """{"canvas": {"width": 1280, "height": 720}, "primary": {"id": "host", "name": "Host"},
      "secondaries": [{"id": "rex", "width": 640, "height": 480, "role": "screen", "priority": -3}, {"id": "hum", "audio_only": true}],
      "keep_clear": {"banner": [0, 0, 1280, 80]}}"""
    assert scene_from(*read_json(text.encode(), "it.json")) == Scene(
        Size(1280, 720),
        Stream("host", "Host"),
        (Stream("rex", size=Size(640, 480), role="screen", priority=-3), Stream("hum", audio_only=True)),
        (KeepClear("banner", Rect(0, 0, 1280, 80)),),
    )


def test_a_primary_that_is_only_heard_is_told_in_its_place() -> None:
    text = b'{"canvas": "9x9",\n "primary": {"id": "host", "audio_only": true}}'
    with pytest.raises(DocumentError, match=r"it.json:2:13: the primary 'host' is audio only"):
        scene_from(*read_json(text, "it.json"))


def test_what_a_key_names_has_the_place_of_the_key() -> None:
    text = b'{"canvas": "9x9", "primary": "host",\n "keep_clear": {"a": [0, 0, 9, 9],\n  "b": [0, 0, 10, 9]}}'
    with pytest.raises(DocumentError, match=r"it.json:3:3: keep-clear area 'b' is 1 px beyond the right edge"):
        scene_from(*read_json(text, "it.json"))


OURS = (
    *("mix_streamv2.2019", "layout", "scene", "error", "clash", "verdict", "list", "show", "draw", "init", "emulator", "demo"),
    *("replay", "doctor"),
)


def described(part: Any, path: str = "") -> list[str]:
    """The properties and members that an editor could not explain, and the mappings that take any key."""
    wrong = []
    for name, value in part.get("properties", {}).items():
        wrong += [f"{path}.{name} has no {key}" for key in ("title", "description") if not value.get(key)]
    if "properties" in part and part.get("additionalProperties") is not False:
        wrong.append(f"{path} is open")
    inner = [(name, value) for key in ("properties", "$defs") for name, value in part.get(key, {}).items()]
    inner += [(key, part[key]) for key in ("items", "additionalProperties") if isinstance(part.get(key), dict)]
    inner += [(str(n), value) for n, value in enumerate(part.get("anyOf", []))]
    return wrong + [text for name, value in inner for text in described(value, f"{path}.{name}")]


@pytest.mark.parametrize("name", OURS)
def test_a_schema_explains_every_property_and_takes_no_other(name: str) -> None:
    assert described(schema(name)) == []


def examples(part: Any) -> list[tuple[Any, Any]]:
    found = [(part, example) for example in part.get("examples", [])]
    inner = [value for key in ("properties", "$defs") for value in part.get(key, {}).values()]
    inner += [part[key] for key in ("items", "additionalProperties") if isinstance(part.get(key), dict)]
    return found + [pair for value in [*inner, *part.get("anyOf", [])] for pair in examples(value)]


@pytest.mark.parametrize("name", [*OURS, "recording"])
def test_a_schemas_examples_are_valid(name: str) -> None:
    from jsonschema import Draft202012Validator

    whole = schema(name)
    Draft202012Validator.check_schema(whole)
    for part, example in examples(whole):
        Draft202012Validator({**part, "$defs": whole.get("$defs", {})}).validate(example)


def test_no_tile_is_read_twice_from_the_same_name() -> None:
    twice = replace(STRIP, tiles=(HOST, replace(REX, layer=2)))
    ((said, _),) = refused(
        changed(layout_document(twice), "tiles.1.stream", "host") | {"sources": {"host": {"width": 1920, "height": 1080}}}
    )
    assert said == "stream 'host' comes a second time"
