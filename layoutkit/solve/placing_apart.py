"""Boxes that must lie apart, looked at in an answer that was found without asking for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from layoutkit.forms import Affine, Box, Form, Relation
from layoutkit.problem import Apart, Clause

Value = Callable[[Form], int]
"""What a form comes to in an answer."""

Edges = tuple[int, int, int, int]
"""Left, right, top, bottom."""


def all_kept(pairs: Iterable[Apart | Clause], value: Value) -> bool:
    """Whether every pair lies apart in an answer, and every clause has a relation that holds."""
    edges: dict[int, Edges] = {}

    def of(box: Box) -> Edges:
        found = edges.get(id(box))
        if found is None:
            (left, width), (top, height) = ((value(span.start), value(span.size)) for span in box.spans)
            found = edges[id(box)] = left, left + width, top, top + height
        return found

    for pair in pairs:
        if isinstance(pair, Clause):
            if not any_holds(pair.relations, value):
                return False
        elif not _apart(of(pair.one), of(pair.other), pair.gap):
            return False
    return True


def _apart(one: Edges, other: Edges, gap: tuple[int, int]) -> bool:
    left, right, top, bottom = one
    other_left, other_right, other_top, other_bottom = other
    across, down = gap
    return right + across <= other_left or other_right + across <= left or bottom + down <= other_top or other_bottom + down <= top


def any_holds(ways: Sequence[Relation], value: Value) -> bool:
    """Whether one of several relations holds in an answer."""
    for way in ways:
        total = value(Affine(way.terms, 0)) if way.terms else 0
        if (way.low is None or way.low <= total) and (way.high is None or total <= way.high):
            return True
    return False
