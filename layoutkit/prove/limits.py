"""Beyond the promises: at the ends of the settings' ranges, and some values in between, there is a layout, or a clash with a cure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from layoutkit.errors import Cure, LayoutkitError, NoLayout
from layoutkit.geometry import Size
from layoutkit.origin import Setting
from layoutkit.prove.cases import Case, Settings, counts, scenes, values
from layoutkit.prove.judging import Ways
from layoutkit.scene import Scene
from layoutkit.template import Template
from layoutkit.template.language import SettingSpec

SAMPLE = 6
"""So many sets of settings are drawn by chance, the same ones every time."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Settings with which a template has no layout, and what would help."""

    case: str
    says: str
    cure: str


def beyond(template: Template) -> Iterator[Case]:
    """The cases to try: on an upright and a lying canvas, for the fewest and the most people."""
    known = set(dict.fromkeys([(), *template.promises]))
    for settings in dict.fromkeys(_sets(template)):
        if settings not in known:
            for canvas in _canvases(template):
                for count in sorted({counts(template.secondaries)[0], counts(template.secondaries)[-1]}):
                    yield from (Case(settings, scene) for scene in list(scenes(template, canvas, count))[:1])


def _canvases(template: Template) -> list[Size]:
    """The first canvas of each orientation."""
    found: dict[bool, Size] = {}
    for canvas in template.canvases:
        found.setdefault(canvas.height > canvas.width, canvas)
    return list(found.values())


def _sets(template: Template) -> Iterator[Settings]:
    """Each setting at each of its ends, all of them at their first and last, and some by chance."""
    free = [(spec, values(spec)) for spec in template.settings if values(spec)]
    yield from (((spec.name, value),) for spec, ends in free for value in ends)
    if len(free) > 1:
        yield tuple((spec.name, ends[0]) for spec, ends in free)
        yield tuple((spec.name, ends[-1]) for spec, ends in free)
        chance = random.Random(template.ref.digest)  # noqa: S311  a sample to try, no secret
        yield from (tuple((spec.name, _drawn(spec, chance)) for spec, _ in free) for _ in range(SAMPLE))


def _drawn(spec: SettingSpec, chance: random.Random) -> Setting:
    """Some value that a setting may have."""
    if spec.kind == "number" and spec.low is not None and spec.high is not None:
        return chance.randint(spec.low, spec.high)
    return chance.choice((*values(spec), spec.default))


def tried(template: Template, case: Case, ways: Ways) -> Limit | str | None:
    """Nothing where there is a layout; a limit where there is a clash of which some cure works; else what is wrong."""
    try:
        ways.arrange(template, case.scene, case.asked)
        return None
    except NoLayout as error:
        cures = [cure for clash in error.clashes for rule in clash for cure in rule.cures]
        working = next((cure for cure in dict.fromkeys(cures) if _works(template, case, cure, ways)), None)
        said = "; ".join(f"{rule.word}: {rule.says}" for clash in error.clashes for rule in clash)
        return Limit(str(case), said, str(working)) if working else f"{case}: a clash without a cure that works: {said}"
    except LayoutkitError as error:
        return f"{case}: {error}"


def _works(template: Template, case: Case, cure: Cure, ways: Ways) -> bool:
    """Whether there is a layout once a cure is applied."""
    settings, scene = dict(case.asked), case.scene
    match cure.kind:
        case "setting":
            settings[cure.name] = cure.after
        case "count":
            scene = replace(scene, secondaries=scene.secondaries[: int(cure.after)])
        case "canvas":
            sides = {"width": scene.canvas.width, "height": scene.canvas.height, cure.name: int(cure.after)}
            scene = Scene(Size(**sides), scene.primary, scene.secondaries, scene.keep_clear)
        case _:
            return False
    try:
        ways.arrange(template, scene, settings)
        return True
    except LayoutkitError:
        return False
