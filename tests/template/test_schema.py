"""The published schema of templates: closed, explained to the last word, and the same yes or no by whatever means it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from layoutkit.documents import schema, schema_names
from layoutkit.documents.accepting import acceptor
from layoutkit.template import parse
from layoutkit.template.reading import read as yaml_read
from layoutkit.template.rules import WORDS
from layoutkit.template.wishes import WISHES

from .drawing import WHOLE, changed

SCHEMA: Any = schema("template")
ACCEPTS: Any = acceptor(SCHEMA)


def parts(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every schema within a schema, itself first."""
    if not isinstance(part, dict):
        return
    yield path, part
    for key in ("properties", "$defs"):
        for name, inner in part.get(key, {}).items():
            yield from parts(inner, f"{path}/{key}/{name}")
    for key in ("items", "additionalProperties", "propertyNames", "if", "then", "else"):
        yield from parts(part.get(key), f"{path}/{key}")
    for key in ("anyOf", "oneOf", "allOf"):
        for index, inner in enumerate(part.get(key, [])):
            yield from parts(inner, f"{path}/{key}/{index}")


def properties() -> Iterator[tuple[str, str, Any, Any]]:
    """Every property: its path, its name, itself, and the mapping that it is of."""
    for path, part in parts(SCHEMA):
        for name, inner in part.get("properties", {}).items() if not path.startswith("/else") else ():
            yield f"{path}/{name}", name, inner, part


PROPERTIES = [pytest.param(*row[1:], id=row[0].replace("/properties", "").replace("/$defs", "")) for row in properties()]


def examples(part: Any) -> list[Any]:
    """Values, then mappings, which are kept apart since editors offer those of `examples` by names that tell nothing."""
    return [*part.get("examples", ()), *part.get("x-examples", ())]


def validator(part: Any = SCHEMA) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator({**part, "$defs": SCHEMA["$defs"]})


def test_it_is_a_schema_of_2020_12() -> None:
    from jsonschema import Draft202012Validator

    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


def test_every_mapping_in_it_is_closed() -> None:
    mappings = [(path, part) for path, part in parts(SCHEMA) if "properties" in part and "/else" not in path]
    assert len(mappings) > 12
    assert [path for path, part in mappings if part.get("additionalProperties") is not False] == []


@pytest.mark.parametrize(("name", "inner", "within"), PROPERTIES)
def test_every_property_is_explained(name: str, inner: Any, within: Any) -> None:
    """A title, a description in sentences, examples; and a default, or it is told what holds without."""
    known = {**SCHEMA["$defs"].get(inner.get("$ref", "").rpartition("/")[2], {}), **inner}
    assert known["title"]
    assert known["description"].endswith((".", ".)"))
    assert examples(known)
    told = "Without it" in known["description"] or "Required" in known["description"]
    words = {*WORDS, *WISHES, "either"}
    assert "default" in known or told or name in within.get("required", ()) or name in words


@pytest.mark.parametrize(("name", "inner", "within"), PROPERTIES)
def test_every_example_and_default_is_valid(name: str, inner: Any, within: Any) -> None:
    for example in (*examples(inner), *([inner["default"]] if "default" in inner else [])):
        assert list(validator(inner).iter_errors(example)) == [], name


def snippets(part: Any) -> list[Any]:
    """What an editor offers for the whole of a part, where nothing of it is written yet."""
    return [
        s for way in (part, *(w for both in part.get("allOf", ()) for w in both.get("anyOf", ()))) for s in way.get("defaultSnippets", ())
    ]


SNIPPETS = [pytest.param(part, id=path) for path, part in parts(SCHEMA) if snippets(part) and "not" not in part]


@pytest.mark.parametrize("part", SNIPPETS)
def test_an_example_that_is_no_plain_value_is_offered_and_explained_as_it_is_written(part: Any) -> None:
    """On one line, which stands as well after a key as in braces."""
    offered = snippets(part)
    said = [yaml_read(f"x: {snippet['bodyText']}\n".encode(), "it.yaml").data["x"] for snippet in offered]
    assert said == part["x-examples"]
    assert [snippet["label"] for snippet in offered] == [snippet["bodyText"] for snippet in offered]
    if "description" in part:
        assert part["markdownDescription"] == part["description"] + "".join(f"\n\nExample: `{snippet['label']}`" for snippet in offered)


