"""From branches to the one best answer: goals are granted in order, as many at a time as one CP-SAT search can join exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from layoutkit.problem import Affine, Form, Relation, Terms, between
from layoutkit.solve.branches import Branch
from layoutkit.solve.cpsat import Model, maximum
from layoutkit.solve.eliminate import Contradiction
from layoutkit.solve.goals import Goal, Greatest, Least, Measure, Rank, Total

FAR_OUT = 128
"""As many canvases away an unknown may be that nothing bounds: the greatest share of a side is 9999%."""

WEIGHT_LIMIT = 1 << 50
"""Joined goals outweigh all that follow them; beyond this the sums would no longer be exact."""

Maximum = Callable[[Model], list[int] | None]
Column = tuple[Goal, ...]
"""One goal, as it reads in each of the branches."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one search found: the branch, every open unknown's value, and how many goals were granted with what value each."""

    branch: int
    values: Mapping[int, int]
    granted: tuple[int, ...]


def search(
    branches: Sequence[Branch],
    granted: Sequence[tuple[Column, int]],
    wanted: Sequence[Column],
    top: int,
    find: Maximum = maximum,
) -> Found | None:
    """Grant the first of the wanted goals, keeping those granted before; None where no branch has an answer.

    `top` is the longest side of the canvas in pixels. Raises Unproved at the limit of work.
    """
    joined = _Joined(branches, top)
    for column, value in granted:
        joined.keep(column, value)
    goals = joined.want(wanted)
    values = find(joined.model)
    if values is None:
        return None
    chosen = next(i for i, literal in enumerate(joined.literals) if values[literal])
    reached = tuple(sum(times * values[v] for v, times in terms) for terms in goals)
    return Found(chosen, {u: values[v] for u, v in joined.variables.items()}, reached)


class _Joined:
    """One model of all branches: a literal each, its rows in force under it, and the goals as weights."""

    def __init__(self, branches: Sequence[Branch], top: int) -> None:
        self.branches, self.top, self.model = branches, top, Model()
        self.variables: dict[int, int] = {}
        self.literals = [self.model.variable(0, 1) for _ in branches]
        self.model.one_of.append(tuple(self.literals))
        self.common = set.intersection(*(set(branch.system.rows.items()) for branch in branches))
        for index, branch in enumerate(branches):
            self._rows(index, branch)
            self._separations(index, branch)

    def keep(self, column: Column, value: int) -> None:
        """A goal granted before may not fall back."""
        terms, _ = self._goal(column)
        self.model.row(terms, value, None)

    def want(self, wanted: Sequence[Column]) -> list[Terms]:
        """Maximise goals in order, as many as their joined weights stay exact for; at least one."""
        posted: list[tuple[Terms, int]] = []
        size = 1
        for column in wanted:
            terms, span = self._goal(column)
            size *= span
            if posted and size > WEIGHT_LIMIT:
                break
            posted.append((terms, span))
        weight = 1
        for terms, span in reversed(posted):
            for variable, times in terms:
                self.model.maximise[variable] = self.model.maximise.get(variable, 0) + weight * times
            weight *= span
        return [terms for terms, _ in posted]

    def _variable(self, unknown: int) -> int:
        if unknown not in self.variables:
            ends = [branch.system.rows.get(((unknown, 1),), (None, None)) for branch in self.branches]
            low = min(-FAR_OUT * self.top if low is None else low for low, _ in ends)
            high = max(FAR_OUT * self.top if high is None else high for _, high in ends)
            self.variables[unknown] = self.model.variable(low, max(low, high))
        return self.variables[unknown]

    def _terms(self, terms: Terms, factor: int = 1) -> Terms:
        return tuple((self._variable(u), c * factor) for u, c in terms)

    def _rows(self, index: int, branch: Branch) -> None:
        """Rows that stand in every branch are posted once, the others under the literal of their branch."""
        for row in branch.system.rows.items():
            if row not in self.common or index == 0:
                terms, bounds = row
                self.model.row(self._terms(terms), *bounds, () if row in self.common else (self.literals[index],))

    def _separations(self, index: int, branch: Branch) -> None:
        for ways in branch.apart:
            sides = tuple(self.model.variable(0, 1) for _ in ways)
            self.model.clauses.append((sides, (self.literals[index],)))
            for side, way in zip(sides, ways, strict=True):
                self.model.row(self._terms(way.terms), way.low, way.high, (side,))

    def _goal(self, column: Column) -> tuple[Terms, int]:
        """The terms to maximise for one goal over all branches, and how many values their sum can take."""
        if isinstance(column[0], Rank):
            return self._rank()
        if isinstance(column[0], Total):
            return self._total(column)
        lowest, span = (-2 * self.top, 4 * self.top + 1) if isinstance(column[0], Greatest) else (0, self.top + 1)
        variable = self.model.variable(lowest, lowest + span - 1)
        reduced = [self._reduced(index, goal) for index, goal in enumerate(column)]
        common = set.intersection(*map(set, reduced))
        for index, bounds in enumerate(reduced):
            for bound in bounds:
                if bound not in common or index == 0:
                    self._bounded(variable, *bound, () if bound in common else (self.literals[index],))
        return ((variable, 1),), span

    def _reduced(self, index: int, goal: Goal) -> list[tuple[int, Form]]:
        """The bounds of a goal's measures in what is open in a branch."""
        system = self.branches[index].system
        return [(divisor, system.form(form)) for measure in _measures(goal) for divisor, form in measure.bounds]

    def _total(self, column: Column) -> tuple[Terms, int]:
        most = self.top * max(sum(m.count for m in _measures(goal)) for goal in column)
        variable = self.model.variable(0, most)
        for index, goal in enumerate(column):
            parts = [(self.model.variable(0, self.top), m) for m in _measures(goal)]
            for part, measure in parts:
                for divisor, form in measure.bounds:
                    self._bounded(part, divisor, self.branches[index].system.form(form), (self.literals[index],))
            self.model.row(((variable, 1), *((part, -m.count) for part, m in parts)), None, 0, (self.literals[index],))
        return ((variable, 1),), most + 1

    def _rank(self) -> tuple[Terms, int]:
        order = sorted({branch.rank for branch in self.branches})
        places = [order.index(branch.rank) for branch in self.branches]
        return tuple((literal, -place) for literal, place in zip(self.literals, places, strict=True) if place), len(order)

    def _bounded(self, variable: int, divisor: int, form: Form, when: tuple[int, ...]) -> None:
        """`divisor * variable <= form`, where the branches in `when` are chosen."""
        terms, constant = ((), form) if isinstance(form, int) else (form.terms, form.constant)
        self.model.row(((variable, divisor), *self._terms(terms, -1)), None, constant, when)


