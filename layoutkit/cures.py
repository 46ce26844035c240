"""What would let a clash hold: the nearest value of a setting, count, or side of the canvas with which the template has a layout.

Each cure is found by solving and was tried on the whole template; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace

from layoutkit.errors import ClashingRule, Cure, NoLayout
from layoutkit.geometry import MAX_SIDE, Size
from layoutkit.origin import Setting
from layoutkit.scene import Scene
from layoutkit.template import Template
from layoutkit.template.expressions import Name, walk
from layoutkit.template.language import BoxSpec, RuleSpec, SettingSpec, Word, Written

Possible = Callable[[Scene, Mapping[str, object]], bool]
"""Whether the whole template has a layout on a scene with these settings."""


def cured(error: NoLayout, template: Template, scene: Scene, settings: Sequence[tuple[str, Setting]], possible: Possible) -> NoLayout:
    """The same error, each rule of it with the nearest changes that were tried and made a layout."""
    values = dict(settings)
    common = (*_count(template, scene, values, possible), *_canvas(scene, template.snap, values, possible))
    found: dict[str, tuple[Cure, ...]] = {}

    def told(rule: ClashingRule) -> ClashingRule:
        names = _settings_of(template, rule)
        for spec in template.settings:
            if spec.name in names and spec.name not in found:
                found[spec.name] = tuple(_setting(spec, scene, values, possible))
        own = tuple(cure for name in names for cure in found.get(name, ()))
        return replace(rule, cures=(*own, *(common if rule.word != "size" or not own else ())))

    return NoLayout(error.says, [tuple(told(rule) for rule in clash) for clash in error.clashes])


def _setting(spec: SettingSpec, scene: Scene, values: Mapping[str, Setting], possible: Possible) -> Iterator[Cure]:
    """The nearest number below or above, or the first choice, with which it works."""
    now = values[spec.name]

    def works(value: Setting) -> bool:
        return possible(scene, {**values, spec.name: value})

    percent = spec.kind == "length" and isinstance(now, str) and now.removesuffix("%").isdecimal()
    if isinstance(now, int) and not isinstance(now, bool) and spec.kind in ("number", "length"):
        least, most = (0 if spec.low is None else spec.low), (MAX_SIDE if spec.high is None else spec.high)
        yield from (Cure("setting", spec.name, now, value) for value in _closest(now, least, most, works))
    elif percent:
        part = int(str(now).removesuffix("%"))
        found = _closest(part, 0, 100, lambda value: works(f"{value}%"))
        yield from (Cure("setting", spec.name, now, f"{value}%") for value in found)
    else:
        others: tuple[Setting, ...] = (not now,) if isinstance(now, bool) else spec.choice
        yield from (Cure("setting", spec.name, now, other) for other in others[:20] if other != now and works(other))


def _closest(now: int, least: int, most: int, works: Callable[[int], bool]) -> list[int]:
    """The nearest number below or above that works; none where there is none."""
    near = [value for value in (_nearest(now, least, works), _nearest(now, most, works)) if value is not None]
    return [min(near, key=lambda value: (abs(value - now), value))] if near else []


def _count(template: Template, scene: Scene, values: Mapping[str, Setting], possible: Possible) -> Iterator[Cure]:
    """The greatest smaller count of secondaries, those at the end left out."""
    pictured = scene.pictured
    for count in range(len(pictured) - 1, max(template.secondaries.low, 1) - 1, -1):
        left = {stream.id for stream in pictured[count:]}
        if possible(replace(scene, secondaries=tuple(s for s in scene.secondaries if s.id not in left)), values):
            yield Cure("count", "secondaries", len(pictured), count)
            return


def _canvas(scene: Scene, snap: int, values: Mapping[str, Setting], possible: Possible) -> Iterator[Cure]:
    """The nearest longer side of the canvas."""
    size = scene.canvas
    sides: tuple[tuple[str, int, Callable[[int], Size]], ...] = (
        ("width", size.width, lambda v: Size(v, size.height)),
        ("height", size.height, lambda v: Size(size.width, v)),
    )
    for name, now, made in sides:

        def works(value: int, made: Callable[[int], Size] = made) -> bool:
            return possible(replace(scene, canvas=made(value)), values)

        longer = _longer(now, snap, works)
        if longer is not None:
            yield Cure("canvas", name, now, longer)


def _longer(now: int, snap: int, works: Callable[[int], bool]) -> int | None:
    """The nearest longer side that works. With a snap it may be that only whole snaps do: those are tried by themselves too."""
    most = min(MAX_SIDE, 4 * now)
    found = _nearest(now, most, works)
    snaps = _nearest(now // snap, most // snap, lambda value: works(value * snap)) if snap > 1 else None
    return min((side for side in (found, snaps and snaps * snap) if side is not None), default=None)


def _nearest(start: int, end: int, works: Callable[[int], bool]) -> int | None:
    """The value nearest to the start, on the way to the end, that works: found by growing steps, then by halving the last one."""
    sign = 1 if end >= start else -1
    failed, step = 0, 1
    while failed < abs(end - start):
        tried = min(step, abs(end - start))
        if works(start + sign * tried):
            while tried - failed > 1:
                middle = (failed + tried) // 2
                failed, tried = (failed, middle) if works(start + sign * middle) else (middle, tried)
            return start + sign * tried
        failed, step = tried, step * 2
    return None


def _settings_of(template: Template, rule: ClashingRule) -> list[str]:
    """The settings that a rule of the clash speaks of, directly or by a let, in the template's order."""
    specs: tuple[RuleSpec | BoxSpec, ...] = (*template.rules, *template.keep_clear)
    spoken = {name for spec in specs if spec.where == rule.where for name in _names(spec)}
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
