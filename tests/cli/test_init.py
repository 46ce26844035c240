"""`layoutkit init`: a file that works at once, and never over one that is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layoutkit.documents import schema

from .conftest import Run


def test_it_writes_a_template_that_solves_and_the_schema_beside_it(lk: Run, tmp_path: Path) -> None:
    said = lk("init", "two-guests")
    assert said.code == 0
    assert json.loads((tmp_path / "template.schema.json").read_text()) == schema("template")
    assert (tmp_path / "two-guests.yaml").read_text().startswith("# yaml-language-server: $schema=template.schema.json\n")
    for canvas in ("540x960", "1280x720"):
        assert lk("solve", "two-guests.yaml", "--canvas", canvas).code == 0


@pytest.mark.parametrize("output", ["mine.yaml", "mine.txt", "mine", "folder/mine.yml"])
def test_the_command_that_it_advises_works(lk: Run, tmp_path: Path, output: str) -> None:
    """Whatever the file was called, the last line can be pasted."""
    (tmp_path / "folder").mkdir()
    said = lk("init", "mine", "-o", output)
    assert said.code == 0
    advised = said.out.splitlines()[-1].removeprefix("try: layoutkit ").split()
    assert lk(*advised).code == 0


def test_it_never_writes_over_a_file(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("precious")
    said = lk("init", "mine")
    assert said.code == 1
    assert "mine.yaml is there already" in said.err
    assert (tmp_path / "mine.yaml").read_text() == "precious"


@pytest.mark.parametrize("name", ["", "My Layout", "../up", "a--b", "-a", "a" * 61, "a\n", "naïve", "a.yaml"])
def test_a_name_that_cannot_be_one_is_refused(lk: Run, tmp_path: Path, name: str) -> None:
    said = lk("init", "--", name)
    assert said.code == 2
    assert "right-column" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(lk: Run) -> None:
    said = lk("init", "mine", "-o", "nowhere/mine.yaml")
    assert said.code == 2
    assert "nowhere/mine.yaml cannot be written" in said.err
