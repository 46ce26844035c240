"""What makes one layout better than another, most important first: the wishes in order, then the ties of the language.

After the wishes: the list of an `either` that was written first, the shape with the fewest empty cells, then the fewest rows (portrait:
columns), then for each box in order, regions last, the greatest width, the greatest height, the least top, the least left. Every whole
number is then fixed, so the answer is unique.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from layoutkit.forms import Box, Form, Relation
from layoutkit.problem import Extreme, Largest, Nearly, Stay, Wish


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
class Closest:
    """Make the sum of the pixels by which lines fail as small as can be."""

    lines: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Staying:
    """Make as few people move as can be; then, with `far`, as little as can be all together."""

    stay: Stay
    boxes: tuple[Box, ...]
    far: bool


@dataclass(frozen=True, slots=True)
class Rank:
    """Prefer the list, then the shape, that comes first in the order of ties."""


Goal = Least | Total | Greatest | Closest | Staying | Rank


def picture(width: Form, height: Form, shape: tuple[int, int], count: int = 1) -> Measure:
    """The measure of a tile for a source of shape p:q: `k <= width` and `k * q <= p * height`."""
    p, q = shape
    return Measure(count, ((1, width), (q, height * p)))


def wished(wish: Wish, boxes: tuple[Box, ...]) -> tuple[Goal, ...]:
    """The goals of a wish; `boxes` are those of the seats."""
    match wanted := wish.wanted:
        case Largest():
            pairs = zip(wanted.boxes, wanted.shapes, strict=True)
            return sized(merged([picture(box.across.size, box.down.size, shape) for box, shape in pairs]))
        case Nearly():
            return (Closest(wanted.lines),)
        case Extreme():
            return (Greatest(wanted.form if wanted.sense == "maximize" else 0 - wanted.form),)
        case Stay():
            return Staying(wanted, boxes, far=False), Staying(wanted, boxes, far=True)
        case _:
            assert_never(wanted)


def merged(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Equal measures counted together."""
    counts: dict[tuple[tuple[int, Form], ...], int] = {}
    for measure in measures:
        counts[measure.bounds] = counts.get(measure.bounds, 0) + measure.count
    return tuple(Measure(count, bounds) for bounds, count in counts.items())


def measures(goal: Goal) -> tuple[Measure, ...]:
    """What a goal wants as large as can be."""
    match goal:
        case Least() | Total():
            return goal.measures
        case Greatest():
            return (Measure(1, ((1, goal.form),)),)
        case _:
            return ()


def sized(measures: tuple[Measure, ...]) -> tuple[Goal, ...]:
    """Least, then total."""
    return (Least(measures), Total(measures)) if measures else ()


def ties(boxes: Iterable[Box]) -> Iterator[Goal]:
    """For each box in order: greatest width, greatest height, least top, least left."""
    for box in boxes:
        yield Greatest(box.across.size)
        yield Greatest(box.down.size)
        yield Greatest(0 - box.down.start)
        yield Greatest(0 - box.across.start)
