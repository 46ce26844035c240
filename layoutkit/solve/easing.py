"""By how few pixels some lines must give so that all the rest can hold: what a clash asks of each rule, and of a setting's value.

The rest is eliminated first. That two boxes lie apart is added only where an answer without it has them overlap: few of the many pairs
have a part in a clash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from layoutkit.errors import Unproved
from layoutkit.forms import Affine, Box, Form, Relation, between
from layoutkit.problem import Apart, Clause, Problem, Rule
from layoutkit.solve.branches import Branch, Demands, branches
from layoutkit.solve.cpsat import Budget, Ration, maximum
from layoutkit.solve.eliminate import Contradiction
from layoutkit.solve.giving import Eased, Giving, Line
from layoutkit.solve.search import Maximum
from layoutkit.solve.spoken import Spoken, speaking

FEW = 3
"""So many pairs are looked at from the start."""

MOST_WAYS = 256
"""More combinations of alternatives than this are left to the search that joins them."""

WORK = 2.0
"""The work that one question may take, in CP-SAT's deterministic seconds."""


def eased(problem: Problem, rules: Sequence[Rule], lines: Sequence[Line] = (), find: Maximum | None = None) -> Eased | None:
    """The least by which the lines fail where all the rules hold; None where these cannot all hold, whatever the lines.

    Raises Unproved at the limit of work.
    """
    said = speaking(problem, rules, lines)
    budget = Ration(find or Budget(maximum), WORK)
    found = _least(problem, said.demands, lines, budget)
    return _least(problem, Demands.of(rules), lines, budget) if found and not _roomy(problem, said, found) else found


def nearest_value(
    problem: Problem,
    rules: Sequence[Rule],
    sought: Affine,
    now: int,
    ends: tuple[int, int],
    refused: Sequence[int] = (),
    find: Maximum | None = None,
) -> int | None:
    """The value of an unknown nearest to the one now, of two the lower, with which all the rules hold; None where none is.

    It lies between the ends and is none of those refused. Raises Unproved at the limit of work.
    """

    def within(low: int, high: int) -> Eased | None:
        others = (Clause((between(sought, None, value - 1), between(sought, value + 1, None))) for value in (*refused, now))
        bounds = Rule("bounds", "", None, "", (between(sought, low, high), *others), lambda _, __=None: iter(()), always=True)
        return eased(problem, (*rules, bounds), (between(sought, now, now),), find) if low <= high else None

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


def _least(problem: Problem, demands: Demands, lines: Sequence[Line], budget: Ration) -> Eased | None:
    """The best answer of all branches."""
    best = None
    for number, branch in enumerate(branches(replace(demands, pairs=()), problem.seats, edges=True)):
        if number == MOST_WAYS:
            raise Unproved(f"more than {MOST_WAYS} combinations of grid shapes and lists", "give some grids their columns")
        found = _Easing(problem, replace(branch, pairs=(*demands.pairs, *branch.pairs)), lines, budget).least()
        if found and (best is None or found.pixels < best.pixels):
            best = found
        if best and not best.pixels:
            break
    return best


class _Easing:
    """One choice of alternatives, whose pairs are looked at when they are needed."""

    def __init__(self, problem: Problem, branch: Branch, lines: Sequence[Line], budget: Ration) -> None:
        self.system, self.pairs, self.lines, self.budget = branch.system, branch.pairs, lines, budget
        self.top = max(problem.scene.canvas.width, problem.scene.canvas.height)

    def least(self) -> Eased | None:
        """The answer in which the lines fail least."""
        try:
            self.system.tighten()
        except Contradiction:
            return None
        model = Giving(self.system, self.lines, self.top)
        found = model.read_off()
        broken = list(_broken(self.pairs, found.value)) if found else []
        return found if found and not broken else self.searched(model, broken or self.pairs[:FEW])

    def searched(self, model: Giving, broken: Sequence[Apart | Clause]) -> Eased | None:
        """The same, by a search that is told of the pairs which an answer did not keep, until one keeps them all."""
        while True:
            for pair in broken:
                model.separate(pair)
            found = model.solved(self.budget)
            broken = list(_broken(self.pairs, found.value)) if found else []
            if not broken:
                return found


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


def _within(line: Relation, value: Callable[[Form], int]) -> bool:
    total = value(Affine(line.terms, 0)) if line.terms else 0
    return (line.low is None or line.low <= total) and (line.high is None or total <= line.high)
