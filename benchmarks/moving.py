"""Least movement from 17 people to 16: who takes which seat, beside CP-SAT with one weighted sum of who moves and how far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

import layoutkit as lk
from benchmarks import templates
from benchmarks.cases import WIDE, Case
from benchmarks.names import BEFORE, RESEATED, WEIGHTED
from benchmarks.race import Runner
from layoutkit.geometry import Rect
from layoutkit.layout import Layout
from layoutkit.movement import half_pixels
from layoutkit.scene import Scene, Stream
from layoutkit.solve.moving import reseated

Seats = tuple[Sequence[Rect], Sequence[Rect]]
"""Where the people are, and the rectangles they are to share."""

Score = tuple[int, int]
"""How many move, and how far all together in half pixels."""


def cases() -> list[Case]:
    return [Case(templates.STAY, 16, WIDE)]


def runners(cases: Sequence[Case]) -> Iterator[Runner]:
    """The seats alone, and the whole: there the new grid is found too."""
    for case in cases:
        left, seats = cache(partial(_left, case)), cache(partial(_seats, case))
        yield Runner(case, RESEATED, _reseated, seats, answer=tuple, beside=(WEIGHTED,))
        yield Runner(case, WEIGHTED, _weighted, seats, answer=tuple)
        yield Runner(case, BEFORE, partial(_arranged, case), left, answer=_score, beside=(WEIGHTED,))


def _left(case: Case, number: int) -> tuple[Layout, Scene]:
    """The layout of everybody, and the scene in which one is missing, each round another one."""
    scene = case.scene(number)
    everybody = (*scene.secondaries, Stream("one_more"))
    gone = number % len(everybody)
    left = replace(scene, secondaries=everybody[:gone] + everybody[gone + 1 :])
    return lk.arrange(case.template, replace(scene, secondaries=everybody)), left


def _seats(case: Case, number: int) -> Seats:
    before, scene = _left(case, number)
    new = lk.arrange(case.template, scene)
    return [_was(before)[stream.id] for stream in scene.secondaries], [tile.rect for tile in new.secondaries]


def _was(before: Layout) -> dict[str, Rect]:
    return {tile.stream.id: tile.rect for tile in before.tiles}


def _reseated(seats: Seats) -> Score:
    found = reseated(*seats, [range(len(seats[0]))])
    return found.moved, found.distance


def _arranged(case: Case, question: tuple[Layout, Scene]) -> tuple[Layout, Layout]:
    before, scene = question
    return before, lk.arrange(case.template, scene, before=before)


def _score(layouts: tuple[Layout, Layout]) -> Score:
    before, after = layouts
    ways = [(_was(before)[tile.stream.id], tile.rect) for tile in after.secondaries]
    return sum(old != new for old, new in ways), sum(half_pixels(old, new) for old, new in ways)


def _weighted(seats: Seats) -> Score:
    """One literal for each person and seat; one worker and the strongest linear relaxation, without which it takes seconds."""
    from ortools.sat.python import cp_model

    before, after = seats
    model, places = cp_model.CpModel(), range(len(after))
    sits = [[model.new_bool_var("") for _ in places] for _ in before]
    for line in sits:
        model.add_exactly_one(line)
    for place in places:
        model.add_at_most_one(line[place] for line in sits)
    far = [[half_pixels(old, new) for new in after] for old in before]
    more = 1 + sum(map(max, far))
    costs = [[more * (old != new) + far[i][j] for j, new in enumerate(after)] for i, old in enumerate(before)]
    model.minimize(sum(costs[i][j] * sits[i][j] for i in range(len(before)) for j in places))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.linearization_level = 1, 2
    if solver.solve(model) != cp_model.OPTIMAL:
        raise ArithmeticError("CP-SAT has no proved assignment")
    best = round(solver.objective_value)
    return best // more, best % more
