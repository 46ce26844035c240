"""Every folder under tests/cases: bad templates with the report they deserve, good ones with coordinates worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from layoutkit.documents import check

from .conftest import Run

CASES = Path(__file__).parents[1] / "cases"
BAD = sorted(folder.name for folder in (CASES / "bad").iterdir())
GOOD = sorted(folder.name for folder in (CASES / "good").iterdir())


def expected(report: Path) -> list[tuple[str, list[str]]]:
    """Lines such as `9:18  unknown name 'x' | did you mean 'y'?`: place (`*` for any), and texts that must be told of it.

    A fault in a file beside the template, which it extends, has that file's name before its place: `base.yaml:4:7`.
    """
    rows = (line.split("  ", 1) for line in report.read_text("utf-8").splitlines())
    return [(place, texts.split(" | ")) for place, texts in rows]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_template_gets_its_report(lk: Run, name: str) -> None:
    """Each fault once, in the order of the text, at its line and column, in words that help."""
    template, rows = CASES / "bad" / name / "template.yaml", expected(CASES / "bad" / name / "report.txt")
    said = lk("solve", template, "--format", "json")
    check(said.document, "error")
    faults = said.document["faults"]
    assert (said.code, said.document["error"]) == (1, "invalid")
    beside = {str(file): f"{file.name}:" for file in template.parent.iterdir()} | {str(template): ""}
    places = [
        f"{beside[fault['file']]}{fault['line']}:{fault['column']}" if fault["line"] and fault["column"] else "nowhere" for fault in faults
    ]
    told = [f"{fault['says']} ({fault['hint']})" for fault in faults]
    assert [(p, t) for p, t in zip(places, told, strict=True) if p == "nowhere"] == []
    assert len(told) == len(rows), told
    for place, text, (wanted, parts) in zip(places, told, rows, strict=True):
        assert wanted in ("*", place), text
        assert [part for part in parts if part not in text] == [], text


@pytest.mark.parametrize("name", BAD)
def test_a_bad_template_gets_a_report_that_people_can_read(lk: Run, name: str) -> None:
    """Every command that reads a template tells it the same way: file, line and column first; short, and never a traceback."""
    template = CASES / "bad" / name / "template.yaml"
    said = lk("solve", template)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{template}:")
    assert len(said.err) < 6000
    assert lk("show", template) == lk("draw", template) == said


def folder_json(name: str, file: str) -> Any:
    path = CASES / "good" / name / file
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_template_gives_the_layout_worked_out_by_hand(lk: Run, name: str) -> None:
    folder = CASES / "good" / name
    settings = [f"--set={key}={str(value).lower()}" for key, value in folder_json(name, "settings.json").items()]
    said = lk("solve", folder / "template.yaml", "--scene", folder / "scene.json", *settings, "--format", "json")
    assert said.code == 0, said.all
    check(said.document, "layout")
    wanted = folder_json(name, "layout.json")
    assert {key: said.document[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", GOOD)
def test_a_good_template_is_about_what_its_folder_says(lk: Run, name: str) -> None:
    assert lk("show", CASES / "good" / name / "template.yaml", "--format", "json").document["name"] == name


def test_there_are_cases() -> None:
    assert len(BAD) >= 15
    assert len(GOOD) >= 8
