"""`--format github`: faults as annotations of GitHub Actions, one line each; what succeeds is told as to people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layoutkit.app.telling import annotated
from layoutkit.errors import DocumentError, Fault, Where

from .conftest import Run
from .stage import APP_ID

BAD = """\
name: broken
secondaries: 1..3
canvases: [540x960]
settings:
  tile_width: {default: 160, min: 80, max: 320}
rules:
  - size:  {width: tile_widht, aspect: "2:3"}
  - stack: {direction: up, at: buttom right}
"""
LINE = re.compile(r"::(error|warning) ?(?P<properties>[^:]*)::(?P<says>[^\r\n]+)")


def told(lk: Run, *arguments: object, stdin: bytes = b"") -> list[tuple[dict[str, str], str]]:
    """Each annotation: its properties and its message, unescaped as GitHub does it."""
    said = lk(*arguments, "--format", "github", stdin=stdin)
    assert said.code == lk(*arguments, stdin=stdin).code != 0
    assert said.err == ""
    found = [LINE.fullmatch(line) for line in said.out.splitlines()]
    assert all(found), said.out
    return [(dict(p.split("=", 1) for p in f["properties"].split(",") if p), f["says"]) for f in found if f]


def test_a_fault_of_a_template_is_told_at_its_line_and_column(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "right-column.yaml").write_text(BAD)
    said = lk("solve", "right-column.yaml", "--format", "github")
    assert said.out == (
        "::error file=right-column.yaml,line=7,col=20,title=invalid template::unknown name 'tile_widht' (did you mean 'tile_width'?)\n"
        "::error file=right-column.yaml,line=8,col=32,title=invalid template::'buttom right' is not a place (did you mean 'bottom'?)\n"
    )
    assert (said.code, said.err) == (1, "")


@pytest.mark.parametrize("command", ["show", "solve", "payload", "draw", "send"])
def test_every_command_that_reads_a_template_tells_it_so(lk: Run, account: None, tmp_path: Path, command: str) -> None:
    (tmp_path / "t.yaml").write_text(BAD)
    assert [properties["line"] for properties, _ in told(lk, command, "t.yaml")] == ["7", "8"]


def test_a_clash_is_a_line_for_each_rule_with_its_cures(lk: Run) -> None:
    heading, *rules = told(lk, "solve", "right-column", "--canvas", "540x600")
    assert heading == ({"title": "no layout"}, "no layout for right-column@1 on 540x600 with 3 secondaries: these rules cannot all hold")
    assert {properties["file"] for properties, _ in rules} == {"right-column.yaml"}
    assert [says.split(":")[0] for _, says in rules] == ["size", "stack"]
    assert "(must give 210 px; works with tile_width 160 -> 113)" in rules[0][1]
    assert all("; works with " in says for _, says in rules)


READERS = {
    "scene": ("solve", "grid", "--scene", "-"),
    "layout": ("draw", "--layout", "-"),
    "payload": ("verify", "-"),
}


@pytest.mark.parametrize("kind", READERS)
def test_a_document_is_called_what_it_is(lk: Run, kind: str) -> None:
    for properties, _ in told(lk, *READERS[kind], stdin=b'{"a": 1}'):
        assert properties["title"] == f"invalid {kind}"
        assert properties["file"] == "standard input"


def test_the_layout_before_and_a_payload_to_send_are_called_what_they_are(lk: Run, account: None, tmp_path: Path) -> None:
    assert {p["title"] for p, _ in told(lk, "solve", "grid", "--before", "-", stdin=b"[]")} == {"invalid layout"}
    assert {p["title"] for p, _ in told(lk, "send", "--payload", "-", stdin=b"[]")} == {"invalid payload"}


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (("solve", "gird"), "wrong usage"),
        (("solve", "grid", "--nonsense"), "wrong usage"),
        (("nonsense",), "wrong usage"),
        (("payload", "grid", "--secondaries", "9", "--app-id", "1"), "not carried"),
        (("credentials",), "wrong usage"),
        (("emulator", "--stream", "a b=1x1"), "wrong usage"),
        (("init", "Not A Name"), "wrong usage"),
        (("schema", "nonsense"), "wrong usage"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_has_no_place_has_a_title(lk: Run, arguments: tuple[str, ...], title: str) -> None:
    """Every command takes the format, and an option that cannot be read is told in it too."""
    assert {tuple(properties.items()) for properties, _ in told(lk, *arguments)} == {(("title", title),)}


def test_every_fault_of_a_payload_is_a_line(lk: Run, payload_file: Path) -> None:
    found = told(lk, "verify", payload_file, "--canvas", "530x960")
    assert len(found) == 3
    assert all(p["file"] == str(payload_file) and p["line"] and p["col"] and p["title"] == "invalid payload" for p, _ in found)


def test_the_layout_that_breaks_rules_is_told_at_the_rules(lk: Run, layout_file: Path) -> None:
    layout_file.write_text(layout_file.read_text().replace('"y": 630', '"y": 631'))
    found = told(lk, "payload", "--layout", layout_file, "--app-id", APP_ID)
    assert {(p["title"], p.get("file")) for p, _ in found} == {("rule broken", "right-column.yaml")}


@pytest.mark.parametrize("arguments", [("list",), ("show", "grid"), ("solve", "grid"), ("draw", "grid"), ("schema", "scene")])
def test_what_succeeds_is_told_as_to_people(lk: Run, arguments: tuple[str, ...]) -> None:
    assert lk(*arguments, "--format", "github") == lk(*arguments)


def test_a_warning_stands_beside_the_result(lk: Run, layout_file: Path) -> None:
    """On standard error, which GitHub reads too: the picture may go to a file."""
    layout_file.write_text(re.sub(r"sha256:\w+", "sha256:" + "0" * 64, layout_file.read_text()))
    said = lk("draw", "--layout", layout_file, "--format", "github")
    assert said.out.startswith("<svg")
    assert said.err.startswith(f"::warning ::{layout_file}: not checked against its rules")
    assert said.err.count("\n") == 1


def test_what_would_end_a_command_is_escaped() -> None:
    """As GitHub's own toolkit does it: %, CR and LF everywhere, the colon and the comma in properties."""
    fault = Fault("100% of a: b, c\r\nnext", Where("a,b:c%.yaml", 3, 4), "a hint")
    assert list(annotated(DocumentError(fault))) == [
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=4,title=invalid template::100%25 of a: b, c%0D%0Anext (a hint)"
    ]


def test_a_place_without_a_line_says_none() -> None:
    assert list(annotated(DocumentError(Fault("gone", Where("a.yaml"))))) == ["::error file=a.yaml,title=invalid template::gone"]
