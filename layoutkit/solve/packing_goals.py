"""What the goals of the wishes make of greater tiles."""

from __future__ import annotations

from layoutkit.forms import Form
from layoutkit.solve.eliminate import System
from layoutkit.solve.goals import Goal, Greatest, Least, Measure, Rank, Total
from layoutkit.solve.packing_sizes import Sizes


def grows(goal: Goal, system: System, sizes: Sizes) -> bool:
    """Whether greater tiles never serve the goal less well: it speaks of their size alone, or of what is decided."""
    sized = {unknown for unknown, _ in sizes.unknowns}
    forms = [system.form(form) for measure in _measures(goal) for _, form in measure.bounds]
    known = isinstance(goal, Least | Total | Greatest | Rank)
    return known and all(isinstance(form, int) or all(u in sized and c > 0 for u, c in form.terms) for form in forms)


def reached(goal: Goal, system: System, sizes: Sizes, size: int) -> list[int]:
    """How well tiles of a size serve each part of a goal that grows with them."""

    def value(form: Form) -> int:
        return sizes.value(system.form(form), size)

    parts = [min(value(form) // divisor for divisor, form in measure.bounds) for measure in _measures(goal)]
    return [min(parts)] if isinstance(goal, Least) and parts else parts


def _measures(goal: Goal) -> tuple[Measure, ...]:
    if isinstance(goal, Greatest):
        return (Measure(1, ((1, goal.form),)),)
    return goal.measures if isinstance(goal, Least | Total) else ()
