"""The page on the shelf: its playbook is one, its Python runs, and what it quotes is what is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layoutkit import shelf
from layoutkit.errors import DocumentError
from layoutkit.shelf.opening import parse_book

PAGE = (Path(__file__).parents[2] / "docs" / "shelf.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_its_playbook_is_one() -> None:
    [text] = blocks("yaml")
    book = parse_book(text.encode(), "evening-show.yaml", shelf.load)
    assert {pick.template.name for pick in book.picks()} == {"screen-with-strip", "screen-with-column", "picture-in-picture", "grid"}


def test_its_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(blocks("python")[1], {})
    assert capsys.readouterr().out == "a screen is shared screen-with-strip@1\n"


def test_what_it_quotes_is_said() -> None:
    rows = (
        "  - {secondaries: 0..3, use: grid}\n  - {secondaries: 6.., use: grid}\n  - {secondaries: 2, use: grid}\n",
        "  - {orientation: portrait, use: grid}\n  - {orientation: landscape, use: grid}\n  - {secondaries: 2, use: grid}\n",
        "  - {secondaries: 0..4, use: right-column}\n  - {use: grid}\n",
    )
    head = "name: x\ndomain: {secondaries: 0..9, canvases: [540x960, 1280x720], roles: {screen: 0..1}}\nrows:\n"
    said = ""
    for row in rows:
        with pytest.raises(DocumentError) as refused:
            parse_book((head + row).encode(), "x.yaml", shelf.load)
        said += str(refused.value)
    for quoted in re.findall(r"`((?:no row|row 3|right-column@1).*?)`", PAGE):
        assert quoted.removesuffix(" on 1280x720") in said
