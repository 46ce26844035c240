"""Why there is no layout: an irreducible set of rules, in the author's words."""

from __future__ import annotations

from layoutkit.errors import ClashingRule
from layoutkit.problem import Problem, Rule
from layoutkit.solve.solving import possible


def clash(problem: Problem) -> tuple[ClashingRule, ...]:
    """The rules that cannot all hold: with what is always on there is no layout, and without any one of them there is.

    Found by leaving out one rule at a time, the later first; a rule without which there is still no layout is left out for good.
    """
    always = [rule for rule in problem.rules if rule.always]
    needed = [rule for rule in problem.rules if not rule.always]
    for rule in reversed(tuple(needed)):
        others = [other for other in needed if other is not rule]
        if not possible(problem, [*others, *always]):
            needed = others
    return tuple(told(rule) for rule in needed or always)


def told(rule: Rule) -> ClashingRule:
    """A rule as a clash tells it."""
    return ClashingRule(rule.word, rule.name, rule.where, rule.says)
