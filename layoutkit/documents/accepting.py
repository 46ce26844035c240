"""A schema as plain functions that say yes or no: most documents are valid, and yes takes microseconds and loads no package.

Why a document is refused, only the real validator tells. A schema with a keyword that is not known here is left to that altogether.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]
_Build = Callable[[Any], Check]

_ANNOTATIONS = frozenset((
    "$schema", "$id", "$defs", "$comment", "title", "description", "markdownDescription", "default", "enumDescriptions",
    "examples", "x-examples", "defaultSnippets", "x-hint", "then", "else",
))  # fmt: skip
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "null": (type(None),),
    "integer": (int,), "number": (int, float),
}  # fmt: skip


def acceptor(schema: Mapping[str, Any]) -> Check | None:
    """Whether a document of plain data is valid by a schema; None for a schema that says what is not known here."""
    refs: dict[str, Check] = {}

    def build(part: Any) -> Check:
        if isinstance(part, bool):
            return lambda value: part
        checks = [_KEYWORDS[key](argument, part, build) if key != "$ref" else ref(argument) for key, argument in _spoken(part)]
        return _all([check for check in checks if check is not _anything])

    def ref(pointer: str) -> Check:
        # Built at the first use, so that a rule may hold rules.
        return lambda value: (refs.get(pointer) or refs.setdefault(pointer, build(_pointed(schema, pointer))))(value)

    try:
        for inner in schema.get("$defs", {}).values():
            build(inner)
        return build(schema)
    except KeyError:
        return None


def _spoken(part: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The keywords that say something, the quickest to tell first."""
    said = [(key, argument) for key, argument in part.items() if key not in _ANNOTATIONS]
    return sorted(said, key=lambda item: item[0] not in ("type", "required"))


def _pointed(schema: Mapping[str, Any], pointer: str) -> Any:
    """The part of a schema that `#/$defs/who` points at."""
    part: Any = schema
    for step in pointer.removeprefix("#/").split("/"):
        part = part[step]
    return part


def _all(checks: list[Check]) -> Check:
    def check(value: Any) -> bool:
        for one in checks:  # noqa: SIM110 - twice as fast as all()
            if not one(value):
                return False
        return True

    return _anything if not checks else checks[0] if len(checks) == 1 else check


def _anything(value: Any) -> bool:
    return True


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON is: 1 is 1.0, and neither is true."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


# --- a function a keyword: its argument, the schema around it, and how schemas within it are built --------------------


def _type(argument: Any, within: Any, build: _Build) -> Check:
    kinds = frozenset(kind for name in ([argument] if isinstance(argument, str) else argument) for kind in _TYPES[name])
    return lambda value: type(value) in kinds


def _enum(argument: Any, within: Any, build: _Build) -> Check:
    texts, others = frozenset(one for one in argument if isinstance(one, str)), [one for one in argument if not isinstance(one, str)]
    return lambda value: value in texts if isinstance(value, str) else any(_same(value, one) for one in others)


def _const(argument: Any, within: Any, build: _Build) -> Check:
    return lambda value: _same(value, argument)


def _pattern(argument: Any, within: Any, build: _Build) -> Check:
    matches = re.compile(argument).fullmatch
    return lambda value: not isinstance(value, str) or matches(value) is not None


def _bound(kinds: tuple[type, ...], holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any, _Build], Check]:
    return lambda argument, within, build: lambda value: type(value) not in kinds or holds(value, argument)


def _properties(argument: Any, within: Any, build: _Build) -> Check:
    known = {name: one for name, part in argument.items() if (one := build(part)) is not _anything}

    def check(value: Any) -> bool:
        if isinstance(value, dict):
            for name, inner in value.items():
                if name in known and not known[name](inner):
                    return False
        return True

    return check


def _additional(argument: Any, within: Any, build: _Build) -> Check:
    known, rest = frozenset(within.get("properties", ())), build(argument)
    if argument is False:
        return lambda value: not isinstance(value, dict) or value.keys() <= known
    return lambda value: not isinstance(value, dict) or all(rest(inner) for name, inner in value.items() if name not in known)


def _required(argument: Any, within: Any, build: _Build) -> Check:
    needed = frozenset(argument)
    return lambda value: not isinstance(value, dict) or value.keys() >= needed


def _property_names(argument: Any, within: Any, build: _Build) -> Check:
    name = build(argument)
    return lambda value: not isinstance(value, dict) or all(map(name, value))


def _dependent(argument: Any, within: Any, build: _Build) -> Check:
    return lambda value: not isinstance(value, dict) or all(value.keys() >= set(needs) for key, needs in argument.items() if key in value)


def _items(argument: Any, within: Any, build: _Build) -> Check:
    item = build(argument)
    return lambda value: not isinstance(value, list) or all(map(item, value))


def _unique(argument: Any, within: Any, build: _Build) -> Check:
    def check(value: Any) -> bool:
        return not isinstance(value, list) or not any(_same(one, other) for at, one in enumerate(value) for other in value[:at])

    return check if argument else lambda value: True


def _all_of(argument: Any, within: Any, build: _Build) -> Check:
    return _all([check for part in argument if (check := build(part)) is not _anything])


def _any_of(argument: Any, within: Any, build: _Build) -> Check:
    parts = [build(part) for part in argument]
    if _anything in parts:
        return _anything

    def check(value: Any) -> bool:
        for part in parts:  # noqa: SIM110 - twice as fast as any()
            if part(value):
                return True
        return False

    return check


def _one_of(argument: Any, within: Any, build: _Build) -> Check:
    parts = [build(part) for part in argument]
    return lambda value: sum(part(value) for part in parts) == 1


def _not(argument: Any, within: Any, build: _Build) -> Check:
    part = build(argument)
    return lambda value: not part(value)


def _if(argument: Any, within: Any, build: _Build) -> Check:
    asked, then, otherwise = build(argument), build(within.get("then", True)), build(within.get("else", True))
    return lambda value: then(value) if asked(value) else otherwise(value)


_KEYWORDS: dict[str, Callable[[Any, Any, _Build], Check]] = {
    "type": _type, "enum": _enum, "const": _const, "pattern": _pattern,
    "minimum": _bound((int, float), lambda value, bound: bool(value >= bound)),
    "maximum": _bound((int, float), lambda value, bound: bool(value <= bound)),
    "minLength": _bound((str,), lambda value, bound: len(value) >= bound),
    "maxLength": _bound((str,), lambda value, bound: len(value) <= bound),
    "minItems": _bound((list,), lambda value, bound: len(value) >= bound),
    "maxItems": _bound((list,), lambda value, bound: len(value) <= bound),
    "minProperties": _bound((dict,), lambda value, bound: len(value) >= bound),
    "maxProperties": _bound((dict,), lambda value, bound: len(value) <= bound),
    "required": _required,
    "properties": _properties, "additionalProperties": _additional, "propertyNames": _property_names, "dependentRequired": _dependent,
    "items": _items, "uniqueItems": _unique,
    "allOf": _all_of, "anyOf": _any_of, "oneOf": _one_of, "not": _not, "if": _if,
}  # fmt: skip
