"""From branches to the one best answer: goals are granted in order, as many at a time as one CP-SAT search can join exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from layoutkit.forms import Affine, Box, Form, Relation, Span, Terms, between
from layoutkit.geometry import Rect
from layoutkit.problem import Stay
from layoutkit.solve.branches import Branch
from layoutkit.solve.cpsat import Model, maximum
from layoutkit.solve.goals import Closest, Goal, Greatest, Least, Rank, Staying, Total, measures

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
    proved: bool = True
    """Whether these are the best values, not only the best that were found before the limit."""


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
    return Found(chosen, {u: values[v] for u, v in joined.variables.items()}, reached, joined.model.proved)


@dataclass(slots=True)
class _Seated:
    """The variables of who sits where: a literal for everyone who may move, and their distances."""

    moved: list[int] = field(default_factory=list)
    distances: list[int] = field(default_factory=list)


class _Joined:
    """One model of all branches: a literal each, its rows in force under it, and the goals as weights."""

    def __init__(self, branches: Sequence[Branch], top: int) -> None:
        self.branches, self.top, self.model = branches, top, Model()
        self.variables: dict[int, int] = {}
        self.literals = [self.model.variable(0, 1) for _ in branches]
        self.model.one_of.append(tuple(self.literals))
        self.seatings: dict[Stay, _Seated] = {}
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
        match column[0]:
            case Rank():
                return self._rank()
            case Total():
                return self._total(column)
            case Closest():
                return self._closest(column)
            case Staying() as goal:
                return self._staying(goal)
            case _:
                return self._least(column)

    def _least(self, column: Column) -> tuple[Terms, int]:
        """One variable below every bound of the goal's measures."""
        lowest, span = self._span(column)
        variable = self.model.variable(lowest, lowest + span - 1)
        reduced = [self._reduced(index, goal) for index, goal in enumerate(column)]
        common = set.intersection(*map(set, reduced))
        for index, bounds in enumerate(reduced):
            for bound in bounds:
                if bound not in common or index == 0:
                    self._bounded(variable, *bound, () if bound in common else (self.literals[index],))
        return ((variable, 1),), span

    def _span(self, column: Column) -> tuple[int, int]:
        """The least value of a goal, and how many it has: a measure is from nought to the canvas, a sum as far as its sides reach."""
        if not isinstance(goal := column[0], Greatest):
            return 0, self.top + 1
        far = 2 * self.top
        if not isinstance(goal.form, int) and len(goal.form.terms) > 1:
            far = abs(goal.form.constant) + FAR_OUT * self.top * sum(abs(c) for _, c in goal.form.terms)
        elif not isinstance(goal.form, int):
            far = abs(goal.form.constant) + far * abs(goal.form.terms[0][1])
        return -far, 2 * far + 1

    def _closest(self, column: Column) -> tuple[Terms, int]:
        """A variable for the pixels by which each line fails; the same in every branch, bounded under its literal."""
        goal = column[0]
        assert isinstance(goal, Closest)
        slacks, most = [], 0
        for line in goal.lines:
            far = self._far(line)
            slack = self.model.variable(0, far)
            slacks.append((slack, -1))
            most += far
            forms = [branch.system.form(Affine(line.terms, 0)) if line.terms else 0 for branch in self.branches]
            for index, form in enumerate(forms):
                if index == 0 or any(other != form for other in forms):
                    when = (self.literals[index],) if any(other != form for other in forms) else ()
                    self._fails(line, form, slack, when)
        return tuple(slacks), most + 1

    def _far(self, line: Relation) -> int:
        """More pixels than a line can fail by."""
        reach = FAR_OUT * self.top * sum(abs(c) for _, c in line.terms) + max(abs(line.low or 0), abs(line.high or 0))
        return reach // line.scale + 1

    def _fails(self, line: Relation, form: Form, slack: int, when: tuple[int, ...]) -> None:
        terms, constant = ((), form) if isinstance(form, int) else (form.terms, form.constant)
        if line.low is not None:
            self.model.row(((slack, line.scale), *self._terms(terms)), line.low - constant, None, when)
        if line.high is not None:
            self.model.row(((slack, -line.scale), *self._terms(terms)), None, line.high - constant, when)

    def _staying(self, goal: Staying) -> tuple[Terms, int]:
        """Who moved, or how far in half pixels, as variables; who sits where is chosen with them."""
        seated = self._seated(goal)
        if goal.far:
            far = 4 * self.top
            return tuple((v, -1) for v in seated.distances), far * len(seated.distances) + 1
        return tuple((moved, -1) for moved in seated.moved), len(seated.moved) + 1

    def _seated(self, goal: Staying) -> _Seated:
        """For everyone who was there: a literal for each seat they may take, whether they moved, and how far."""
        key = goal.stay
        if key in self.seatings:
            return self.seatings[key]
        seated = self.seatings[key] = _Seated()
        takers: dict[int, list[int]] = {}
        for group in goal.stay.classes:
            for person in group:
                before = goal.stay.before[person]
                if before is not None:
                    taken = {seat: self.model.variable(0, 1) for seat in group}
                    self.model.one_of.append(tuple(taken.values()))
                    for seat, literal in taken.items():
                        takers.setdefault(seat, []).append(literal)
                    self._moves(seated, before, {literal: goal.boxes[seat] for seat, literal in taken.items()})
        for literals in takers.values():
            self.model.row(tuple((literal, 1) for literal in literals), None, 1)
        return seated

    def _moves(self, seated: _Seated, before: Rect, taken: Mapping[int, Box]) -> None:
        moved = self.model.variable(0, 1)
        across, down = (self.model.variable(0, 2 * self.top) for _ in range(2))
        seated.moved.append(moved)
        seated.distances += (across, down)
        spans = ((before.x, before.width), (before.y, before.height))
        for literal, box in taken.items():
            for span, (start, size), distance in zip(box.spans, spans, (across, down), strict=True):
                self._stays(span, start, size, distance, moved, literal)

    def _stays(self, span: Span, start: int, size: int, distance: int, moved: int, literal: int) -> None:
        """In this seat, unless moved, the span is as before; the distance is at least that of the centres, in half pixels."""
        for index, branch in enumerate(self.branches):
            when = (literal, self.literals[index])
            first, length = branch.system.form(span.start), branch.system.form(span.size)
            for form, was in ((first, start), (length, size)):
                terms, constant = _split(form)
                reach = 2 * FAR_OUT * self.top
                self.model.row((*self._terms(terms), (moved, reach)), was - constant, None, when)
                self.model.row((*self._terms(terms), (moved, -reach)), None, was - constant, when)
            terms, constant = _split(first + first + length - (2 * start + size))
            self.model.row((*self._terms(terms), (distance, 1)), -constant, None, when)
            self.model.row((*self._terms(terms), (distance, -1)), None, -constant, when)

    def _reduced(self, index: int, goal: Goal) -> list[tuple[int, Form]]:
        """The bounds of a goal's measures in what is open in a branch."""
        system = self.branches[index].system
        return [(divisor, system.form(form)) for measure in measures(goal) for divisor, form in measure.bounds]

    def _total(self, column: Column) -> tuple[Terms, int]:
        most = self.top * max(sum(m.count for m in measures(goal)) for goal in column)
        variable = self.model.variable(0, most)
        for index, goal in enumerate(column):
            parts = [(self.model.variable(0, self.top), m) for m in measures(goal)]
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


def _split(form: Form) -> tuple[Terms, int]:
    """The terms and the constant of a form."""
    return ((), form) if isinstance(form, int) else (form.terms, form.constant)


def lasting(goal: Goal, value: int) -> bool:
    """Whether what a granted goal says is more than relations can say, so that every later search must be told."""
    return isinstance(goal, (Total, Staying)) or (isinstance(goal, Closest) and value != 0)


def consequences(column_goal: Goal, value: int) -> Iterator[Relation]:
    """What a granted goal says of the unknowns, as far as relations can say it."""
    if isinstance(column_goal, Greatest):
        yield between(column_goal.form, value, value)
    elif isinstance(column_goal, Least):
        for measure in column_goal.measures:
            for divisor, form in measure.bounds:
                yield between(form, divisor * value, None)
    elif isinstance(column_goal, Closest) and value == 0:
        yield from column_goal.lines
