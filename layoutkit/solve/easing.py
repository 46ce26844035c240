"""By how few pixels some lines must give so that all the rest can hold: what a clash asks of each rule, and of a setting's value.

The rest is eliminated first. That two boxes lie apart is added only where an answer without it has them overlap: few of the many pairs
have a part in a clash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from layoutkit.problem import Affine, Apart, Box, Clause, Form, Problem, Relation, Rule, Terms, between
from layoutkit.solve.branches import Branch, Demands, branches
from layoutkit.solve.cpsat import Budget, Model, maximum
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.search import FAR_OUT
from layoutkit.solve.spoken import Spoken, speaking

Line = Relation | Apart | Clause
"""What can give: a relation, or one of which at least one way must hold, then the way that fails least."""

FEW = 3
"""So many pairs are looked at at once."""

WORK = 2.0
"""The work that one question may take, in CP-SAT's deterministic seconds."""


@dataclass(frozen=True, slots=True)
class Eased:
    """An answer in which the lines give as little as can be: the sum of the pixels by which they fail, and what every form comes to."""

    pixels: int
    value: Callable[[Form], int]


def eased(problem: Problem, rules: Sequence[Rule], lines: Sequence[Line] = (), work: float = WORK) -> Eased | None:
    """The least by which the lines fail where all the rules hold; None where these cannot all hold, whatever the lines.

    Raises Unproved at the limit of work.
    """
    said = speaking(problem, rules, lines)
    found = _least(problem, said.demands, lines, work)
    return _least(problem, Demands.of(rules), lines, work) if found and not _roomy(problem, said, found) else found


def nearest_value(
    problem: Problem,
    rules: Sequence[Rule],
    sought: Affine,
    now: int,
    ends: tuple[int, int],
    refused: Sequence[int] = (),
    work: float = WORK,
) -> int | None:
    """The value of an unknown nearest to the one now, of two the lower, with which all the rules hold; None where none is.

    It lies between the ends and is none of those refused. Raises Unproved at the limit of work.
    """

    def within(low: int, high: int) -> Eased | None:
        others = (Clause((between(sought, None, value - 1), between(sought, value + 1, None))) for value in (*refused, now))
        bounds = Rule("bounds", "", None, "", (between(sought, low, high), *others), lambda rects: iter(()), always=True)
        return eased(problem, (*rules, bounds), (between(sought, now, now),), work) if low <= high else None

    found = within(*ends)
    if found is None:
        return None
    value = found.value(sought)
    below = 2 * now - value
    return below if value > now and below >= ends[0] and within(below, below) else value


def _roomy(problem: Problem, said: Spoken, found: Eased) -> bool:
    """Whether beside those spoken of there is a pixel for everybody else; where tiles may overlap there always is."""
    if not said.aside or not any(rule.always and rule.word == "apart" and rule.late for rule in problem.rules):
        return True
    absent, canvas = {id(box) for box in said.aside}, problem.scene.canvas
    others = [seat.box for seat in problem.seats if id(seat.box) not in absent]
    taken = sum(found.value(box.across.size) * found.value(box.down.size) for box in others)
    return canvas.width * canvas.height - taken >= len(said.aside)


def _least(problem: Problem, demands: Demands, lines: Sequence[Line], work: float) -> Eased | None:
    """The best answer of all branches."""
    budget, best = Budget(maximum, work), None
    for branch in branches(replace(demands, pairs=()), problem.seats, edges=True):
        found = _Easing(problem, replace(branch, pairs=(*demands.pairs, *branch.pairs)), lines, budget).least()
        if found and (best is None or found.pixels < best.pixels):
            best = found
        if best and not best.pixels:
            break
    return best


class _Easing:
    """One choice of alternatives, whose pairs are looked at when they are needed."""

    def __init__(self, problem: Problem, branch: Branch, lines: Sequence[Line], budget: Budget) -> None:
        self.system, self.pairs, self.lines, self.budget = branch.system, branch.pairs, lines, budget
        self.top = max(problem.scene.canvas.width, problem.scene.canvas.height)

    def least(self) -> Eased | None:
        """The answer in which the lines fail least."""
        try:
            self.system.tighten()
        except Contradiction:
            return None
        model = _Open(self.system, self.top)
        for line in self.lines:
            model.give(line)
        if len(self.pairs) <= FEW:
            for pair in self.pairs:
                model.separate(pair)
        while True:
            found = model.solved(self.budget)
            broken = list(_broken(self.pairs, found.value)) if found else []
            if not broken:
                return found
            for pair in broken:
                model.separate(pair)