def _measures(goal: Goal) -> tuple[Measure, ...]:
    match goal:
        case Least() | Total():
            return goal.measures
        case Greatest():
            return (Measure(1, ((1, goal.form),)),)
        case Rank():
            return ()


# --- reading off -----------------------------------------------------------------------------------------------------


def reached(goal: Goal, branch: Branch) -> tuple[int, ...]:
    """What a goal reaches in a branch that leaves nothing open."""
    match goal:
        case Rank():
            return tuple(-r for r in branch.rank)
        case Least():
            return (min(_measured(branch, m) for m in goal.measures),)
        case Total():
            return (sum(m.count * _measured(branch, m) for m in goal.measures),)
        case Greatest():
            return (_whole(branch, goal.form),)


def _measured(branch: Branch, measure: Measure) -> int:
    return min(_whole(branch, form) // divisor for divisor, form in measure.bounds)


def _whole(branch: Branch, form: Form) -> int:
    value = branch.system.form(form)
    assert isinstance(value, int)
    return value


def read_off(branch: Branch, goal: Goal) -> list[Relation] | None:
    """The values that grant a goal whose unknowns are bounded one by one; None where a search is needed.

    An unknown that stands alone in each of its rows can go to the end of its range whatever the others do.
    """
    if not isinstance(goal, Greatest) or branch.apart:
        return None
    form = branch.system.form(goal.form)
    if isinstance(form, int):
        return []
    rows = branch.system.rows
    shared = {u for terms in rows if len(terms) > 1 for u, _ in terms}
    values = []
    for unknown, coefficient in form.terms:
        low, high = rows.get(((unknown, 1),), (None, None))
        end = high if coefficient > 0 else low
        if unknown in shared or end is None:
            return None
        values.append(between(Affine(((unknown, 1),), 0), end, end))
    return values


def at_upper_ends(branch: Branch, goals: Sequence[Goal]) -> Branch | None:
    """The branch with every open unknown at its upper end; None where that breaks a row, or where a goal might be better served by less.

    It beats every other choice in every unknown, so a goal that grows with all of them is best there: a grid's cells are read off.
    """
    system = branch.system
    forms = (system.form(form) for goal in goals for measure in _measures(goal) for _, form in measure.bounds)
    if branch.apart or any(c < 0 for form in forms if not isinstance(form, int) for _, c in form.terms):
        return None
    ends = {unknown: system.rows.get(((unknown, 1),), (None, None))[1] for unknown in system.open}
    if None in ends.values():
        return None
    decided = system.copy()
    try:
        decided.add([between(Affine(((unknown, 1),), 0), end, end) for unknown, end in ends.items()])
    except Contradiction:
        return None
    return replace(branch, system=decided)


def consequences(column_goal: Goal, value: int) -> Iterator[Relation]:
    """What a granted goal says of the unknowns, as far as relations can say it."""
    if isinstance(column_goal, Greatest):
        yield between(column_goal.form, value, value)
    elif isinstance(column_goal, Least):
        for measure in column_goal.measures:
            for divisor, form in measure.bounds:
                yield between(form, divisor * value, None)
