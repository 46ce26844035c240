"""The settings in force: a template's defaults, and what the caller asks for, checked before anything is solved."""

from __future__ import annotations

from collections.abc import Mapping

from layoutkit.documents import nearest
from layoutkit.errors import Fault, UsageError
from layoutkit.origin import Setting
from layoutkit.template.language import SettingSpec, Template
from layoutkit.template.parsing import FLAGS, within
from layoutkit.template.selectors import LENGTH


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
    read = {"number": _number, "length": _length, "choice": _choice, "flag": _flag}[spec.kind](spec, given)
    if read is None:
        shown = repr(given) if len(repr(given)) <= 60 else repr(given)[:60] + "…"
        faults.append(Fault(f"setting {spec.name!r} cannot be {shown}", hint=admitted(spec)))
        return spec.default
    return read


def admitted(spec: SettingSpec) -> str:
    """What a setting may be, in words."""
    if spec.kind == "number":
        low, high = ("" if bound is None else str(bound) for bound in (spec.low, spec.high))
        return f"a whole number {low}..{high}" if low or high else "a whole number"
    if spec.kind == "choice":
        return "one of " + ", ".join(map(str, spec.choice))
    return "yes or no" if spec.kind == "flag" else "pixels, or a share like 25% or 1/4"


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
