"""What elimination left open, as a model in which some lines may fail, by as few pixels as can be."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from layoutkit.forms import Affine, Form, Relation, Terms, between
from layoutkit.problem import Apart, Clause
from layoutkit.solve.cpsat import Model, Ration
from layoutkit.solve.eliminate import System
from layoutkit.solve.search import FAR_OUT

Line = Relation | Apart | Clause
"""What can give: a relation, or one of which at least one way must hold, then the way that fails least."""


@dataclass(frozen=True, slots=True)
class Eased:
    """An answer in which the lines give as little as can be: the sum of the pixels by which they fail, and what every form comes to."""

    pixels: int
    value: Callable[[Form], int]


class Giving:
    """The rows that must hold, and the lines that may fail."""

    def __init__(self, system: System, lines: Sequence[Line], top: int) -> None:
        self.system, self.far = system, FAR_OUT * top
        self.model, self.variables = Model("clash"), dict[int, int]()
        for terms, (low, high) in system.rows.items():
            own = self.terms(terms)
            if len(terms) > 1 or terms[0][1] != 1:
                self.model.row(own, low, high)
        self.lines = [line for line in lines if not isinstance(line, Relation) or not self.sure(line)]

    # without a search

    def read_off(self) -> Eased | None:
        """An answer in which every line fails by as little as its own unknowns make it fail; None where none is at hand.

        No answer can be better. Every unknown is at the low end of its range, or as much further as a line needs, then a row.
        """
        lines = [(line, *self.open(line)) for line in self.lines if isinstance(line, Relation)]
        if len(lines) < len(self.lines):
            return None
        values = [low for low, _ in self.model.domains]
        for line, terms, constant in lines:
            self.reach(line, terms, constant, values)
        spoken = {variable for _, terms, _ in lines for variable, _ in terms}
        for terms, low, high, _ in self.model.rows:
            self.reach(Relation((), low, high), tuple(term for term in terms if term[0] not in spoken), 0, values, terms)
        if not all(low <= _total(terms, values) <= high for terms, low, high, _ in self.model.rows):
            return None
        fails = sum(_failing(line, constant + _total(terms, values)) for line, terms, constant in lines)
        return self.eased(values, fails) if fails == sum(itertools.starmap(self.least, lines)) else None

    def reach(self, line: Relation, movable: Terms, constant: int, values: list[int], terms: Terms | None = None) -> None:
        """Move the values as far towards a line as their ranges let them; those of its terms that may be moved."""
        for variable, times in movable:
            missing = _missing(line, constant + _total(terms or movable, values))
            low, high = self.model.domains[variable]
            steps = -(-missing // times) if (missing > 0) == (times > 0) else -(missing // -times)
            values[variable] = min(max(values[variable] + steps, low), high)

    def least(self, line: Relation, terms: Terms, constant: int) -> int:
        """The fewest pixels by which a line fails, as far as the ranges of its unknowns tell."""
        ends = [sorted(times * end for end in self.model.domains[variable]) for variable, times in terms]
        low, high = (constant + sum(end[side] for end in ends) for side in (0, 1))
        nearest = high if line.low is not None and high < line.low else low if line.high is not None and low > line.high else None
        return 0 if nearest is None else _failing(line, nearest)

    # with a search

    def solved(self, budget: Ration) -> Eased | None:
        """The best answer of the model; None where it has none."""
        if not self.model.maximise:
            for line in self.lines:
                self.give(line)
        values = budget(self.model)
        return None if values is None else self.eased(values, sum(values[slack] for slack in self.model.maximise))

    def give(self, line: Line) -> None:
        """The line may fail, by as few pixels as can be."""
        slack = self.model.variable(0, 4 * self.far)
        self.model.maximise[slack] = -1
        if isinstance(line, Relation):
            self.row(line, (), slack)
        else:
            self.any_of(line.ways(), slack)

    def separate(self, pair: Apart | Clause) -> None:
        """The pair must hold after all."""
        self.any_of(pair.ways(), None)

    def any_of(self, ways: Sequence[Relation], slack: int | None) -> None:
        literals = tuple(self.model.variable(0, 1) for _ in ways)
        self.model.clauses.append((literals, ()))
        for literal, way in zip(literals, ways, strict=True):
            self.row(way, (literal,), slack)

    def row(self, line: Relation, when: tuple[int, ...], slack: int | None) -> None:
        """The line in what is open; with a slack it may fail by so many pixels."""
        terms, constant = self.open(line)
        for bound, sign in ((line.low, 1), (line.high, -1)):
            if bound is not None:
                give = ((slack, sign * line.scale),) if slack is not None else ()
                low, high = (bound - constant, None) if sign > 0 else (None, bound - constant)
                self.model.row((*terms, *give), low, high, when)

    # what is open

    def terms(self, terms: Terms) -> Terms:
        """The terms over the model's variables, made where they are first spoken of."""
        for unknown, _ in terms:
            if unknown not in self.variables:
                low, high = self.system.rows.get(((unknown, 1),), (None, None))
                low, high = -self.far if low is None else low, self.far if high is None else high
                self.variables[unknown] = self.model.variable(low, max(low, high))
        return tuple((self.variables[u], c) for u, c in terms)

    def open(self, line: Relation) -> tuple[Terms, int]:
        """A line in the model's variables, and a number."""
        form = self.system.form(Affine(line.terms, 0)) if line.terms else 0
        return ((), form) if isinstance(form, int) else (self.terms(form.terms), form.constant)

    def sure(self, line: Relation) -> bool:
        """Whether what is known of each unknown, or a row about the same, makes a line hold."""
        form = self.system.form(Affine(line.terms, 0)) if line.terms else 0
        if isinstance(form, int):
            return False
        low, high = self.system.rows.get(form.terms, (None, None))
        told = (line.low is None or (low is not None and low + form.constant >= line.low)) and (
            line.high is None or (high is not None and high + form.constant <= line.high)
        )
        return told or self.system.judged(between(form, line.low, line.high)) is True

    def eased(self, values: Sequence[int], pixels: int) -> Eased:
        """Values of the variables as an answer; what no row speaks of is nought."""
        found = {unknown: values[variable] for unknown, variable in self.variables.items()}

        def value(form: Form) -> int:
            known = self.system.form(form)
            return known if isinstance(known, int) else known.constant + sum(c * found.get(u, 0) for u, c in known.terms)

        return Eased(pixels, value)


def _missing(line: Relation, total: int) -> int:
    """What is missing to the lower bound of a line, or, negative, too much for its upper one; nought where it holds."""
    if line.low is not None and total < line.low:
        return line.low - total
    return line.high - total if line.high is not None and total > line.high else 0


def _failing(line: Relation, total: int) -> int:
    """The whole pixels by which a line fails."""
    return -(-abs(_missing(line, total)) // line.scale)


def _total(terms: Terms, values: Sequence[int]) -> int:
    return sum([times * values[variable] for variable, times in terms])
