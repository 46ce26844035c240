"""What a template promises, case by case: every count of secondaries and of roles, on every canvas, with every set of settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from layoutkit.geometry import Size
from layoutkit.origin import Setting
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template
from layoutkit.template.expressions import Name, walk
from layoutkit.template.language import Counts, EitherWord, RuleSpec, SettingSpec, Written

OPEN_ENDED = 16
"""Where a template says no greatest count, so many more than its least are proved."""

Settings = tuple[tuple[str, Setting], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A scene of people nobody knows anything of but their roles, and the settings that are asked for beside the defaults."""

    settings: Settings
    scene: Scene

    @property
    def asked(self) -> Mapping[str, Setting]:
        return dict(self.settings)

    @property
    def roles(self) -> tuple[str, ...]:
        """The role of each secondary in order; empty for none."""
        return tuple(stream.role for stream in self.scene.secondaries)

    def __str__(self) -> str:
        people = f"{len(self.scene.secondaries)} on {self.scene.canvas}"
        roles = ", ".join(f"{role} {self.roles.count(role)}" for role in dict.fromkeys(filter(None, self.roles)))
        settings = ", ".join(f"{name} {_shown(value)}" for name, value in self.settings)
        return "; ".join(part for part in (people, roles, settings) if part)


def _shown(value: Setting) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def promised(template: Template) -> Iterator[Case]:
    """Every case that a template promises: at its defaults, at each set under `promises`, and with every flag that a condition asks for."""
    for settings in dict.fromkeys([(), *template.promises, *_flags(template)]):
        for canvas in template.canvases:
            for count in counts(template.secondaries):
                yield from (Case(settings, scene) for scene in scenes(template, canvas, count))


def counts(of: Counts) -> range:
    """The counts to prove."""
    return range(of.low, (of.low + OPEN_ENDED if of.high is None else of.high) + 1)


def scenes(template: Template, canvas: Size, count: int) -> Iterator[Scene]:
    """The scenes of so many secondaries: one for each way in which the roles of the template can be held."""
    ranges = [range(held.low, min(count, count if held.high is None else held.high) + 1) for _, held in template.roles]
    for held in product(*ranges) if count else [()]:
        roles = [role for (role, _), times in zip(template.roles, held, strict=False) for _ in range(times)]
        if len(roles) <= count:
            yield Scene(canvas, Stream("primary"), tuple(_people(roles, count)))


def _people(roles: Sequence[str], count: int) -> Iterator[Stream]:
    for index in range(count):
        yield Stream(f"guest_{index + 1}", role=roles[index] if index < len(roles) else "")


def _flags(template: Template) -> Iterator[Settings]:
    """Every flag that some condition speaks of, turned round."""
    spoken = {name for condition in _conditions(template) for name in _names(condition)}
    yield from (((spec.name, not spec.default),) for spec in template.settings if spec.kind == "flag" and spec.name in spoken)


def _conditions(template: Template) -> Iterator[Written]:
    whens = [*(spec.when for spec in _every(template.rules)), *(w.when for w in template.wishes), *(k.when for k in template.keep_clear)]
    yield from (when for when in whens if when)


def _every(rules: Sequence[RuleSpec]) -> Iterator[RuleSpec]:
    for spec in rules:
        yield spec
        if isinstance(spec.rule, EitherWord):
            yield from (inner for _, specs in spec.rule.lists for inner in _every(specs))


def _names(written: Written) -> set[str]:
    return {node.name for node in walk(written.node) if isinstance(node, Name)}


# --- beyond the promises ---------------------------------------------------------------------------------------------


def values(spec: SettingSpec) -> tuple[Setting, ...]:
    """The ends of what a setting may be, its default left out: its least and greatest, every choice, both of a flag, some shares."""
    match spec.kind:
        case "flag":
            found: tuple[Setting, ...] = (True, False)
        case "choice":
            found = spec.choice
        case "number":
            found = tuple(end for end in (spec.low, spec.high) if end is not None)
        case _:
            found = (0, "10%", "50%")
    return tuple(value for value in found if value != spec.default)
