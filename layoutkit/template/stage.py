"""Where a template meets a scene: the values of its names, the boxes of its tiles and regions, lengths in pixels, who is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count as counting

from layoutkit.errors import DocumentError, Fault
from layoutkit.forms import Affine, Box, Form, Relation, Span, at_most
from layoutkit.geometry import Rect, Size
from layoutkit.origin import Setting
from layoutkit.problem import Demand, Region, Seat
from layoutkit.scene import Scene, Stream
from layoutkit.template import expressions as ex
from layoutkit.template.language import BoxSpec, EitherWord, Pick, RuleSpec, SplitWord, Template, Who, Word, Written
from layoutkit.template.reckoning import Ratio, Reckoning, ratio_of
from layoutkit.template.selectors import spoken_who
from layoutkit.template.settings import meant


class Stage(Reckoning):
    """A template on a scene, with its settings in force: everything that a word needs to say what it demands."""

    def __init__(self, template: Template, scene: Scene, settings: Sequence[tuple[str, Setting]], *, open_canvas: bool = False) -> None:
        self.template, self.scene, self.settings, self.snap = template, scene, tuple(settings), template.snap
        self.size, self.open_canvas = scene.canvas, open_canvas
        """The canvas in pixels; when it is open, what is said holds for others too, and its sides are the first two unknowns."""
        self._unknowns = 0
        self._twin: Stage | None = None
        self.known = {}
        self.sought: Form = 0
        """The number that is left open, where one is."""
        self.asides: list[Demand] = []
        """What a length needed for itself and always holds: shares of sides that are not known yet, the widest of a stack."""
        self._shared: dict[str, Affine] = {}
        self.numbers = counting()
        self.undisturbed = False
        """Whether one rule speaks of the tiles and only large pictures are wished for, so that a larger cell is always better."""
        self.regions: dict[str, Box] = {}
        """Those in scope: what a list of an `either` splits is seen only inside it."""
        self.slots: dict[str, int] = {}
        """Where a placement tells the rectangle of each region: after the seats, by name."""
        canvas = scene.canvas
        sides: tuple[Form, Form] = (self.unknown(), self.unknown()) if open_canvas else (canvas.width, canvas.height)
        self.canvas = Box("canvas", Span(0, sides[0]), Span(0, sides[1]))
        self.seats = tuple(self._seats())
        self.first = 1 if self.seats and self.seats[0].role == "primary" else 0
        self.names: dict[str, ex.Value] = {
            "n": len(scene.pictured),
            **({} if open_canvas else {"canvas.width": canvas.width, "canvas.height": canvas.height}),
            "canvas.portrait": canvas.height > canvas.width,
            "canvas.landscape": canvas.height <= canvas.width,
            **{name: meant(value) for name, value in settings},
        }
        self.plain = dict(self.names)
        """The same where numbers are wanted: a let that is a quotient is a share as a length, and a number in a condition."""
        for name, written in template.lets:
            self.plain[name] = self.reckoned(written)
            self.names[name] = self.value(written)
        if template.layers:
            self.seats = self._layered()
        if template.regions or any(isinstance(spec.rule, (SplitWord, EitherWord)) for spec in template.rules):
            names = {spec.name for spec in template.regions} | set(_made(template.rules))
            self.slots = {name: len(self.seats) + index for index, name in enumerate(sorted(names))}
            self.regions = {spec.name: self.area_of(spec) for spec in template.regions}

    def _seats(self) -> Iterator[Seat]:
        scene, tile = self.scene, self.template.primary == "tile"
        if tile:
            yield self._seat(scene.primary, "primary", 1)
        for number, stream in enumerate(scene.pictured, 1):
            yield self._seat(stream, stream.role or "secondary", number + 1)

    def _seat(self, stream: Stream, role: str, layer: int) -> Seat:
        across, down = (Span(self.unknown(), self.unknown()) for _ in range(2))
        return Seat(stream, role, layer, Box(stream.id, across, down))

    def _layered(self) -> tuple[Seat, ...]:
        """The seats with their layers as `layers` has them: who is not named lies below, in the default order."""
        named = tuple(dict.fromkeys(index for who in self.template.layers for index in self.who(who)))
        order = [*(i for i in range(len(self.seats)) if i not in named), *named]
        layers = sorted(seat.layer for seat in self.seats)
        found = dict(zip(order, layers, strict=True))
        return tuple(replace(seat, layer=found[index]) for index, seat in enumerate(self.seats))

    def fit(self, index: int) -> Form:
        """The unknown that says how a seat's source fills its tile; made where a rule first speaks of it."""
        return self.shared(f"fit of seat {index}")

    def fits(self) -> Iterator[Seat]:
        """The seats, with the unknowns that rules made for how they are filled."""
        for index, seat in enumerate(self.seats):
            yield replace(seat, fit=found) if (found := self._shared.get(f"fit of seat {index}")) else seat

    def shape(self, index: int) -> Ratio:
        """The shape of the source in a seat: its own where its size is known, else the template's `picture`; a region's is that too."""
        size = self.seats[index].stream.size if index < len(self.seats) else None
        return self.template.picture if size is None else ratio_of(size)

    # who and where

    def who(self, who: Who) -> tuple[int, ...]:
        """The seats that are meant, by index, each once; the primary first and the rest by number, a list in its own order."""
        known = self.known.get(id(who))
        if known is None:
            known = self.known[id(who)] = who, self._who(who)
        return known[1]

    def _who(self, who: Who) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for pick, but in who.parts:
            left_out = {index for part in but for index in self._pick(part)}
            found |= dict.fromkeys(i for i in self._pick(pick) if i not in left_out)
        return tuple(found)

    def boxes(self, who: Who) -> tuple[Box, ...]:
        """The boxes of those who are meant."""
        return tuple(self.box(index, who) for index in self.who(who))

    def box(self, index: int, who: Who | Word) -> Box:
        """The box at a place of a placement: a seat's, or a region's that is in force."""
        if index < len(self.seats):
            return self.seats[index].box
        name = next(name for name, slot in self.slots.items() if slot == index)
        return self.region(name, who)

    def region(self, name: str, spoken: Who | Word | Written) -> Box:
        """The region of that name; refused where no split in force makes it."""
        if name in self.regions:
            return self.regions[name]
        says = f"no split that is in force makes the region {name!r}"
        hint = "give this rule the same 'when' as the split"
        raise DocumentError(Fault(says, spoken.where, hint, self.template.line(spoken.where)))

    def title(self, index: int) -> str:
        """What a box is called in a report: the stream's id, or the region's name."""
        if index < len(self.seats):
            return self.seats[index].stream.id
        return "region " + next(name for name, slot in self.slots.items() if slot == index)

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
            case region if region in self.slots:
                return [self.slots[region]]
            case setting if setting in self.names:
                return self.who(spoken_who(str(self.names[setting])))
            case role:
                return [i for i in secondaries if self.seats[i].role == role]

    def count(self, who: str) -> int:
        """How many a who in an expression has."""
        return len(self.who(spoken_who(who)))

    def within(self, word: Word) -> Box:
        """The box that `in` names."""
        name = self.word(word)
        if name == "primary" and self.first:
            return self.seats[0].box
        return self.region(name, word) if name in self.slots else self.canvas

    def area(self, word: Word, rects: Sequence[Rect]) -> Rect:
        """The finished rectangle of the area that `in` names."""
        name = self.word(word)
        if name == "primary" and self.first:
            return rects[0]
        return rects[self.slots[name]] if name in self.slots else self.whole

    @property
    def whole(self) -> Rect:
        """The canvas as a rectangle."""
        return Rect(0, 0, self.size.width, self.size.height)

    def on(self, canvas: Size) -> Stage:
        """The same stage with a canvas of that size, for judging what was found on it."""
        if canvas == self.size and not self.open_canvas:
            return self
        twin = self._twin
        if twin is None or twin.size != canvas:
            twin = Stage.__new__(Stage)
            twin.__dict__.update(self.__dict__)
            twin.size, twin.open_canvas, twin.canvas = canvas, False, Box("canvas", Span(0, canvas.width), Span(0, canvas.height))
            self._twin = twin
        return twin

    # regions

    @contextmanager
    def scope(self, rules: Sequence[RuleSpec]) -> Iterator[tuple[tuple[str, Box], ...]]:
        """The regions that the splits among these rules make, in scope for as long as they are posed."""
        before, made = self.regions, {}
        for spec in rules:
            if isinstance(spec.rule, SplitWord):
                made.update({p.name: p.name for p in spec.rule.into if p.name != "primary"})
        found = tuple((name, self.unknown_box(name)) for name in made)
        self.regions = {**before, **dict(found)}
        yield found
        self.regions = before

    def unknown_box(self, name: str) -> Box:
        """A box of which nothing is known yet."""
        across, down = (Span(self.unknown(), self.unknown()) for _ in range(2))
        return Box(name, across, down)

    def all_regions(self) -> tuple[Region, ...]:
        """The regions in the order of a placement; those that only some alternatives make have no box of their own."""
        written = {spec.name for spec in self.template.regions if spec.sides}
        return tuple(Region(name, self.regions.get(name), name in written) for name in self.slots)

    def within_canvas(self, box: Box) -> Iterator[Relation]:
        """A region lies inside the canvas; it may be empty."""
        for span, outer in zip(box.spans, self.canvas.spans, strict=True):
            yield at_most(0, span.size)
            yield at_most(outer.start, span.start)
            yield at_most(span.end, outer.end)

    def rect(self, spec: BoxSpec) -> Rect | None:
        """A region or keep-clear area of the template, in pixels; what reaches beyond the canvas ends there. None if nothing is left."""
        assert spec.sides is not None
        canvas = self.size
        x, width = (self.pixels(spec.sides[i], canvas.width) for i in (0, 2))
        y, height = (self.pixels(spec.sides[i], canvas.height) for i in (1, 3))
        width, height = min(width, canvas.width - x), min(height, canvas.height - y)
        return Rect(x, y, width, height) if width > 0 and height > 0 else None

    def area_of(self, spec: BoxSpec) -> Box:
        """A region as a box: of known numbers, or free."""
        if spec.sides is None:
            return self.unknown_box(spec.name)
        if self.open_canvas:
            return self._open_area(spec.name, spec.sides)
        rect = self.rect(spec)
        if rect is None:
            says = f"region {spec.name!r} holds no pixel of the {self.scene.canvas} canvas"
            raise DocumentError(Fault(says, spec.where, line=self.template.line(spec.where)))
        return Box(spec.name, Span(rect.x, rect.width), Span(rect.y, rect.height))

    def _open_area(self, name: str, sides: Sequence[Written]) -> Box:
        """A region of an open canvas, on those on which it does not reach beyond the canvas."""
        outer = self.canvas.spans
        across, down = (Span(*(self.length(sides[i], outer[axis].size) for i in (axis, axis + 2))) for axis in (0, 1))
        for span, whole in zip((across, down), outer, strict=True):
            self.asides += [at_most(1, span.size), at_most(span.end, whole.size)]
        return Box(name, across, down)


def _made(rules: Sequence[RuleSpec]) -> Iterator[str]:
    """The names of all regions that splits make, in whatever list they stand."""
    for spec in rules:
        if isinstance(spec.rule, SplitWord):
            yield from (piece.name for piece in spec.rule.into if piece.name != "primary")
        elif isinstance(spec.rule, EitherWord):
            yield from (name for _, inner in spec.rule.lists for name in _made(inner))
