"""The reference page of the language is current, and tells every word, parameter, value and key, with an example and a picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import layoutkit as lk
from docs.__main__ import main
from docs.reference import DOCS, PAGE, PICTURES, pages
from docs.words import keys, parameters, rules, wishes
from docs.worked import EXAMPLES, example

TEXT = PAGE.read_text("utf-8")


def blocks(language: str) -> list[str]:
    """What stands between fences on the page."""
    return [body for word, body in re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE) if word == language]


def section(heading: str) -> str:
    """The page from a heading to the next of its kind or above."""
    start = TEXT.index(f"\n{heading}\n") + 1
    level = len(heading) - len(heading.lstrip("#"))
    end = re.search(rf"^#{{1,{level}}} ", TEXT[start + len(heading) :], re.MULTILINE)
    return TEXT[start : start + len(heading) + end.start()] if end else TEXT[start:]


# --- current ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> dict[Path, str]:
    """All that `python -m docs` would write."""
    return pages()


def test_the_page_and_its_pictures_are_what_the_generator_writes(made: dict[Path, str]) -> None:
    """If not: `python -m docs` writes them anew; look at what changed, and commit it."""
    assert [path.name for path, text in made.items() if not path.exists() or path.read_bytes() != text.encode()] == []


def test_no_picture_lies_about_that_nothing_shows(made: dict[Path, str]) -> None:
    assert sorted(PICTURES.iterdir()) == sorted(path for path in made if path.suffix == ".svg")


def test_the_check_of_the_command_tells_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""


# --- complete --------------------------------------------------------------------------------------------------------

WORDS = {**rules(), **wishes()}


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_told_with_an_example_and_a_picture(word: str) -> None:
    told = section(f"### `{word}`")
    assert WORDS[word]["description"] in told
    assert re.search(rf"```yaml\n[^`]*\b{word}:", told)
    assert '<img src="images/reference/' in told
    assert f"$ layoutkit solve {word.replace('_', '-')}" in told


@pytest.mark.parametrize("word", [word for word in WORDS if word != "either"])
def test_every_parameter_and_value_of_a_word_is_told(word: str) -> None:
    told = section(f"### `{word}`")
    for name, part in WORDS[word].get("properties", {}).items():
        (row,) = [line for line in told.splitlines() if line.startswith(f"| `{name}` |")]
        assert part["description"].partition(" Default: ")[0] in row
        own = name not in ("tiles", "in", "of", "at")
        values = [value for form in part.get("anyOf", ()) for value in form.get("enum", ())] if own else []
        assert [value for value in values if not isinstance(value, bool) and f"`{value}`: " not in row] == []


@pytest.mark.parametrize("key", keys())
def test_every_key_of_a_document_is_told_and_stands_in_an_example(key: str) -> None:
    assert keys()[key]["description"].partition(" Default: ")[0] in section(f"### `{key}`")
    assert [text for text in blocks("yaml") if re.search(rf"^{key}:", text, re.MULTILINE)]


def test_every_example_is_on_the_page() -> None:
    shown = blocks("yaml")
    assert [path.stem for path in EXAMPLES.glob("*.yaml") if example(path.stem).text not in shown] == []


def test_every_place_and_who_has_its_line() -> None:
    forms = lk.schema("template")["$defs"]
    places = next(form["enum"] for form in forms["place"]["properties"]["at"]["anyOf"] if "enum" in form)
    assert [place for place in places if f"- `{place}`: " not in section("### Places")] == []
    who = next(form["enum"] for form in forms["who"]["anyOf"] if "enum" in form)
    assert [word for word in who if f"`{word}`" not in section("### Who")] == []


def test_a_table_is_a_table_whatever_stands_in_it() -> None:
    for word in WORDS.values():
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in parameters(word)} <= {5}


def slug(heading: str) -> str:
    """The name by which a heading is linked to."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_links_and_pictures_lead_somewhere() -> None:
    anchors = {slug(line.lstrip("#")) for line in re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL).splitlines() if line.startswith("#")}
    links = set(re.findall(r"\]\(#([^)]*)\)", TEXT))
    assert len(links) > 20
    assert links - anchors == set()
    assert [source for source in re.findall(r'src="([^"]+)"', TEXT) if not (DOCS / source).exists()] == []
