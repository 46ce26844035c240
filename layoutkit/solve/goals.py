"""What makes one layout better than another, most important first: the wishes in order, then the ties of the language.

After the wishes: the shape with the fewest empty cells, then the fewest rows (portrait: columns), then for each box in order the
greatest width, the greatest height, the least top, the least left. Every whole number is then fixed, so the answer is unique.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layoutkit.problem import Form, Largest, Problem


@dataclass(frozen=True, slots=True)
class Measure:
    """The width k of the largest picture that fits: `divisor * k <= form` for each of the bounds; `count` boxes are alike."""

    count: int
    bounds: tuple[tuple[int, Form], ...]


@dataclass(frozen=True, slots=True)
class Least:
    """Make the smallest of the measures as large as can be."""

    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """Make the sum of the measures as large as can be."""

    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Greatest:
    """Make one number as large as can be (its opposite as small)."""

    form: Form


@dataclass(frozen=True, slots=True)
class Rank:
    """Prefer the shape that comes first in the order of ties."""


Goal = Least | Total | Greatest | Rank


def picture(width: Form, height: Form, shape: tuple[int, int], count: int = 1) -> Measure:
    """The measure of a tile for a source of shape p:q: `k <= width` and `k * q <= p * height`."""
    p, q = shape
    return Measure(count, ((1, width), (q, height * p)))


def wished(wish: Largest) -> tuple[Goal, ...]:
    """The goals of `largest`: first the smallest picture, then the sum."""
    pairs = zip(wish.boxes, wish.shapes, strict=True)
    return sized(merged([picture(box.across.size, box.down.size, shape) for box, shape in pairs]))


def merged(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Equal measures counted together."""
    counts: dict[tuple[tuple[int, Form], ...], int] = {}
    for measure in measures:
        counts[measure.bounds] = counts.get(measure.bounds, 0) + measure.count
    return tuple(Measure(count, bounds) for bounds, count in counts.items())


def sized(measures: tuple[Measure, ...]) -> tuple[Goal, ...]:
    """Least, then total."""
    return (Least(measures), Total(measures)) if measures else ()


def ties(problem: Problem) -> Iterator[Goal]:
    """For each box in order: greatest width, greatest height, least top, least left."""
    for seat in problem.seats:
        across, down = seat.box.spans
        yield Greatest(across.size)
        yield Greatest(down.size)
        yield Greatest(0 - down.start)
        yield Greatest(0 - across.start)
