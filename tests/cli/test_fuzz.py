"""Random bytes and random changes: a document is read, or refused with reasons; nothing else ever happens."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layoutkit import targets
from layoutkit.app.telling import faults_text
from layoutkit.documents import data_path, layout_from, read_json, scene_from, to_json
from layoutkit.errors import DocumentError, LayoutkitError
from layoutkit.geometry import Size
from layoutkit.template import parse

SHIPPED = sorted(data_path("templates", "layouts").glob("*.yaml"))
CASES = sorted((Path(__file__).parents[1] / "cases").glob("*/*/template.yaml"))
TEXTS = [path.read_bytes() for path in (*SHIPPED, *CASES)]
MARKS = rb"""{ } [ ] : - & * ! | > ' " # % @ ` , ? -- .. ... / ( ) &a *a !!int <<: \ud800 "\ud800" """.split()
WORDS = b"null true 1.5 -1 99999999999999999999 1e400 .inf .nan 0x0 1/0 all but count( if else".split()
SPACES = [b" ", b"\t", b"\n", b"\r", b": ", b"- ", b"? ", b"\n---\n", b"\0", b"\xff", b"\xe2\x80\xa8", b"\xef\xbb\xbf"]
PIECES = st.sampled_from([*MARKS, *WORDS, *SPACES])


def writable(text: str) -> bool:
    """Whether a terminal or file can take it: half of a surrogate pair cannot be written."""
    return text.encode("utf-8", "replace").decode() == text


def refused(call: Any, *arguments: Any) -> list[str]:
    """What a call was refused with; only an error of ours may leave it, and it must be possible to tell and to write it."""
    caught: LayoutkitError | None = None
    try:
        call(*arguments)
    except LayoutkitError as error:
        caught = error
    if caught is None:
        return ["nothing"]
    for text in (faults_text(caught), to_json(caught.document())):
        assert writable(text), ascii(text)
    return [fault.says for fault in caught.faults]


@st.composite
def mutated(draw: st.DrawFn, texts: list[bytes]) -> bytes:
    """A text with up to four cuts, doublings or pieces put in."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 30))
        middle = draw(st.one_of(PIECES, st.just(b""), st.just(text[at : at + length] * 2), st.binary(max_size=4)))
        text = text[:at] + middle + text[at + draw(st.integers(0, length)) :]
    return text


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")), mutated(TEXTS)))
@settings(max_examples=400, deadline=None)
@example(b"\xef\xbb\xbf")
@example(b"a: !<x> b")
@example(b"? ? ? a")
@example(b"%TAG ! tag:x,2000:\n---\n!a b")
@example(b'name: "\\U00110000"')
def test_a_template_is_read_or_refused_with_reasons(text: bytes) -> None:
    with contextlib.suppress(DocumentError):
        parse(text, "t.yaml")
    assert all(refused(parse, text, "t.yaml"))


@given(mutated([path.read_bytes() for path in SHIPPED]))
@settings(max_examples=100, deadline=None)
def test_every_fault_of_a_template_has_a_place_that_is_in_the_text(text: bytes) -> None:
    lines = text.decode("utf-8", "replace").splitlines() or [""]
    try:
        parse(text, "t.yaml")
    except DocumentError as error:
        for fault in error.faults:
            assert fault.where is not None
            assert fault.where.file == "t.yaml"
            assert 0 <= fault.where.line <= len(lines) + 1


NUMBERS = st.one_of(st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False))
ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)
GOOD_SCENE: Any = {
    "canvas": "540x960",
    "primary": {"id": "a", "name": "A", "width": 9, "height": 16},
    "secondaries": ["b", {"id": "c", "role": "screen", "audio_only": True, "priority": 2}],
    "keep_clear": {"x": [0, 0, 5, 5]},
}
GOOD_LAYOUT: Any = {
    "layout": 1,
    "template": {"name": "t", "version": 1, "digest": "sha256:" + "0" * 64},
    "settings": {"gap": 8},
    "canvas": {"width": 540, "height": 960},
    "tiles": [
        {"stream": "a", "role": "primary", "x": 0, "y": 0, "width": 540, "height": 960, "layer": 1},
        {
            "stream": "b",
            "role": "secondary",
            "x": 9,
            "y": 9,
            "width": 9,
            "height": 9,
            "layer": 2,
            "name": "B",
            "fit": "crop",
            "crop": {"x": 0, "y": 0, "width": 16, "height": 16},
        },
    ],
    "off_picture": [{"stream": "c", "why": "audio only"}],
    "wishes": [{"wish": "largest", "value": 1, "bound": 1.5, "proved": True}],
    "proved": True,
    "regions": [{"name": "strip", "x": 0, "y": 0, "width": 0, "height": 960}],
    "sources": {"b": {"width": 32, "height": 16}},
}
GOOD_PAYLOAD: Any = {
    "timestamp": 1490858287,
    "eventId": 1490858287,
    "interface": {
        "interfaceName": "Mix_StreamV2",
        "para": {
            "app_id": 1250000000,
            "interface": "mix_streamv2.start_mix_stream_advanced",
            "mix_stream_session_id": "a",
            "output_stream_id": "a",
            "input_stream_list": [
                {"input_stream_id": "a", "layout_params": {"image_layer": 1}},
                {
                    "input_stream_id": "b",
                    "layout_params": {"image_layer": 2, "image_width": 160, "image_height": 240, "location_x": 380, "location_y": 630},
                },
            ],
        },
    },
}
VALUES = st.one_of(ANY, st.sampled_from([0, -1, 1.0, 2.0, 1e400, 2**31, "a\n", "", "0x0", True, "\ud800", [], {}, None]))


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, the root first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, part in inner for path in paths(part, (*at, key)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The document with something else at that place."""
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = changed(value[path[0]], path[1:], new)
    return copied


