"""What `split` and `apart` demand, and how they are checked: an area cut into regions, boxes that keep their distance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import lcm

from layoutkit.forms import Box, Form, Relation, at_most, between, equal, rounded
from layoutkit.geometry import Rect
from layoutkit.problem import Apart, Clause, Demand, ways_apart
from layoutkit.template.language import ApartWord, Piece, SplitWord
from layoutkit.template.pieces import Posed, pixels, subject
from layoutkit.template.reckoning import nearest
from layoutkit.template.split_check import Exact, breaches, exact, in_order, main_axis, rests_of, turn_of
from layoutkit.template.stage import Stage

# --- split -----------------------------------------------------------------------------------------------------------


def split(rule: SplitWord, stage: Stage) -> Posed:
    """The whole of an area, cut into pieces along a direction, each as wide as the area."""
    area, main = stage.within(rule.of), main_axis(rule, stage)
    side, across = area.spans[main], area.spans[1 - main]
    pieces = in_order(rule, stage)
    gap = stage.length((rule.gap.across, rule.gap.down)[main], side.size)
    free = {piece.name: stage.unknown() * stage.snap for piece in pieces if piece.length == "free"}
    edges = _Edges(stage, rule, side.size, gap, free)
    demands: list[Demand] = []
    for index, piece in enumerate(pieces):
        own = _box(piece, stage)
        start, end = edges.start(index), edges.end(index)
        demands += [equal(own.spans[main].start, side.start + start), equal(own.spans[main].size, end - start)]
        demands += [equal(own.spans[1 - main].start, across.start), equal(own.spans[1 - main].size, across.size)]
        demands.append(at_most(0, own.spans[main].size))
    if not edges.rests:
        demands.append(edges.filling())
    lengths = (p.length if isinstance(p.length, str) else p.length.text for p in rule.into)
    parts = ", ".join(f"{piece.name} ({length})" for piece, length in zip(rule.into, lengths, strict=True))
    says = f"the {stage.word(rule.of)} is cut into {parts}, which is all of it"
    return Posed(tuple(demands), says, partial(breaches, rule))


def _box(piece: Piece, stage: Stage) -> Box:
    return stage.seats[0].box if piece.name == "primary" else stage.regions[piece.name]


class _Edges:
    """Where the pieces of a division begin and end, from the left or the top of the area.

    Every edge is the rounded sum of what lies before it along the direction; from the end of the last rest on, of what follows.
    A side that is no multiple of the snap keeps its far edge, and the edges before it lie on snaps. Several rests are cut alike.
    """

    def __init__(self, stage: Stage, rule: SplitWord, side: Form, gap: Form, free: dict[str, Form]) -> None:
        pieces = in_order(rule, stage)
        self.stage, self.side, self.gap, self.number = stage, side, gap, len(pieces)
        self.usable = side - gap * (self.number - 1)
        lengths = [exact(piece, stage) for piece in pieces]
        self.rests, self.turn = rests_of(rule, stage), turn_of(rule, stage)
        self.scale = lcm(*(part.denominator for exact in lengths for part in exact)) * max(len(self.rests), 1)
        self.sizes = [self._scaled(exact, free.get(piece.name, 0)) for exact, piece in zip(lengths, pieces, strict=True)]
        if self.rests:
            spare = self.usable * self.scale - _sum(self.sizes)
            for index in self.rests:
                self.sizes[index] = _over(spare, len(self.rests))

    def _scaled(self, exact: Exact, free: Form) -> Form:
        share, whole = (int(part * self.scale) for part in exact)
        return self.usable * share + whole + free * self.scale

    def start(self, index: int) -> Form:
        """Where a piece begins."""
        if index == 0:
            return 0
        if index > self.turn:
            return self._from_the_end(index)
        return self._from_the_start(index) + self.gap * index

    def end(self, index: int) -> Form:
        """Where a piece ends: a gap before the next; the last with the area."""
        if index == self.number - 1:
            return self.side
        if index >= self.turn:
            return self._from_the_end(index + 1) - self.gap
        return self._from_the_start(index + 1) + self.gap * index

    def filling(self) -> Relation:
        """All pieces together come to the whole, rounded: to less than half a snap more, and to no more than half a snap less."""
        beyond = _sum(self.sizes) - self.usable * self.scale
        half = self.scale * self.stage.snap
        return between(2 * beyond, -half, half - 1)

    def _from_the_start(self, count: int) -> Form:
        """How much of the side so many pieces take."""
        return self._fitting(_sum(self.sizes[:count]), self._rounded(self.sizes[:count]), self.usable, self.gap)

    def _from_the_end(self, index: int) -> Form:
        """Where a piece after the last rest begins; what follows it takes the odd half."""
        sizes, gaps = self.sizes[index:], self.gap * (self.number - 1 - index)
        if self._on_snaps:
            return self.side - (self._rounded(sizes) + gaps)
        exact, edge = self.side * self.scale - _sum(sizes), -1 * self._rounded([*sizes, self.side * -self.scale])
        return self._fitting(exact, edge, self.side, gaps) - gaps

    def _fitting(self, exact: Form, edge: Form, most: Form, gaps: Form) -> Form:
        """An edge that is not rounded beyond a side that it fits into: then it is the side's own, if no gap is behind it."""
        if isinstance(exact, int) and isinstance(edge, int) and isinstance(most, int) and exact <= most * self.scale < edge * self.scale:
            return edge - self.stage.snap if gaps else most
        return edge

    @property
    def _on_snaps(self) -> bool:
        """Whether the side is known to be whole snaps."""
        return self.stage.snap == 1 or (isinstance(self.side, int) and self.side % self.stage.snap == 0)

    def _rounded(self, sizes: Sequence[Form]) -> Form:
        """The nearest whole snap to a sum of exact lengths."""
        total, snap = _sum(sizes), self.stage.snap
        if isinstance(total, int):
            return nearest(Fraction(total, self.scale), snap)
        step = self.scale * snap
        if not total.constant % step and not any(c % step for _, c in total.terms):
            return _over(total, step) * snap
        value = self.stage.unknown()
        self.stage.asides.append(rounded(value, total, 1, step))
        return value * snap


