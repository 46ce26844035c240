"""The arguments that every command shares: who is in the scene, where it comes from, where the result goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run
from .stage import APP_ID, NOW, ROLES

SCENE = {"canvas": "540x960", "primary": "8888_denny", "secondaries": ["8888_rex", {"id": "8888_link"}]}
SPOKEN = ("--canvas", "540x960", "--primary", "8888_denny", "--secondary", "8888_rex", "--secondary", "8888_link")


def tiles(said: Any) -> dict[str, tuple[int, int]]:
    return {tile["stream"]: (tile["x"], tile["y"]) for tile in said.document["tiles"]}


def test_a_count_names_the_streams_itself(lk: Run) -> None:
    said = lk("solve", "right-column", "--secondaries", 3, "--format", "json")
    assert tiles(said) == {"primary": (0, 0), "guest_1": (380, 630), "guest_2": (380, 390), "guest_3": (380, 150)}


def test_without_a_scene_it_is_the_first_canvas_and_the_greatest_count(lk: Run) -> None:
    assert lk("solve", "right-column").out == lk("solve", "right-column", "--secondaries", 3, "--canvas", "540x960").out


def test_a_scene_document_says_the_same_as_the_options(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "scene.json").write_text(json.dumps(SCENE))
    spoken = lk("solve", "right-column", *SPOKEN, "--format", "json")
    assert spoken.code == 0
    assert lk("solve", "right-column", "--scene", "scene.json", "--format", "json") == spoken
    assert lk("solve", "right-column", "--scene", "-", "--format", "json", stdin=json.dumps(SCENE).encode()) == spoken


def test_a_scene_document_leaves_the_settings_to_the_command_line(lk: Run) -> None:
    said = lk("solve", "right-column", "--scene", "-", "--set", "lift=0", "--format", "json", stdin=json.dumps(SCENE).encode())
    assert tiles(said)["8888_rex"] == (380, 720)


@pytest.mark.parametrize("command", ["payload", "draw"])
def test_a_layout_document_stands_for_the_template(lk: Run, layout_file: Path, command: str) -> None:
    more = ("--app-id", APP_ID, "--now", NOW) if command == "payload" else ()
    by_name = lk(command, "right-column", *more)
    assert by_name.code == 0
    assert lk(command, "--layout", layout_file, *more) == by_name
    assert lk(command, "--layout", "-", *more, stdin=layout_file.read_bytes()) == by_name


def test_a_layout_that_breaks_its_templates_rules_is_refused(lk: Run, layout_file: Path) -> None:
    """It lies inside the canvas, and is not where the right column puts it."""
    layout_file.write_text(layout_file.read_text().replace('"y": 630', '"y": 631'))
    said = lk("payload", "--layout", layout_file, "--app-id", APP_ID, "--format", "json")
    assert (said.code, said.document["error"]) == (1, "uncertified")
    assert any("guest_1" in fault["says"] for fault in said.document["faults"])


@pytest.mark.parametrize("arguments", [("list",), ("show", "grid"), ("solve", "grid"), ("draw", "grid"), ("schema",), ("schema", "error")])
def test_output_goes_whole_to_a_file(lk: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    printed = lk(*arguments).out
    (tmp_path / "out").write_text("what was there before, and is longer than nothing" * 9)
    said = lk(*arguments, "-o", "out")
    assert (said.code, said.all) == (0, "")
    assert (tmp_path / "out").read_text() == printed
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_is_refused_leaves_the_file_as_it_was(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("kept")
    assert lk("solve", "right-column", "--canvas", "540x600", "-o", "out").code == 1
    assert (tmp_path / "out").read_text() == "kept"


def test_a_name_may_say_its_version(lk: Run) -> None:
    assert lk("solve", "grid@1") == lk("solve", "grid")
    assert lk("solve", "grid@2").code == 2
    assert lk("solve", "grid@").code == 2


@pytest.mark.parametrize("who", ["screen=guest_2", "screen=2"])
def test_a_role_is_given_by_id_or_by_number(lk: Run, tmp_path: Path, who: str) -> None:
    (tmp_path / "roles.yaml").write_text(ROLES)
    said = lk("solve", "roles.yaml", "--secondaries", 2, "--role", who, "--format", "json")
    assert tiles(said) == {"primary": (0, 0), "guest_1": (0, 200), "guest_2": (500, 0)}
    assert said.document["tiles"][2]["role"] == "screen"


LOOSE = """\
name: loose
secondaries: 1
canvases: [540x960]
rules:
  - size:  {width: 100, height: 100}
  - place: {at: left}
"""


def test_nothing_touches_what_is_kept_clear(lk: Run, tmp_path: Path) -> None:
    """The guest stands as high as can be, below both areas."""
    (tmp_path / "loose.yaml").write_text(LOOSE)
    said = lk("solve", "loose.yaml", "--keep-clear", "banner=0,0,540,80", "--keep-clear", "logo=90,150,9,9", "--format", "json")
    assert tiles(said)["guest_1"] == (0, 159)


def test_what_is_kept_clear_is_in_the_picture(lk: Run) -> None:
    assert "chat\u2069: kept clear, 340×250 at (16,640)" in lk("draw", "right-column", "--keep-clear", "chat=16,640,340,250").out


def test_a_clash_names_the_area_that_leaves_no_room(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "loose.yaml").write_text(LOOSE)
    said = lk("solve", "loose.yaml", "--keep-clear", "face=0,80,540,790", "--keep-clear", "logo=500,0,9,9")
    assert said.code == 1
    assert "face" in said.err


def test_a_file_and_a_name_mean_the_same(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(lk("show", "grid", "--format", "json").document["text"])
    assert lk("solve", "mine.yaml") == lk("solve", "./mine.yaml") == lk("solve", tmp_path / "mine.yaml") == lk("solve", "grid")


def test_the_primary_alone_is_always_a_layout(lk: Run) -> None:
    assert list(tiles(lk("solve", "right-column", "--secondaries", 0, "--format", "json"))) == ["primary"]


def test_a_template_may_be_json(lk: Run, tmp_path: Path) -> None:
    """JSON is YAML (LANGUAGE, section 1)."""
    document = {"name": "plain", "secondaries": "1..2", "canvases": ["300x200"], "rules": [{"grid": {"rows": 1}}]}
    (tmp_path / "plain.json").write_text(json.dumps(document))
    assert tiles(lk("solve", "plain.json", "--format", "json")) == {"primary": (0, 0), "guest_1": (0, 0), "guest_2": (150, 0)}
