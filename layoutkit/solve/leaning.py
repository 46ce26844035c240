"""In which direction goals want a number to go, told from signs: what a step of one does to all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from layoutkit.forms import Form, Relation
from layoutkit.solve.following import Definition
from layoutkit.solve.goals import Closest, Goal, Greatest, Least, Rank, Total, measures

Reach = tuple[int, int]
"""By how much a number changes, at least and at most, when another goes one up."""

Leaning = tuple[int, bool]
"""1 where a goal never falls as a number goes up, -1 where it never rises, 0 where it does not care; and whether it always changes."""


def reach(terms: Iterable[tuple[int, int]], steps: Mapping[int, Reach]) -> Reach:
    """By how much a sum changes, given by how much its unknowns do."""
    low = high = 0
    for unknown, times in terms:
        one, other = steps.get(unknown, (0, 0))
        low += min(times * one, times * other)
        high += max(times * one, times * other)
    return low, high


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goals want of a number: as far as can be in a direction, 1 or -1; or first, as near as can be to where a line holds."""

    sign: int
    near: Relation | None = None


def wanted(goals: Sequence[Goal], unknown: int, hanging: Sequence[Definition], beside: frozenset[int]) -> Wanted | None:
    """What the goals want of an unknown on which others hang, up to the one that decides it.

    None where they do not agree, where none decides, or where one asks for those beside it first.
    """
    steps, sign, near = _steps(unknown, hanging), 0, None
    others = dict.fromkeys(beside, (1, 1))
    for goal in goals:
        if _leaning(goal, others) != (0, False):
            return None
        found = _leaning(goal, steps)
        if found is None:
            line = None if sign or near else _only_line(goal, steps)
            if line is None or {u for u, _ in line.terms} & (steps.keys() - {unknown}):
                return None
            near = line
            if abs(dict(line.terms)[unknown]) == line.scale == 1 and line.low == line.high:
                return Wanted(1, near)
        elif found[0] and sign and found[0] != sign:
            return None
        else:
            sign = sign or found[0]
            if found[1]:
                return Wanted(sign, near)
    return None


def _steps(leader: int, hanging: Sequence[Definition]) -> dict[int, Reach]:
    """By how much each of a group changes when its leader goes one up."""
    steps = {leader: (1, 1)}
    for found in hanging:
        low, high = reach(found.terms, steps)
        steps[found.unknown] = -high // found.times, -(low // found.times)
    return steps


def _only_line(goal: Goal, steps: Mapping[int, Reach]) -> Relation | None:
    """The one line that a goal wants to hold as nearly as can be, those of which nothing here changes left out."""
    lines = {line for line in goal.lines if reach(line.terms, steps) != (0, 0)} if isinstance(goal, Closest) else set()
    return lines.pop() if len(lines) == 1 else None


def _leaning(goal: Goal, steps: Mapping[int, Reach]) -> Leaning | None:
    """Where a goal wants the number; None where it may want it here or there."""
    match goal:
        case Greatest():
            return _of(goal.form, steps)
        case Least() | Total():
            return _joined(_of(form, steps) for measure in measures(goal) for _, form in measure.bounds)
        case Closest():
            return _joined(_line(line, steps) for line in goal.lines)
        case Rank():
            return 0, False
        case _:
            return None


def _of(form: Form, steps: Mapping[int, Reach]) -> Leaning | None:
    low, high = (0, 0) if isinstance(form, int) else reach(form.terms, steps)
    if low == high == 0:
        return 0, False
    return (1, low > 0) if low >= 0 else (-1, high < 0) if high <= 0 else None


def _line(line: Relation, steps: Mapping[int, Reach]) -> Leaning | None:
    """A line that is bounded on one side fails by more, or by less, the further its sum goes."""
    low, high = reach(line.terms, steps)
    if low == high == 0:
        return 0, False
    if line.low is not None and line.high is not None:
        return None
    up = line.high is None
    return (1 if up else -1, False) if low >= 0 else (-1 if up else 1, False) if high <= 0 else None


def _joined(leanings: Iterable[Leaning | None]) -> Leaning | None:
    """What a goal made of several says, which is never that every step changes it."""
    found = set()
    for leaning in leanings:
        if leaning is None:
            return None
        found.add(leaning[0])
    found.discard(0)
    return (found.pop(), False) if len(found) == 1 else None if found else (0, False)
