"""Every folder under tests/cases: bad templates with the report they deserve, good ones with coordinates worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from layoutkit.documents import check, schema

from .cases import BAD, GOOD, SCENES, as_expected, beside, fault, keys_in, member, place, read, solved
from .conftest import Run


def bad(report: str) -> Any:
    """The folders of bad templates with that report, each a test of its name."""
    return pytest.mark.parametrize("folder", [pytest.param(folder, id=folder.name) for folder in BAD if (folder / report).exists()])


# --- bad


@bad("report.txt")
def test_a_bad_template_gets_its_report(lk: Run, folder: Path) -> None:
    """Each fault once, in the order of the text, at its line and column, in words that help."""
    said = lk("solve", folder / "template.yaml", "--format", "json")
    check(said.document, "error")
    assert (said.code, said.document["error"]) == (1, "invalid")
    found = [(place(told, folder), fault(told)) for told in said.document["faults"]]
    assert [told for told in found if told[0] == "-"] == []
    as_expected(found, (folder / "report.txt").read_text("utf-8"))


@bad("report.txt")
def test_a_bad_template_gets_a_report_that_people_can_read(lk: Run, folder: Path) -> None:
    """Every command that reads a template tells it the same way: file, line and column first; short, and never a traceback."""
    template = folder / "template.yaml"
    said = lk("solve", template)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{template}:")
    assert len(said.err) < 6000
    assert lk("show", template) == lk("draw", template) == said


@bad("clash.txt")
def test_a_clash_is_told_by_its_rules_each_with_what_would_help(lk: Run, folder: Path) -> None:
    """Word, what the rule says, and its cures as people read them; the rules in the template's order, then the areas."""
    said = solved(lk, folder / "scene.json")
    check(said.document, "clash")
    assert (said.code, said.document["error"]) == (1, "no_layout")
    wanted = (folder / "clash.txt").read_text("utf-8").split("\n\n")
    assert len(said.document["clashes"]) == len(wanted), said.document
    for clash, report in zip(said.document["clashes"], wanted, strict=True):
        as_expected([(place(rule, folder), member(rule)) for rule in clash["rules"]], report)


@bad("clash.txt")
def test_a_template_with_a_clash_is_a_template_all_the_same(lk: Run, folder: Path) -> None:
    assert lk("show", folder / "template.yaml").code == 0


@bad("refused.txt")
def test_a_call_that_the_template_does_not_serve_is_refused(lk: Run, folder: Path) -> None:
    """A count or setting out of range is wrong usage, told before anything is solved, all of it at once."""
    said = solved(lk, folder / "scene.json")
    check(said.document, "error")
    assert (said.code, said.document["error"]) == (2, "usage")
    found = [(place(told, folder), fault(told)) for told in said.document["faults"]]
    as_expected(found, (folder / "refused.txt").read_text("utf-8"))


# --- good


@pytest.mark.parametrize("scene", SCENES, ids=lambda file: f"{file.parent.name}-{file.name.removesuffix('scene.json')}".rstrip("-."))
def test_a_good_template_gives_the_layout_worked_out_by_hand(lk: Run, scene: Path) -> None:
    said = solved(lk, scene)
    assert said.code == 0, said.all
    check(said.document, "layout")
    wanted = read(beside(scene, "layout"))
    assert {key: said.document.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)
def test_a_good_template_is_about_what_its_folder_says(lk: Run, folder: Path) -> None:
    assert lk("show", folder / "template.yaml", "--format", "json").document["name"] == folder.name


# --- all of them


def test_together_the_good_ones_show_the_whole_language() -> None:
    """Every key of the document, every word and each of its parameters, every wish: whoever adds one adds a case."""
    words = schema("template")["$defs"]
    documents = [yaml.load(file.read_text("utf-8"), yaml.BaseLoader) for folder in GOOD for file in folder.glob("*.yaml")]
    shown = {pair for document in documents for pair in keys_in(document)}
    beside_words = {key for document in documents for part in ("rules", "wishes") for item in document.get(part, []) for key in item}
    rules, wishes = ({*words[kind]["properties"]} for kind in ("rule", "wish"))
    parameters = {(word, key) for word in rules for key in words.get(word, {}).get("properties", {})}
    assert {*schema("template")["properties"]} - {key for document in documents for key in document} == set()
    assert (rules | wishes) - beside_words - {key for _, key in shown} == set()
    assert parameters - shown == set()


def test_there_are_cases() -> None:
    """As many as were promised, each bad one with one report, each scene with its layout."""
    assert len(GOOD) >= 30
    assert len(BAD) >= 30
    assert all(len([*folder.glob("*.txt")]) == 1 for folder in BAD)
    assert all(beside(scene, "layout").exists() for scene in SCENES)
