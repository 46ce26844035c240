"""A clash of five rules among thirty: named and minimal, beside z3's minimised core; and with the cures that were tried for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial

import layoutkit as lk
from benchmarks import clash_templates, peers
from benchmarks.cases import PHONE, Case
from benchmarks.names import CORE, CURED, NAMED
from benchmarks.race import Disagreement, Runner
from layoutkit.geometry import Size
from layoutkit.scene import Scene
from layoutkit.solve import solve
from layoutkit.template import pose


def cases() -> list[Case]:
    return [Case(clash_templates.TOO_WIDE, 12, PHONE), Case(clash_templates.TOO_TALL, 12, PHONE)]


def runners(cases: Sequence[Case], there: Collection[str]) -> Iterator[Runner]:
    """The canvas grows by less than is missing, so that each round has a scene of its own and the same clash."""
    for case in cases:
        beside = (CORE,) if peers.Z3 in there else ()
        yield Runner(case, NAMED, partial(_named, case), partial(_scene, case), answer=sorted, beside=beside, every=5)
        yield Runner(case, CURED, partial(_cured, case), partial(_scene, case), answer=sorted, every=5)
        if beside:
            from benchmarks.z3_core import core

            yield Runner(case, CORE, partial(core, case), partial(_size, case), answer=sorted, every=5)


def _size(case: Case, number: int) -> Size:
    return Size(case.canvas.width + number % 12, case.canvas.height + number // 12 % 36)


def _scene(case: Case, number: int) -> Scene:
    scene = case.scene(number)
    return Scene(_size(case, number), scene.primary, scene.secondaries)


def _named(case: Case, scene: Scene) -> list[str]:
    try:
        solve(pose(case.template, scene))
    except lk.NoLayout as clash:
        return _names(clash)
    raise Disagreement(f"{case.name} has a layout on {scene.canvas}")


def _cured(case: Case, scene: Scene) -> list[str]:
    """The same, and that every rule of the clash has a cure."""
    try:
        lk.arrange(case.template, scene)
    except lk.NoLayout as clash:
        if all(rule.cures for rule in clash.clashes[0]):
            return _names(clash)
    raise Disagreement(f"{case.name} has a rule without a cure on {scene.canvas}")


def _names(clash: lk.NoLayout) -> list[str]:
    """Whom the one clash names."""
    [rules] = clash.clashes
    return [rule.name for rule in rules]
