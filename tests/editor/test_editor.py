"""What somebody who writes a template sees in an editor: every word completed and explained, every typo underlined.

The language server of npm is driven over the published schema, as Visual Studio Code and others do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from layoutkit.documents import schema

from .conftest import MODELINE, ROOT, Editor
from .server import Server

Typing = Callable[[str], Editor]

SCHEMA: Any = schema("template")
BESIDE = ("name", "when", "off")
HEAD = "name: mine\nsecondaries: 1..3\ncanvases: [540x960]\n"


def resolved(part: Any) -> Any:
    """A part of the schema with what it points at; what it says itself comes first."""
    return {**SCHEMA["$defs"][part["$ref"].rpartition("/")[2]], **part} if "$ref" in part else part


def parameters(word: Any) -> dict[str, Any]:
    """The parameters of a word; of `require`, which may be a text too, those of its longer form."""
    forms = [word, *word.get("anyOf", ())]
    return {name: resolved(part) for form in forms for name, part in form.get("properties", {}).items()}


RULES = {word: resolved(part) for word, part in SCHEMA["$defs"]["rule"]["properties"].items()}
WISHES = {word: resolved(part) for word, part in SCHEMA["$defs"]["wish"]["properties"].items()}
WORDS = {word: parameters(part) for word, part in RULES.items() if parameters(part)}


def values() -> Iterator[Any]:
    """Every parameter that is one of some words: the word, the parameter, the values and what is said of each."""
    for word, known in WORDS.items():
        for name, part in known.items():
            enums = [form for form in part.get("anyOf", ()) if "enum" in form]
            if enums:
                told = dict(zip(map(spoken, enums[0]["enum"]), enums[0]["enumDescriptions"], strict=True))
                yield pytest.param(word, name, told, id=f"{word}-{name}")


def spoken(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- completion ------------------------------------------------------------------------------------------------------


def test_an_empty_file_is_offered_every_key(typing: Typing) -> None:
    offers = typing("|").offers()
    assert {key: offers[key]["documentation"] for key in SCHEMA["properties"]} == {
        key: part["description"] for key, part in SCHEMA["properties"].items()
    }


def test_what_is_there_already_is_not_offered_again(typing: Typing) -> None:
    offers = typing(HEAD + "|").offers()
    assert set(offers) == set(SCHEMA["properties"]) - {"name", "secondaries", "canvases"}


@pytest.mark.parametrize(("text", "words"), [("rules:\n  - |", RULES), ("rules: []\nwishes:\n  - |", WISHES)], ids=["rules", "wishes"])
def test_an_item_of_a_list_is_offered_every_word(typing: Typing, text: str, words: dict[str, Any]) -> None:
    offers = typing(HEAD + text).offers()
    assert {word: offer["documentation"] for word, offer in offers.items()} == {word: part["description"] for word, part in words.items()}


def test_a_list_of_either_is_offered_every_word(typing: Typing) -> None:
    assert set(typing(HEAD + "rules:\n  - either:\n      column:\n        - |").offers()) == set(RULES)


def test_a_word_that_is_picked_writes_itself_and_no_default(typing: Typing) -> None:
    """Defaults need not be written; a template says only what it means."""
    offers = typing(HEAD + "rules:\n  - |").offers()
    blocks = set(WORDS) - {"split", "require"}
    assert {word: offers[word]["insertText"].split() for word in blocks} == {word: [f"{word}:"] for word in blocks}
    assert offers["split"]["insertText"].split() == ["split:", "into:"]
    assert typing(HEAD + "|").offers()["rules"]["insertText"].split() == ["rules:", "-"]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_offered_its_parameters(typing: Typing, word: str) -> None:
    offers = typing(HEAD + f"rules:\n  - {word}:\n      |").offers()
    told = {name: offers[name]["documentation"] for name in WORDS[word]}
    assert told == {name: part["description"] for name, part in WORDS[word].items()}


def test_in_braces_parameters_are_offered_from_the_first_letter(typing: Typing) -> None:
    offers = typing(HEAD + "rules:\n  - grid: {columns: 2, s|}").offers()
    assert set(offers) == set(WORDS["grid"]) - {"columns"}


@pytest.mark.parametrize(("word", "name", "told"), [*values()])
def test_a_parameter_is_offered_its_values(typing: Typing, word: str, name: str, told: dict[str, str]) -> None:
    for text in (f"  - {word}:\n      {name}: |", f"  - {word}: {{{name}: |}}"):
        offers = typing(f"{HEAD}rules:\n{text}").offers()
        assert {value: offers[value]["documentation"] for value in told} == told


def test_the_values_of_short_are_offered_with_what_they_do(typing: Typing) -> None:
    offers = typing(HEAD + "rules:\n  - grid: {columns: 2, short: |}").offers()
    assert set(offers) == {"start", "center", "stretch"}
    assert offers["stretch"]["documentation"] == "The line is cut anew: its fewer tiles fill the whole of it."


def test_a_length_is_offered_what_a_length_can_look_like(typing: Typing) -> None:
    assert {"160", "25%", "80..320", "64.."} <= set(typing(HEAD + "rules:\n  - size:\n      width: |").offers())


def test_layers_are_offered_whom_they_may_name(typing: Typing) -> None:
    assert set(typing(HEAD + "layers:\n  - |").offers()) == {"all", "primary", "secondaries", "first", "last"}


def test_a_setting_is_offered_its_fields(typing: Typing) -> None:
    fields = SCHEMA["$defs"]["setting"]["properties"]
    assert set(typing(HEAD + "settings:\n  gap:\n    |").offers()) == set(fields)


@pytest.mark.parametrize("key", ["primary", "overlap", "overflow"])
def test_a_key_is_offered_its_values(typing: Typing, key: str) -> None:
    part = SCHEMA["properties"][key]
    offers = typing(f"{HEAD}{key}: |").offers()
    assert {value: offer["documentation"] for value, offer in offers.items()} == dict(
        zip(part["enum"], part["enumDescriptions"], strict=True)
    )


# --- hover -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SCHEMA["properties"])
def test_a_key_is_explained(typing: Typing, key: str) -> None:
    part = SCHEMA["properties"][key]
    value = {"array": "[]", "object": "{}"}.get(str(part.get("type")), "x")
    assert_explained(typing(f"{key}: {value}\n").hover(key), part)


@pytest.mark.parametrize("words", [("rules", RULES), ("wishes", WISHES)], ids=["rules", "wishes"])
def test_a_word_is_explained(typing: Typing, words: tuple[str, dict[str, Any]]) -> None:
    key, known = words
    for word, part in known.items():
        value = "yes" if word in BESIDE else "all" if "anyOf" in part else "x" if part.get("type") == "string" else "{}"
        assert_explained(typing(f"{HEAD}{key}: [{{{word}: {value}}}]").hover(word), part)


@pytest.mark.parametrize("word", WORDS)
def test_a_parameter_is_explained(typing: Typing, word: str) -> None:
    for name, part in WORDS[word].items():
        value = "{}" if part.get("type") == "object" else _first(part)
        assert_explained(typing(f"{HEAD}rules:\n  - {word}:\n      {name}: {value}\n").hover(name), part)


def _first(part: Any) -> str:
    """Some value that a parameter may have."""
    example = part["examples"][0]
    return spoken(example) if isinstance(example, (str, int)) else "0"


def assert_explained(said: str, part: Any) -> None:
    """Title, description, values and examples are shown."""
    assert part["description"] in said
    assert said.startswith("#### ")
    assert said.count("Example:") >= len(part["examples"])


def test_a_value_is_explained_by_what_it_and_its_like_do(typing: Typing) -> None:
    said = typing(HEAD + "rules:\n  - grid: {columns: 2, short: stretch}\n").hover("stretch")
    assert SCHEMA["$defs"]["grid"]["properties"]["short"]["description"] in said
    assert "`stretch`: The line is cut anew: its fewer tiles fill the whole of it." in said
    assert "`start`: " in said


# --- what is wrong ---------------------------------------------------------------------------------------------------


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
def test_a_good_template_is_underlined_nowhere(opened: Server, path: Any) -> None:
    assert opened.wrong(path) == []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_what_ships_names_its_schema(server: Server, path: Any) -> None:
    """Beside it, a copy with a word that is none: it is underlined, so the schema was found."""
    copy = path.with_name("copy-of-" + path.name)
    server.open(copy, path.read_text("utf-8") + "\nno_key: 1\n")
    assert [fault["message"] for fault in server.wrong(copy)] == ["Property no_key is not allowed."]
