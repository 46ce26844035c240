"""The numbers that a rule writes out, each as a setting of its own: what a rule without settings would have to say can be solved for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from layoutkit.geometry import MAX_SIDE
from layoutkit.template import expressions as ex
from layoutkit.template.language import BoxSpec, Chain, EitherWord, Piece, RuleSpec, SettingSpec, Template, Who, Written

LITERAL = " literal"
"""The name of the setting that stands for a number; no author can write it."""

MOST = 8
"""As many numbers of one rule are looked at."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number in a rule: its parameter, and the template in which a setting stands in its place."""

    name: str
    template: Template
    spec: SettingSpec


def literals(template: Template, rule: RuleSpec | BoxSpec) -> Iterator[Literal]:
    """The pixels and shares that a rule writes out, in its order."""
    found = list({id(node): (name, node) for name, node in _written(rule)}.values())[:MOST]
    for name, node in found:
        spec = _setting(node, rule)
        made = _with(rule, node, ex.Name(LITERAL, node.at))
        changed = {
            "rules": tuple(made if one is rule else one for one in template.rules),
            "keep_clear": tuple(made if one is rule else one for one in template.keep_clear),
            "settings": (*template.settings, spec),
        }
        yield Literal(name, replace(template, **changed), spec)  # type: ignore[arg-type]


def _setting(node: ex.Number | ex.Percent, rule: RuleSpec | BoxSpec) -> SettingSpec:
    if isinstance(node, ex.Number):
        return SettingSpec(LITERAL, "number", node.value, 0, MAX_SIDE, (), "", rule.where)
    return SettingSpec(LITERAL, "length", f"{int(node.value * 100)}%", None, None, (), "", rule.where)


def _written(rule: RuleSpec | BoxSpec) -> Iterator[tuple[str, ex.Number | ex.Percent]]:
    """Every number of a rule with the name of its parameter; not those that say of whom it speaks."""
    if isinstance(rule, BoxSpec):
        yield from ((rule.name, node) for node in _numbers(rule.sides))
    elif not isinstance(rule.rule, EitherWord):
        for field in fields(rule.rule):
            name = field.name if field.name != "that" else rule.word
            yield from ((name, node) for node in _numbers(getattr(rule.rule, field.name)))


def _numbers(value: object) -> Iterator[ex.Number | ex.Percent]:
    if isinstance(value, Written):
        yield from _numbers_in(value.node, alone=True)
    elif isinstance(value, Chain):
        yield from (number for side in value.sides for number in _numbers_in(side.node, alone=False))
    elif isinstance(value, tuple):
        yield from (number for item in value for number in _numbers(item))
    elif isinstance(value, Piece):
        yield from _numbers(value.length)
    elif is_dataclass(value) and not isinstance(value, Who):
        yield from (number for field in fields(value) for number in _numbers(getattr(value, field.name)))


def _numbers_in(node: ex.Node, *, alone: bool) -> Iterator[ex.Number | ex.Percent]:
    """A number that stands alone, or in a sum each that is one of its terms."""
    match node:
        case ex.Number() if node.value > 0:
            yield node
        case ex.Percent() if alone and (node.value * 100).denominator == 1:
            yield node
        case ex.Binary(sign="+" | "-"):
            yield from _numbers_in(node.left, alone=False)
            yield from _numbers_in(node.right, alone=False)


def _with(value: Any, old: ex.Node, new: ex.Node) -> Any:
    """A part of a template with another node in the place of one; what was one thing before is one thing after."""
    made: dict[int, Any] = {}

    def of(part: Any) -> Any:
        if part is old:
            return new
        if id(part) not in made:
            made[id(part)] = changed(part)
        return made[id(part)]

    def changed(part: Any) -> Any:
        if isinstance(part, tuple):
            items = tuple(map(of, part))
            return part if all(a is b for a, b in zip(items, part, strict=True)) else items
        if not is_dataclass(part) or isinstance(part, type):
            return part
        values = {field.name: of(getattr(part, field.name)) for field in fields(part)}
        same = all(value is getattr(part, name) for name, value in values.items())
        return part if same else replace(part, **values)

    return of(value)
