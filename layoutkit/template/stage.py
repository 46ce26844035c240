"""Where a template meets a scene: the values of its names, the boxes of its tiles, lengths in pixels, who is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from layoutkit.errors import DocumentError, Fault
from layoutkit.geometry import Rect
from layoutkit.origin import Setting
from layoutkit.problem import Affine, Box, Form, Relation, Seat, Span, rounded
from layoutkit.scene import Scene, Stream
from layoutkit.template import expressions as ex
from layoutkit.template.evaluating import evaluate, length
from layoutkit.template.language import BoxSpec, Pick, Range, Template, Who, Word, Written
from layoutkit.template.selectors import LENGTH, spoken_who


def nearest(value: int | Fraction) -> int:
    """The nearest whole number, halves up: the one rounding of the language."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range in pixels; `single` is its value, where one value was written and not a range."""

    low: Form | None
    high: Form | None
    single: Form | None = None


class Stage:
    """A template on a scene, with its settings in force: everything that a word needs to say what it demands."""

    def __init__(self, template: Template, scene: Scene, settings: Sequence[tuple[str, Setting]]) -> None:
        self.template, self.scene = template, scene
        self._unknowns = 0
        self.asides: list[Relation] = []
        """Relations that a length needed for itself: shares of sides that are not known yet."""
        self._shared: dict[str, Affine] = {}
        self.numbers = count()
        canvas = scene.canvas
        self.top = max(canvas.width, canvas.height)
        self.canvas = Box("canvas", Span(0, canvas.width), Span(0, canvas.height))
        self.seats = tuple(self._seats())
        self.first = 1 if self.seats and self.seats[0].role == "primary" else 0
        self.names: dict[str, ex.Value] = {
            "n": len(scene.pictured),
            "canvas.width": canvas.width,
            "canvas.height": canvas.height,
            "canvas.portrait": canvas.height > canvas.width,
            "canvas.landscape": canvas.height <= canvas.width,
            **{name: _meant(value) for name, value in settings},
        }
        self.plain = dict(self.names)
        """The same where numbers are wanted: a let that is a quotient is a share as a length, and a number in a condition."""
        for name, written in template.lets:
            self.plain[name] = self.reckoned(written)
            self.names[name] = self.value(written)
        self.regions = {spec.name: self.area(spec) for spec in template.regions}

    def _seats(self) -> Iterator[Seat]:
        scene, tile = self.scene, self.template.primary == "tile"
        if tile:
            yield self._seat(scene.primary, "primary", 1)
        for number, stream in enumerate(scene.pictured, 1):
            yield self._seat(stream, stream.role or "secondary", number + 1)

    def _seat(self, stream: Stream, role: str, layer: int) -> Seat:
        across, down = (Span(self.unknown(), self.unknown()) for _ in range(2))
        return Seat(stream, role, layer, Box(stream.id, across, down))

    def unknown(self) -> Affine:
        """A new unknown whole number."""
        self._unknowns += 1
        return Affine(((self._unknowns - 1, 1),), 0)

    # values

    def value(self, written: Written) -> ex.Value:
        """What an expression comes to on this stage."""
        try:
            return length(written.node, self.names, self._count)
        except ex.ExpressionError as error:
            raise self._refused(written, error.says, error.hint) from None

    def reckoned(self, written: Written) -> ex.Value:
        """What an expression comes to where no length is meant."""
        try:
            return evaluate(written.node, self.plain, self._count)
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

    def length(self, written: Written, side: Form) -> Form:
        """A length in whole pixels; a share is of the given side."""
        value = self.value(written)
        if isinstance(value, ex.Share):
            return self.part(side, value.part.numerator, value.part.denominator)
        if isinstance(value, (bool, str)):
            raise self._refused(written, f"{written.text!r} is not a length", "pixels, or a share like 25% or 1/4")
        if value < 0:
            raise self._refused(written, f"{written.text!r} comes to {nearest(value)} px", "a length is not below nought")
        return nearest(value)

    def part(self, side: Form, numerator: int, denominator: int, into: list[Relation] | None = None) -> Form:
        """`nearest(side * numerator / denominator)`; where the side is not known yet, a new unknown, bound to it by a relation."""
        if isinstance(side, int):
            return (2 * side * numerator + denominator) // (2 * denominator)
        if numerator % denominator == 0:
            return side * (numerator // denominator)
        value = self.unknown()
        (self.asides if into is None else into).append(rounded(value, side, numerator, denominator))
        return value

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
        return Bounds(low, self.length(wanted.high, side) if wanted.high else None)

    def aspect(self, word: Word | None) -> tuple[int, int] | None:
        """The p:q of an aspect."""
        if word is None:
            return None
        p, _, q = self.word(word).partition(":")
        return int(p), int(q)

    def word(self, word: Word) -> str:
        """The word itself, or the one that a setting chose."""
        if not word.setting:
            return word.text
        value = self.names[word.text]
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)

    def flag(self, word: Word) -> bool:
        return self.word(word) in ("yes", "true")

    def _refused(self, written: Written, says: str, hint: str) -> DocumentError:
        lines = self.template.text.splitlines()
        line = lines[written.where.line - 1] if 0 < written.where.line <= len(lines) else ""
        return DocumentError(Fault(says, written.where, hint, line))

    # who and where

    def who(self, who: Who) -> tuple[int, ...]:
        """The seats that are meant, by index, each once; the primary first and the rest by number, a list in its own order."""
        found: dict[int, None] = {}
        for pick, but in who.parts:
            left_out = {index for part in but for index in self._pick(part)}
            found |= dict.fromkeys(i for i in self._pick(pick) if i not in left_out)
        return tuple(found)

    def boxes(self, who: Who) -> tuple[Box, ...]:
        return tuple(self.seats[index].box for index in self.who(who))

    def _pick(self, pick: Pick) -> Sequence[int]:
        everyone = range(len(self.seats))
        secondaries = everyone[self.first :]
        match pick.word:
            case "all":
                return everyone
            case "primary":
                return everyone[: self.first]
            case "secondaries":
                return secondaries
            case "first":
                return secondaries[:1]
            case "last":
                return secondaries[-1:]
            case "..":
                low = self.number(pick.low) if pick.low else 1
                high = self.number(pick.high) if pick.high else len(secondaries)
                return secondaries[max(low, 1) - 1 : max(high, 0)]
            case role:
                return [i for i in secondaries if self.seats[i].role == role]

    def _count(self, who: str) -> int:
        """How many a who in an expression has."""
        return len(self.who(spoken_who(who)))

    def within(self, word: Word) -> Box:
        """The box that `in` names."""
        name = self.word(word)
        if name == "primary" and self.first:
            return self.seats[0].box
        return self.regions.get(name, self.canvas)

    def rect(self, spec: BoxSpec) -> Rect | None:
        """A region or keep-clear area of the template, in pixels; what reaches beyond the canvas ends there. None if nothing is left."""
        canvas = self.scene.canvas
        x, width = (self._pixels(spec.sides[i], canvas.width) for i in (0, 2))
        y, height = (self._pixels(spec.sides[i], canvas.height) for i in (1, 3))
        width, height = min(width, canvas.width - x), min(height, canvas.height - y)
        return Rect(x, y, width, height) if width > 0 and height > 0 else None

    def _pixels(self, written: Written, side: int) -> int:
        value = self.length(written, side)
        assert isinstance(value, int)
        return value

    def area(self, spec: BoxSpec) -> Box:
        """A region as a box of known numbers."""
        rect = self.rect(spec)
        if rect is None:
            raise DocumentError(Fault(f"region {spec.name!r} holds no pixel of the {self.scene.canvas} canvas", spec.where))
        return Box(spec.name, Span(rect.x, rect.width), Span(rect.y, rect.height))


def _meant(value: Setting) -> ex.Value:
    """A setting's value as an expression reads it: a length in text is a share."""
    if isinstance(value, str) and LENGTH.fullmatch(value):
        return length(ex.parse(value), {}, lambda _: 0)
    return value
