"""Problem -> Layout: eliminate, search, certify; and where there is none, explain."""

from __future__ import annotations

from collections.abc import Sequence

from layoutkit.errors import NoLayout
from layoutkit.geometry import Rect
from layoutkit.layout import Layout, OffPicture, Tile
from layoutkit.problem import Problem
from layoutkit.solve.certify import breaches, certify
from layoutkit.solve.explain import clashes
from layoutkit.solve.solving import Way, placed, possible

__all__ = ["Way", "breaches", "certify", "possible", "seated", "solve"]


def solve(problem: Problem, way: Way | None = None) -> Layout:
    """The one best layout of a problem.

    Raises NoLayout, which names the rules that clash; Unproved at the limit of work; SolverMissing where a search is needed and
    OR-Tools cannot be loaded.
    """
    rects = placed(problem, way=way)
    if rects is None:
        raise NoLayout(f"no layout for {problem}: these rules cannot all hold", list(clashes(problem)))
    return seated(problem, rects)


def seated(problem: Problem, rects: Sequence[Rect]) -> Layout:
    """The layout in which the boxes of the problem have these rectangles."""
    tiles = [Tile(seat.stream, seat.role, rect, seat.layer) for seat, rect in zip(problem.seats, rects, strict=True)]
    canvas = problem.scene.canvas
    if problem.background:
        tiles.insert(0, Tile(problem.scene.primary, "primary", Rect(0, 0, canvas.width, canvas.height), 1))
    off_picture = tuple(OffPicture(stream, why) for stream, why in problem.off_picture)
    return Layout(problem.origin, canvas, (tiles[0], *sorted(tiles[1:], key=lambda tile: tile.layer)), off_picture)
