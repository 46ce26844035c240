"""`check`: whether templates keep what they promise, for people, programs, test reports and GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as xml

import pytest

from layoutkit import alike, pipeline
from layoutkit.app import proving, remembering
from layoutkit.documents import check
from tests.prove.stage import ROW

from .conftest import Run

TOO_MANY = ROW.replace("name: row", "name: many").replace("1..3", "1..4")
BROKEN = ROW.replace("name: row", "name: broken").replace("gap: gap", "gap: gup")
TIGHT = ROW.replace("name: row", "name: tight").replace("max: 40", "max: 20")


@pytest.fixture(autouse=True)
def _own_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A cache folder of the test's own, and nothing known of layouts."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(pipeline, "_seen", {})
    alike.forget()
    yield
    alike.forget()


@pytest.fixture(autouse=True)
def _files(lk: Run) -> None:
    """Four templates in the folder where the command runs: one sound, one tight, one that promises too much, one that is none."""
    for name, text in (("row", ROW), ("tight", TIGHT), ("many", TOO_MANY), ("broken", BROKEN)):
        Path(f"{name}.yaml").write_text(text)


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are proved, and not remembered."""
    names: list[str] = []
    report = proving.__dict__["report"]

    def counted(template: Any, ways: Any) -> Any:
        names.append(template.ref.name)
        return report(template, ways)

    monkeypatch.setattr(proving, "report", counted)
    return names


# --- what it says, and how it ends -----------------------------------------------------------------------------------


def test_templates_that_keep_their_promises(lk: Run) -> None:
    """A row each: how many cases, how many each profile carries, how many limits there are."""
    said = lk("check", "row.yaml", "tight.yaml")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "template  kept  cases  2017  2019  limits  in vain",
        "row@1     yes       3     3     3       1",
        "tight@1   yes       3     3     3       0",
        "",
        "2 of 2 templates keep what they promise, 6 cases",
    ]


def test_a_promise_that_does_not_hold_is_told_with_its_case(lk: Run) -> None:
    """Exit code 1, and the clash."""
    said = lk("check", "many.yaml", "row.yaml")
    assert said.code == 1
    assert "many fails for 4 on 300x200: " in said.out
    assert "    many.yaml:" in said.out, "the rules at odds, each at its place"
    assert "works with" in said.out
    assert "1 of 2 templates keep what they promise" in said.out


def test_a_template_that_cannot_be_read_hides_no_other(lk: Run) -> None:
    """It is told at its line and column, and the others are proved."""
    said = lk("check", "row.yaml", "broken.yaml", "tight.yaml")
    assert said.code == 1
    assert "broken.yaml:8:50: unknown name 'gup'" in said.out
    assert "2 of 3 templates keep what they promise, 6 cases" in said.out


def test_templates_that_are_not_there_are_wrong_usage(lk: Run) -> None:
    """All of them are told at once, and nothing is proved."""
    said = lk("check", "grdi", "row.yaml", "none.yaml", ".")
    assert (said.code, said.out) == (2, "")
    assert "no template is named 'grdi'" in said.err
    assert "none.yaml" in said.err


@pytest.mark.parametrize("arguments", [("--jobs", "0"), ("--jobs", "many"), ("--format", "pdf"), ("--nonsense",)])
def test_wrong_options_are_wrong_usage(lk: Run, arguments: tuple[str, ...]) -> None:
    """As everywhere."""
    assert lk("check", "row.yaml", *arguments).code == 2


def test_strict_wants_no_limits_and_nothing_in_vain(lk: Run) -> None:
    """And lists what there is of it."""
    assert lk("check", "tight.yaml", "--strict").code == 0
    said = lk("check", "row.yaml", "--strict")
    assert said.code == 1
    assert "row has no layout for 3 on 300x200; gap 40" in said.out
    Path("vain.yaml").write_text(TIGHT.replace("name: tight", "name: vain").replace("settings:", "settings:\n  spare: {default: no}"))
    assert lk("check", "vain.yaml").code == 0
    said = lk("check", "vain.yaml", "--strict")
    assert said.code == 1
    assert "setting spare" in said.out


