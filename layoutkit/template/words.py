"""What each word demands, and how it is checked: `size`, `place`, `stack`; `grid` has a file of its own.

Every word has two faces that share no arithmetic: the posing states relations between unknowns, the check judges finished rectangles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from layoutkit.geometry import Rect
from layoutkit.problem import Alternative, Check, Demand, Form, OneOf, Relation, Span, at_most, equal, rounded
from layoutkit.template.language import Pair, PlaceWord, SizeWord, StackWord, Who, Word
from layoutkit.template.selectors import at_axes
from layoutkit.template.stage import Bounds, Stage, nearest


@dataclass(frozen=True, slots=True)
class Posed:
    """A rule on a stage: what it demands, what it says of whom in the author's words, and its check."""

    demands: tuple[Demand, ...]
    says: str
    check: Check
    apart: tuple[str, ...] = ()
    """The boxes that it keeps apart from each other by what it is."""


# --- pieces that several words use -----------------------------------------------------------------------------------


def subject(who: Who) -> str:
    """Whom a rule speaks of, as a person would say it."""
    spoken = {
        "all": "every tile",
        "secondaries": "every secondary",
        "first": "the first",
        "last": "the last",
        "primary": "the primary",
    }
    return spoken.get(who.text, who.text)


def bounded(form: Form, bounds: Bounds) -> Iterator[Relation]:
    """The form within a range."""
    if bounds.single is not None:
        yield equal(form, bounds.single)
        return
    if bounds.low is not None:
        yield at_most(bounds.low, form)
    if bounds.high is not None:
        yield at_most(form, bounds.high)


def matched(value: Form, whole: Form, numerator: int, denominator: int) -> Relation:
    """`value` is the match of `whole`: nearest(whole * numerator / denominator)."""
    if isinstance(whole, int):
        return equal(value, nearest(Fraction(whole * numerator, denominator)))
    return rounded(value, whole, numerator, denominator)


def shaped(width: Form, height: Form, aspect: tuple[int, int], wide: Bounds, high: Bounds) -> Relation:
    """An aspect p:q: the side that is given leads, else the longer one."""
    p, q = aspect
    if wide.single is not None or (p >= q and high.single is None):
        return matched(height, width if wide.single is None else wide.single, q, p)
    return matched(width, height if high.single is None else high.single, p, q)


def trimmed(span: Span, how: str, inset: Form) -> Span:
    """The span after an inset: kept from the edge that `at` names; where it names none, both or the centre, from both edges."""
    if how == "start":
        return Span(span.start + inset, span.size - inset)
    if how == "end":
        return Span(span.start, span.size - inset)
    return Span(span.start + inset, span.size - 2 * inset)


def inside(inner: Span, outer: Span) -> Iterator[Relation]:
    """The inner span leaves the outer one on neither side."""
    yield at_most(outer.start, inner.start)
    yield at_most(inner.end, outer.end)


def tied(inner: Span, outer: Span, how: str) -> Iterator[Relation]:
    """The inner span at the start, the end, both or the centre of the outer one; the odd pixel of a centre goes left or above."""
    if how in ("start", "both"):
        yield equal(inner.start, outer.start)
    if how in ("end", "both"):
        yield equal(inner.end, outer.end)
    if how == "center":
        yield rounded(inner.start - outer.start, outer.size - inner.size, 1, 2)


def areas(stage: Stage, within: Word, at: Word | None, inset: Pair, *more: str) -> tuple[tuple[Span, str], tuple[Span, str]]:
    """For each axis: the span of `in` after `inset`, and what `at` says of it."""
    hows = (at_axes(stage.word(at), more) if at else None) or ("", "")
    box = stage.within(within)
    (across, down), (x, y) = (
        box.spans,
        (stage.length(inset.across, box.across.size), stage.length(inset.down, box.down.size)),
    )
    return (trimmed(across, hows[0], x), hows[0]), (trimmed(down, hows[1], y), hows[1])


def pixels(form: Form) -> str:
    return f"{form}" if isinstance(form, int) else "?"


