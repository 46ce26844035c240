"""What a document declares before its rules: names, settings, promises, areas, canvases; every fault noted with its place."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, cast

from layoutkit.documents import Keys, nearest
from layoutkit.errors import UsageError
from layoutkit.geometry import Size
from layoutkit.origin import Setting
from layoutkit.template.language import BoxSpec, SettingSpec, Written
from layoutkit.template.linear import BOXES
from layoutkit.template.selectors import AT_WORDS, LENGTH, WHO_WORDS
from layoutkit.template.settings import FLAGS, admissible, admitted, kind_of, refusal, within
from layoutkit.template.values import Values

_CONDITIONS = ("n", "canvas", "count", "has", "if", "else", "and", "or", "not", "true", "false", "yes", "no")

RESERVED = frozenset((*WHO_WORDS, *AT_WORDS, *_CONDITIONS, "but", "free", "rest"))
"""The words of who, at and conditions: no name may be one."""

RESERVED_REGIONS = RESERVED | frozenset(BOXES)
"""A region is a box, and `tile.left` is not the left of a region."""


def names_are_free(values: Values, data: Mapping[str, Any]) -> dict[str, str]:
    """Regions, lets, settings, roles: none may be a word of the language, and none may be another's; the names, and whose they are."""
    taken: dict[str, str] = {}
    for kind in ("settings", "let", "roles", "regions"):
        for name in data.get(kind, {}):
            if name in (RESERVED_REGIONS if kind == "regions" else RESERVED):
                values.fault(f"{name!r} is a word of the language and cannot be a name", (kind, name), key=True)
            elif name in taken:
                values.fault(f"{name!r} is already {taken[name]}", (kind, name), key=True)
            taken.setdefault(name, f"a name under '{kind}'")
    return taken


# --- settings --------------------------------------------------------------------------------------------------------


def setting(values: Values, name: str, spec: Mapping[str, Any]) -> SettingSpec:
    """A setting, of the kind that its default and its choices tell."""
    path, choice = ("settings", name), tuple(spec.get("choice", ()))
    if "default" not in spec:
        values.unknown("'default' is missing", path, "no inherited setting of that name has one")
    default = spec.get("default", choice[0] if choice else spec.get("min", 0))
    if not choice and isinstance(default, str) and default in FLAGS:
        default = FLAGS[default]
    where = values.source.where(path, True)
    made = SettingSpec(name, kind_of(default, choice), default, spec.get("min"), spec.get("max"), choice, spec.get("about", ""), where)
    _judge_default(values, made)
    for key in ("min", "max"):
        if key in spec and made.kind != "number":
            values.fault(f"{key!r} bounds numbers; {name!r} is a {made.kind}", (*path, key), key=True)
    return made


def _judge_default(values: Values, spec: SettingSpec) -> None:
    path, default = ("settings", spec.name, "default"), spec.default
    if spec.kind == "length" and not LENGTH.fullmatch(str(default)):
        hint = _unit_hint(str(default)) or "a number, a share like 25% or 1/4, yes or no; or list the words under 'choice'"
        values.fault(f"{default!r} is no setting's value", path, hint)
    if spec.low is not None and spec.high is not None and spec.low > spec.high:
        values.fault(f"'min' {spec.low} is above 'max' {spec.high}", ("settings", spec.name, "min"), f"min: {spec.high}, max: {spec.low}")
    elif spec.kind == "number" and not within(spec, default):
        values.fault(f"the default {default} is outside {spec.low}..{spec.high}", path)
    if spec.choice and default not in spec.choice:
        values.fault(f"the default {default!r} is not among the choices", path, "one of " + ", ".join(map(str, spec.choice)))


def _unit_hint(text: str) -> str:
    """What was meant by a number with a unit, or a share with a space in it."""
    number, rest = text.rstrip("pxtdPXTD% "), text.strip()
    if not number.isdecimal():
        return ""
    return f"did you mean {number}%?" if rest.endswith("%") else f"pixels are written without a unit: {number}"


def promise(values: Values, asked: Mapping[str, Any], path: Keys, refused: Container[str]) -> Iterator[tuple[str, Setting]]:
    """A set of settings that is promised: each is checked as if it were asked for, but for those that are refused."""
    for name, given in asked.items():
        spec = values.settings.get(name)
        if spec is not None:
            if (value := admissible(spec, given)) is None:
                values.fault(refusal(spec, given), (*path, name), admitted(spec))
            else:
                yield name, value
        elif name not in refused:
            hint = nearest(name, list(values.settings)) or "there are " + (", ".join(values.settings) or "no settings")
            values.unknown(f"there is no setting {name!r}", (*path, name), hint, key=True)


# --- areas and canvases ----------------------------------------------------------------------------------------------


def box(values: Values, name: str, value: Any, path: Keys) -> BoxSpec:
    """A region or keep-clear area: four lengths, or free."""
    where = values.source.where(path, True)
    if value == "free":
        return BoxSpec(name, None, None, where)
    sides, inner = (value, path) if isinstance(value, list) else (value["box"], (*path, "box"))
    values.conditional = isinstance(value, dict) and "when" in value
    when = values.written(value["when"], (*path, "when"), wanted="condition") if values.conditional else None
    lengths = tuple(values.written(side, (*inner, index)) for index, side in enumerate(sides))
    values.conditional = False
    return BoxSpec(name, cast("tuple[Written, Written, Written, Written]", lengths), when, where)


def canvases(values: Values, texts: list[Any]) -> Iterator[Size]:
    """The canvases that are promised."""
    for index, text in enumerate(texts):
        try:
            yield Size.parse(str(text))
        except UsageError as error:
            values.fault(error.faults[0].says, ("canvases", index), error.faults[0].hint)
