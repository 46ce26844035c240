"""Numbers that may not be known yet, and what must hold between them: sums of unknown whole numbers, the spans and boxes made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

Terms = tuple[tuple[int, int], ...]
"""Pairs (unknown, coefficient), by unknown, none of them nought."""


@dataclass(frozen=True, slots=True)
class Affine:
    """A constant and a sum of coefficient times unknown; unknowns are whole numbers, known by their index."""

    terms: Terms
    constant: int

    def __add__(self, other: Form) -> Form:
        return combined(self, other, 1)

    __radd__ = __add__

    def __sub__(self, other: Form) -> Form:
        return combined(self, other, -1)

    def __rsub__(self, other: int) -> Form:
        return combined(other, self, -1)

    def __mul__(self, factor: int) -> Form:
        if not factor:
            return 0
        return Affine(tuple((u, c * factor) for u, c in self.terms), self.constant * factor)

    __rmul__ = __mul__


Form = int | Affine
"""A whole number that is known, or one that hangs on unknowns."""


def combined(left: Form, right: Form, factor: int) -> Form:
    """`left + factor * right`, as a plain number where nothing unknown is left."""
    if isinstance(right, int):
        if isinstance(left, int):
            return left + factor * right
        return Affine(left.terms, left.constant + factor * right) if right else left
    if isinstance(left, int):
        return Affine(
            right.terms if factor == 1 else tuple([(u, c * factor) for u, c in right.terms]),
            left + factor * right.constant,
        )
    sums = dict(left.terms)
    for unknown, coefficient in right.terms:
        sums[unknown] = sums.get(unknown, 0) + factor * coefficient
    terms = tuple(sorted([item for item in sums.items() if item[1]]))
    constant = left.constant + factor * right.constant
    return Affine(terms, constant) if terms else constant


@dataclass(frozen=True, slots=True)
class Span:
    """One axis of a box: where it starts and how long it is, in pixels."""

    start: Form
    size: Form
    _end: Form | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def end(self) -> Form:
        """Just outside it; added up once, since many relations speak of it."""
        if self._end is None:
            object.__setattr__(self, "_end", self.start + self.size)
        assert self._end is not None
        return self._end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle whose numbers may not be known yet: one span across, one down."""

    name: str
    across: Span
    down: Span

    @property
    def spans(self) -> tuple[Span, Span]:
        return self.across, self.down


@dataclass(frozen=True, slots=True)
class Relation:
    """`low <= sum of terms <= high`; None is no bound."""

    terms: Terms
    low: int | None
    high: int | None
    scale: int = 1
    """How many steps of the sum are one pixel: a relation that is only wished for fails by whole pixels."""


def between(form: Form, low: int | None, high: int | None, scale: int = 1) -> Relation:
    """The relation `low <= form <= high`."""
    if isinstance(form, int):
        return Relation((), None if low is None else low - form, None if high is None else high - form, scale)
    c = form.constant
    return Relation(form.terms, None if low is None else low - c, None if high is None else high - c, scale)


def equal(left: Form, right: Form) -> Relation:
    """The relation `left == right`."""
    return between(left, right, right) if isinstance(right, int) else between(left - right, 0, 0)


def at_most(left: Form, right: Form) -> Relation:
    """The relation `left <= right`."""
    if isinstance(right, int):
        return between(left, None, right)
    return between(right, left, None) if isinstance(left, int) else between(left - right, None, 0)


def rounded(value: Form, whole: Form, numerator: int, denominator: int) -> Relation:
    """The relation `value == nearest(whole * numerator / denominator)`, halves up: `2dv - 2nw` lies in `-d+1 .. d`."""
    return between(value * (2 * denominator) - whole * (2 * numerator), 1 - denominator, denominator, 2 * denominator)
