"""What the values of a template come to on a scene: numbers, lengths in pixels, ranges, shapes, words; known, or as sums of unknowns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Any

from layoutkit.errors import DocumentError, Fault
from layoutkit.forms import Affine, Form, Relation, equal, rounded
from layoutkit.geometry import Size
from layoutkit.problem import Demand
from layoutkit.template import expressions as ex
from layoutkit.template.evaluating import evaluate, length
from layoutkit.template.language import Range, Template, Word, Written
from layoutkit.template.quotients import taken_for_pixels

Ratio = tuple[int, int]
"""A shape p:q, width to height."""


def nearest(value: int | Fraction, step: int = 1) -> int:
    """The nearest whole number of steps, halves up: the one rounding of the language."""
    whole = 2 * value.denominator * step
    return (2 * value.numerator + value.denominator * step) // whole * step


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range in pixels; `single` is its value, where one value was written and not a range."""

    low: Form | None
    high: Form | None
    single: Form | None = None


@dataclass(frozen=True, slots=True)
class Aspect:
    """A shape, or a range of shapes; `source` is each tile's own."""

    low: Ratio | None
    high: Ratio | None
    single: Ratio | None = None
    source: bool = False


class Reckoning(ABC):
    """The values in force: of settings, lets, and what is known of the scene."""

    template: Template
    snap: int
    size: Size
    open_canvas: bool
    names: dict[str, ex.Value]
    plain: dict[str, ex.Value]
    asides: list[Demand]
    """What a length needed for itself and always holds: shares of sides that are not known yet, the widest of a stack."""
    known: dict[int, tuple[object, Any]]
    """What parts of the template came to, by their identity, each with the part, so that no other takes its identity."""
    _shared: dict[str, Affine]
    _unknowns: int

    @abstractmethod
    def count(self, who: str) -> int:
        """How many a who in an expression has."""

    def unknown(self) -> Affine:
        """A new unknown whole number."""
        self._unknowns += 1
        return Affine(((self._unknowns - 1, 1),), 0)

    def value(self, written: Written) -> ex.Value:
        """What an expression comes to on this stage."""
        known = self.known.get(id(written))
        if known is None:
            try:
                known = self.known[id(written)] = written, length(written.node, self.names, self.count, self.plain)
            except ex.ExpressionError as error:
                raise self._refused(written, error.says, error.hint) from None
        return known[1]

    def open_name(self, node: ex.Name) -> tuple[Fraction, Fraction] | None:
        """A name that hangs on the number left open, as so many times that number, and a number; None where it does not."""
        return None

    def reckoned(self, written: Written) -> ex.Value:
        """What an expression comes to where no length is meant."""
        try:
            return evaluate(written.node, self.plain, self.count)
        except ex.ExpressionError as error:
            raise self._refused(written, error.says, error.hint) from None

    def holds(self, condition: Written | None) -> bool:
        """Whether a `when` is met; none is always met."""
        if condition is None:
            return True
        value = self.reckoned(condition)
        if not isinstance(value, bool):
            raise self._refused(condition, f"{condition.text!r} is neither yes nor no", "compare it with something")
        return value

    def number(self, written: Written) -> int:
        """A plain whole number, such as a count of columns."""
        value = self.reckoned(written)
        if isinstance(value, Fraction) or type(value) is int:
            return nearest(value)
        raise self._refused(
            written,
            f"{written.text!r} is not a number",
            "a share has no meaning here" if isinstance(value, ex.Share) else "",
        )

    def length(self, written: Written, side: Form, *, bounds: bool = False) -> Form:
        """A length in whole pixels; a share is of the given side. What only `bounds` from above may be larger than the canvas."""
        value = self.value(written)
        if isinstance(value, ex.Share):
            part = self.part(side, value.part.numerator, value.part.denominator)
            if not bounds and (part > self.top if isinstance(part, int) else self.open_canvas and value.part > 1):
                self._refuse_mistaken(written, value)
            return min(part, side) if isinstance(part, int) and isinstance(side, int) and value.part <= 1 else part
        if isinstance(value, (bool, str)):
            raise self._refused(written, f"{written.text!r} is not a length", "pixels, or a share like 25% or 1/4")
        if value < 0:
            raise self._refused(written, f"{written.text!r} comes to {nearest(value)} px", "a length is not below nought")
        return nearest(value, self.snap)

    def _refuse_mistaken(self, written: Written, value: ex.Share) -> None:
        """Refuse a quotient that was probably meant in pixels."""
        if told := taken_for_pixels(written, value, dict(self.template.lets)):
            raise self._refused(written, *told)

    def part(self, side: Form, numerator: int, denominator: int, into: list[Relation] | None = None) -> Form:
        """`nearest(side * numerator / denominator)`, in whole snaps; where the side is not known yet, a new unknown, bound by a relation.

        Whole multiples are exact: the far edge of a division is the area's own, also where that is no multiple of the snap.
        """
        if numerator % denominator == 0:
            return side * (numerator // denominator)
        if isinstance(side, int):
            return (2 * side * numerator + denominator * self.snap) // (2 * denominator * self.snap) * self.snap
        value = self.unknown()
        relation = rounded(value, side, numerator, denominator * self.snap)
        if into is None:
            self.asides.append(relation)
        else:
            into.append(relation)
        return value * self.snap

    def matched(self, value: Form, whole: Form, numerator: int, denominator: int) -> Relation:
        """`value == nearest(whole * numerator / denominator)`, in whole snaps."""
        if isinstance(whole, int):
            return equal(value, nearest(Fraction(whole * numerator, denominator), self.snap))
        if self.snap == 1:
            return rounded(value, whole, numerator, denominator)
        steps = self.unknown()
        self.asides.append(equal(value, steps * self.snap))
        return rounded(steps, whole, numerator, denominator * self.snap)

    def shared(self, key: str) -> Affine:
        """The unknown of that name: made once, then the same."""
        if key not in self._shared:
            self._shared[key] = self.unknown()
        return self._shared[key]

    def range(self, wanted: Range | None, side: Form) -> Bounds:
        """The bounds of a range in pixels; a single value decides, a range only bounds, even one of a single number."""
        if wanted is None:
            return Bounds(None, None)
        low = self.length(wanted.low, side) if wanted.low else None
        if wanted.single:
            return Bounds(low, low, low)
        return Bounds(low, self.length(wanted.high, side, bounds=True) if wanted.high else None)

    def aspect(self, word: Word | None) -> Aspect | None:
        """The shape, or range of shapes, of an aspect."""
        if word is None:
            return None
        known = self.known.get(id(word))
        if known is None:
            known = self.known[id(word)] = word, self._aspect(word)
        return known[1]

    def _aspect(self, word: Word) -> Aspect:
        text = self.word(word)
        if text == "source":
            return Aspect(None, None, source=True)
        low, dots, high = text.partition("..")
        first, last = (_ratio(part) if part.strip() else None for part in (low, high))
        return Aspect(first, last) if dots else Aspect(first, first, first)

    def word(self, word: Word) -> str:
        """The word itself, or the one that a setting chose."""
        if not word.setting:
            return word.text
        value = self.names[word.text]
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)

    def flag(self, word: Word) -> bool:
        return self.word(word) in ("yes", "true")

    def _refused(self, written: Written, says: str, hint: str) -> DocumentError:
        return DocumentError(Fault(says, written.where, hint, self.template.line(written.where)))

    @property
    def top(self) -> int:
        """The longer side of the canvas in pixels."""
        return max(self.size.width, self.size.height)

    def pixels(self, written: Written, side: int) -> int:
        """A length in whole pixels, of a side that is known."""
        value = self.length(written, side)
        assert isinstance(value, int)
        return value


def ratio_of(size: Size) -> Ratio:
    """A size as its shape in lowest terms."""
    factor = gcd(size.width, size.height)
    return size.width // factor, size.height // factor


def _ratio(text: str) -> Ratio:
    p, _, q = text.strip().partition(":")
    return int(p), int(q)
