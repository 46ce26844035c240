"""A clash that is to end: what may be changed, and whether a change ends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from layoutkit.errors import ClashingRule, LayoutkitError, OutOfTime, Unproved
from layoutkit.origin import Setting
from layoutkit.problem import Problem, Rule
from layoutkit.scene import Scene
from layoutkit.solve import search_for
from layoutkit.solve.explain import holds
from layoutkit.template import Template, pose

if TYPE_CHECKING:
    from layoutkit.solve import Search

MOST_APPLIED = 400
"""As many changes are tried for one report."""

MOST_WORK = 8.0
"""The work that all cures of one report may take, in CP-SAT's deterministic seconds."""


@dataclass(slots=True)
class Patience:
    """What is left of the work for one report: then no more is looked for, and what was found is told."""

    find: Search = field(default_factory=lambda: search_for(MOST_WORK))
    left: int = MOST_APPLIED

    def take(self) -> bool:
        """Whether one more change may be tried."""
        self.left -= 1
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Case:
    """A template on a scene with settings: what may be changed so that a clash ends."""

    template: Template
    scene: Scene
    values: Mapping[str, Setting]
    clash: frozenset[tuple[object, ...]]
    """The rules of the clash that is to end, by word, name and place."""
    patience: Patience

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


def applied(case: Case) -> bool | None:
    """Whether the whole template has a layout with the change made; None where not even the clash has ended."""
    problem = case.posed() if case.patience.take() else None
    if problem is None:
        return None
    own = case.own(problem)
    if _surely(case, problem, problem.rules):
        return True
    return False if len(own) < len(problem.rules) and _surely(case, problem, own) else None


def _surely(case: Case, problem: Problem, rules: Sequence[Rule]) -> bool:
    """Whether the rules can all hold; where that is too hard to tell, nothing is promised."""
    try:
        return holds(problem, rules, case.patience.find)
    except OutOfTime:
        raise
    except Unproved:
        return False
