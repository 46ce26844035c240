"""`verify --template`: a payload held against rules; each breach says whose tile it is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run
from .stage import APP_ID, NOW, ROLES

GRID = "name: two\nsecondaries: 1..3\ncanvases: [600x300]\nrules: [{grid: {rows: 1}}]\n"
STACK = "name: pile\nsecondaries: 1..3\ncanvases: [600x300]\nrules:\n  - size: {width: 50, height: 40}\n  - stack: {at: left}\n"


def written(lk: Run, tmp_path: Path, template: str, *more: object) -> Path:
    """A payload of a template, in a file."""
    (tmp_path / "t.yaml").write_text(template)
    said = lk("payload", "t.yaml", *more, "--app-id", APP_ID, "--now", NOW, "-o", "p.json")
    assert said.code == 0, said.all
    return tmp_path / "p.json"


def moved(payload: Path, index: int, **fields: int) -> None:
    document = json.loads(payload.read_text())
    document["interface"]["para"]["input_stream_list"][index]["layout_params"] |= fields
    payload.write_text(json.dumps(document))


VERIFY = ("verify", "p.json", "--canvas", "600x300", "--template", "t.yaml")


@pytest.mark.parametrize("template", [GRID, STACK])
def test_a_breach_of_all_tiles_names_those_that_stand_elsewhere(lk: Run, tmp_path: Path, template: str) -> None:
    """A grid's cells are nobody's; whoever stands elsewhere than the template would put him is named beside it."""
    payload = written(lk, tmp_path, template, "--secondaries", 3)
    assert lk(*VERIFY).code == 0
    place = json.loads(payload.read_text())["interface"]["para"]["input_stream_list"][2]["layout_params"]
    moved(payload, 2, location_x=place["location_x"] + 1, image_width=place["image_width"] - 1)
    said = lk(*VERIFY, "--format", "json")
    assert said.code == 1
    for fault in said.document["faults"]:
        assert "guest_2" in f"{fault['says']} {fault['hint']}", fault
        assert "guest_3" not in f"{fault['says']} {fault['hint']}", fault
        assert ("guest_2" in fault["says"]) != bool(fault["hint"]), fault


def test_only_a_few_of_many_are_named(lk: Run, tmp_path: Path) -> None:
    from layoutkit.app.verifying import _elsewhere, seen
    from layoutkit.geometry import Rect, Size
    from layoutkit.scene import Scene, Stream
    from layoutkit.targets import Placement
    from layoutkit.template import parse, pose

    template = parse(GRID.replace("1..3", "1..9").encode(), "t.yaml")
    people = [f"g{n}" for n in range(1, 8)]
    scene = Scene(Size(600, 300), Stream("p"), tuple(map(Stream, people)))
    places = [Placement("p", 1, None), *(Placement(i, n, Rect(n, 0, 1, 1)) for n, i in enumerate(people, 2))]
    hint = _elsewhere(seen(pose(template, scene), places), template, scene, {})
    assert hint.count("two@1 puts it") == 4
    assert hint.endswith("; 3 more stand elsewhere")


def test_a_template_that_has_no_layout_for_it_still_judges(lk: Run, tmp_path: Path) -> None:
    payload = written(lk, tmp_path, STACK, "--secondaries", 3)
    said = lk("verify", payload, "--canvas", "600x100", "--template", "t.yaml")
    assert said.code == 1


def test_a_breach_of_a_template_without_a_layout_names_whom_its_rule_speaks_of(lk: Run, tmp_path: Path) -> None:
    """There is no other place to tell of: 3 x 40 px do not fit below each other with 200 px below them."""
    text = STACK.replace("at: left}", "tiles: 2.., at: bottom, inset: [0, lift]}") + "settings: {lift: {default: 0}}\n"
    payload = written(lk, tmp_path, text + "overlap: allowed\n", "--secondaries", 3)
    said = lk(*VERIFY, "--set", "lift=280")
    assert (said.code, payload.name) == (1, "p.json")
    assert said.err.endswith("guest_2 is 50x40 at (0,220); guest_3 is 50x40 at (0,260)\n")
    assert "guest_1 is" not in said.err


def test_roles_and_areas_are_told_as_everywhere(lk: Run, tmp_path: Path) -> None:
    """The payload does not say who the screen is, nor what was kept clear."""
    more = ("--role", "screen=guest_2", "--keep-clear", "logo=0,0,20,20")
    written(lk, tmp_path, ROLES, "--secondaries", 3, *more)
    assert lk(*VERIFY).code == 1
    assert lk(*VERIFY, *more).code == 0
    said = lk(*VERIFY, *more, "--keep-clear", "chat=0,250,10,10")
    assert said.code == 1
    assert "guest_3 touches the keep-clear area 'chat'" in said.err


def test_all_that_is_wrong_with_the_asking_is_told_at_once(lk: Run, tmp_path: Path) -> None:
    written(lk, tmp_path, ROLES, "--secondaries", 3)
    said = lk(*VERIFY, "--role", "sceen=1", "--keep-clear", "x=1", "--set", "gap")
    assert said.code == 2
    for part in ("'sceen'", "'x=1'", "'gap'"):
        assert part in said.err


@pytest.mark.parametrize("option", ["--set=a=1", "--role=screen=1", "--keep-clear=x=0,0,1,1"])
def test_what_is_of_a_template_needs_one(lk: Run, option: str) -> None:
    said = lk("verify", "-", option, stdin=b"{}")
    assert said.code == 2
    assert "--template NAME" in said.err
