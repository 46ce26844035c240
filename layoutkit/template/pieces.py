"""What the words of the language are made of: sides, spans, ties; and how a finished place is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from layoutkit.forms import Form, Relation, Span, at_most, between, equal
from layoutkit.geometry import Rect, Size
from layoutkit.problem import Demand
from layoutkit.template.language import Pair, Who, Word
from layoutkit.template.reckoning import Aspect, Bounds, Ratio
from layoutkit.template.selectors import at_axes
from layoutkit.template.stage import Stage

Check = Callable[[Stage, Sequence[Rect]], Iterator[str]]
"""Judges a finished placement on a stage by plain arithmetic; says each breach in words."""


def nothing(stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    """The check of a rule that speaks of nobody."""
    return iter(())


@dataclass(frozen=True, slots=True)
class StagedCheck:
    """A check on its stage, or on the same stage with another canvas."""

    stage: Stage
    check: Check

    def __call__(self, rects: Sequence[Rect], canvas: Size | None = None, /) -> Iterator[str]:
        return self.check(self.stage if canvas is None else self.stage.on(canvas), rects)


@dataclass(frozen=True, slots=True)
class Posed:
    """A rule on a stage: what it demands, what it says of whom in the author's words, and its check."""

    demands: tuple[Demand, ...]
    says: str
    check: Check
    apart: tuple[tuple[str, ...], ...] = ()
    """Groups of boxes that it keeps apart from each other by what it is."""


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


def shaped(stage: Stage, width: Form, height: Form, shape: Ratio, wide: Bounds, high: Bounds) -> Relation:
    """A shape p:q: the side that is given leads, else the longer one."""
    p, q = shape
    if wide.single is not None or (p >= q and high.single is None):
        return stage.matched(height, width if wide.single is None else wide.single, q, p)
    return stage.matched(width, height if high.single is None else high.single, p, q)


def shape_within(width: Form, height: Form, aspect: Aspect) -> Iterator[Relation]:
    """The shape of a box within a range: exact, no pixel is rounded."""
    if aspect.low:
        p, q = aspect.low
        yield between(width * q - height * p, 0, None, q)
    if aspect.high:
        p, q = aspect.high
        yield between(width * q - height * p, None, 0, q)


def trimmed(stage: Stage, span: Span, how: str, inset: Form) -> Span:
    """The span after an inset: kept from the edge that `at` names; where it names none, both or the centre, from both edges.

    An edge of it that is on no snap, on a canvas that is no multiple of it, lies on the next snap inwards.
    """
    if how == "start":
        kept = Span(span.start + inset, span.size - inset)
    elif how == "end":
        kept = Span(span.start, span.size - inset)
    else:
        kept = Span(span.start + inset, span.size - 2 * inset)
    if stage.snap == 1 or not isinstance(kept.start, int) or not isinstance(kept.end, int) or kept.end == span.end:
        return kept
    start = -(-kept.start // stage.snap) * stage.snap
    return Span(start, kept.end // stage.snap * stage.snap - start)


def inside(inner: Span, outer: Span) -> Iterator[Relation]:
    """The inner span leaves the outer one on neither side."""
    yield at_most(outer.start, inner.start)
    yield at_most(inner.end, outer.end)


def tied(stage: Stage, inner: Span, outer: Span, how: str) -> Iterator[Relation]:
    """The inner span at the start, the end, both or the centre of the outer one; the odd pixel of a centre goes left or above."""
    if how in ("start", "both"):
        yield equal(inner.start, outer.start)
    if how in ("end", "both"):
        yield equal(inner.end, outer.end)
    if how == "center":
        yield stage.matched(inner.start - outer.start, outer.size - inner.size, 1, 2)


def areas(stage: Stage, within: Word, at: Word | None, inset: Pair, *more: str) -> tuple[tuple[Span, str], tuple[Span, str]]:
    """For each axis: the span of `in` after `inset`, and what `at` says of it."""
    hows = (at_axes(stage.word(at), more) if at else None) or ("", "")
    box = stage.within(within)
    (across, down), (x, y) = (
        box.spans,
        (stage.length(inset.across, box.across.size), stage.length(inset.down, box.down.size)),
    )
    return (trimmed(stage, across, hows[0], x), hows[0]), (trimmed(stage, down, hows[1], y), hows[1])


def shape_text(aspect: Aspect) -> str:
    """A shape in words: `shape 16:9`, `shape 4:3..16:9`, `its source's shape`."""
    if aspect.source:
        return "its source's shape"
    low, high = ("" if ratio is None else f"{ratio[0]}:{ratio[1]}" for ratio in (aspect.low, aspect.high))
    return f"shape {low}" if aspect.single else f"shape {low}..{high}"


def pixels(form: Form) -> str:
    return f"{form}" if isinstance(form, int) else "?"


# --- judging ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Room:
    """A finished area after its inset, edge by edge, and what `at` says of each axis."""

    left: int
    right: int
    top: int
    bottom: int
    across: str
    down: str
    snap: int = 1


def room_of(stage: Stage, within: Word, at: Word | None, inset: Pair, rects: Sequence[Rect], *more: str) -> Room:
    area = stage.area(within, rects)
    left, top, width, height = area.x, area.y, area.width, area.height
    x, y = stage.length(inset.across, width), stage.length(inset.down, height)
    assert isinstance(x, int)
    assert isinstance(y, int)
    across, down = (at_axes(stage.word(at), more) if at else None) or ("", "")
    return Room(
        left if across == "end" else left + x,
        inner_end(left + width, 0 if across == "start" else x, stage.snap),
        top if down == "end" else top + y,
        inner_end(top + height, 0 if down == "start" else y, stage.snap),
        across,
        down,
        stage.snap,
    )


def inner_end(end: int, inset: int, snap: int) -> int:
    """Where an area ends after its inset: on a snap, unless it ends where it ended before."""
    return (end - inset) // snap * snap if inset else end


def misplaced(rect: Rect, room: Room) -> Iterator[str]:
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
        if how == "center" and start - low != middle(high - low - (end - start), room.snap):
            yield f"starts at {start} {axis}, not in the middle of {low}..{high}"


def out_of_shape(rect: Rect, aspect: Aspect) -> bool:
    """Whether a rectangle is not within a range of shapes."""
    too_narrow = aspect.low is not None and rect.width * aspect.low[1] < rect.height * aspect.low[0]
    too_wide = aspect.high is not None and rect.width * aspect.high[1] > rect.height * aspect.high[0]
    return too_narrow or too_wide


def middle(spare: int, snap: int) -> int:
    """Where a thing stands in the middle of what it leaves: the odd snap goes left and above."""
    return (spare + snap) // (2 * snap) * snap


def match(value: int, numerator: int, denominator: int, snap: int) -> int:
    """The whole number of snaps nearest to `value * numerator / denominator`, halves up."""
    return (2 * value * numerator + denominator * snap) // (2 * denominator * snap) * snap
