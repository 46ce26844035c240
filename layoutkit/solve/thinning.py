"""Rows that say nothing new: of those that change evenly from one to the next, such as the tiles of a stack make, the ends say it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from layoutkit.forms import Terms

Bounds = tuple[int | None, int | None]
Rows = Mapping[Terms, Bounds]


def thinned(rows: Rows) -> dict[Terms, Bounds]:
    """The rows without those that lie between two others: what holds at both ends of a line holds between them."""
    kept = dict(rows)
    for family in _families(rows).values():
        if len(family) > 2:
            for terms in _between(family, rows):
                del kept[terms]
    return kept


def _families(rows: Rows) -> dict[object, list[Terms]]:
    """Rows over the same unknowns, bounded on the same one side."""
    found: dict[object, list[Terms]] = {}
    for terms, (low, high) in rows.items():
        if (low is None) != (high is None):
            found.setdefault((tuple(u for u, _ in terms), low is None), []).append(terms)
    return found


def _between(family: Sequence[Terms], rows: Rows) -> list[Terms]:
    """Those of a family that lie between its ends, where all of it lies on one line."""
    points = [(*(c for _, c in terms), next(bound for bound in rows[terms] if bound is not None)) for terms in family]
    first, way = points[0], tuple(b - a for a, b in zip(points[0], points[1], strict=True))
    axis = next(i for i, step in enumerate(way) if step)
    places = []
    for point in points:
        place = Fraction(point[axis] - first[axis], way[axis])
        if any(a + place * step != b for a, step, b in zip(first, way, point, strict=True)):
            return []
        places.append(place)
    ends = (min(places), max(places))
    return [terms for terms, place in zip(family, places, strict=True) if place not in ends]