def test_limits_are_listed_with_a_change_that_helps(lk: Run) -> None:
    """Where they are asked for."""
    assert "has no layout" not in lk("check", "row.yaml").out
    said = lk("check", "row.yaml", "--limits")
    assert said.code == 0
    where, says = said.out.splitlines()[2:4]
    assert where == "row has no layout for 3 on 300x200; gap 40"
    assert "; works with " in says


# --- for programs ----------------------------------------------------------------------------------------------------


def test_the_document_is_of_its_schema(lk: Run) -> None:
    """One that is kept, one that is not, one that cannot be read."""
    said = lk("check", "row.yaml", "many.yaml", "broken.yaml", "--format", "json")
    check(said.document, "check")
    assert said.code == 1
    assert said.document["kept"] is False
    assert [one["kept"] for one in said.document["templates"]] == [True, False, False]
    assert said.document["templates"][2]["error"]["faults"][0]["line"] == 8


def test_annotations_stand_at_the_files(lk: Run) -> None:
    """A line each, at the place where it is known."""
    said = lk("check", "many.yaml", "broken.yaml", "row.yaml", "--format", "github")
    assert (said.code, said.err) == (1, "")
    many, broken, notice = said.out.splitlines()
    assert many.startswith("::error file=many.yaml,title=check::many fails for 4 on 300x200: ")
    assert broken.startswith("::error file=broken.yaml,line=8,col=50,title=check::unknown name 'gup'")
    assert notice == "::notice title=check::1 of 3 templates keep what they promise"


def test_a_file_with_a_comma_in_its_name_is_escaped(lk: Run) -> None:
    """A comma would end the property."""
    Path("a,b:c.yaml").write_text(TOO_MANY)
    assert lk("check", "a,b:c.yaml", "--format", "github").out.startswith("::error file=a%2Cb%3Ac.yaml,")


def test_junit_is_well_formed(lk: Run) -> None:
    """A suite a template, whatever stands in its texts."""
    Path("odd \x01 & <b>.yaml").write_text(BROKEN.replace("gup", '"<]]>&"'))
    said = lk("check", "row.yaml", "many.yaml", "odd \x01 & <b>.yaml", "--format", "junit")
    assert said.code == 1
    root = xml.fromstring(said.out.encode())
    assert [suite.get("failures") for suite in root] == ["0", "1", "1"]
    assert [case.get("name") for case in root.iter("testcase")][:2] == [f"keeps what it promises ({n} cases)" for n in (3, 4)]
    assert "4 on 300x200" in (root[1][0][0].text or "")


def test_the_result_may_go_to_a_file(lk: Run) -> None:
    """The terminal stays still."""
    said = lk("check", "row.yaml", "--format", "junit", "-o", "check.xml")
    assert (said.code, said.all) == (0, "")
    assert xml.parse("check.xml").getroot().tag == "testsuites"


# --- memory ----------------------------------------------------------------------------------------------------------


def test_what_was_proved_is_not_proved_again(lk: Run, reported: list[str]) -> None:
    """The second answer is the first, byte for byte; one that was changed is proved anew."""
    once = lk("check", "row.yaml", "many.yaml", "--jobs", 1)
    assert reported == ["row", "many"]
    assert lk("check", "row.yaml", "many.yaml", "--jobs", 1) == once
    assert reported == ["row", "many"]
    Path("row.yaml").write_text(ROW.replace("max: 40", "max: 39"))
    lk("check", "row.yaml", "many.yaml", "--jobs", 1)
    assert reported == ["row", "many", "row"]


def test_fresh_proves_all_of_it_anew(lk: Run, reported: list[str]) -> None:
    """And reads and writes no memory."""
    lk("check", "row.yaml", "--fresh")
    assert not Path("cache").exists()
    lk("check", "row.yaml", "--fresh")
    assert reported == ["row", "row"]


def test_a_copy_in_another_file_is_proved_on_its_own(lk: Run, reported: list[str]) -> None:
    """Its report names its own file."""
    Path("copy.yaml").write_text(ROW)
    lk("check", "row.yaml")
    assert lk("check", "copy.yaml", "--format", "json").document["templates"][0]["file"] == "copy.yaml"
    assert reported == ["row", "row"]


def damaged() -> Iterator[tuple[str, Any]]:
    stamp = remembering._stamp()
    yield "not JSON", "<svg/>"
    yield "a list", []
    yield "another version", {"check": "0", "reports": {}}
    yield "a list of reports", {"check": stamp, "reports": [1]}
    yield "no reports", {"check": stamp}
    yield "null", {"check": stamp, "reports": None}
    yield "deep", "[" * 100_000


