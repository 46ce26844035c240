"""The words of templates as the published schema has them: what an editor should offer, and say of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from layoutkit.documents import schema

from .conftest import Editor

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


def snippets(part: Any) -> list[str]:
    """The whole examples that are offered where nothing of a part is written yet."""
    return [snippet["bodyText"] for both in part.get("allOf", ()) for way in both["anyOf"] for snippet in way.get("defaultSnippets", ())]