def test_no_example_that_editors_read_is_a_mapping() -> None:
    """They would offer it by a name that tells nothing."""
    found = [example for path, part in parts(SCHEMA) if path for example in part.get("examples", ())]
    assert [example for example in found if isinstance(example, dict)] == []


def test_the_examples_of_the_whole_are_templates() -> None:
    alone = [example for example in SCHEMA["examples"] if "extends" not in example]
    assert alone
    for example in alone:
        parse(json.dumps(example).encode(), "example.json")


def test_it_knows_the_words_that_are_read_and_no_others() -> None:
    defs = SCHEMA["$defs"]
    beside = {"name", "when", "off"}
    assert set(defs["rule"]["properties"]) - beside == {*WORDS, "either"}
    assert set(defs["wish"]["properties"]) - beside == {*WISHES}


# --- by whatever means it is asked -----------------------------------------------------------------------------------


def judged_by_jsonschema(document: Any) -> bool:
    from layoutkit.documents.checking import _validator

    return bool(_validator("template").is_valid(document))


def test_the_quick_yes_is_said_of_a_template_that_says_every_word() -> None:
    assert ACCEPTS(WHOLE)
    assert judged_by_jsonschema(WHOLE)


@given(changed())
@settings(deadline=None)
def test_the_quick_answer_is_that_of_the_validator(document: Any) -> None:
    assert ACCEPTS(document) is judged_by_jsonschema(document)


def test_every_published_schema_can_be_asked_quickly() -> None:
    assert [name for name in schema_names() if acceptor(schema(name)) is None] == []


def test_a_keyword_that_is_not_known_is_left_to_the_validator() -> None:
    assert acceptor({"type": "object", "patternProperties": {"^x": {}}}) is None
    assert acceptor({"$defs": {"part": {"contains": 1}}, "type": "object"}) is None


@pytest.mark.parametrize(
    ("part", "value", "answer"),
    [
        ({"const": 1}, True, False),
        ({"const": 1}, 1.0, True),
        ({"enum": [[1, {"a": True}]]}, [1, {"a": True}], True),
        ({"enum": [[1, {"a": True}]]}, [1, {"a": 1}], False),
        ({"uniqueItems": True}, [1, True, "1"], True),
        ({"uniqueItems": True}, [1, 1.0], False),
        ({"uniqueItems": False}, [1, 1], True),
        ({"type": "integer"}, True, False),
        ({"type": "number"}, True, False),
        ({"minimum": 3}, True, True),
        ({"minimum": 3}, 2.5, False),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, False),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1, "b": 2}, True),
        ({"if": {"required": ["a"]}, "then": {"maxProperties": 1}}, {"a": 1, "b": 2}, False),
        ({"if": {"required": ["a"]}, "else": {"minProperties": 1}}, {}, False),
        ({"not": {"type": "string"}}, "x", False),
        ({"oneOf": [{"type": "string"}, {"maxLength": 3}]}, "x", False),
        ({"oneOf": [{"type": "string"}, {"maxLength": 3}]}, "long", True),
        ({"anyOf": [{"type": "string"}, {"type": "array"}]}, {}, False),
        ({"pattern": "^a+$"}, "aa\n", False),
        ({"properties": {"a": False}}, {"a": 1}, False),
        ({"allOf": [{"type": "string"}, {"maxLength": 3}]}, "long", False),
        ({"allOf": [{"type": "string"}, {"maxLength": 3}]}, "x", True),
        ({"allOf": [{"anyOf": [{"type": "null"}, {}]}]}, 1, True),
    ],
)
def test_what_the_quick_answer_makes_of_each_keyword(part: Any, value: Any, answer: bool) -> None:
    quick: Any = acceptor(part)
    assert quick(value) is answer
