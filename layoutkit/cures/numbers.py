"""What a rule hangs on by what is written in it: a setting, or where it has none, the numbers that it writes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial

from layoutkit.cures.case import Case, Found, applied
from layoutkit.cures.nearest import nearest, tried
from layoutkit.errors import ClashingRule, Cure
from layoutkit.geometry import MAX_SIDE
from layoutkit.origin import Setting
from layoutkit.template import Template
from layoutkit.template.expressions import Name, walk
from layoutkit.template.language import BoxSpec, RuleSpec, SettingSpec, Word, Written
from layoutkit.template.literals import literals
from layoutkit.template.opening import opened

MOST_CHOICES = 20
"""As many choices of a setting are tried."""


def of_setting(spec: SettingSpec, case: Case) -> Iterator[Cure]:
    """The nearest number, or every choice, with which it works."""
    now = case.values[spec.name]
    if isinstance(now, int) and not isinstance(now, bool) and spec.kind in ("number", "length"):
        found = _number(spec, now, case)
        yield from [Cure("setting", spec.name, now, found.value, found.fits)] if found else []
    elif spec.kind == "length":
        found = _percent(spec, case)
        yield from [Cure("setting", spec.name, now, found.value, found.fits)] if found else []
    else:
        others: tuple[Setting, ...] = (not now,) if isinstance(now, bool) else spec.choice
        seen = ((other, applied(_with(case, spec.name, other))) for other in others[:MOST_CHOICES] if other != now)
        yield from (Cure("setting", spec.name, now, other, fits) for other, fits in seen if fits is not None)


def of_literals(spec: RuleSpec | BoxSpec, case: Case) -> Iterator[Cure]:
    """The nearest value of each number that a rule writes out."""
    for literal in literals(case.template, spec):
        now = literal.spec.default
        open_case = replace(case, template=literal.template, values={**case.values, literal.spec.name: now})
        found = _number(literal.spec, now, open_case) if isinstance(now, int) else _percent(literal.spec, open_case)
        if found:
            yield Cure("rule", literal.name, now, found.value, found.fits)


def _number(spec: SettingSpec, now: int, case: Case) -> Found | None:
    """The number nearest to the one now, within the setting's range."""
    least, most = (0 if spec.low is None else spec.low), (MAX_SIDE if spec.high is None else spec.high)
    poses = partial(opened, case.template, case.scene, case.values, setting=spec.name)
    return nearest(case, now, (least, most), poses, partial(_with, case, spec.name))


def _percent(spec: SettingSpec, case: Case) -> Found | None:
    """The share nearest to the one now, in whole hundredths."""
    now = str(case.values[spec.name]).removesuffix("%")
    if not now.isdecimal():
        return None
    found = tried(int(now), (0, 100), lambda part: applied(_with(case, spec.name, f"{part}%")))
    return replace(found, value=f"{found.value}%") if found else None


def _with(case: Case, name: str, value: Setting) -> Case:
    return replace(case, values={**case.values, name: value})


# --- of what a rule speaks -------------------------------------------------------------------------------------------


def specs_of(template: Template, rule: ClashingRule) -> list[RuleSpec | BoxSpec]:
    specs: tuple[RuleSpec | BoxSpec, ...] = (*template.rules, *template.keep_clear)
    return [spec for spec in specs if spec.where == rule.where]


def settings_of(template: Template, specs: Sequence[RuleSpec | BoxSpec]) -> list[str]:
    """The settings that rules speak of, directly or by a let, in the template's order."""
    spoken = {name for spec in specs for name in _names(spec)}
    for name, written in reversed(template.lets):
        if name in spoken:
            spoken |= set(_names(written))
    return [spec.name for spec in template.settings if spec.name in spoken]


def _names(value: object) -> Iterator[str]:
    """Every name in the expressions within a part of a template."""
    if isinstance(value, Written):
        yield from (node.name for node in walk(value.node) if isinstance(node, Name))
    elif isinstance(value, Word):
        yield from [value.text] if value.setting else []
    elif isinstance(value, tuple):
        yield from (name for item in value for name in _names(item))
    elif is_dataclass(value):
        yield from (name for field in fields(value) for name in _names(getattr(value, field.name)))
