"""Grids that are posed by the sizes of their cells alone: where nothing else speaks of their boxes, these sizes say it all."""

from __future__ import annotations

from collections.abc import Sequence

from layoutkit.forms import Form
from layoutkit.problem import Largest, OneOf, Problem
from layoutkit.solve.branches import Demands
from layoutkit.solve.goals import Goal, merged, picture, sized


def goals_by_size(wanted: object, cells: Sequence[tuple[Form, Form, int]], divided: set[str]) -> tuple[Goal, ...]:
    """The goals of a wish for large pictures: grids' cells speak for the boxes in them, which are named in `divided`."""
    assert isinstance(wanted, Largest)
    if not wanted.shapes:
        return ()
    measures = [picture(width, height, wanted.shapes[0], count) for width, height, count in cells]
    others = (
        picture(box.across.size, box.down.size, shape)
        for box, shape in zip(wanted.boxes, wanted.shapes, strict=True)
        if box.name not in divided
    )
    return sized(merged([*measures, *others]))


def alone(one_of: OneOf, demands: Demands, problem: Problem) -> bool:
    """Whether this is a grid of whose boxes nothing else speaks, and the wishes see them all alike: then their sizes say it all."""
    if one_of.kind != "grid" or any(way.inner for way in one_of.alternatives):
        return False
    own = {u for box in one_of.boxes for span in box.spans for form in (span.start, span.size) for u in _unknowns(form)}
    spoken = {u for relation in demands.relations for u, _ in relation.terms}
    others = {b.name for d in demands.one_ofs if d is not one_of for b in d.boxes}
    names = {box.name for box in one_of.boxes}
    return not own & spoken and not names & others and all(_alike(wish.wanted, names) for wish in problem.wishes)


def _alike(wanted: object, names: set[str]) -> bool:
    """Whether a wish sees all of these boxes, and all in one shape."""
    return isinstance(wanted, Largest) and names <= {box.name for box in wanted.boxes} and len(set(wanted.shapes)) == 1


def _unknowns(form: Form) -> tuple[int, ...]:
    return () if isinstance(form, int) else tuple(u for u, _ in form.terms)
