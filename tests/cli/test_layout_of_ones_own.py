"""`--layout FILE` of one's own template: held against the template that is named, or lies beside it; if there is none, that is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run
from .stage import APP_ID, NOW

OWN = """\
name: own
secondaries: 1..4
canvases: [540x960]
rules:
  - size:  {width: 100, height: 100}
  - stack: {direction: down, at: left}
"""
COMMANDS: list[tuple[str, ...]] = [("payload", "--app-id", APP_ID, "--now", NOW), ("draw",), ("send", "--dry-run", "--app-id", APP_ID)]
every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def solved(lk: Run, tmp_path: Path) -> Callable[..., None]:
    """`mine/own.yaml`, and `layout.json` of it in another folder, changed."""

    def make(change: Change = lambda document: None) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "own.yaml").write_text(OWN)
        document = lk("solve", "mine/own.yaml", "--secondaries", "2", "--format", "json").document
        change(document)
        (tmp_path / "layout.json").write_text(json.dumps(document))

    return make


def shifted(document: dict[str, Any]) -> None:
    """One pixel to the right of where the template's stack is."""
    document["tiles"][1]["x"] += 1


@every_command
def test_a_layout_keeps_the_rules_of_the_template_that_is_named(lk: Run, solved: Callable[..., None], command: tuple[str, ...]) -> None:
    solved()
    said = lk(*command, "mine/own.yaml", "--layout", "layout.json")
    assert (said.code, said.err) == (0, "")


@every_command
def test_a_layout_that_breaks_them_is_refused(lk: Run, solved: Callable[..., None], command: tuple[str, ...]) -> None:
    solved(shifted)
    said = lk(*command, "mine/own.yaml", "--layout", "layout.json")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("mine/own.yaml:6:5: stack: ")


def test_a_template_beside_the_layout_is_found(lk: Run, solved: Callable[..., None], tmp_path: Path) -> None:
    solved(shifted)
    (tmp_path / "layout.json").rename(tmp_path / "mine" / "layout.json")
    said = lk("draw", "--layout", "mine/layout.json")
    assert (said.code, said.err.partition(": stack")[0]) == (1, "mine/own.yaml:6:5")


NOT_CHECKED = (
    "warning: layout.json: not checked against its rules: own@1 with its digest is neither on the shelf nor beside the layout; "
    "name the template's file before --layout\n"
)


@pytest.mark.parametrize("beside", ["", OWN + "snap: 2\n", "name: [broken"], ids=["none", "another text", "broken"])
def test_without_its_template_that_is_said(lk: Run, solved: Callable[..., None], tmp_path: Path, beside: str) -> None:
    solved(shifted)
    if beside:
        (tmp_path / "own.yaml").write_text(beside)
    said = lk("draw", "--layout", "layout.json")
    assert (said.code, said.err, said.out[:4]) == (0, NOT_CHECKED, "<svg")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda d: d["tiles"][1].update(x=441),
            "tile of 'guest_1', 100x100 at (441,0), is 1 px beyond the right edge",
        ),
        (lambda d: d["tiles"][1].update(layer=3), "layers [1, 3, 3] are not 1..3, each once"),
        (lambda d: d["tiles"][1].update(x="0"), "'0' must be a whole number"),
    ],
    ids=["bounds", "layers", "schema"],
)
def test_all_that_hangs_on_no_template_is_checked_all_the_same(lk: Run, solved: Callable[..., None], change: Change, fault: str) -> None:
    solved(change)
    said = lk("draw", "--layout", "layout.json")
    assert said.code == 1
    assert said.err.startswith("layout.json:1:")
    assert fault in said.err


@pytest.mark.parametrize(
    ("judge", "what"),
    [("grid", "grid is grid@1"), ("other.yaml", "other.yaml is another text of own@1")],
)
def test_another_template_cannot_be_the_judge(lk: Run, solved: Callable[..., None], tmp_path: Path, judge: str, what: str) -> None:
    solved()
    (tmp_path / "other.yaml").write_text(OWN.replace("left", "right"))
    said = lk("draw", judge, "--layout", "layout.json")
    assert (said.code, said.err) == (1, f"layout.json:1:1: the layout was made by own@1, and {what}\n    solve it anew\n")


def test_a_judge_that_is_broken_is_told_as_a_template(lk: Run, solved: Callable[..., None], tmp_path: Path) -> None:
    solved()
    (tmp_path / "other.yaml").write_text(OWN + "snp: 2\n")
    said = lk("draw", "other.yaml", "--layout", "layout.json", "--format", "github")
    assert (said.code, said.out.splitlines()[0]) == (
        1,
        "::error file=other.yaml,line=7,col=1,title=invalid template::unknown key 'snp' (did you mean 'snap'?)",
    )