def _sum(forms: Sequence[Form]) -> Form:
    total: Form = 0
    for form in forms:
        total = form + total
    return total


def _over(form: Form, divisor: int) -> Form:
    """A form whose every number is a multiple of the divisor, divided by it."""
    if isinstance(form, int):
        return form // divisor
    return type(form)(tuple((u, c // divisor) for u, c in form.terms), form.constant // divisor)


# --- apart -----------------------------------------------------------------------------------------------------------


def apart(rule: ApartWord, stage: Stage) -> Posed:
    """A gap between each two of them, or between each and some regions or the primary."""
    canvas = stage.canvas
    across, down = stage.length(rule.gap.across, canvas.across.size), stage.length(rule.gap.down, canvas.down.size)
    boxes = stage.boxes(rule.tiles)
    pairs = _with_others(rule, stage, boxes) if rule.others else combinations(boxes, 2)
    demands = () if stage.open_canvas else tuple(_kept_apart(one, other, across, down) for one, other in pairs)
    whom = ", ".join(stage.word(other) for other in rule.others) or "each other"
    by = pixels(across) if across == down else f"{pixels(across)} across or {pixels(down)} down"
    says = f"{subject(rule.tiles)} keeps {by} px from {whom}"
    groups = () if rule.others else (tuple(box.name for box in boxes),)
    return Posed(demands, says, partial(_check_apart, rule), groups)


def _kept_apart(one: Box, other: Box, across: Form, down: Form) -> Demand:
    if isinstance(across, int) and isinstance(down, int):
        return Apart(one, other, (across, down))
    return Clause(ways_apart(one, other, (across, down)))


def _with_others(rule: ApartWord, stage: Stage, boxes: Sequence[Box]) -> Iterator[tuple[Box, Box]]:
    others = [stage.within(word) for word in rule.others]
    return ((one, other) for one in boxes for other in others if one is not other)


def _check_apart(rule: ApartWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    indexes = stage.who(rule.tiles)
    gap = stage.pixels(rule.gap.across, stage.size.width), stage.pixels(rule.gap.down, stage.size.height)
    if not rule.others:
        for one, two in combinations(indexes, 2):
            if _near(rects[one], rects[two], gap):
                yield f"{stage.title(one)} and {stage.title(two)} are nearer than {gap[0]} px across and {gap[1]} px down"
    for word in rule.others:
        own = stage.first and stage.word(word) == "primary"
        for index in indexes:
            if not (own and index == 0) and _near(rects[index], stage.area(word, rects), gap):
                yield f"{stage.title(index)} is nearer to the {stage.word(word)} than {gap[0]} px across and {gap[1]} px down"


def _near(one: Rect, other: Rect, gap: tuple[int, int]) -> bool:
    across = one.right + gap[0] <= other.x or other.right + gap[0] <= one.x
    down = one.bottom + gap[1] <= other.y or other.bottom + gap[1] <= one.y
    return not (across or down)
