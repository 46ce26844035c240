"""Problem -> Layout: eliminate, search, certify; and where there is none, explain."""

from __future__ import annotations

from layoutkit.errors import NoLayout
from layoutkit.geometry import Rect
from layoutkit.layout import Layout, OffPicture, Tile, WishReached
from layoutkit.problem import Problem, Seat
from layoutkit.scene import Stream
from layoutkit.solve.certify import breaches, certify, window
from layoutkit.solve.explain import clashes
from layoutkit.solve.solving import Answer, Way, answered, possible
from layoutkit.work import afresh

__all__ = ["Way", "breaches", "certify", "possible", "seated", "solve"]


EXPLAINING = 0.5
"""The share of the limit that the search for clashing rules may take."""


def solve(problem: Problem, way: Way | None = None) -> Layout:
    """The one best layout of a problem.

    Raises NoLayout, which names the rules that clash; Unproved at the limit of work; SolverMissing where a search is needed and
    OR-Tools cannot be loaded.
    """
    answer = answered(problem, way)
    if answer is None:
        with afresh(EXPLAINING):
            raise NoLayout(f"no layout for {problem}: these rules cannot all hold", list(clashes(problem)))
    return seated(problem, answer)


def seated(problem: Problem, answer: Answer) -> Layout:
    """The layout in which everyone has a seat of the answer."""
    sitting = {seat: person for person, seat in enumerate(answer.seating.seats)} if answer.seating else {}
    tiles = [
        _tile(seat, problem.seats[sitting.get(index, index)].stream, answer.rects[index], answer.fits[index])
        for index, seat in enumerate(problem.seats)
    ]
    canvas = problem.scene.canvas
    if problem.background:
        tiles.insert(0, Tile(problem.scene.primary, "primary", Rect(0, 0, canvas.width, canvas.height), 1))
    return Layout(
        problem.origin,
        canvas,
        (tiles[0], *sorted(tiles[1:], key=lambda tile: tile.layer)),
        tuple(OffPicture(stream, why) for stream, why in problem.off_picture),
        tuple(WishReached(wish.name, value, bound, value == bound) for wish, value, bound in answer.reached),
        answer.proved,
        regions=answer.regions,
    )


def _tile(seat: Seat, stream: Stream, rect: Rect, fit: str) -> Tile:
    return Tile(stream, seat.role, rect, seat.layer, fit, window(stream.size, rect) if fit == "crop" else None)
