"""What an editor offers to whoever writes a template: every key, word, parameter and value, each explained, and nothing that is none.

The language server of npm is driven over the published schema, as Visual Studio Code and others do it.
"""

from __future__ import annotations

from typing import Any

import pytest

from .words import HEAD, RULES, SCHEMA, WISHES, WORDS, Typing, snippets, spoken, values


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


@pytest.mark.parametrize("text", ["|", "rules:\n  - |", "rules: []\nwishes:\n  - |"], ids=["keys", "rules", "wishes"])
def test_what_is_written_for_a_key_or_word_can_be_gone_on_with(typing: Typing, text: str) -> None:
    """Not the text that a browser makes of an object, nor an empty list that would have to be taken away first."""
    written = {label: offer["insertText"] for label, offer in typing(HEAD + text).offers().items()}
    assert {label: text for label, text in written.items() if "[" in text or text.count(":") > 2} == {}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_offered_its_parameters(typing: Typing, word: str) -> None:
    offers = typing(HEAD + f"rules:\n  - {word}:\n      |").offers()
    told = {name: offers[name]["documentation"] for name in WORDS[word]}
    assert told == {name: part["description"] for name, part in WORDS[word].items()}


SNIPPETS = {word: snippets(part) for word, part in RULES.items() if snippets(part)}


@pytest.mark.parametrize("word", SNIPPETS)
def test_after_a_word_whole_examples_are_offered(typing: Typing, word: str) -> None:
    """As they are written on one line, also in braces; nothing that a browser makes of an object."""
    for text in (f"  - {word}: |", f"  - {{{word}: |}}"):
        offers = typing(f"{HEAD}rules:\n{text}").offers()
        assert "[object Object]" not in str(offers)
        assert set(SNIPPETS[word]) <= {offer["insertText"] for offer in offers.values()}


def test_examples_are_offered_where_nothing_is_written_yet_and_nowhere_else(typing: Typing) -> None:
    assert len(SNIPPETS) == len(WORDS) + 1
    assert not any("{" in label for label in typing(HEAD + "rules:\n  - grid: {columns: 2, g|}").offers())
    assert not any("{" in label for label in typing(HEAD + "rules:\n  - grid:\n      |").offers())
    assert "[0, 90]" in typing(HEAD + "rules:\n  - stack: {inset: |}").offers()


@pytest.mark.parametrize("key", SCHEMA["properties"])
def test_after_a_key_what_is_offered_can_be_read(typing: Typing, key: str) -> None:
    offers = typing(f"{key}: |").offers()
    assert [label for label, offer in offers.items() if "[object" in label + offer["insertText"] or label == "Default value"] == []
    assert set(snippets(SCHEMA["properties"][key])) <= {o["insertText"] for o in offers.values()}


def test_a_setting_is_offered_its_kinds(typing: Typing) -> None:
    """A number with its range, a word with its choices; after `default:` a value of each kind."""
    offers = {offer["insertText"] for offer in typing(HEAD + "rules: []\nsettings:\n  mine: |").offers().values()}
    assert set(snippets(SCHEMA["$defs"]["setting"])) <= offers
    defaults = set(typing(HEAD + "rules: []\nsettings:\n  mine: {default: |}").offers())
    assert {spoken(example) for example in SCHEMA["$defs"]["setting"]["properties"]["default"]["examples"]} <= defaults


def test_in_braces_parameters_are_offered_from_the_first_letter(typing: Typing) -> None:
    offers = typing(HEAD + "rules:\n  - grid: {columns: 2, s|}").offers()
    assert set(offers) == set(WORDS["grid"]) - {"columns"}


@pytest.mark.parametrize(("word", "name", "told"), [*values()])
def test_a_parameter_is_offered_its_values(typing: Typing, word: str, name: str, told: dict[str, str]) -> None:
    for text in (f"  - {word}:\n      {name}: |", f"  - {word}: {{{name}: |}}"):
        offers = typing(f"{HEAD}rules:\n{text}").offers()
        assert {value: offers[value]["documentation"] for value in told} == told


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("stack: {direction: |}", {"down", "up", "right", "left"}),
        ("stack: {at: |}", {"bottom right", "center", "fill", "free"}),
        ("place: {at: |}", {"bottom right", "center", "fill", "top left"}),
        ("grid: {from: |}", {"top left", "top right", "bottom left", "bottom right"}),
        ("grid: {by: |}", {"row", "column"}),
        ("grid: {remainder: |}", {"spread", "margin", "last"}),
        ("split: {direction: |}", {"down", "up", "right", "left"}),
        ("fit: {how: |}", {"crop", "letterbox", "stretch"}),
        ("apart: {from: |}", {"each other", "primary"}),
        ("place: {in: |}", {"canvas", "primary"}),
    ],
)
def test_the_words_that_may_stand_for_a_parameter_are_offered(typing: Typing, text: str, values: set[str]) -> None:
    assert values - set(typing(f"{HEAD}rules:\n  - {text}").offers()) == set()


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