@st.composite
def twisted(draw: st.DrawFn, good: Any) -> Any:
    """A good document with one to three places replaced by anything."""
    document = good
    for _ in range(draw(st.integers(1, 3))):
        document = changed(document, draw(st.sampled_from(paths(document))), draw(VALUES))
    return document


def read_layout(text: bytes) -> None:
    layout_from(*read_json(text, "x.json"))


def read_scene(text: bytes) -> None:
    scene_from(*read_json(text, "x.json"))


def judge(text: bytes) -> None:
    try:
        document, locate = read_json(text, "x.json")
    except DocumentError:
        return
    for canvas in (None, Size(540, 960)):
        wrong = targets.faults(document, canvas=canvas, locate=locate)
        assert all(fault.where and fault.where.line for fault in wrong)
    if not wrong:
        targets.read(document, locate)


@pytest.mark.parametrize(("reader", "good"), [(read_layout, GOOD_LAYOUT), (read_scene, GOOD_SCENE), (judge, GOOD_PAYLOAD)])
def test_what_the_changes_start_from_is_good(reader: Any, good: Any) -> None:
    assert refused(reader, json.dumps(good).encode()) == ["nothing"]


@given(st.one_of(ANY, twisted(GOOD_LAYOUT)))
@settings(max_examples=200, deadline=None)
@example(["\ud800"])
def test_a_layout_document_is_read_or_refused_with_reasons(document: Any) -> None:
    assert all(refused(read_layout, json.dumps(document).encode()))


@given(st.one_of(ANY, twisted(GOOD_SCENE)))
@settings(max_examples=200, deadline=None)
@example(["\ud800"])
def test_a_scene_document_is_read_or_refused_with_reasons(document: Any) -> None:
    assert all(refused(read_scene, json.dumps(document).encode()))


@given(st.one_of(ANY, twisted(GOOD_PAYLOAD)))
@settings(max_examples=200, deadline=None)
@example(changed(GOOD_PAYLOAD, ("interface", "para", "input_stream_list", 1, "layout_params", "location_x"), 380.0))
def test_a_payload_is_judged_and_never_fails_the_judge(document: Any) -> None:
    """`targets.faults` returns what is wrong; it does not raise."""
    judge(json.dumps(document).encode())


@given(st.one_of(st.binary(max_size=80), st.text(alphabet='{}[]",:01-.e tfn\\u/\n', max_size=60).map(str.encode)))
@settings(max_examples=300, deadline=None)
def test_json_is_read_as_python_reads_it_or_refused(text: bytes) -> None:
    """Whatever we read, Python's own reader reads to the same; it is laxer on doubled keys, NaN, and depth."""
    try:
        value, _ = read_json(text, "x.json")
    except DocumentError:
        return
    assert json.loads(text.decode("utf-8-sig")) == value
