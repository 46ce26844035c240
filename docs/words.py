"""The words of the language as the published schema has them, in Markdown: descriptions, parameters, defaults, values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from layoutkit.documents import schema

SCHEMA: Any = schema("template")

BESIDE = ("name", "when", "off")
"""What stands beside a word, never inside it."""

TAKES = {
    "who": "[who](#who)", "length": "[length](#lengths)", "range": "[length or range](#lengths)", "pair": "[length, or two](#pairs)",
    "number": "[number](#expressions)", "in": "[area](#areas)", "of": "[area](#areas)", "at": "[place](#places)",
    "aspect": "[aspect](#aspects)", "when": "[condition](#conditions)", "into": "pieces by name", "that": "[relation](#require)",
    "from": "`each other`, areas", "most": "[share](#lengths)",
}  # fmt: skip
"""What a parameter takes, by the part of the schema that it points at, or by its own name; values that it lists are told anyhow."""

_QUOTED = re.compile(r"[][{},#\"]|: |[0-9]:[0-9]|^[-?:&*!|>%@`']|^$")
"""What would be read otherwise, at least by some, if it stood without quotes in braces."""
_SAID_ELSEWHERE = frozenset(("who", "in", "of", "at"))
"""Parameters whose values have a section of their own."""


def resolved(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of the schema with what it points at; what it says itself comes first."""
    pointed = SCHEMA["$defs"][_pointed(part)] if "$ref" in part else {}
    return {**pointed, **part}


def _pointed(part: Mapping[str, Any]) -> str:
    return str(part.get("$ref", "")).rpartition("/")[2]


def keys() -> dict[str, Any]:
    """The keys of a document."""
    return {name: resolved(part) for name, part in SCHEMA["properties"].items()}


def rules() -> dict[str, Any]:
    """The words of rules."""
    return {word: resolved(part) for word, part in SCHEMA["$defs"]["rule"]["properties"].items() if word not in BESIDE}


def wishes() -> dict[str, Any]:
    """The words of wishes that are no rules."""
    return {word: resolved(part) for word, part in SCHEMA["$defs"]["wish"]["properties"].items() if word not in (*BESIDE, *rules())}


def described(part: Mapping[str, Any]) -> str:
    """What a part of the schema says, without the default, which has a place of its own."""
    return str(part["description"]).partition(" Default: ")[0]


def default(part: Mapping[str, Any]) -> str:
    """The default as it would be written; empty where there is none."""
    return f"`{flow(part['default'])}`" if part.get("default") not in (None, {}, []) else ""


def examples(part: Mapping[str, Any]) -> list[Any]:
    """The examples: values, then mappings, which the schema keeps apart since editors would offer them by names that tell nothing."""
    return [*part.get("examples", ()), *part.get("x-examples", ())]


def for_example(part: Mapping[str, Any]) -> str:
    """The examples as they would be written."""
    return ", ".join(f"`{flow(example)}`" for example in examples(part))


def parameters(word: Mapping[str, Any]) -> Iterator[str]:
    """The parameters of a word as the rows of a table; of a word with two forms, those of the longer."""
    found = {name: part for form in (word, *word.get("anyOf", ())) for name, part in form.get("properties", {}).items()}
    if found:
        yield "| parameter | takes | default | what it says |"
        yield "|---|---|---|---|"
    for name, part in found.items():
        told = [described(part), *_values(name, part), *_examples(name, part)]
        yield f"| `{name}` | {takes(name, part)} | {default(part)} | {'<br>'.join(map(_cell, told))} |"


def takes(name: str, part: Mapping[str, Any]) -> str:
    """What may stand for a parameter: a kind of value, or some words."""
    known = TAKES.get(_pointed(part)) or TAKES.get(name)
    values = [value for form in part.get("anyOf", ()) for value in form.get("enum", ())]
    if name == "from" and len(values) == 4:
        return "a corner"
    return known or " ".join(f"`{flow(value)}`" for value in values) or str(part.get("type", ""))


def _values(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    """Each word that may stand for a parameter, and what it means."""
    if name in _SAID_ELSEWHERE or _pointed(part) in _SAID_ELSEWHERE:
        return
    for form in part.get("anyOf", ()):
        for value, meaning in zip(form.get("enum", ()), form.get("enumDescriptions", ()), strict=True):
            yield f"`{flow(value)}`: {meaning}"


def _examples(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    """The examples, where they are not among the values that are told anyhow."""
    told = [value for form in part.get("anyOf", ()) for value in form.get("enum", ())]
    if name in _SAID_ELSEWHERE or any(example not in told for example in examples(part)):
        yield f"For example {for_example(part)}."


def values(part: Mapping[str, Any]) -> Iterator[str]:
    """Each word that may stand somewhere, and what it means, as the items of a list."""
    for form in (part, *part.get("anyOf", ())):
        for value, meaning in zip(form.get("enum", ()), form.get("enumDescriptions", ()), strict=True):
            yield f"- `{flow(value)}`: {meaning}"


def flow(value: Any) -> str:
    """A value as it is written on one line of YAML."""
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(flow, value)) + "]"
        case str() if _QUOTED.search(value):
            return f'"{value}"'
        case _:
            return str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
