"""What each word demands, and how it is checked: `size`, `place`, `stack`; `grid` has a file of its own.

Every word has two faces that share no arithmetic: the posing states relations between unknowns, the check judges finished rectangles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise

from layoutkit.forms import Box, Form, Span, at_most, equal
from layoutkit.geometry import Rect
from layoutkit.problem import Clause, Demand
from layoutkit.template.language import PlaceWord, SizeWord, StackWord
from layoutkit.template.pieces import (
    Posed,
    areas,
    bounded,
    inside,
    match,
    middle,
    misplaced,
    out_of_shape,
    pixels,
    room_of,
    shape_text,
    shape_within,
    shaped,
    subject,
    tied,
)
from layoutkit.template.reckoning import Aspect, Bounds, nearest
from layoutkit.template.selectors import at_axes
from layoutkit.template.stage import Stage

# --- size ------------------------------------------------------------------------------------------------------------


def size(rule: SizeWord, stage: Stage) -> Posed:
    """How wide and high: `W = width`, `H = height` or within the range, of a shape, all alike."""
    area, indexes = stage.within(rule.within), stage.who(rule.tiles)
    boxes = [stage.box(index, rule.tiles) for index in indexes]
    wide, high = stage.range(rule.width, area.across.size), stage.range(rule.height, area.down.size)
    aspect, alike = stage.aspect(rule.aspect), stage.flag(rule.alike)
    demands: list[Demand] = []
    for index, box in zip(indexes, boxes, strict=True):
        width, height = box.across.size, box.down.size
        demands += bounded(width, wide)
        demands += bounded(height, high)
        if aspect:
            demands += _of_shape(stage, index, width, height, aspect, wide, high)
    if alike:
        demands += _alike(boxes, wide, high, source=aspect is not None and aspect.source)
    says = f"{subject(rule.tiles)} is {_sizes(stage, wide, high, aspect)}"
    return Posed(tuple(demands), says, partial(_check_size, rule))


def _of_shape(stage: Stage, index: int, width: Form, height: Form, aspect: Aspect, wide: Bounds, high: Bounds) -> Iterator[Demand]:
    shape = stage.shape(index) if aspect.source else aspect.single
    if shape:
        yield shaped(stage, width, height, shape, wide, high)
    else:
        yield from shape_within(width, height, aspect)


def _alike(boxes: Sequence[Box], wide: Bounds, high: Bounds, *, source: bool) -> Iterator[Demand]:
    """All of one width and height; where each has its source's shape, only of the side that is given."""
    across, down = wide.single is None, high.single is None
    if source:
        across, down = across and wide != _OPEN, down and high != _OPEN
    elif across or down:
        across = down = True
    for box in boxes[1:]:
        if across:
            yield equal(box.across.size, boxes[0].across.size)
        if down:
            yield equal(box.down.size, boxes[0].down.size)


_OPEN = Bounds(None, None)


def _sizes(stage: Stage, wide: Bounds, high: Bounds, aspect: Aspect | None) -> str:
    if aspect and aspect.single and isinstance(wide.single, int) and high == _OPEN:
        return f"{wide.single}x{nearest(Fraction(wide.single * aspect.single[1], aspect.single[0]), stage.snap)}"
    if aspect and aspect.single and isinstance(high.single, int) and wide == _OPEN:
        return f"{nearest(Fraction(high.single * aspect.single[0], aspect.single[1]), stage.snap)}x{high.single}"
    both = ((wide, "wide"), (high, "high"))
    parts = [f"{_bounds(bounds)} px {word}" for bounds, word in both if bounds != _OPEN]
    return ", ".join([*parts, *([f"of {shape_text(aspect)}"] if aspect else [])]) or "of the same size"


def _bounds(bounds: Bounds) -> str:
    if bounds.single is not None:
        return pixels(bounds.single)
    return f"{'' if bounds.low is None else pixels(bounds.low)}..{'' if bounds.high is None else pixels(bounds.high)}"


