"""Problem -> Layout: eliminate, search, certify; and where there is none, explain.

What solves is loaded by the first call that needs it: who only certifies a layout, solved ahead or brought from outside, does without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from layoutkit.errors import ClashingRule, NoLayout, OutOfTime, Unproved
from layoutkit.geometry import Rect
from layoutkit.layout import Layout, OffPicture, Tile, WishReached
from layoutkit.problem import Problem, Rule, Seat, Stay
from layoutkit.scene import Scene, Stream
from layoutkit.solve.certify import breaches, certify, window
from layoutkit.solve.cpsat import Ration, maximum
from layoutkit.solve.way import Way
from layoutkit.work import afresh

if TYPE_CHECKING:
    from layoutkit.solve.recipes import Recipe
    from layoutkit.solve.search import Maximum as Search
    from layoutkit.solve.solving import Answer

__all__ = [
    "Recipe",
    "Search",
    "Way",
    "breaches",
    "certify",
    "followed",
    "possible",
    "recipe",
    "search_for",
    "seated",
    "solve",
    "stayed",
]


def search_for(work: float) -> Search:
    """A search that has so much work for all it is asked, in CP-SAT's deterministic seconds."""
    return Ration(maximum, work)


EXPLAINING = 0.5
"""The share of the limit that the search for clashing rules may take."""


def solve(problem: Problem, way: Way | None = None) -> Layout:
    """The one best layout of a problem.

    Raises NoLayout, which names the rules that clash; Unproved at the limit of work; SolverMissing where a search is needed and
    OR-Tools cannot be loaded.
    """
    from layoutkit.solve.solving import answered

    answer = answered(problem, way)
    if answer is None:
        with afresh(EXPLAINING):
            raise NoLayout(f"no layout for {problem}: these rules cannot all hold", _clashes(problem))
    return seated(problem, answer)


def possible(problem: Problem, rules: Sequence[Rule], way: Way | None = None) -> bool:
    """Whether these rules can all hold at once."""
    from layoutkit.solve.solving import possible as can_hold

    return can_hold(problem, rules, way)


def recipe(problem: Problem) -> Recipe | None:
    """The recipe of a problem that was posed on an open canvas; None where it has none."""
    from layoutkit.solve.recipes import recipe as made

    return made(problem)


def _clashes(problem: Problem) -> list[tuple[ClashingRule, ...]]:
    """What clashes; every rule, where the work to tell which of them comes to its limit."""
    from layoutkit.solve.explain import clashes, told

    try:
        return list(clashes(problem))
    except OutOfTime:
        raise
    except Unproved:
        return [tuple(told(rule) for rule in problem.rules if not rule.always)]


def seated(problem: Problem, answer: Answer) -> Layout:
    """The layout in which everyone has a seat of the answer."""
    people = [seat.stream for seat in problem.seats]
    if answer.seating:
        sitting = {seat: person for person, seat in enumerate(answer.seating.seats)}
        people = [people[sitting.get(index, index)] for index in range(len(people))]
    return _laid_out(problem, answer, problem.scene, people, problem.off_picture)


def followed(recipe: Recipe, scene: Scene) -> Layout | None:
    """The certified layout of a scene like the recipe's, on any canvas; None where the recipe does not tell it.

    The streams are those of the scene, as many and of the same kinds as those that the recipe was made for.
    """
    found, problem = recipe.answer(scene.canvas), recipe.problem
    if found is None or any(True for rule in problem.rules for _ in rule.check(found[1], scene.canvas)):
        return None
    people = scene.pictured if problem.background else (scene.primary, *scene.pictured)
    return _laid_out(problem, found[0], scene, people, [(stream, "audio only") for stream in scene.secondaries if stream.audio_only])


def stayed(recipe: Recipe, problem: Problem) -> Layout | None:
    """The certified layout of a problem that wishes for least movement, where a recipe and the wishes before tell where everybody is.

    None where they do not: then who stays has a say in it. The problem is as the recipe's, but for that wish.
    """
    from layoutkit.solve.moving import reseated

    place = [index for index, wish in enumerate(problem.wishes) if isinstance(wish.wanted, Stay)]
    found = recipe.firm(problem.scene.canvas, place[0]) if len(place) == 1 else None
    if found is None:
        return None
    wish, others = problem.wishes[place[0]], iter(found[0].reached)
    assert isinstance(wish.wanted, Stay)
    seating = reseated(wish.wanted.before, found[0].rects, wish.wanted.classes)
    reached = tuple((one, seating.moved, seating.moved) if one is wish else next(others) for one in problem.wishes if one.written)
    layout = seated(problem, replace(found[0], reached=reached, seating=seating))
    return None if breaches(problem, layout) else layout


def _laid_out(problem: Problem, answer: Answer, scene: Scene, people: Sequence[Stream], off: Sequence[tuple[Stream, str]]) -> Layout:
    canvas = scene.canvas
    tiles = [_tile(*one) for one in zip(problem.seats, people, answer.rects, answer.fits, strict=True)]
    if problem.background:
        tiles.insert(0, Tile(scene.primary, "primary", Rect(0, 0, canvas.width, canvas.height), 1))
    return Layout(
        problem.origin,
        canvas,
        (tiles[0], *sorted(tiles[1:], key=attrgetter("layer"))),
        tuple(OffPicture(stream, why) for stream, why in off),
        tuple(WishReached(wish.name, value, bound, value == bound) for wish, value, bound in answer.reached),
        answer.proved,
        regions=answer.regions,
    )


def _tile(seat: Seat, stream: Stream, rect: Rect, fit: str) -> Tile:
    return Tile(stream, seat.role, rect, seat.layer, fit, window(stream.size, rect) if fit == "crop" else None)
