"""The README is true: its template, its Python and its examples do what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import layoutkit as lk
from layoutkit.app.cli import cli
from layoutkit.app.shell import run
from layoutkit.emulator import Emulator
from layoutkit.template import parse

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return [body for word, body in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE) if word == language]


def test_the_template_is_ten_lines_and_solves_to_the_pages_example() -> None:
    (text,) = blocks("yaml")
    assert text.count("\n") <= 10
    layout = lk.arrange(parse(text.encode(), "README.md"), canvas="540x960", primary="p", secondaries=["a", "b", "c"])
    assert [(t.rect.x, t.rect.y) for t in layout.secondaries] == [(380, 630), (380, 390), (380, 150)]


def test_the_python_is_ten_lines_and_runs(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    (code,) = blocks("python")
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    key = "40328529ca4381a80c6ecf2e6aa57438"
    monkeypatch.setenv("TENCENTCLOUD_LIVE_API_KEY", key)
    with Emulator(1250000000, key) as cloud:
        for stream in ("8888_denny", "8888_rex", "8888_link", "8888_shock"):
            cloud.cloud.push(stream, lk.Size(540, 960), 0)
        monkeypatch.setattr("layoutkit.tencent.client.ENDPOINT", cloud.endpoint)
        exec(code.replace("app_id=1250000000, key", f"endpoint={cloud.endpoint!r}, app_id=1250000000, key"), {})
    assert capsys.readouterr().out.startswith("mixed ")


def test_the_clash_is_told_as_shown(capsys: Any) -> None:
    shown = next(block for block in blocks("") if "no layout for" in block)
    command, _, expected = shown.partition("\n")
    assert run(cli, command.removeprefix("$ layoutkit ").split()) == 1
    assert capsys.readouterr().err == expected


def test_the_commands_it_names_are_the_commands_there_are() -> None:
    named = set(re.findall(r"^layoutkit (\w+)", README, re.MULTILINE))
    assert named <= set(cli.commands)
    assert set(cli.commands) - named <= {"demo", "pick", "show", "schema"}


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", README):
        target = "".join(target)
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_the_two_commands_are_one_line_each() -> None:
    lines = [line for block in blocks("") for line in block.splitlines() if line.startswith("python3 -m venv")]
    assert [line.rsplit(" && ", 1)[1] for line in lines] == [".venv/bin/layoutkit demo", ".venv/bin/python -m tests"]


def test_the_introduction_to_the_language_is_short_and_leads_to_the_reference() -> None:
    page = (ROOT / "docs" / "language.md").read_text("utf-8")
    assert page.count("\n") < 80
    links = re.findall(r"\]\(([^)]+)\)", page)
    assert {link.partition("#")[0] for link in links} == {"reference.md"}
    defs = lk.schema("template")["$defs"]
    words = {*defs["rule"]["properties"], *defs["wish"]["properties"]} - {"name", "when", "off"}
    assert [word for word in words if f"`{word}`" not in page] == []


def test_the_templates_of_the_introduction_hold_on_their_canvases() -> None:
    page = (ROOT / "docs" / "language.md").read_text("utf-8")
    for text in blocks("yaml", page):
        template = parse(text.encode(), "language.md")
        for canvas in template.canvases:
            for count in range(template.secondaries.low, (template.secondaries.high or 0) + 1):
                lk.arrange(template, canvas=canvas, primary="host", secondaries=[f"guest_{i}" for i in range(count)])
