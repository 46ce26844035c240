"""Goals as a small system reads them: rows over the unknowns that are open, and aims, one unknown each.

The smallest of some pictures is an unknown below all of their bounds, the pixels by which a line fails are an unknown that makes up for
them, a sum is an unknown that equals it. These unknowns are numbered from -1 down, so that they are nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from layoutkit.forms import Affine, Box, Form, Terms
from layoutkit.solve.goals import Closest, Goal, Greatest, Least, Measure, Total
from layoutkit.solve.small import Aim
from layoutkit.solve.small import Bounds as RowBounds

Reduce = Callable[[Form], Form]
"""What a form has become in what is still open."""

Bounded = tuple[Terms, RowBounds]

Bounds = tuple[tuple[int, Form], ...]
"""`divisor * measure <= form`, each."""


@dataclass(slots=True)
class Tiers:
    """Goals in order over what is open: the rows that define them, the aims, and what each goal comes to."""

    reduce: Reduce
    top: int
    rows: list[Bounded] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    values: list[Form] = field(default_factory=list)
    """What each of the wishes reaches: greater is better."""
    _made: int = 0
    _measured: dict[tuple[Measure, ...], dict[Bounds, int]] = field(default_factory=dict)
    _below: dict[Bounds, Form] = field(default_factory=dict)

    @property
    def order(self) -> list[Aim]:
        """The aims, and last the single measures, which are as great as their bounds let them be."""
        return [*self.aims, *((form.terms[0][0], 1) for form in self._below.values() if not isinstance(form, int))]

    def wish(self, goal: Goal) -> None:
        """Take in the goal of a wish."""
        match goal:
            case Greatest():
                self._want(self.reduce(goal.form))
            case Least():
                self._want(self._smallest(self._measures(goal.measures)))
            case Total():
                self._want(self._sum(self._measures(goal.measures)))
            case Closest():
                self._want(self._failing(goal))
            case _:
                raise TypeError(f"{type(goal).__name__} is no sum over what is open")

    def ties(self, boxes: Iterable[Box], open_: Iterable[int]) -> None:
        """Take in the ties of boxes in order, until all that is open is decided by those before."""
        undecided = set(open_) - {unknown for unknown, _ in self.aims}
        for form in edges_of(boxes):
            if not undecided:
                return
            reduced = self.reduce(form)
            if not isinstance(reduced, int):
                left = [u for u, _ in reduced.terms if u in undecided]
                if left:
                    self._aim(reduced)
                if len(left) == 1:
                    undecided.discard(left[0])

    def _want(self, value: Form) -> None:
        self.values.append(value)
        self._aim(value)

    def _aim(self, form: Form) -> None:
        """Want a sum as great as can be: by its one unknown, or by a new one that equals it."""
        if isinstance(form, int):
            return
        if len(form.terms) > 1:
            form = self._named(form.terms)
        (unknown, times), *_ = form.terms
        self.aims.append((unknown, 1 if times > 0 else -1))

    def _new(self, low: int | None = None, high: int | None = None) -> int:
        self._made -= 1
        if low is not None or high is not None:
            self.rows.append((((self._made, 1),), (low, high)))
        return self._made

    def _named(self, terms: Terms) -> Affine:
        """A new unknown that equals a sum."""
        unknown = self._new()
        self.rows.append((((unknown, -1), *terms), (0, 0)))
        return Affine(((unknown, 1),), 0)

    # pictures

    def _measures(self, measures: tuple[Measure, ...]) -> dict[Bounds, int]:
        """The measures in what is open, equal ones counted together; the smallest and the sum speak of the same."""
        if measures not in self._measured:
            counts: dict[Bounds, int] = {}
            for measure in measures:
                bounds = tuple([(divisor, self.reduce(form)) for divisor, form in measure.bounds])
                counts[bounds] = counts.get(bounds, 0) + measure.count
            self._measured[measures] = counts
        return self._measured[measures]

    def _smallest(self, measures: dict[Bounds, int]) -> Form:
        return self._at_most(tuple(dict.fromkeys(bound for bounds in measures for bound in bounds)))

    def _sum(self, measures: dict[Bounds, int]) -> Form:
        total: Form = 0
        for bounds, count in measures.items():
            total += self._at_most(bounds) * count
        return total

    def _at_most(self, bounds: Bounds) -> Form:
        """The measure that each of its bounds limits: a number where all of them are known."""
        if bounds not in self._below:
            self._below[bounds] = self._limited(bounds)
        return self._below[bounds]

    def _limited(self, bounds: Bounds) -> Form:
        known = [form // divisor for divisor, form in bounds if isinstance(form, int)]
        open_ = [(divisor, form) for divisor, form in bounds if not isinstance(form, int)]
        if not open_:
            return min(known)
        unknown = self._new(0, min([*known, self.top]))
        for divisor, form in open_:
            self.rows.append((((unknown, divisor), *_negative(form.terms)), (None, form.constant)))
        return Affine(((unknown, 1),), 0)

    # lines

    def _failing(self, goal: Closest) -> Form:
        """The opposite of the pixels by which the lines fail; equal ones counted together."""
        lines: dict[tuple[Form, int | None, int | None, int], int] = {}
        for line in goal.lines:
            form = self.reduce(Affine(line.terms, 0)) if line.terms else 0
            key = form, line.low, line.high, line.scale
            lines[key] = lines.get(key, 0) + 1
        failing: Form = 0
        for (form, low, high, scale), count in lines.items():
            failing -= self._missed(form, low, high, scale) * count
        return failing

    def _missed(self, form: Form, low: int | None, high: int | None, scale: int) -> Form:
        """The pixels by which one line fails."""
        if isinstance(form, int):
            below = 0 if low is None else low - form
            above = 0 if high is None else form - high
            return -(-max(0, below, above) // scale)
        unknown = self._new(0)
        if low is not None:
            self.rows.append((((unknown, scale), *form.terms), (low - form.constant, None)))
        if high is not None:
            self.rows.append((((unknown, scale), *_negative(form.terms)), (form.constant - high, None)))
        return Affine(((unknown, 1),), 0)


def _negative(terms: Terms) -> Iterator[tuple[int, int]]:
    return ((unknown, -times) for unknown, times in terms)


def edges_of(boxes: Iterable[Box]) -> Iterator[Form]:
    """Width, height, and the opposites of top and left of each box in turn."""
    for box in boxes:
        yield box.across.size
        yield box.down.size
        yield 0 - box.down.start
        yield 0 - box.across.start
