"""`--limit SECONDS` and `--best`: how long to search, and what to answer when the limit comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run

HARD = """
name: hard
secondaries: 1..40
canvases: [1280x720]
keep_clear: {logo: [1120, 16, 144, 80]}
rules:
  - size: {tiles: 1, width: "240..", aspect: "16:9"}
  - size: {tiles: 2.., width: "96..", aspect: "4:3"}
  - apart: {gap: 8}
wishes: [{largest: 1}, {largest: 2..}]
"""


@pytest.fixture
def hard(tmp_path: Path) -> str:
    path = tmp_path / "hard.yaml"
    path.write_text(HARD)
    return str(path)


def test_a_limit_that_comes_first_is_a_refusal(lk: Run, hard: str) -> None:
    said = lk("solve", hard, "--secondaries", 21, "--limit", "0.003")
    assert said.code == 1
    assert "the search came to its limit of work before the one best layout was proved" in said.err
    assert "longer limit" in said.err


def test_the_best_so_far_is_told_as_such(lk: Run, hard: str) -> None:
    said = lk("solve", hard, "--secondaries", 21, "--limit", "0.003", "--best")
    assert said.code == 0
    assert "largest 1: 1020 px (not proved; at best 1280 px)" in said.out
    assert said.out.rstrip().endswith("not proved: the limit of work came first, and there may be a better layout")
    assert "not proved" in lk("draw", hard, "--secondaries", 21, "--limit", "0.003", "--best").out


def test_within_the_limit_nothing_is_said_of_it(lk: Run, hard: str) -> None:
    said = lk("solve", hard, "--secondaries", 4, "--limit", "30", "--best")
    assert (said.code, said.err) == (0, "")
    assert "not proved" not in said.out


@pytest.mark.parametrize("limit", ["0", "-1", "soon", "nan", "inf", "1e9", ""])
def test_a_limit_that_cannot_be_is_wrong_usage(lk: Run, limit: str) -> None:
    said = lk("solve", "grid", "--limit", limit)
    assert (said.code, said.out) == (2, "")
    assert "limit" in said.err


def test_a_layout_that_is_there_already_needs_no_limit(lk: Run, layout_file: Path) -> None:
    said = lk("draw", "--layout", layout_file, "--limit", 3)
    assert said.code == 2
