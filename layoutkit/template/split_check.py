"""Whether the pieces of a `split` stand where they should: by exact fractions, which share no arithmetic with the posing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from layoutkit.geometry import Rect
from layoutkit.template.expressions import Share
from layoutkit.template.language import Piece, SplitWord
from layoutkit.template.stage import Stage

Exact = tuple[Fraction, Fraction]
"""A length before rounding: a share of the side, and pixels."""


def main_axis(rule: SplitWord, stage: Stage) -> int:
    return 1 if stage.word(rule.direction) in ("down", "up") else 0


def in_order(rule: SplitWord, stage: Stage) -> tuple[Piece, ...]:
    """The pieces from left to right, or from top to bottom."""
    return rule.into if stage.word(rule.direction) in ("down", "right") else rule.into[::-1]


def backwards(rule: SplitWord, stage: Stage) -> bool:
    """Whether the direction begins at the far end, so that what lies before an edge lies below it or to its right."""
    return stage.word(rule.direction) in ("up", "left")


def rests_of(rule: SplitWord, stage: Stage) -> list[int]:
    """The pieces that take what the others leave: the rests, or the last free one where there is none, since the whole is filled."""
    pieces, back = in_order(rule, stage), backwards(rule, stage)
    free = [i for i, piece in enumerate(pieces) if piece.length == "free"]
    return [i for i, piece in enumerate(pieces) if piece.length == "rest"] or (free[:1] if back else free[-1:])


def turn_of(rule: SplitWord, stage: Stage) -> int:
    """The piece from whose end on edges are told from the far end: the last rest along the direction."""
    rests = rests_of(rule, stage)
    if backwards(rule, stage):
        return rests[0] if rests else -1
    return rests[-1] if rests else len(rule.into)


def exact(piece: Piece, stage: Stage) -> Exact:
    """A written length before rounding; nought for a rest and a free piece, which are added later."""
    if isinstance(piece.length, str):
        return Fraction(0), Fraction(0)
    stage.length(piece.length, stage.top)
    value = stage.value(piece.length)
    return (value.part, Fraction(0)) if isinstance(value, Share) else (Fraction(0), Fraction(value))


def breaches(rule: SplitWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    area, main, pieces = stage.area(rule.of, rects), main_axis(rule, stage), in_order(rule, stage)
    side, begin = ((area.width, area.x), (area.height, area.y))[main]
    gap = stage.length((rule.gap.across, rule.gap.down)[main], side)
    assert isinstance(gap, int)
    found = [rects[0] if piece.name == "primary" else rects[stage.slots[piece.name]] for piece in pieces]
    spans = [((r.x, r.right), (r.y, r.bottom))[main] for r in found]
    for piece, rect, span, wanted in zip(pieces, found, spans, _cuts(rule, spans, side, gap, stage), strict=True):
        if span != (begin + wanted[0], begin + wanted[1]):
            yield f"{piece.name} reaches from {span[0]} to {span[1]}, not from {begin + wanted[0]} to {begin + wanted[1]}"
        if (rect.y, rect.height) != (area.y, area.height) if main == 0 else (rect.x, rect.width) != (area.x, area.width):
            yield f"{piece.name} is not as wide as the {stage.word(rule.of)}"
    if not rests_of(rule, stage):
        yield from _unfilled(pieces, side, gap, stage)


def _unfilled(pieces: Sequence[Piece], side: int, gap: int, stage: Stage) -> Iterator[str]:
    """Whether pieces of written lengths come to the whole: to the nearest snap, halves up."""
    usable = side - gap * (len(pieces) - 1)
    spare = usable - sum(share * usable + whole for share, whole in (exact(piece, stage) for piece in pieces))
    if not -stage.snap < 2 * spare <= stage.snap:
        yield f"the pieces come to {float(side - spare):.10g} px, not to {side}"


def _cuts(rule: SplitWord, spans: Sequence[tuple[int, int]], side: int, gap: int, stage: Stage) -> Iterator[tuple[int, int]]:
    """Where each piece should begin and end: exact lengths, free ones as they were found, summed and then rounded once."""
    pieces, turn = in_order(rule, stage), turn_of(rule, stage)
    usable, snap = side - gap * (len(pieces) - 1), stage.snap
    sizes = [share * usable + whole for share, whole in (exact(piece, stage) for piece in pieces)]
    sizes = [Fraction(b - a) if p.length == "free" else size for p, size, (a, b) in zip(pieces, sizes, spans, strict=True)]
    rests, last = rests_of(rule, stage), len(pieces) - 1
    for index in rests:
        sizes[index] = Fraction(usable - sum(s for i, s in enumerate(sizes) if i not in rests)) / len(rests)

    def before(count: int) -> int:
        """The nearest snap to what so many pieces take, halves up; no farther than the side, if they are not."""
        exact = Fraction(sum(sizes[:count]))
        found = exact - (exact + Fraction(snap, 2)) % snap + Fraction(snap, 2)
        return int(found if not exact <= usable < found else found - snap if gap else usable)

    def behind(index: int) -> int:
        """Where a piece behind the last rest begins: the nearest snap, halves down; the far edge itself, if it is there."""
        exact, gaps = side - Fraction(sum(sizes[index:])), gap * (last - index)
        off = (exact - Fraction(snap, 2)) % snap
        found = exact + Fraction(snap, 2) - off if off else exact - Fraction(snap, 2)
        return int(found if not exact <= side < found else found - snap if gaps else side) - gaps

    for i in range(len(pieces)):
        start = 0 if i == 0 else behind(i) if i > turn else before(i) + gap * i
        yield start, side if i == last else behind(i + 1) - gap if i >= turn else before(i + 1) + gap * i
