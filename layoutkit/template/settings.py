"""The settings in force: a template's defaults, and what a caller or a promise asks for, checked before anything is solved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from layoutkit.documents import nearest
from layoutkit.errors import Fault, UsageError
from layoutkit.origin import Setting
from layoutkit.template.evaluating import length
from layoutkit.template.expressions import Value, parse
from layoutkit.template.language import SettingSpec, Template
from layoutkit.template.selectors import LENGTH

FLAGS = {"yes": True, "true": True, "no": False, "false": False}

Kind = Literal["number", "length", "choice", "flag"]


def settled(template: Template, asked: Mapping[str, object]) -> tuple[tuple[str, Setting], ...]:
    """Every setting with its value, in the template's order; raises UsageError with all that cannot be.

    Values may be texts, as a command line brings them: `8`, `25%`, `yes`.
    """
    faults: list[Fault] = []
    known = {spec.name: spec for spec in template.settings}
    for name in asked:
        if name not in known:
            hint = nearest(name, list(known)) or ("there are " + ", ".join(known) if known else "it has none")
            faults.append(Fault(f"{template.ref} has no setting {name!r}", hint=hint))
    values = tuple(
        (spec.name, _value(spec, asked[spec.name], faults) if spec.name in asked else spec.default) for spec in template.settings
    )
    if faults:
        raise UsageError(faults)
    return values


def _value(spec: SettingSpec, given: object, faults: list[Fault]) -> Setting:
    value = admissible(spec, given)
    if value is None:
        faults.append(Fault(refusal(spec, given), hint=admitted(spec)))
        return spec.default
    return value


def refusal(spec: SettingSpec, given: object) -> str:
    """What to say of a value that a setting cannot have."""
    shown = repr(given) if len(repr(given)) <= 60 else repr(given)[:60] + "…"
    return f"setting {spec.name!r} cannot be {shown}"


def admissible(spec: SettingSpec, given: object) -> Setting | None:
    """A value as the setting takes it, from data or text; None where it cannot have it."""
    return {"number": _number, "length": _length, "choice": _choice, "flag": _flag}[spec.kind](spec, given)


def kind_of(default: Setting, choice: tuple[Setting, ...]) -> Kind:
    """The kind of a setting, by its default and choices."""
    if choice:
        return "choice"
    if isinstance(default, bool):
        return "flag"
    return "number" if isinstance(default, int) else "length"


def within(spec: SettingSpec, value: object) -> bool:
    """Whether a number lies in its setting's range."""
    return type(value) is int and (spec.low is None or spec.low <= value) and (spec.high is None or value <= spec.high)


def admitted(spec: SettingSpec) -> str:
    """What a setting may be, in words."""
    if spec.kind == "number":
        low, high = ("" if bound is None else str(bound) for bound in (spec.low, spec.high))
        return f"a whole number {low}..{high}" if low or high else "a whole number"
    if spec.kind == "choice":
        return "one of " + ", ".join(map(str, spec.choice))
    return "yes or no" if spec.kind == "flag" else "pixels, or a share like 25% or 1/4"


def meant(value: Setting) -> Value:
    """A setting's value as an expression reads it: a length in text is a share."""
    if isinstance(value, str) and LENGTH.fullmatch(value):
        return length(parse(value), {}, lambda _: 0)
    return value


def _number(spec: SettingSpec, given: object) -> Setting | None:
    if isinstance(given, str) and given.lstrip("-").isdecimal() and given.isascii() and len(given) < 10:
        given = int(given)
    return given if isinstance(given, int) and within(spec, given) else None


def _length(spec: SettingSpec, given: object) -> Setting | None:
    if type(given) is int and 0 <= given < 10**6:
        return given
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < 7:
        return int(given)
    return given if isinstance(given, str) and LENGTH.fullmatch(given) else None


def _choice(spec: SettingSpec, given: object) -> Setting | None:
    return next((choice for choice in spec.choice if str(choice) == str(given) and isinstance(given, (str, int))), None)


def _flag(spec: SettingSpec, given: object) -> Setting | None:
    return given if isinstance(given, bool) else FLAGS.get(given) if isinstance(given, str) else None
