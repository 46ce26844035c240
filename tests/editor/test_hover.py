"""What an editor tells of each word of a template that is pointed at."""

from __future__ import annotations

from typing import Any

import pytest

from .words import BESIDE, HEAD, RULES, SCHEMA, WISHES, WORDS, Typing, snippets, spoken


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
    example = part.get("examples", [0])[0]
    return spoken(example) if isinstance(example, (str, int)) else "0"


def assert_explained(said: str, part: Any) -> None:
    """Title, description, values and examples are shown."""
    assert part["description"] in said
    assert said.startswith("#### ")
    assert said.count("Example:") >= len(part.get("examples", ()))
    assert [text for text in snippets(part) if f"Example: `{text}`" not in said] == []


def test_a_value_is_explained_by_what_it_and_its_like_do(typing: Typing) -> None:
    said = typing(HEAD + "rules:\n  - grid: {columns: 2, short: stretch}\n").hover("stretch")
    assert SCHEMA["$defs"]["grid"]["properties"]["short"]["description"] in said
    assert "`stretch`: The line is cut anew: its fewer tiles fill the whole of it." in said
    assert "`start`: " in said
