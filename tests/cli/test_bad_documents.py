"""A JSON document that is broken: its file, line and column, every fault at once, exit code 1; never a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run
from .stage import APP_ID, process

READERS = [
    ("verify", "bad.json"),
    ("solve", "grid", "--scene", "bad.json"),
    ("solve", "grid", "--before", "bad.json"),
    ("payload", "--app-id", "1", "--layout", "bad.json"),
    ("draw", "--layout", "bad.json"),
    ("send", "--payload", "bad.json", "--dry-run"),
]
BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "1:1"),
    "only a space": (b" \n ", ""),
    "cut": (b'{\n  "a": [1,', "2:11"),
    "a comma at the end": (b'{\n  "a": 1,\n}', "3:1"),
    "a comment": (b'{ // no\n "a": 1}', "1:3"),
    "single quotes": (b"{'a': 1}", "1:2"),
    "a key twice": (b'{"a": 1,\n "a": 2}', "2:2"),
    "NaN": (b'{"a": NaN}', "1:7"),
    "Infinity": (b'{"a": -Infinity}', "1:7"),
    "a tab in text": (b'{"a": "\t"}', "1:7"),
    "two documents": (b"{}\n{}", "2:1"),
    "not UTF-8": (b'{\n  "a": "\xe9"}', "2:9"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "1:1"),
    "a NUL byte": (b'{"a":\0 1}', "1:6"),
    "a number without end": (b'{"a": ' + b"9" * 5000 + b"}", "1:7"),
    "a number with a leading nought": (b'{"a": 01}', "1:7"),
    "deep brackets": (b"[" * 200_000, "1:34"),
    "deep mappings": (b'{"a":' * 100_000, "1:"),
    "10 MB of brackets": (b"[" * 10_000_000, ""),
    "a list": (b"[]", "1:1"),
    "a word": (b"null", "1:1"),
    "a text": (b'"{}"', "1:1"),
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: " ".join(reader[:3]))
@pytest.mark.parametrize("broken", BROKEN)
def test_broken_json_is_told_with_its_place(lk: Run, tmp_path: Path, reader: tuple[str, ...], broken: str) -> None:
    content, place = BROKEN[broken]
    (tmp_path / "bad.json").write_bytes(content)
    said = lk(*reader)
    assert (said.code, said.out) == (1, "")
    assert f"bad.json:{place}" in said.err
    assert len(said.err) < 1000


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: " ".join(reader[:3]))
def test_standard_input_is_named_in_an_error(lk: Run, reader: tuple[str, ...]) -> None:
    said = lk(*("-" if part == "bad.json" else part for part in reader), stdin=b"{]")
    assert said.code == 1
    assert "standard input:1:2" in said.err


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: " ".join(reader[:3]))
@pytest.mark.parametrize("name", ["missing.json", "folder", "", "a\0b", "x" * 5000, "file/in"], ids=lambda name: repr(name)[:12])
def test_a_file_that_cannot_be_read_is_wrong_usage(lk: Run, tmp_path: Path, reader: tuple[str, ...], name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    said = lk(*(name if part == "bad.json" else part for part in reader))
    assert (said.code, said.out) == (2, "")
    assert "cannot be read" in said.err
    assert len(said.err) < 1000


def placed(said: Any, file: str) -> list[int]:
    """The lines of the faults, in the order told; all are in that file."""
    faults = said.document["faults"]
    assert all(fault["file"] == file and fault["column"] for fault in faults)
    return [fault["line"] for fault in faults]


def test_a_scenes_faults_are_told_all_at_once(lk: Run, tmp_path: Path) -> None:
    """What its schema sees and what it does not: each has the line it stands on."""
    (tmp_path / "bad.json").write_text("""{
  "canvas": "0x0",
  "primary": "8888_denny",
  "secondaries": [
    "8888_rex",
    "8888 link",
    "8888_rex",
    {"id": "8888_denny"},
    {"id": "a", "width": 640},
    7
  ],
  "keep_clear": {"banner": [0, 0, 0, 80], "chat": [0, 0, 10]},
  "colour": "red"
}""")
    said = lk("solve", "grid", "--scene", "bad.json", "--format", "json")
    assert (said.code, said.document["error"]) == (1, "invalid")
    assert set(placed(said, "bad.json")) == {2, 6, 7, 8, 9, 10, 12, 13}


def test_half_a_source_size_says_what_is_missing(lk: Run) -> None:
    said = lk("solve", "grid", "--scene", "-", stdin=b'{"canvas": "540x960", "primary": {"id": "a", "width": 640}}')
    assert said.code == 1
    assert "height" in said.err


def test_a_stream_that_comes_twice_in_a_scene_has_the_place_of_the_second(lk: Run) -> None:
    said = lk("solve", "grid", "--scene", "-", stdin=b'{"canvas": "540x960", "primary": "a",\n"secondaries": ["b",\n"a"]}')
    assert said.code == 1
    assert "standard input:3:1" in said.err


def test_a_keep_clear_area_outside_the_canvas_has_its_place(lk: Run) -> None:
    said = lk("solve", "grid", "--scene", "-", stdin=b'{"canvas": "540x960", "primary": "a",\n"keep_clear": {\n"x": [530, 0, 20, 5]}}')
    assert said.code == 1
    assert "standard input:3:" in said.err
    assert "10 px beyond the right edge" in said.err


def test_text_that_is_no_unicode_is_refused(lk: Run) -> None:
    """Half of a surrogate pair can be written in JSON, and in no file."""
    scene = rb'{"canvas": "540x960", "primary": {"id": "a", "name": "\ud800"}}'
    for form in ("text", "json"):
        said = lk("solve", "grid", "--scene", "-", "--format", form, stdin=scene)
        said.all.encode()
        assert said.code == 1


def test_a_name_of_control_signs_still_gives_a_picture(lk: Run) -> None:
    from xml.etree import ElementTree

    scene = rb'{"canvas": "540x960", "primary": {"id": "a", "name": "\u0000\u0007<&\"\ufffe"}}'
    ElementTree.fromstring(lk("draw", "grid", "--scene", "-", stdin=scene).out)


def test_a_payloads_faults_are_told_all_at_once(lk: Run, payload_file: Path) -> None:
    """A wrong type here does not hide a tile outside the canvas there."""
    document = json.loads(payload_file.read_text())
    inputs = document["interface"]["para"]["input_stream_list"]
    inputs[1]["layout_params"]["image_width"] = "160"
    inputs[2]["layout_params"]["location_x"] = 381
    inputs[3]["input_stream_id"] = "guest_2"
    document["eventId"] = 0
    payload_file.write_text(json.dumps(document, indent=1))
    lines = payload_file.read_text().splitlines()
    said = lk("verify", payload_file, "--canvas", "540x960", "--format", "json")
    assert said.code == 1
    text = " ".join(f"{lines[fault['line'] - 1]} {fault['says']}" for fault in said.document["faults"])
    for part in ("'160'", "1 px beyond the right edge", "guest_2", "eventId"):
        assert part in text, part


def test_a_layouts_faults_have_the_place_of_the_tile(lk: Run, layout_file: Path) -> None:
    document = json.loads(layout_file.read_text())
    document["tiles"][2]["x"] = 381
    document["tiles"][3]["stream"] = "guest_1"
    layout_file.write_text(json.dumps(document, indent=1))
    lines = layout_file.read_text().splitlines()
    said = lk("payload", "--layout", layout_file, "--app-id", APP_ID, "--format", "json")
    assert (said.code, said.document["error"]) == (1, "invalid")
    tiles = [number for number, line in enumerate(lines, 1) if line == "  {"]
    for line, (first, after) in zip(placed(said, str(layout_file)), ((tiles[2], tiles[3]), (tiles[3], len(lines))), strict=True):
        assert first <= line < after


SETTINGS = [('"tile_width": 160', '"tile_width": 9999'), ('"lift"', '"lft"'), ('"gap": 0', '"gap": "wide"')]


@pytest.mark.parametrize("change", SETTINGS, ids=lambda change: change[1])
def test_a_layout_with_settings_that_cannot_be_is_an_invalid_document(lk: Run, layout_file: Path, change: tuple[str, str]) -> None:
    """The command line is right; the document is not."""
    layout_file.write_text(layout_file.read_text().replace(*change))
    said = lk("payload", "--layout", layout_file, "--app-id", APP_ID)
    assert said.code == 1
    assert f"{layout_file}" in said.err


@pytest.mark.skipif("sys.platform == 'win32'", reason="address space is limited by setrlimit")
@pytest.mark.parametrize("reader", ["solve huge.yaml", "verify huge.yaml", "solve grid --scene huge.yaml"])
def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str) -> None:
    """Three GB, most of it a hole, in a process that may have half of that."""
    monkeypatch.chdir(tmp_path)
    with open("huge.yaml", "wb") as file:
        file.truncate(3 * 2**30)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1500 * 2**20,) * 2)\n"
    said = process(*reader.split(), code=limit + "from layoutkit.app.cli import main; main()")
    assert said.code == 1
    assert "Traceback" not in said.err
    assert "huge.yaml" in said.err
