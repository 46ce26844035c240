"""What a template wishes for, in its order: pictures as large as can be, little movement, sums, rules that hold as nearly as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import assert_never

from layoutkit.forms import Relation, between
from layoutkit.geometry import Rect
from layoutkit.layout import Layout
from layoutkit.problem import Extreme, Largest, Nearly, Stay, Wish
from layoutkit.template.expressions import Name, walk
from layoutkit.template.language import (
    Chain,
    ExtremeWish,
    FitWord,
    LargestWish,
    LeastCropWish,
    LeastMovementWish,
    PlaceWord,
    RequireWord,
    RuleSpec,
    SizeWord,
    StackWord,
    Template,
    Who,
    WishSpec,
)
from layoutkit.template.lines import extreme
from layoutkit.template.pieces import Posed
from layoutkit.template.selectors import spoken_who
from layoutkit.template.stage import Stage

Pose = Callable[[RuleSpec, Stage], Posed]


def wishes(template: Template, stage: Stage, before: Layout | None, pose: Pose) -> Iterator[Wish]:
    """The wishes in force, and last what is always wished for: `largest: all`."""
    for spec in template.wishes:
        if stage.seats and stage.holds(spec.when):
            wanted = _wanted(spec, template, stage, before, pose)
            if wanted is not None:
                yield Wish(_called(spec), wanted)
    yield Wish("largest all", _largest(spoken_who("all"), stage), written=False)


def _called(spec: WishSpec) -> str:
    """What a layout calls a wish: the name that it was given, or its word and of whom."""
    who = getattr(spec.wish, "tiles", None)
    of = spec.wish.form.text if isinstance(spec.wish, ExtremeWish) else who.text if isinstance(who, Who) else ""
    return spec.name or f"{spec.word} {of}".strip()


def _wanted(
    spec: WishSpec, template: Template, stage: Stage, before: Layout | None, pose: Pose
) -> Largest | Nearly | Stay | Extreme | None:
    match wish := spec.wish:
        case LargestWish():
            return _largest(wish.tiles, stage)
        case LeastCropWish():
            return _least_crop(wish.tiles, template, stage)
        case LeastMovementWish():
            return _stay(wish.tiles, template, stage, before)
        case ExtremeWish():
            return extreme(wish, spoken_who("all"), stage)
        case SizeWord() | PlaceWord() | StackWord() | RequireWord():
            return _nearly(RuleSpec(spec.word, wish, spec.name, None, spec.where), stage, pose)
        case _:
            assert_never(wish)


def _largest(who: Who, stage: Stage) -> Largest:
    indexes = stage.who(who)
    return Largest(tuple(stage.seats[i].box for i in indexes), tuple(stage.shape(i) for i in indexes))


def _nearly(spec: RuleSpec, stage: Stage, pose: Pose) -> Nearly:
    """The lines of a rule; what they are made of, such as the widest of a stack, is no line and holds all the same."""
    posed = pose(spec, stage)
    stage.asides += [demand for demand in posed.demands if not isinstance(demand, Relation)]
    return Nearly(tuple(demand for demand in posed.demands if isinstance(demand, Relation)))


def _least_crop(who: Who, template: Template, stage: Stage) -> Nearly:
    """The pixels by which a picture that covers its tile stands out of it: `q*W/p - H` down, or `p*H/q - W` across."""
    lines: list[Relation] = []
    uncut = _uncut(template, stage)
    for index in (i for i in stage.who(who) if i not in uncut):
        (p, q), box = stage.shape(index), stage.seats[index].box
        width, height = box.across.size, box.down.size
        lines += (between(width * q - height * p, None, 0, p), between(height * p - width * q, None, 0, q))
    return Nearly(tuple(lines))


def _uncut(template: Template, stage: Stage) -> frozenset[int]:
    """Those of whom a rule in force says that nothing is cut off: shown whole, with bars, or stretched."""
    fits = (spec.rule for spec in template.rules if isinstance(spec.rule, FitWord) and stage.holds(spec.when))
    return frozenset(index for rule in fits if stage.word(rule.how) != "crop" for index in stage.who(rule.tiles))


# --- least movement --------------------------------------------------------------------------------------------------


def _stay(who: Who, template: Template, stage: Stage, before: Layout | None) -> Stay | None:
    """Who stays where; nothing is wished for without a layout before on the same canvas."""
    if before is None or before.canvas != stage.scene.canvas:
        return None
    was = {tile.stream.id: tile.rect for tile in before.tiles}
    meant = frozenset(stage.who(who))
    rects: list[Rect | None] = [was.get(seat.stream.id) if i in meant else None for i, seat in enumerate(stage.seats)]
    return Stay(tuple(rects), tuple(_classes(meant, template, stage)))


def _classes(meant: frozenset[int], template: Template, stage: Stage) -> Iterator[tuple[int, ...]]:
    """The seats that no rule and no wish tells apart: whoever sits in one may as well sit in another."""
    groups = [frozenset(stage.who(spoken)) for part in (template.rules, template.wishes, template.layers) for spoken in _whos(part)]
    alike: dict[object, list[int]] = {}
    for index, seat in enumerate(stage.seats):
        if index in meant and seat.role != "primary":
            kind = (seat.role, stage.shape(index), tuple(index in group for group in groups))
            alike.setdefault(kind, []).append(index)
        else:
            yield (index,)
    yield from map(tuple, alike.values())


def _whos(value: object) -> Iterator[Who]:
    """Everyone whom a part of a template speaks of."""
    if isinstance(value, Who):
        yield value
    elif isinstance(value, (Chain, ExtremeWish)):
        sides = value.sides if isinstance(value, Chain) else (value.form,)
        names = {n.name.partition(".")[0] for side in sides for n in walk(side.node) if isinstance(n, Name)}
        yield from (spoken_who(name) for name in sorted(names & {"first", "last"}))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from (who for item in value for who in _whos(item))
    elif is_dataclass(value):
        yield from (who for field in fields(value) for who in _whos(getattr(value, field.name)))