def _check_size(rule: SizeWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    area = stage.area(rule.within, rects)
    bounds = [stage.range(wanted, side) for wanted, side in ((rule.width, area.width), (rule.height, area.height))]
    indexes, aspect = stage.who(rule.tiles), stage.aspect(rule.aspect)
    judged: dict[object, list[str]] = {}
    for index in indexes:
        rect = rects[index]
        kind = rect.width, rect.height, stage.shape(index) if aspect and aspect.source else None
        if kind not in judged:
            judged[kind] = [*_off_bounds(rect, bounds), *(_misshapen(rule, stage, index, rect, aspect) if aspect else ())]
        yield from (f"{stage.title(index)} {breach}" for breach in judged[kind])
    if stage.flag(rule.alike):
        yield from _unlike(rule, [rects[i] for i in indexes], source=aspect is not None and aspect.source)


def _off_bounds(rect: Rect, bounds: Sequence[Bounds]) -> Iterator[str]:
    for limits, length, word in zip(bounds, (rect.width, rect.height), ("wide", "high"), strict=True):
        if (isinstance(limits.low, int) and length < limits.low) or (isinstance(limits.high, int) and length > limits.high):
            yield f"is {length} px {word}, not {_bounds(limits)}"


def _misshapen(rule: SizeWord, stage: Stage, index: int, rect: Rect, aspect: Aspect) -> Iterator[str]:
    shape = stage.shape(index) if aspect.source else aspect.single
    if shape:
        wanted = _wanted_shape(rect, shape, rule, stage.snap)
        if wanted != (rect.width, rect.height):
            yield f"is {rect.width}x{rect.height}, not {wanted[0]}x{wanted[1]} as {shape[0]}:{shape[1]} asks"
    elif out_of_shape(rect, aspect):
        yield f"is {rect.width}x{rect.height}, not of {shape_text(aspect)}"


def _unlike(rule: SizeWord, rects: Sequence[Rect], *, source: bool) -> Iterator[str]:
    if (not source or rule.width) and len({r.width for r in rects}) > 1:
        yield "their widths differ"
    if (not source or rule.height) and len({r.height for r in rects}) > 1:
        yield "their heights differ"


def _wanted_shape(rect: Rect, shape: tuple[int, int], rule: SizeWord, snap: int) -> tuple[int, int]:
    p, q = shape
    width_leads = p >= q
    if rule.width and rule.width.single:
        width_leads = True
    elif rule.height and rule.height.single:
        width_leads = False
    if width_leads:
        return rect.width, match(rect.width, q, p, snap)
    return match(rect.height, p, q, snap), rect.height


# --- place -----------------------------------------------------------------------------------------------------------


def place(rule: PlaceWord, stage: Stage) -> Posed:
    """Each inside an area, at the edges or centre that `at` names."""
    spans = areas(stage, rule.within, rule.at, rule.inset)
    demands: list[Demand] = []
    for box in stage.boxes(rule.tiles):
        for span, (outer, how) in zip(box.spans, spans, strict=True):
            demands += inside(span, outer)
            demands += tied(stage, span, outer, how)
    at = f" at its {stage.word(rule.at)}" if rule.at else ""
    says = f"{subject(rule.tiles)} lies in the {stage.word(rule.within)}{at}"
    return Posed(tuple(demands), says, partial(_check_place, rule))


def _check_place(rule: PlaceWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    room = room_of(stage, rule.within, rule.at, rule.inset, rects)
    for index in stage.who(rule.tiles):
        yield from (f"{stage.title(index)} {breach}" for breach in misplaced(rects[index], room))


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
            *tied(stage, block, outer, how),
            *_lined_up([b.spans[1 - main] for b in boxes], *spans[1 - main], stage),
        ]
    says = f"{subject(rule.tiles)} {_STACKED[direction]} the one before, {_ends(rule, stage, main)}"
    tiles = tuple(stage.seats[i].box.name for i in stage.who(rule.tiles) if i < len(stage.seats))
    return Posed(tuple(demands), says, partial(_check_stack, rule), (tiles,))


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
            yield from tied(stage, span, outer, how)
        if how == "":
            yield equal(span.start, spans[0].start)
    if how == "center":
        yield from _centred(spans, outer, stage)


def _centred(spans: Sequence[Span], outer: Span, stage: Stage) -> Iterator[Demand]:
    """The widest is centred in the area, the others are centred in the widest."""
    sizes = tuple(dict.fromkeys(span.size for span in spans))
    if len(sizes) == 1:
        yield from (relation for span in spans for relation in tied(stage, span, outer, "center"))
        return
    widest, start = stage.unknown(), stage.unknown()
    stage.asides += [at_most(size, widest) for size in sizes]
    stage.asides.append(Clause(tuple(equal(size, widest) for size in sizes)))
    yield from tied(stage, Span(start, widest), outer, "center")
    yield from (relation for span in spans for relation in tied(stage, span, Span(start, widest), "center"))


def _check_stack(rule: StackWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    indexes, direction = stage.who(rule.tiles), stage.word(rule.direction)
    if not indexes:
        return
    area = stage.area(rule.within, rects)
    pair, side = (rule.gap.down, area.height) if direction in ("down", "up") else (rule.gap.across, area.width)
    gap = stage.length(pair, side)
    chosen = [rects[i] for i in indexes]
    across, down = [(r.x, r.x + r.width) for r in chosen], [(r.y, r.y + r.height) for r in chosen]
    line, onwards = down if direction in ("down", "up") else across, direction in ("down", "right")
    found = [two[0] - one[1] if onwards else one[0] - two[1] for one, two in pairwise(line)]
    for (one, two), space in zip(pairwise(indexes), found, strict=True):
        if space != gap:
            yield f"{stage.title(two)} stands {space} px after {stage.title(one)}, not {gap}"
    room = room_of(stage, rule.within, rule.at, rule.inset, rects, "free")
    left, top, right, bottom = min(across)[0], min(down)[0], max([end for _, end in across]), max([end for _, end in down])
    block = Rect(left, top, right - left, bottom - top)
    yield from (f"the stack {breach}" for breach in misplaced(block, room))
    upright = direction in ("down", "up")
    yield from _ragged(chosen, block, room.across if upright else room.down, upright, stage.snap)


def _ragged(chosen: Sequence[Rect], block: Rect, how: str, upright: bool, snap: int) -> Iterator[str]:
    """Where the tiles of a stack are not lined up across it."""
    begin, whole = (block.x, block.width) if upright else (block.y, block.height)
    for start, size in {(rect.x - begin, rect.width) if upright else (rect.y - begin, rect.height): None for rect in chosen}:
        wanted = {"end": whole - size, "center": middle(whole - size, snap)}.get(how, 0)
        if start != wanted or (how == "both" and size != whole):
            yield f"a tile lies {start} px into the stack, not {wanted}"