def known(form: Form, rects: Sequence[Rect], stage: Stage) -> int:
    """The value of a form that hangs on tiles, once they are placed; forms of areas are plain numbers already."""
    if isinstance(form, int):
        return form
    values = {}
    for seat, rect in zip(stage.seats, rects, strict=True):
        numbers = (rect.x, rect.width, rect.y, rect.height)
        forms = (seat.box.across.start, seat.box.across.size, seat.box.down.start, seat.box.down.size)
        values.update({f.terms[0][0]: v for f, v in zip(forms, numbers, strict=True) if not isinstance(f, int)})
    return form.constant + sum(times * values.get(unknown, 0) for unknown, times in form.terms)


# --- size ------------------------------------------------------------------------------------------------------------


def size(rule: SizeWord, stage: Stage) -> Posed:
    """How wide and high: `W = width`, `H = height` or within the range, of an aspect, all alike."""
    area, boxes = stage.within(rule.within), stage.boxes(rule.tiles)
    wide, high = stage.range(rule.width, area.across.size), stage.range(rule.height, area.down.size)
    aspect, alike = stage.aspect(rule.aspect), stage.flag(rule.alike)
    demands: list[Demand] = []
    for box in boxes:
        width, height = box.across.size, box.down.size
        demands += bounded(width, wide)
        demands += bounded(height, high)
        if aspect:
            demands.append(shaped(width, height, aspect, wide, high))
        if alike and box is not boxes[0] and (wide.single is None or high.single is None):
            demands += (equal(width, boxes[0].across.size), equal(height, boxes[0].down.size))
    says = f"{subject(rule.tiles)} is {_sizes(wide, high, aspect)}"
    return Posed(tuple(demands), says, lambda rects: _check_size(rule, stage, rects))


def _sizes(wide: Bounds, high: Bounds, aspect: tuple[int, int] | None) -> str:
    if aspect and isinstance(wide.single, int) and high == Bounds(None, None):
        return f"{wide.single}x{nearest(Fraction(wide.single * aspect[1], aspect[0]))}"
    if aspect and isinstance(high.single, int) and wide == Bounds(None, None):
        return f"{nearest(Fraction(high.single * aspect[0], aspect[1]))}x{high.single}"
    both = ((wide, "wide"), (high, "high"))
    parts = [f"{_bounds(bounds)} px {word}" for bounds, word in both if bounds != Bounds(None, None)]
    return ", ".join([*parts, *([f"of shape {aspect[0]}:{aspect[1]}"] if aspect else [])]) or "of the same size"


def _bounds(bounds: Bounds) -> str:
    if bounds.single is not None:
        return pixels(bounds.single)
    return f"{'' if bounds.low is None else pixels(bounds.low)}..{'' if bounds.high is None else pixels(bounds.high)}"


