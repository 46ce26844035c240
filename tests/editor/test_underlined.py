"""What an editor underlines: every typo, where it stands, and nothing in a template that is valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import MODELINE, ROOT
from .server import Server
from .words import HEAD, RULES, WISHES, WORDS, Typing


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("rules:\n  - grid: {colums: 2}\n", (4, 11, "colums"), "Property colums is not allowed."),
        ("rules:\n  - grid:\n      rows: 2\n      shrt: start\n", (6, 6, "shrt"), "Property shrt is not allowed."),
        ("rules:\n  - grdi: {columns: 2}\n", (4, 4, "grdi"), "Property grdi is not allowed."),
        ("rules: []\nwishs: []\n", (4, 0, "wishs"), "Property wishs is not allowed."),
        ("rules: []\nwishes: [{larges: all}]\n", (4, 10, "larges"), "Property larges is not allowed."),
        ("rules: []\nprimary: tiles\n", (4, 9, "tiles"), "Value is not accepted."),
        ("rules: []\nsnap: two\n", (4, 6, "two"), 'Incorrect type. Expected "integer"'),
        ("rules:\n  - stack: {gap: [1, 2, 3]}\n", (4, 17, "[1, 2, 3]"), "Array has too many items"),
        ("rules: []\nsettings: {gap: {min: 0}}\n", (4, 11, "gap"), 'Missing property "default".'),
    ],
)
def test_a_typo_is_underlined_where_it_stands(typing: Typing, text: str, place: tuple[int, int, str], said: str) -> None:
    found = [(where, what) for *where, what in typing(HEAD + text).underlined()]
    assert [what for where, what in found if tuple(where) == place and what.startswith(said)], found


@pytest.mark.parametrize(("key", "words"), [("rules", RULES), ("wishes", WISHES)], ids=["rules", "wishes"])
def test_a_typo_in_any_word_is_underlined(typing: Typing, key: str, words: dict[str, object]) -> None:
    """Another letter at its end."""
    for word in words:
        typo = word[:-1] + "q"
        rest = "" if key == "rules" else "rules: []\n"
        found = typing(f"{HEAD}{rest}{key}:\n  - {typo}: {{}}\n").underlined()
        assert [what for *_, text, what in found if text == typo] == [f"Property {typo} is not allowed."], word


@pytest.mark.parametrize("word", WORDS)
def test_a_typo_in_any_parameter_is_underlined(typing: Typing, word: str) -> None:
    needed = "that: tile.left == 0, " if word == "require" else ""
    for name in WORDS[word]:
        found = typing(f"{HEAD}rules:\n  - {word}: {{{needed}{name}s: 1}}\n").underlined()
        assert [what for *_, text, what in found if text == f"{name}s"] == [f"Property {name}s is not allowed."], name


def test_what_lacks_rules_is_told_so(typing: Typing) -> None:
    assert [what for *_, what in typing(HEAD).underlined()] == ['Missing property "rules".']


PUBLISHED = sorted((ROOT / "templates" / "layouts").glob("*.yaml"))
OTHERS = sorted([*(ROOT / "tests" / "cases" / "good").glob("*/*.yaml"), *(ROOT / "docs" / "examples").glob("*.yaml")])


@pytest.fixture(scope="module")
def opened(server: Server) -> Server:
    """Every template that is valid, opened at once: what ships with the line by which it names its schema, the others with ours."""
    for path in (*PUBLISHED, *OTHERS):
        text = path.read_text("utf-8")
        server.open(path, text if path in PUBLISHED else MODELINE + text)
    return server


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in (*PUBLISHED, *OTHERS)])
def test_a_good_template_is_underlined_nowhere(opened: Server, path: Path) -> None:
    assert opened.wrong(path) == []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_what_ships_names_its_schema(server: Server, path: Path) -> None:
    """Beside it, a copy with a word that is none: it is underlined, so the schema was found."""
    copy = path.with_name("copy-of-" + path.name)
    server.open(copy, path.read_text("utf-8") + "\nno_key: 1\n")
    assert [fault["message"] for fault in server.wrong(copy)] == ["Property no_key is not allowed."]
