"""Why there is no layout: irreducible sets of rules, in the author's words, each with the pixels that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from layoutkit.errors import ClashingRule, OutOfTime, Unproved
from layoutkit.forms import Affine, Relation
from layoutkit.problem import Apart, Clause, Problem, Rule
from layoutkit.solve.blaming import blamed
from layoutkit.solve.cpsat import Budget, Ration, maximum
from layoutkit.solve.easing import eased
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.giving import Line
from layoutkit.solve.search import Maximum
from layoutkit.solve.solving import possible
from layoutkit.solve.way import Way

QUICK = 0.05
"""The work, in CP-SAT's deterministic seconds, after which a question is left to the search that knows how tiles are packed."""

Clash = tuple[ClashingRule, ...]


def clashes(problem: Problem) -> Iterator[Clash]:
    """Every set of rules that cannot all hold, no rule in two of them, where it is known that there is one.

    With one set taken away the rest may clash on its own account; so disjoint clashes are all told.
    """
    always = [rule for rule in problem.rules if rule.always]
    left = [rule for rule in problem.rules if not rule.always]
    while True:
        members = _irreducible(problem, left, always)
        yield tuple(told for _, told in members) or _always(problem, always)
        left = [rule for rule in left if not any(rule is member for member, _ in members)]
        if not members or _blameless(problem, [*left, *always]):
            return


def holds(problem: Problem, rules: Sequence[Rule], find: Maximum = maximum) -> bool:
    """Whether the rules can all hold. Raises Unproved where that is too hard to tell."""
    try:
        return eased(problem, rules, find=Ration(Budget(find), QUICK)) is not None
    except Unproved:
        return possible(problem, rules, Way(find=find))


def _blameless(problem: Problem, rules: Sequence[Rule]) -> bool:
    """Whether the rules can all hold; where that is too hard to tell, they are not blamed for it."""
    try:
        return holds(problem, rules)
    except OutOfTime:
        raise
    except Unproved:
        return True


def _irreducible(problem: Problem, rules: Sequence[Rule], always: Sequence[Rule]) -> list[tuple[Rule, ClashingRule]]:
    """With what is always on these have no layout, and without any one of them they have."""
    found = blamed(rules, always)
    if found is None:
        found = _halved(problem, rules, always)
    members: list[tuple[Rule, ClashingRule]] = []
    for rule in reversed(found):
        told = _needed(problem, rule, [*(other for other in found if other is not rule), *always])
        if told is None:
            return _irreducible(problem, [other for other in found if other is not rule], always)
        members.insert(0, (rule, told))
    return members


def _halved(problem: Problem, rules: Sequence[Rule], always: Sequence[Rule]) -> list[Rule]:
    """A clash that does not show itself, found by halving (Junker's QuickXplain, 2004).

    The later half is cut down beside the whole earlier one, then the earlier beside what is left of the later, so that of several sets the
    one with the earlier rules is told. Few questions where the clash is of few rules.
    """

    def needed(beside: Sequence[Rule], added: bool, left: Sequence[Rule]) -> list[Rule]:
        if added and not _blameless(problem, [*beside, *always]):
            return []
        if len(left) == 1:
            return list(left)
        early, late = left[: len(left) // 2], left[len(left) // 2 :]
        of_late = needed([*beside, *early], True, late)
        return [*needed([*beside, *of_late], bool(of_late), early), *of_late]

    return needed((), True, rules) if rules else []


def _needed(problem: Problem, rule: Rule, others: Sequence[Rule]) -> ClashingRule | None:
    """The rule as the clash tells it, with the least that it must give; None where the others clash without it."""
    lines = lines_of(rule)
    try:
        found = eased(problem, others, lines, Ration(Budget(maximum), QUICK))
    except OutOfTime:
        raise
    except Unproved:
        return told(rule) if _blameless(problem, others) else None
    return replace(told(rule), pixels=found.pixels if lines else None) if found else None


def lines_of(rule: Rule) -> tuple[Line, ...]:
    """What a rule can give in pixels: its lines, without those that follow from the others; nothing where it is a choice of several.

    So who breaks `as wide as the first` and `160 wide` by the same pixel gives one.
    """
    relations = [demand for demand in rule.demands if isinstance(demand, Relation)]
    others = tuple(demand for demand in rule.demands if isinstance(demand, (Apart, Clause)))
    if len(relations) + len(others) < len(rule.demands):
        return ()
    system, kept = System(), list[Line]()
    for line in sorted(relations, key=lambda line: line.low is None or line.low != line.high):
        if not _follows(line, system):
            kept.append(line)
            try:
                system.add((line,))
            except Contradiction:
                continue
    return (*kept, *others)


def _follows(line: Relation, system: System) -> bool:
    """Whether a line holds by those taken in before."""
    form = system.form(Affine(line.terms, 0)) if line.terms else 0
    if not isinstance(form, int):
        return False
    return (line.low is None or line.low <= form) and (line.high is None or form <= line.high)


def _always(problem: Problem, always: Sequence[Rule]) -> Clash:
    """What is always on clashes by itself: there is no room for so many tiles."""
    return tuple(told(rule) for rule in _halved(problem, always, ()))


def told(rule: Rule) -> ClashingRule:
    """A rule as a clash tells it."""
    return ClashingRule(rule.word, rule.name, rule.where, rule.says)
