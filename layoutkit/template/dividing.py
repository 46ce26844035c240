"""What `split` and `apart` demand, and how they are checked: an area cut into regions, boxes that keep their distance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import lcm

from layoutkit.geometry import Rect
from layoutkit.problem import Apart, Box, Clause, Demand, Form, at_most, equal, rounded, ways_apart
from layoutkit.template.expressions import Share
from layoutkit.template.language import ApartWord, Piece, SplitWord
from layoutkit.template.pieces import Posed, pixels, subject
from layoutkit.template.stage import Stage, nearest

Exact = tuple[Fraction, Fraction]
"""A length before rounding: a share of the side, and pixels."""

# --- split -----------------------------------------------------------------------------------------------------------


def split(rule: SplitWord, stage: Stage) -> Posed:
    """The whole of an area, cut into pieces along a direction, each as wide as the area."""
    area, main = stage.within(rule.of), _main(rule, stage)
    side, across = area.spans[main], area.spans[1 - main]
    pieces = _in_order(rule, stage)
    gap = stage.length((rule.gap.across, rule.gap.down)[main], side.size)
    free = {piece.name: stage.unknown() * stage.snap for piece in pieces if piece.length == "free"}
    edges = _Edges(stage, pieces, side.size, gap, free)
    demands: list[Demand] = []
    for index, piece in enumerate(pieces):
        own = _box(piece, stage)
        start, end = edges.start(index), edges.end(index)
        demands += [equal(own.spans[main].start, side.start + start), equal(own.spans[main].size, end - start)]
        demands += [equal(own.spans[1 - main].start, across.start), equal(own.spans[1 - main].size, across.size)]
        demands.append(at_most(0, own.spans[main].size))
    if not edges.rests:
        demands.append(equal(edges.end(len(pieces) - 1), side.size))
    says = f"the {stage.word(rule.of)} is cut into {', '.join(p.name for p in pieces)}"
    return Posed(tuple(demands), says, lambda rects: _check_split(rule, stage, rects))


def _main(rule: SplitWord, stage: Stage) -> int:
    return 1 if stage.word(rule.direction) in ("down", "up") else 0


def _in_order(rule: SplitWord, stage: Stage) -> tuple[Piece, ...]:
    """The pieces from left to right, or from top to bottom."""
    return rule.into if stage.word(rule.direction) in ("down", "right") else rule.into[::-1]


def _box(piece: Piece, stage: Stage) -> Box:
    return stage.seats[0].box if piece.name == "primary" else stage.regions[piece.name]


class _Edges:
    """Where the pieces of a division begin and end, from the start of the area.

    Every edge is the rounded sum of what lies before it; from the end of the last rest on it is the side less the rounded sum of what
    follows. Several rests are cut alike.
    """

    def __init__(self, stage: Stage, pieces: Sequence[Piece], side: Form, gap: Form, free: dict[str, Form]) -> None:
        self.stage, self.side, self.gap, self.number = stage, side, gap, len(pieces)
        self.usable = side - gap * (self.number - 1)
        lengths = [_exact(piece, stage) for piece in pieces]
        self.rests = _rests(pieces)
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
        if self.rests and index > self.rests[-1]:
            return self.side - (self._rounded(self.sizes[index:]) + self.gap * (self.number - 1 - index))
        return self._rounded(self.sizes[:index]) + self.gap * index

    def end(self, index: int) -> Form:
        """Where a piece ends."""
        if self.rests and index >= self.rests[-1]:
            return self.side - (self._rounded(self.sizes[index + 1 :]) + self.gap * (self.number - 1 - index))
        return self._rounded(self.sizes[: index + 1]) + self.gap * index

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


def _rests(pieces: Sequence[Piece]) -> list[int]:
    """The pieces that take what the others leave: the rests, or the last free one where there is none, since the whole is filled."""
    rests = [i for i, piece in enumerate(pieces) if piece.length == "rest"]
    return rests or [i for i, piece in enumerate(pieces) if piece.length == "free"][-1:]


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


def _exact(piece: Piece, stage: Stage) -> Exact:
    """A written length before rounding; nought for a rest and a free piece, which are added later."""
    if isinstance(piece.length, str):
        return Fraction(0), Fraction(0)
    stage.length(piece.length, 0)
    value = stage.value(piece.length)
    return (value.part, Fraction(0)) if isinstance(value, Share) else (Fraction(0), Fraction(value))


def _check_split(rule: SplitWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    area, main, pieces = stage.area(rule.of, rects), _main(rule, stage), _in_order(rule, stage)
    side, begin = ((area.width, area.x), (area.height, area.y))[main]
    gap = stage.length((rule.gap.across, rule.gap.down)[main], side)
    assert isinstance(gap, int)
    found = [rects[0] if piece.name == "primary" else rects[stage.slots[piece.name]] for piece in pieces]
    spans = [((r.x, r.right), (r.y, r.bottom))[main] for r in found]
    for piece, rect, span, wanted in zip(pieces, found, spans, _cuts(pieces, spans, side, gap, stage), strict=True):
        if span != (begin + wanted[0], begin + wanted[1]):
            yield f"{piece.name} reaches from {span[0]} to {span[1]}, not from {begin + wanted[0]} to {begin + wanted[1]}"
        if (rect.y, rect.height) != (area.y, area.height) if main == 0 else (rect.x, rect.width) != (area.x, area.width):
            yield f"{piece.name} is not as wide as the {stage.word(rule.of)}"
    if not _rests(pieces) and spans[-1][1] != begin + side:
        yield f"the pieces end at {spans[-1][1]}, not at {begin + side}"


def _cuts(pieces: Sequence[Piece], spans: Sequence[tuple[int, int]], side: int, gap: int, stage: Stage) -> Iterator[tuple[int, int]]:
    """Where each piece should begin and end: exact lengths, free ones as they were found, summed and then rounded once."""
    usable = side - gap * (len(pieces) - 1)
    sizes = [share * usable + whole for share, whole in (_exact(piece, stage) for piece in pieces)]
    sizes = [Fraction(b - a) if p.length == "free" else size for p, size, (a, b) in zip(pieces, sizes, spans, strict=True)]
    rests, last = _rests(pieces), len(pieces) - 1
    for index in rests:
        sizes[index] = Fraction(usable - sum(s for i, s in enumerate(sizes) if i not in rests)) / len(rests)
    turn = rests[-1] if rests else last + 1

    def cut(before: Sequence[Fraction]) -> int:
        return nearest(Fraction(sum(before)), stage.snap)

    for i in range(len(pieces)):
        start = side - cut(sizes[i:]) - gap * (last - i) if i > turn else cut(sizes[:i]) + gap * i
        end = side - cut(sizes[i + 1 :]) - gap * (last - i) if i >= turn else cut(sizes[: i + 1]) + gap * i
        yield start, end


# --- apart -----------------------------------------------------------------------------------------------------------


def apart(rule: ApartWord, stage: Stage) -> Posed:
    """A gap between each two of them, or between each and some regions or the primary."""
    canvas = stage.canvas
    across, down = stage.length(rule.gap.across, canvas.across.size), stage.length(rule.gap.down, canvas.down.size)
    boxes = stage.boxes(rule.tiles)
    pairs = _with_others(rule, stage, boxes) if rule.others else combinations(boxes, 2)
    demands = tuple(_kept_apart(one, other, across, down) for one, other in pairs)
    whom = ", ".join(stage.word(other) for other in rule.others) or "each other"
    by = pixels(across) if across == down else f"{pixels(across)} across or {pixels(down)} down"
    says = f"{subject(rule.tiles)} keeps {by} px from {whom}"
    groups = () if rule.others else (tuple(box.name for box in boxes),)
    return Posed(demands, says, lambda rects: _check_apart(rule, stage, rects), groups)


def _kept_apart(one: Box, other: Box, across: Form, down: Form) -> Demand:
    if isinstance(across, int) and isinstance(down, int):
        return Apart(one, other, (across, down))
    return Clause(ways_apart(one, other, (across, down)))


def _with_others(rule: ApartWord, stage: Stage, boxes: Sequence[Box]) -> Iterator[tuple[Box, Box]]:
    others = [stage.within(word) for word in rule.others]
    return ((one, other) for one in boxes for other in others if one is not other)


def _check_apart(rule: ApartWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    canvas, indexes = stage.scene.canvas, stage.who(rule.tiles)
    across, down = stage.length(rule.gap.across, canvas.width), stage.length(rule.gap.down, canvas.height)
    assert isinstance(across, int)
    assert isinstance(down, int)
    gap = across, down
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
