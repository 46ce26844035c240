"""Template + scene -> problem: every rule in force says what it demands, and what is always on is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import gcd
from typing import assert_never

from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.origin import Origin
from layoutkit.problem import Apart, Box, Check, Demand, Largest, OneOf, Problem, Rule, Span, at_most
from layoutkit.scene import KeepClear, Scene
from layoutkit.template.grids import grid
from layoutkit.template.language import GridWord, PlaceWord, RuleSpec, RuleWord, SizeWord, StackWord, Template
from layoutkit.template.pieces import Posed
from layoutkit.template.settings import settled
from layoutkit.template.stage import Stage
from layoutkit.template.words import place, size, stack


def pose(template: Template, scene: Scene, settings: Mapping[str, object] | None = None) -> Problem:
    """What must hold for this template on this scene, with these settings.

    Raises UsageError for a count or setting that the template does not serve, DocumentError where an expression comes to nothing.
    """
    served(template, scene)
    values = settled(template, settings or {})
    stage = Stage(template, scene, values)
    areas = tuple(_keep_clear(stage))
    rules = tuple(_rule(spec, stage) for spec in template.rules if stage.seats and stage.holds(spec.when))
    return Problem(
        scene=scene,
        origin=Origin(template.ref, values),
        seats=stage.seats,
        rules=(*rules, *(_clear(stage, area) for area in areas), _inside(stage, rules), _separate(stage, rules, template.overlap)),
        wishes=(_largest(stage),),
        off_picture=tuple((s, "audio only") for s in scene.secondaries if s.audio_only),
    )


def served(template: Template, scene: Scene) -> None:
    """Refuse a count of secondaries or of a role that the template does not serve; none at all is always served."""
    faults = []
    count = len(scene.pictured)
    if count and count not in template.secondaries:
        faults.append(Fault(f"{template.ref} serves {template.secondaries} secondaries, not {count}"))
    for role, counts in template.roles:
        held = sum(1 for s in scene.pictured if s.role == role)
        if count and held not in counts:
            faults.append(Fault(f"{template.ref} serves {counts} with the role {role!r}, not {held}"))
    if faults:
        raise UsageError(faults)


def _rule(spec: RuleSpec, stage: Stage) -> Rule:
    posed = _posed(spec.rule, stage)
    asides, stage.asides = tuple(stage.asides), []
    return Rule(spec.word, spec.name, spec.where, posed.says, (*asides, *posed.demands), posed.check, apart=posed.apart)


def _posed(word: RuleWord, stage: Stage) -> Posed:
    match word:
        case SizeWord():
            return size(word, stage)
        case PlaceWord():
            return place(word, stage)
        case StackWord():
            return stack(word, stage)
        case GridWord():
            return grid(word, stage)
        case _:
            assert_never(word)


# --- what is always on -----------------------------------------------------------------------------------------------


def _inside(stage: Stage, rules: Sequence[Rule]) -> Rule:
    """Every tile is at least a pixel and inside the canvas. A grid's cells are, by the grid's own demands, unless its area is not."""
    gridded = {id(box) for rule in rules for demand in rule.demands if isinstance(demand, OneOf) for box in demand.boxes}
    demands: list[Demand] = []
    for seat in stage.seats:
        if id(seat.box) not in gridded:
            for span, outer in zip(seat.box.spans, stage.canvas.spans, strict=True):
                demands += (at_most(1, span.size), at_most(outer.start, span.start), at_most(span.end, outer.end))
    return Rule(
        "inside",
        "",
        None,
        f"every tile lies inside the {stage.scene.canvas} canvas",
        tuple(demands),
        _outsiders(stage),
        always=True,
    )


def _outsiders(stage: Stage) -> Check:
    canvas = stage.scene.canvas

    def check(rects: Sequence[Rect]) -> Iterator[str]:
        for seat, rect in zip(stage.seats, rects, strict=True):
            if rect.x < 0 or rect.y < 0 or rect.x + rect.width > canvas.width or rect.y + rect.height > canvas.height:
                yield f"{seat.stream.id} is {rect.overhang(canvas)}"

    return check


def _clear(stage: Stage, area: KeepClear) -> Rule:
    """No tile touches a keep-clear area; it is named where a layout fails for it."""
    box = Box(area.name, Span(area.box.x, area.box.width), Span(area.box.y, area.box.height))
    demands = tuple(Apart(seat.box, box) for seat in stage.seats)
    where = next((spec.where for spec in stage.template.keep_clear if spec.name == area.name), None)

    def check(rects: Sequence[Rect]) -> Iterator[str]:
        for seat, rect in zip(stage.seats, rects, strict=True):
            if rect.overlaps(area.box):
                yield f"{seat.stream.id} touches the keep-clear area {area.name!r}"

    return Rule("keep_clear", area.name, where, f"no tile touches {area.name!r}, {area.box}", demands, check)


def _separate(stage: Stage, rules: Sequence[Rule], overlap: bool) -> Rule:
    """No two tiles overlap, unless the template allows it."""
    demands = () if overlap else tuple(_pairs(stage, rules))

    def check(rects: Sequence[Rect]) -> Iterator[str]:
        if not overlap:
            yield from _overlaps([(seat.stream.id, rect) for seat, rect in zip(stage.seats, rects, strict=True)])

    return Rule("apart", "", None, "no tile overlaps another", demands, check, always=True)


def _pairs(stage: Stage, rules: Sequence[Rule]) -> Iterator[Apart]:
    """The pairs of tiles that no one grid or stack keeps apart already."""
    masks = dict.fromkeys((seat.box.name for seat in stage.seats), 0)
    for bit, rule in enumerate(rules):
        for name in rule.apart:
            masks[name] |= 1 << bit
    everyone = list(masks.values())
    if everyone and _all_of(everyone):
        return
    for one, two in combinations(stage.seats, 2):
        if not masks[one.box.name] & masks[two.box.name]:
            yield Apart(one.box, two.box)


def _all_of(masks: Sequence[int]) -> int:
    common = masks[0]
    for mask in masks:
        common &= mask
    return common


def _overlaps(named: Sequence[tuple[str, Rect]]) -> Iterator[str]:
    """Every two that share a pixel, found by a sweep from top to bottom."""
    active: list[tuple[str, Rect]] = []
    for name, rect in sorted(named, key=lambda item: item[1].y):
        active = [item for item in active if item[1].y + item[1].height > rect.y]
        yield from (f"{other} overlaps {name}" for other, there in active if there.overlaps(rect))
        active.append((name, rect))


def _keep_clear(stage: Stage) -> Iterator[KeepClear]:
    """The areas now in force: the template's whose condition is met, and the scene's."""
    for spec in stage.template.keep_clear:
        if stage.holds(spec.when) and (rect := stage.rect(spec)):
            yield KeepClear(spec.name, rect)
    yield from stage.scene.keep_clear


# --- wishes ----------------------------------------------------------------------------------------------------------


def _largest(stage: Stage) -> Largest:
    """`largest: all`, which is always wished for, last."""
    boxes = tuple(seat.box for seat in stage.seats)
    return Largest("largest", boxes, tuple(_shape(stage, seat.stream.size) for seat in stage.seats), written=False)


def _shape(stage: Stage, size: Size | None) -> tuple[int, int]:
    """A source's shape p:q: its own where its size is known, else the template's `picture`."""
    if size is None:
        return stage.template.picture
    factor = gcd(size.width, size.height)
    return size.width // factor, size.height // factor