class _Open:
    """What elimination left open, as a model in which the lines may fail."""

    def __init__(self, system: System, top: int) -> None:
        self.system, self.far = system, FAR_OUT * top
        self.model, self.variables = Model(), dict[int, int]()
        for terms, (low, high) in system.rows.items():
            own = self.terms(terms)
            if len(terms) > 1 or terms[0][1] != 1:
                self.model.row(own, low, high)

    def terms(self, terms: Terms) -> Terms:
        """The terms over the model's variables, made where they are first spoken of."""
        for unknown, _ in terms:
            if unknown not in self.variables:
                low, high = self.system.rows.get(((unknown, 1),), (None, None))
                low, high = -self.far if low is None else low, self.far if high is None else high
                self.variables[unknown] = self.model.variable(low, max(low, high))
        return tuple((self.variables[u], c) for u, c in terms)

    def give(self, line: Line) -> None:
        """The line may fail, by as few pixels as can be; one that holds whatever the answer is needs no say."""
        if isinstance(line, Relation) and self.sure(line):
            return
        slack = self.model.variable(0, 4 * self.far)
        self.model.maximise[slack] = -1
        if isinstance(line, Relation):
            self.row(line, (), slack)
        else:
            self.any_of(line.ways(), slack)

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
        form = self.system.form(Affine(line.terms, 0)) if line.terms else 0
        terms, constant = ((), form) if isinstance(form, int) else (self.terms(form.terms), form.constant)
        for bound, sign in ((line.low, 1), (line.high, -1)):
            if bound is not None:
                give = ((slack, sign * line.scale),) if slack is not None else ()
                low, high = (bound - constant, None) if sign > 0 else (None, bound - constant)
                self.model.row((*terms, *give), low, high, when)

    def solved(self, budget: Budget) -> Eased | None:
        """The best answer of the model; None where it has none."""
        values = [low for low, _ in self.model.domains]
        if self.model.maximise or not _keeps(self.model, values):
            values = budget(self.model) or []
        if not values and self.model.domains:
            return None
        found = {unknown: values[variable] for unknown, variable in self.variables.items()}

        def value(form: Form) -> int:
            known = self.system.form(form)
            return known if isinstance(known, int) else known.constant + sum(c * found.get(u, 0) for u, c in known.terms)

        return Eased(sum(values[slack] for slack in self.model.maximise), value)


def _broken(pairs: Sequence[Apart | Clause], value: Callable[[Form], int]) -> Iterator[Apart | Clause]:
    """The pairs that do not hold in an answer."""
    edges: dict[int, tuple[int, int, int, int]] = {}

    def of(box: Box) -> tuple[int, int, int, int]:
        if id(box) not in edges:
            x, y = value(box.across.start), value(box.down.start)
            edges[id(box)] = x, y, x + value(box.across.size), y + value(box.down.size)
        return edges[id(box)]

    for pair in pairs:
        if isinstance(pair, Clause):
            if not any(_within(way, value) for way in pair.relations):
                yield pair
            continue
        (left, top, right, bottom), (x, y, far, low), (across, down) = of(pair.one), of(pair.other), pair.gap
        if right + across > x and far + across > left and bottom + down > y and low + down > top:
            yield pair


def _keeps(model: Model, values: Sequence[int]) -> bool:
    """Whether values keep a model without choices."""
    sums = ((sum(times * values[v] for v, times in terms), low, high) for terms, low, high, _ in model.rows)
    return not model.clauses and all(low <= total <= high for total, low, high in sums)


def _within(line: Relation, value: Callable[[Form], int]) -> bool:
    total = value(Affine(line.terms, 0)) if line.terms else 0
    return (line.low is None or line.low <= total) and (line.high is None or total <= line.high)
