"""Documents held against the published schemas, every fault told in words.

The only home of jsonschema, which is loaded at the first call that needs it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from layoutkit.documents.accepting import Check, acceptor
from layoutkit.documents.files import Keys, Locate, data_path
from layoutkit.documents.hinting import nearest, of_key
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
def _acceptor(name: str) -> Check | None:
    """What says yes in microseconds; why a document is refused, the validator tells."""
    return acceptor(schema(name))


@lru_cache(maxsize=32)
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    # JSON Schema takes 2.0 for an integer and lets `$` match before a final line end; what is sent on must be neither.
    checker = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    strict: Any = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=checker)  # type: ignore[no-untyped-call]
    made: Draft202012Validator = strict(schema(name))
    return made


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> Iterator[ValidationError]:
    """A pattern of ours begins with ^ and ends with $, and is of the whole text."""
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not re.fullmatch(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def check(document: object, name: str, locate: Locate | None = None) -> None:
    """Refuse a document that its schema does not allow, with every fault at once, in the order of the text."""
    faults = schema_faults(document, name, locate)
    if faults:
        raise DocumentError(faults)


def schema_faults(document: object, name: str, locate: Locate | None = None) -> list[Fault]:
    """All that a schema finds wrong; `locate` turns a path into a place in the author's file."""
    return judged(document, name, locate)[0]


def judged(document: object, name: str, locate: Locate | None = None, *, lacking: bool = False) -> tuple[list[Fault], list[Keys]]:
    """All that a schema finds wrong, and the paths of the parts that it refuses: the rest can be judged further.

    A mapping that lacks a key is refused whole; with `lacking`, only the key that is not there.
    """
    accepts = _acceptor(name)
    if accepts is not None and accepts(document):
        return [], []
    errors = [leaf for error in _validator(name).iter_errors(document) for leaf in _leaves(error)]
    paths = [path for error in errors for path in _refused(error, lacking)]
    # A mapping with a mistyped key also lacks the right one, and what is no mapping has no word: the first says it.
    typed = {tuple(e.absolute_path) for e in errors if e.validator in ("additionalProperties", "type")}
    errors = [e for e in errors if e.validator not in ("oneOf", "required") or tuple(e.absolute_path) not in typed]
    faults = {fault: None for error in errors for fault in _faults(error, locate, schema(name))}
    return sorted(faults, key=lambda f: (f.where or Where(""), f.says)), paths


def _refused(error: ValidationError, lacking: bool) -> Iterator[Keys]:
    """The paths of the parts that an error speaks of."""
    path: Keys = tuple(error.absolute_path)
    value: Any = error.instance
    within: Any = error.schema
    if error.validator == "additionalProperties":
        yield from ((*path, key) for key in value if key not in within.get("properties", {}))
    elif lacking and error.validator == "required":
        yield from ((*path, key) for key in within["required"] if key not in value)
    else:
        yield (*path, value) if "propertyNames" in error.absolute_schema_path else path


def sound(path: Keys, refused: Sequence[Keys]) -> bool:
    """Whether a part is whole: nothing that is refused lies in it or around it."""
    return not any(path[: len(other)] == other or other[: len(path)] == path for other in refused)


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


def _faults(error: ValidationError, locate: Locate | None, root: Mapping[str, Any]) -> Iterator[Fault]:
    """What to tell of a schema's error: of a mapping with unknown keys, each key."""
    path: Keys = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        yield _placed(*_words(error), (*path, str(error.instance)), locate, key=True)
        return
    if error.validator != "additionalProperties":
        yield _placed(*_words(error), path, locate)
        return
    value: Any = error.instance
    within: Any = error.schema
    known = list(within.get("properties", {}))
    for key in value:
        if key not in known:
            yield _placed(f"unknown key {shown(key)}", of_key(key, value, within, root), (*path, key), locate, key=True)


def _placed(says: str, hint: str, path: Keys, locate: Locate | None, *, key: bool = False) -> Fault:
    where = locate(path, key) if locate else None
    around = path[:-1] if key else path
    if (where is None or not where.line) and around:
        says = f"{_dotted(around)}: {says}"
    return Fault(says, where, hint)


def _words(error: ValidationError) -> tuple[str, str]:
    """What a schema's error says to a person, and what would help."""
    value: Any = error.instance
    rule: Any = error.validator_value
    within: Any = error.schema
    if error.validator == "required":
        missing = [k for k in rule if k not in value]
        return f"{', '.join(map(repr, missing))} {'is' if len(missing) == 1 else 'are'} missing", ""
    if error.validator == "dependentRequired":
        lacking = [k for key, needs in rule.items() if key in value for k in needs if k not in value]
        return f"{', '.join(map(repr, lacking))} is missing", ""
    if error.validator == "const":
        return f"{shown(value)} must be {shown(rule)}", ""
    if error.validator == "enum":
        return (
            f"{shown(value)} is not one of {', '.join(map(str, rule))}",
            nearest(str(value), [str(r) for r in rule]),
        )
    if error.validator == "type":
        kinds = rule if isinstance(rule, list) else [rule]
        return f"{shown(value)} must be {' or '.join(_KINDS.get(str(k), str(k)) for k in kinds)}", _share(value) or str(
            within.get("x-hint", "")
        )
    bound = _BOUNDS.get(str(error.validator))
    if bound:
        return f"{shown(value)} {bound.format(rule)}", str(within.get("x-hint", ""))
    described = within.get("x-hint") or within.get("description", "")
    return f"{shown(value)} cannot stand here", str(described)


def _share(value: object) -> str:
    """`did you mean 25%?`, for a decimal below one."""
    return f"did you mean {value * 100:g}%?" if isinstance(value, float) and 0 < value < 1 else ""


_KINDS = {
    "object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number",
    "number": "a number", "boolean": "true or false", "null": "nothing",
}  # fmt: skip
_BOUNDS = {
    "minimum": "is below {}", "maximum": "is above {}", "minItems": "has fewer than {} items", "maxItems": "has more than {} items",
    "minLength": "is shorter than {} characters", "maxLength": "is longer than {} characters", "minProperties": "has fewer than {} keys",
    "maxProperties": "has more than {} keys", "uniqueItems": "holds something twice",
}  # fmt: skip


def shown(value: object) -> str:
    """A value as an error shows it: in quotes if it is text, cut if it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str) if not isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _dotted(path: Keys) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
