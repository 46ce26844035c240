"""Documents held against the published schemas, every fault told in words.

The only home of jsonschema, which is loaded at the first call that needs it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from layoutkit.documents.files import Keys, Locate, data_path
from layoutkit.errors import DocumentError, Fault, UsageError, Where

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


def schema_names() -> tuple[str, ...]:
    """The names of the published schemas, sorted."""
    return tuple(sorted(p.name.removesuffix(".schema.json") for p in data_path("schemas").glob("*.schema.json")))


@lru_cache(maxsize=32)
def schema(name: str) -> Mapping[str, Any]:
    """A published schema by its name: `template`, `layout`, `mix_streamv2.2017`, …"""
    if name not in schema_names():
        raise UsageError(f"no schema is named {name!r}", "there are " + ", ".join(schema_names()))
    document: Mapping[str, Any] = json.loads(data_path("schemas", f"{name}.schema.json").read_text("utf-8"))
    return document


@lru_cache(maxsize=32)
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema(name))


def check(document: object, name: str, locate: Locate | None = None) -> None:
    """Refuse a document that its schema does not allow, with every fault at once, in the order of the text."""
    faults = schema_faults(document, name, locate)
    if faults:
        raise DocumentError(faults)


def schema_faults(document: object, name: str, locate: Locate | None = None) -> list[Fault]:
    """All that a schema finds wrong; `locate` turns a path into a place in the author's file."""
    errors = [leaf for error in _validator(name).iter_errors(document) for leaf in _leaves(error)]
    # A mapping with a mistyped key also lacks the right one: the typo says it.
    typed = {tuple(e.absolute_path) for e in errors if e.validator == "additionalProperties"}
    errors = [e for e in errors if e.validator not in ("oneOf", "required") or tuple(e.absolute_path) not in typed]
    faults = {_fault(error, locate): None for error in errors}
    return sorted(faults, key=lambda f: (f.where or Where(""), f.says))


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Of `oneOf` and `anyOf`, the faults of the branch that was meant: the one that gets deepest into the document."""
    if error.validator not in ("oneOf", "anyOf") or not error.context:
        yield error
        return
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(int(inner.schema_path[0]), []).append(inner)
    meant = [b for b in branches.values() if not any(e.validator in ("type", "const") and not e.path for e in b)]
    if len(meant) == 1:
        for inner in meant[0]:
            yield from _leaves(inner)
    else:
        yield error


def _fault(error: ValidationError, locate: Locate | None) -> Fault:
    path = tuple(error.absolute_path)
    says, hint, key = _words(error)
    where = locate((*path, key) if key is not None else path, key is not None) if locate else None
    if where is None or not where.line:
        says = f"{_dotted(path)}: {says}" if path else says
    return Fault(says, where, hint)


def _words(error: ValidationError) -> tuple[str, str, str | None]:
    """What a schema's error says to a person, what would help, and the key that it is about."""
    value: Any = error.instance
    rule: Any = error.validator_value
    within: Any = error.schema
    if error.validator == "additionalProperties":
        known = list(within.get("properties", {}))
        key = next(k for k in value if k not in known)
        return f"unknown key {shown(key)}", nearest(key, known) or "known here: " + ", ".join(known), key
    if error.validator == "required":
        missing = [k for k in rule if k not in value]
        return f"{', '.join(map(repr, missing))} is missing", "", None
    if error.validator == "const":
        return f"{shown(value)} must be {shown(rule)}", "", None
    if error.validator == "enum":
        return (
            f"{shown(value)} is not one of {', '.join(map(str, rule))}",
            nearest(str(value), [str(r) for r in rule]),
            None,
        )
    if error.validator == "type":
        kinds = rule if isinstance(rule, list) else [rule]
        return f"{shown(value)} must be {' or '.join(_KINDS.get(str(k), str(k)) for k in kinds)}", "", None
    bound = _BOUNDS.get(str(error.validator))
    if bound:
        return f"{shown(value)} {bound.format(rule)}", str(within.get("x-hint", "")), None
    described = within.get("x-hint") or within.get("description", "")
    return f"{shown(value)} cannot stand here", str(described), None


_KINDS = {
    "object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number",
    "number": "a number", "boolean": "true or false", "null": "nothing",
}  # fmt: skip
_BOUNDS = {
    "minimum": "is below {}", "maximum": "is above {}", "minItems": "has fewer than {} items", "maxItems": "has more than {} items",
    "minLength": "is shorter than {} characters", "maxLength": "is longer than {} characters", "minProperties": "has fewer than {} keys",
    "maxProperties": "has more than {} keys", "uniqueItems": "holds something twice",
}  # fmt: skip


def nearest(word: str, known: Sequence[str]) -> str:
    """`did you mean 'gap'?`, where one of the known words is near."""
    import difflib

    close = difflib.get_close_matches(word[:80], known, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def shown(value: object) -> str:
    """A value as an error shows it: in quotes if it is text, cut if it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str) if not isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _dotted(path: Keys) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
