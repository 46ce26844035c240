"""What would end a clash: the nearest value of a setting, of a number in the rule, of the count, or of a side of the canvas.

A value is found by solving for it: the template is posed with the number left open, and the answer that lies nearest to the number now is
looked for. Where a number decides more than sums (a condition, a count of columns), values are tried instead, the nearest first. Each cure
was then applied and seen to work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial

from layoutkit.errors import ClashingRule, Cure, LayoutkitError, NoLayout, Unproved
from layoutkit.geometry import MAX_SIDE, Size
from layoutkit.origin import Setting
from layoutkit.problem import Affine, Problem, Rule
from layoutkit.scene import Scene, Stream
from layoutkit.solve import holds, nearest_value
from layoutkit.template import Template, pose
from layoutkit.template.expressions import Name, walk
from layoutkit.template.language import BoxSpec, RuleSpec, SettingSpec, Word, Written
from layoutkit.template.literals import literals
from layoutkit.template.opening import Closed, opened

Clash = tuple[ClashingRule, ...]

MOST_TRIED = 64
"""As many values on each side are tried one by one, where the nearest cannot be solved for; further off, at growing distances."""

MOST_COUNTS = 32
"""As many counts are tried."""

MOST_CHOICES = 20
"""As many choices of a setting are tried."""


@dataclass(frozen=True, slots=True)
class Case:
    """A template on a scene with settings: what may be changed so that a clash ends."""

    template: Template
    scene: Scene
    values: Mapping[str, Setting]
    clash: frozenset[tuple[object, ...]]
    """The rules of the clash that is to end, by word, name and place."""

    def posed(self) -> Problem | None:
        """What must hold; None where the template does not serve this."""
        try:
            return pose(self.template, self.scene, self.values)
        except LayoutkitError:
            return None

    def own(self, problem: Problem) -> list[Rule]:
        """The rules of the clash, as they are posed here, and what is always on."""
        return [rule for rule in problem.rules if rule.always or key_of(rule) in self.clash]


@dataclass(frozen=True, slots=True)
class Found:
    """A value that ends the clash, and whether the whole template then fits."""

    value: Setting
    fits: bool


def key_of(rule: Rule | ClashingRule) -> tuple[object, ...]:
    """What tells a rule from the others, in whatever problem it is posed."""
    return rule.word, rule.name, rule.where


def cured(error: NoLayout, template: Template, scene: Scene, settings: Sequence[tuple[str, Setting]]) -> NoLayout:
    """The same error, each rule of it with the nearest changes that end its clash."""
    values = dict(settings)
    clashes = [_cured(clash, Case(template, scene, values, frozenset(map(key_of, clash)))) for clash in error.clashes]
    return NoLayout(error.says, clashes)


def _cured(clash: Clash, case: Case) -> Clash:
    """A clash, each rule with its cures: by its settings, or where it has none by its numbers; and by what all rules hang on."""
    common = (*_count(case), *_canvas(case))
    found: dict[str, tuple[Cure, ...]] = {}

    def told(rule: ClashingRule) -> ClashingRule:
        specs = _specs_of(case.template, rule)
        names = _settings_of(case.template, specs)
        for spec in case.template.settings:
            if spec.name in names and spec.name not in found:
                found[spec.name] = tuple(_setting(spec, case))
        own = tuple(cure for name in names for cure in found.get(name, ()))
        written = tuple(cure for spec in specs for cure in _literals(spec, case)) if not names else ()
        enough = rule.word == "size" and any(cure.fits for cure in own)
        return replace(rule, cures=(*own, *written, *(() if enough else common)))

    return tuple(told(rule) for rule in clash)


# --- settings and numbers --------------------------------------------------------------------------------------------


def _setting(spec: SettingSpec, case: Case) -> Iterator[Cure]:
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
        tried = ((other, _applied(_with(case, spec.name, other))) for other in others[:MOST_CHOICES] if other != now)
        yield from (Cure("setting", spec.name, now, other, fits) for other, fits in tried if fits is not None)


def _literals(spec: RuleSpec | BoxSpec, case: Case) -> Iterator[Cure]:
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
    return _nearest(case, now, (least, most), poses, partial(_with, case, spec.name))


def _percent(spec: SettingSpec, case: Case) -> Found | None:
    """The share nearest to the one now, in whole hundredths."""
    now = str(case.values[spec.name]).removesuffix("%")
    if not now.isdecimal():
        return None
    found = _tried(int(now), (0, 100), lambda part: _applied(_with(case, spec.name, f"{part}%")))
    return replace(found, value=f"{found.value}%") if found else None


def _with(case: Case, name: str, value: Setting) -> Case:
    return replace(case, values={**case.values, name: value})


# --- the count and the canvas ----------------------------------------------------------------------------------------


def _count(case: Case) -> Iterator[Cure]:
    """The nearest count of secondaries, those at the end left out, or some more added."""
    now, served = len(case.scene.pictured), case.template.secondaries
    most = now + MOST_COUNTS if served.high is None else served.high
    found = _tried(
        now, (max(served.low, 1), most), lambda count: _applied(replace(case, scene=_with_people(case.scene, count))), MOST_COUNTS
    )
    if found:
        yield Cure("count", "secondaries", now, found.value, found.fits)


def _with_people(scene: Scene, count: int) -> Scene:
    """The scene with so many secondaries in the picture."""
    pictured = scene.pictured
    if count <= len(pictured):
        left = {stream.id for stream in pictured[count:]}
        return replace(scene, secondaries=tuple(s for s in scene.secondaries if s.id not in left))
    taken = {stream.id for stream in (scene.primary, *scene.secondaries)}
    free = (name for number in range(len(taken) + count) if (name := f"guest_{number}") not in taken)
    return replace(scene, secondaries=(*scene.secondaries, *(Stream(next(free)) for _ in range(count - len(pictured)))))


def _canvas(case: Case) -> Iterator[Cure]:
    """The nearest longer side of the canvas."""
    size = case.scene.canvas
    for side, now in (("width", size.width), ("height", size.height)):
        most = min(MAX_SIDE, 4 * now)

        def longer(value: int, side: str = side) -> Case:
            canvas = Size(value, size.height) if side == "width" else Size(size.width, value)
            return replace(case, scene=replace(case.scene, canvas=canvas))

        poses = partial(opened, case.template, case.scene, case.values, side=side)  # type: ignore[arg-type]
        found = _nearest(case, now, (now, most), poses, longer)
        if found:
            yield Cure("canvas", side, now, found.value, found.fits)


# --- the nearest value -----------------------------------------------------------------------------------------------


def _nearest(
    case: Case, now: int, ends: tuple[int, int], poses: Callable[[], tuple[Problem, Affine]], changed: Callable[[int], Case]
) -> Found | None:
    """The value nearest to the one now, of two the lower, with which all fits; if there is none, with which the clash ends."""
    try:
        problem, sought = poses()
    except Closed:
        return _tried(now, ends, lambda value: _applied(changed(value)))
    except LayoutkitError:
        return None
    for rules in (problem.rules, case.own(problem)):
        refused: list[int] = []
        while len(refused) <= 4:
            try:
                value = nearest_value(problem, rules, sought, now, ends, refused)
            except Unproved:
                break
            if value is None:
                break
            fits = _applied(changed(value))
            if fits or (fits is not None and rules is not problem.rules):
                return Found(value, fits)
            refused.append(value)
    return None


def _tried(now: int, ends: tuple[int, int], applied: Callable[[int], bool | None], most: int = MOST_TRIED) -> Found | None:
    """The same by trying values: the nearest one by one, those further off at growing distances."""
    ending = None
    for value in _outwards(now, ends, most):
        fits = applied(value)
        if fits:
            return Found(value, True)
        if fits is False and ending is None:
            ending = Found(value, False)
    return ending


def _outwards(now: int, ends: tuple[int, int], most: int) -> Iterator[int]:
    """Values by their distance from the one now, of two the lower first."""
    distance, step = 1, 1
    while distance <= max(now - ends[0], ends[1] - now):
        yield from (value for value in (now - distance, now + distance) if ends[0] <= value <= ends[1])
        step = step * 2 if distance >= most else 1
        distance += step


def _applied(case: Case) -> bool | None:
    """Whether the whole template has a layout with the change made; None where not even the clash has ended."""
    problem = case.posed()
    if problem is None:
        return None
    own = case.own(problem)
    if len(own) < len(problem.rules) and not holds(problem, own):
        return None
    return holds(problem, problem.rules) or (False if len(own) < len(problem.rules) else None)


# --- of what a rule speaks -------------------------------------------------------------------------------------------


def _specs_of(template: Template, rule: ClashingRule) -> list[RuleSpec | BoxSpec]:
    specs: tuple[RuleSpec | BoxSpec, ...] = (*template.rules, *template.keep_clear)
    return [spec for spec in specs if spec.where == rule.where]


def _settings_of(template: Template, specs: Sequence[RuleSpec | BoxSpec]) -> list[str]:
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
