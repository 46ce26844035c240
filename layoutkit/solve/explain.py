"""Why there is no layout: irreducible sets of rules, in the author's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from layoutkit.errors import ClashingRule, OutOfTime, Unproved
from layoutkit.problem import Problem, Rule
from layoutkit.solve.solving import possible


def clashes(problem: Problem) -> Iterator[tuple[ClashingRule, ...]]:
    """Every set of rules that cannot all hold, no rule in two of them: with one set taken away, the rest may clash on its own account."""
    always = [rule for rule in problem.rules if rule.always]
    left = [rule for rule in problem.rules if not rule.always]
    while not _possible(problem, [*left, *always]):
        members = _irreducible(problem, left, always)
        yield tuple(told(rule) for rule in members or always)
        if not members:
            return
        left = [rule for rule in left if rule not in members]


def _irreducible(problem: Problem, rules: Sequence[Rule], always: Sequence[Rule]) -> list[Rule]:
    """With what is always on these have no layout, and without any one of them they have.

    Found by halving (Junker's QuickXplain, 2004): the later half is cut down beside the whole earlier one, then the earlier beside what is
    left of the later, so that of several sets the one with the earlier rules is told. Few questions where the clash is of few rules.
    """
    if not _possible(problem, always):
        return []

    def needed(beside: Sequence[Rule], added: bool, left: Sequence[Rule]) -> list[Rule]:
        if added and not _possible(problem, [*beside, *always]):
            return []
        if len(left) == 1:
            return list(left)
        early, late = left[: len(left) // 2], left[len(left) // 2 :]
        of_late = needed([*beside, *early], True, late)
        return [*needed([*beside, *of_late], bool(of_late), early), *of_late]

    return needed((), False, rules)


def _possible(problem: Problem, rules: Sequence[Rule]) -> bool:
    """Whether the rules can all hold; where that is too hard to tell, a rule is not blamed for it."""
    try:
        return possible(problem, rules)
    except OutOfTime:
        raise
    except Unproved:
        return True


def told(rule: Rule) -> ClashingRule:
    """A rule as a clash tells it."""
    return ClashingRule(rule.word, rule.name, rule.where, rule.says)
