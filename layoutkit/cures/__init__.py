"""What would end a clash: the nearest value of a setting, of a number in the rule, of the count, or of a side of the canvas.

A value is found by solving for it: the template is posed with the number left open, and the answer that lies nearest to the number now is
looked for. Where a number decides more than sums (a condition, a count of columns), values are tried instead, the nearest first. Each cure
was then applied and seen to work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layoutkit.cures.case import Case, Patience, key_of
from layoutkit.cures.numbers import of_literals, of_setting, settings_of, specs_of
from layoutkit.cures.scenes import of_canvas, of_count
from layoutkit.errors import ClashingRule, Cure, NoLayout, OutOfTime, Unproved
from layoutkit.origin import Setting
from layoutkit.scene import Scene
from layoutkit.template import Template

__all__ = ["cured", "key_of"]

Clash = tuple[ClashingRule, ...]


def cured(error: NoLayout, template: Template, scene: Scene, settings: Sequence[tuple[str, Setting]]) -> NoLayout:
    """The same error, each rule of it with the nearest changes that end its clash."""
    values, patience = dict(settings), Patience()
    cases = (Case(template, scene, values, frozenset(map(key_of, clash)), patience) for clash in error.clashes)
    return NoLayout(error.says, [_cured_in_time(clash, case) for clash, case in zip(error.clashes, cases, strict=True)])


def _cured_in_time(clash: Clash, case: Case) -> Clash:
    """The clash with its cures; as it is, where the work for them comes to its limit."""
    try:
        return _cured(clash, case)
    except OutOfTime:
        raise
    except Unproved:
        return clash


def _cured(clash: Clash, case: Case) -> Clash:
    """A clash, each rule with its cures: by its settings, or where it has none by its numbers; and by what all rules hang on."""
    common = (*of_count(case), *of_canvas(case))
    found: dict[str, tuple[Cure, ...]] = {}

    def told(rule: ClashingRule) -> ClashingRule:
        specs = specs_of(case.template, rule)
        names = settings_of(case.template, specs)
        for spec in case.template.settings:
            if spec.name in names and spec.name not in found:
                found[spec.name] = tuple(of_setting(spec, case))
        own = tuple(cure for name in names for cure in found.get(name, ()))
        written = tuple(cure for spec in specs for cure in of_literals(spec, case)) if not names else ()
        enough = rule.word == "size" and any(cure.fits for cure in own)
        return replace(rule, cures=(*own, *written, *(() if enough else common)))

    return tuple(told(rule) for rule in clash)