@pytest.mark.parametrize("what", dict(damaged()))
def test_a_memory_that_is_damaged_is_done_without(lk: Run, reported: list[str], what: str) -> None:
    """It is proved again, and the file is written anew."""
    content = dict(damaged())[what]
    Path("memory.json").write_text(content if isinstance(content, str) else json.dumps(content))
    said = lk("check", "row.yaml", "--memory", "memory.json")
    assert (said.code, said.err, reported) == (0, "", ["row"])
    assert lk("check", "row.yaml", "--memory", "memory.json") == said
    assert reported == ["row"]


@pytest.mark.parametrize("change", [{"cases": "3"}, {"digest": "sha256:0"}, {"kept": None}, {"more": 1}, {"carried": []}])
def test_a_report_in_memory_of_another_shape_is_not_believed(lk: Run, reported: list[str], change: dict[str, Any]) -> None:
    """It is held against the schema, and is of the template's very text."""
    said = lk("check", "row.yaml", "--memory", "memory.json")
    memory = json.loads(Path("memory.json").read_text())
    (digest,) = memory["reports"]
    memory["reports"][digest] |= change
    Path("memory.json").write_text(json.dumps(memory))
    assert lk("check", "row.yaml", "--memory", "memory.json") == said
    assert reported == ["row", "row"]


def test_a_memory_that_cannot_be_written_is_done_without(lk: Run) -> None:
    """A folder, or one below a file."""
    for path in (".", "row.yaml/memory.json"):
        said = lk("check", "row.yaml", "--memory", path)
        assert (said.code, said.err) == (0, "")
    assert not list(Path().glob(".*.part"))


# --- processes, the atlas, the terminal ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "github", "junit"])
def test_two_processes_say_the_same_as_one(lk: Run, form: str) -> None:
    """Byte for byte, in the order of the names."""
    names = ("tight.yaml", "broken.yaml", "many.yaml", "row.yaml", "right-column")
    one, two = (lk("check", *names, "--fresh", "--format", form, "--jobs", jobs) for jobs in (1, 2))
    assert one == two


def test_an_atlas_is_what_the_next_one_is_answered_from(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the proofs are remembered; the same bytes by one process and by two."""
    names = ("row.yaml", "many.yaml", "broken.yaml", "voices")
    lk("check", *names, "--atlas", "once.atlas", "--jobs", 1)
    lk("check", *names, "--atlas", "again.atlas", "--jobs", 2)
    lk("check", *names, "--atlas", "fresh.atlas", "--jobs", 2, "--fresh")
    assert len({Path(f"{name}.atlas").read_bytes() for name in ("once", "again", "fresh")}) == 1
    expected = lk("solve", "row.yaml", "--secondaries", 3, "--format", "json")
    monkeypatch.setattr(pipeline, "_atlases", [])
    monkeypatch.setattr(pipeline, "_seen", {})
    alike.forget()
    monkeypatch.setattr(pipeline, "solve", lambda *_: pytest.fail("solved"))
    monkeypatch.setattr(alike, "recipe", lambda *_: pytest.fail("solved"))
    monkeypatch.setenv("LAYOUTKIT_ATLAS", "once.atlas")
    assert lk("solve", "row.yaml", "--secondaries", 3, "--format", "json") == expected


def test_an_atlas_that_cannot_be_written_is_wrong_usage(lk: Run) -> None:
    """Told by name."""
    said = lk("check", "row.yaml", "--atlas", "no/such/folder/x.atlas")
    assert said.code == 2
    assert "cannot be written" in said.err


def test_progress_is_for_terminals(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """And leaves nothing behind there."""
    assert lk("check", "row.yaml").err == ""
    monkeypatch.setattr("layoutkit.app.progress._is_terminal", lambda: True)
    said = lk("check", "row.yaml", "tight.yaml")
    assert "templates 0/2" in said.err
    assert "templates 1/2" in said.err
    assert said.err.endswith("\r\x1b[K")
    assert "\x1b" not in said.out


def test_help_shows_examples(lk: Run) -> None:
    """Commands that there are."""
    said = lk("check", "--help")
    assert said.out.count("layoutkit check") >= 4
