"""What a wish could reach at most, told without a search: for a layout that is not proved to be the best."""

from __future__ import annotations

from collections.abc import Sequence

from layoutkit.forms import Form
from layoutkit.solve.branches import Branch
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.goals import Goal, Greatest, Least, Total


def most_of(goal: Goal, branches: Sequence[Branch], top: int) -> int:
    """The most that a goal can reach in these branches, as far as the bounds of each unknown alone tell; `top` is the longest side."""
    return max((_most(goal, system, top) for branch in branches for system in _tightened(branch.system)), default=0)


def _tightened(system: System) -> list[System]:
    """The system with bounds carried over; none where that shows that it has no layout."""
    system = system.copy()
    try:
        system.tighten()
    except Contradiction:
        return []
    return [system]


def _most(goal: Goal, system: System, top: int) -> int:
    match goal:
        case Greatest():
            return _upper(goal.form, system, top)
        case Least() | Total():
            found = [(m.count, min(top, *(_upper(form, system, top) // divisor for divisor, form in m.bounds))) for m in goal.measures]
            return min(most for _, most in found) if isinstance(goal, Least) else sum(count * most for count, most in found)
        case _:
            return 0  # the pixels by which lines fail, those who moved: none at best


def _upper(form: Form, system: System, top: int) -> int:
    """The most that a form can come to; edges that no rule bounds are within the canvas, as every tile is."""
    reduced = system.form(form)
    if isinstance(reduced, int):
        return reduced
    ends = [(system.reach(unknown, coefficient)[1], coefficient) for unknown, coefficient in reduced.terms]
    return reduced.constant + sum(max(0, coefficient) * top if end is None else end for end, coefficient in ends)