def _check_size(rule: SizeWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    area = stage.within(rule.within)
    sides = [known(span.size, rects, stage) for span in area.spans]
    bounds = [stage.range(wanted, side) for wanted, side in zip((rule.width, rule.height), sides, strict=True)]
    indexes, aspect = stage.who(rule.tiles), stage.aspect(rule.aspect)
    for index in indexes:
        rect, name = rects[index], stage.seats[index].stream.id
        for limits, length, word in zip(bounds, (rect.width, rect.height), ("wide", "high"), strict=True):
            if (isinstance(limits.low, int) and length < limits.low) or (isinstance(limits.high, int) and length > limits.high):
                yield f"{name} is {length} px {word}, not {_bounds(limits)}"
        if aspect and (wanted := _wanted_shape(rect, aspect, rule)) != (rect.width, rect.height):
            yield f"{name} is {rect.width}x{rect.height}, not {wanted[0]}x{wanted[1]} as {aspect[0]}:{aspect[1]} asks"
    if stage.flag(rule.alike) and len({(rects[i].width, rects[i].height) for i in indexes}) > 1:
        yield "their sizes differ"


def _wanted_shape(rect: Rect, aspect: tuple[int, int], rule: SizeWord) -> tuple[int, int]:
    p, q = aspect
    width_leads = p >= q
    if rule.width and rule.width.single:
        width_leads = True
    elif rule.height and rule.height.single:
        width_leads = False
    if width_leads:
        return rect.width, (2 * rect.width * q + p) // (2 * p)
    return (2 * rect.height * p + q) // (2 * q), rect.height


# --- place -----------------------------------------------------------------------------------------------------------


def place(rule: PlaceWord, stage: Stage) -> Posed:
    """Each inside an area, at the edges or centre that `at` names."""
    spans = areas(stage, rule.within, rule.at, rule.inset)
    demands: list[Demand] = []
    for box in stage.boxes(rule.tiles):
        for span, (outer, how) in zip(box.spans, spans, strict=True):
            demands += inside(span, outer)
            demands += tied(span, outer, how)
    at = f" at its {stage.word(rule.at)}" if rule.at else ""
    says = f"{subject(rule.tiles)} lies in the {stage.word(rule.within)}{at}"
    return Posed(tuple(demands), says, lambda rects: _check_place(rule, stage, rects))


def _check_place(rule: PlaceWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    room = _room(stage, rule.within, rule.at, rule.inset, rects)
    for index in stage.who(rule.tiles):
        yield from (f"{stage.seats[index].stream.id} {breach}" for breach in _misplaced(rects[index], room))


@dataclass(frozen=True, slots=True)
class _Room:
    """A finished area after its inset, edge by edge, and what `at` says of each axis."""

    left: int
    right: int
    top: int
    bottom: int
    across: str
    down: str


def _room(stage: Stage, within: Word, at: Word | None, inset: Pair, rects: Sequence[Rect], *more: str) -> _Room:
    box = stage.within(within)
    left, top = known(box.across.start, rects, stage), known(box.down.start, rects, stage)
    width, height = known(box.across.size, rects, stage), known(box.down.size, rects, stage)
    x, y = stage.length(inset.across, width), stage.length(inset.down, height)
    assert isinstance(x, int)
    assert isinstance(y, int)
    across, down = (at_axes(stage.word(at), more) if at else None) or ("", "")
    return _Room(
        left if across == "end" else left + x,
        left + width if across == "start" else left + width - x,
        top if down == "end" else top + y,
        top + height if down == "start" else top + height - y,
        across,
        down,
    )


def _misplaced(rect: Rect, room: _Room) -> Iterator[str]:
    axes = (
        ("across", rect.x, rect.right, room.left, room.right, room.across, "left", "right"),
        ("down", rect.y, rect.bottom, room.top, room.bottom, room.down, "top", "bottom"),
    )
    for axis, start, end, low, high, how, first, last in axes:
        if start < low or end > high:
            yield f"reaches from {start} to {end} {axis}, outside {low}..{high}"
        if how in ("start", "both") and start != low:
            yield f"has its {first} edge at {start}, not {low}"
        if how in ("end", "both") and end != high:
            yield f"has its {last} edge at {end}, not {high}"
        if how == "center" and start - low not in _halves(high - low - (end - start)):
            yield f"starts at {start} {axis}, not in the middle of {low}..{high}"


def _halves(spare: int) -> tuple[int]:
    return ((spare + 1) // 2,)


# --- stack -----------------------------------------------------------------------------------------------------------


def stack(rule: StackWord, stage: Stage) -> Posed:
    """One after the other along a direction; the block of all is placed as a whole, and across it edges are lined up."""
    direction = stage.word(rule.direction)
    main = 1 if direction in ("down", "up") else 0
    area, spans = stage.within(rule.within), areas(stage, rule.within, rule.at, rule.inset, "free")
    gap = stage.length((rule.gap.across, rule.gap.down)[main], area.spans[main].size)
    boxes = stage.boxes(rule.tiles)
    line = [box.spans[main] for box in (boxes if direction in ("down", "right") else boxes[::-1])]
    demands: list[Demand] = [equal(after.start, before.end + gap) for before, after in pairwise(line)]
    if line:
        block = Span(line[0].start, line[-1].end - line[0].start)
        outer, how = spans[main]
        demands += [
            *inside(block, outer),
            *tied(block, outer, how),
            *_lined_up([b.spans[1 - main] for b in boxes], *spans[1 - main], stage),
        ]
    says = f"{subject(rule.tiles)} {_STACKED[direction]} the one before, {_ends(rule, stage, main)}"
    return Posed(tuple(demands), says, lambda rects: _check_stack(rule, stage, rects), tuple(b.name for b in boxes))


_STACKED = {"down": "below", "up": "on top of", "right": "to the right of", "left": "to the left of"}


def _ends(rule: StackWord, stage: Stage, main: int) -> str:
    """How the block lies: `90 px above the bottom`."""
    at, area = stage.word(rule.at), stage.within(rule.within)
    inset = stage.length((rule.inset.across, rule.inset.down)[main], area.spans[main].size)
    gap = stage.length((rule.gap.across, rule.gap.down)[main], area.spans[main].size)
    edge = (at_axes(at, ("free",)) or ("", ""))[main]
    names = (("left", "right"), ("top", "bottom"))[main]
    parts = [f"{pixels(gap)} px between them"] if gap else []
    if inset and edge in ("start", "end"):
        parts.append(f"{pixels(inset)} px from the {names[edge == 'end']}")
    return ", ".join([*parts, f"at {at}"])


def _lined_up(spans: Sequence[Span], outer: Span, how: str, stage: Stage) -> Iterator[Demand]:
    """Across a stack: edges lined up with the word of `at` (the first edge if it has none), the bounding box placed as a block."""
    for span in spans:
        yield from inside(span, outer)
        if how != "center":
            yield from tied(span, outer, how)
        if how == "":
            yield equal(span.start, spans[0].start)
    if how == "center":
        yield from _centred(spans, outer, stage)


def _centred(spans: Sequence[Span], outer: Span, stage: Stage) -> Iterator[Demand]:
    """The widest is centred in the area, the others are centred in the widest."""
    sizes = {span.size for span in spans}
    if len(sizes) == 1:
        yield from (relation for span in spans for relation in tied(span, outer, "center"))
        return
    widest, start = stage.unknown(), stage.unknown()
    yield from (at_most(size, widest) for size in sizes)
    yield OneOf(tuple(Alternative((equal(span.size, widest),)) for span in spans))
    yield from tied(Span(start, widest), outer, "center")
    yield from (relation for span in spans for relation in tied(span, Span(start, widest), "center"))


def _check_stack(rule: StackWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    indexes, direction = stage.who(rule.tiles), stage.word(rule.direction)
    if not indexes:
        return
    area = stage.within(rule.within)
    pair, side = (rule.gap.down, area.down.size) if direction in ("down", "up") else (rule.gap.across, area.across.size)
    gap = stage.length(pair, known(side, rects, stage))
    between_: Callable[[Rect, Rect], int] = {
        "down": lambda a, b: b.y - a.bottom,
        "up": lambda a, b: a.y - b.bottom,
        "right": lambda a, b: b.x - a.right,
        "left": lambda a, b: a.x - b.right,
    }[direction]
    for one, two in pairwise(indexes):
        if (found := between_(rects[one], rects[two])) != gap:
            yield f"{stage.seats[two].stream.id} stands {found} px after {stage.seats[one].stream.id}, not {gap}"
    room = _room(stage, rule.within, rule.at, rule.inset, rects, "free")
    chosen = [rects[i] for i in indexes]
    left, top = min(r.x for r in chosen), min(r.y for r in chosen)
    block = Rect(left, top, max(r.right for r in chosen) - left, max(r.bottom for r in chosen) - top)
    yield from (f"the stack {breach}" for breach in _misplaced(block, room))
    yield from _ragged(chosen, block, room.across if direction in ("down", "up") else room.down, direction in ("down", "up"))


def _ragged(chosen: Sequence[Rect], block: Rect, how: str, upright: bool) -> Iterator[str]:
    """Where the tiles of a stack are not lined up across it."""
    for rect in chosen:
        start, size = (rect.x - block.x, rect.width) if upright else (rect.y - block.y, rect.height)
        whole = block.width if upright else block.height
        wanted = {"end": whole - size, "center": (whole - size + 1) // 2}.get(how, 0)
        if start != wanted or (how == "both" and size != whole):
            yield f"a tile lies {start} px into the stack, not {wanted}"
