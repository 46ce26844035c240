"""Template + scene -> problem: every rule in force says what it demands, and what is always on is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import assert_never

from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Rect
from layoutkit.layout import Layout
from layoutkit.origin import Origin
from layoutkit.problem import Apart, Box, Check, Clause, Demand, OneOf, Problem, Region, Rule, Span, at_most, equal
from layoutkit.scene import KeepClear, Scene
from layoutkit.template.choosing import either, fit
from layoutkit.template.dividing import apart, split
from layoutkit.template.grids import grid
from layoutkit.template.language import (
    ApartWord,
    EitherWord,
    FitWord,
    GridWord,
    PlaceWord,
    RequireWord,
    RuleSpec,
    SizeWord,
    SplitWord,
    StackWord,
    Template,
)
from layoutkit.template.lines import require
from layoutkit.template.pieces import Posed
from layoutkit.template.settings import settled
from layoutkit.template.stage import Stage
from layoutkit.template.wishing import wishes
from layoutkit.template.words import place, size, stack


def pose(template: Template, scene: Scene, settings: Mapping[str, object] | None = None, before: Layout | None = None) -> Problem:
    """What must hold for this template on this scene, with these settings; `before` is the layout now on air, for who should stay.

    Raises UsageError for a count or setting that the template does not serve, DocumentError where an expression comes to nothing.
    """
    served(template, scene)
    return pose_on(Stage(template, scene, settled(template, settings or {})), before)


def pose_on(stage: Stage, before: Layout | None = None) -> Problem:
    """What must hold on a stage."""
    template, scene = stage.template, stage.scene
    areas = tuple(_keep_clear(stage))
    specs = [spec for spec in template.rules if stage.seats and stage.holds(spec.when)]
    stage.undisturbed = len(specs) == 1 and not areas and not any(stage.holds(wish.when) for wish in template.wishes)
    with stage.scope(specs):
        rules = tuple(_rule(spec, stage) for spec in specs)
        wished = tuple(wishes(template, stage, before, posed))
        regions = stage.all_regions()
    asides, stage.asides = tuple(stage.asides), []
    return Problem(
        scene=scene,
        origin=Origin(template.ref, stage.settings),
        seats=tuple(stage.fits()),
        rules=(
            *rules,
            *(_clear(stage, area) for area in areas),
            _inside(stage, regions, asides),
            *_snapped(stage),
            _separate(stage, template.overlap),
        ),
        wishes=wished,
        regions=regions,
        off_picture=tuple((s, "audio only") for s in scene.secondaries if s.audio_only),
    )


def served(template: Template, scene: Scene, *, too_many: bool = False) -> None:
    """Refuse a count of secondaries or of a role that the template does not serve; none at all is always served.

    With `too_many`, more secondaries than it serves are let pass.
    """
    faults = []
    count = len(scene.pictured)
    if count and count not in template.secondaries and not (too_many and count > template.secondaries.low):
        faults.append(Fault(f"{template.ref} serves {template.secondaries} secondaries, not {count}"))
    for role, counts in template.roles:
        held = sum(1 for s in scene.pictured if s.role == role)
        if count and held not in counts:
            faults.append(Fault(f"{template.ref} serves {counts} with the role {role!r}, not {held}"))
    if faults:
        raise UsageError(faults)


def _rule(spec: RuleSpec, stage: Stage) -> Rule:
    made = posed(spec, stage)
    asides, stage.asides = tuple(stage.asides), []
    return Rule(spec.word, spec.name, spec.where, made.says, (*asides, *made.demands), made.check, apart=made.apart)


def posed(spec: RuleSpec, stage: Stage) -> Posed:
    """What one rule demands on a stage."""
    match word := spec.rule:
        case SizeWord():
            return size(word, stage)
        case PlaceWord():
            return place(word, stage)
        case StackWord():
            return stack(word, stage)
        case GridWord():
            return grid(word, stage)
        case SplitWord():
            return split(word, stage)
        case ApartWord():
            return apart(word, stage)
        case FitWord():
            return fit(word, stage)
        case RequireWord():
            return require(word, stage)
        case EitherWord():
            return either(word, stage, posed)
        case _:
            assert_never(word)


# --- what is always on -----------------------------------------------------------------------------------------------


def _inside(stage: Stage, regions: Sequence[Region], asides: Sequence[Demand]) -> Rule:
    """Every tile is at least a pixel and inside the canvas; a region too, but it may be empty."""
    free = [demand for region in regions if region.box and not region.fixed for demand in stage.within_canvas(region.box)]
    says = f"every tile lies inside the {stage.scene.canvas} canvas"
    late = partial(_kept_inside, stage)
    return Rule("inside", "", None, says, (*asides, *free), _outsiders(stage, regions), late, always=True)


def _kept_inside(stage: Stage, rules: Sequence[Rule]) -> Sequence[Demand]:
    """What keeps the tiles inside. A grid's cells are, by the grid's own demands, since its area is."""
    gridded = {id(box) for rule in rules for demand in rule.demands if isinstance(demand, OneOf) for box in demand.boxes}
    demands: list[Demand] = []
    for seat in stage.seats:
        if id(seat.box) not in gridded:
            for span, outer in zip(seat.box.spans, stage.canvas.spans, strict=True):
                demands += (at_most(1, span.size), at_most(outer.start, span.start), at_most(span.end, outer.end))
    return demands


def _outsiders(stage: Stage, regions: Sequence[Region]) -> Check:
    canvas = stage.scene.canvas
    named = [(index, f"region {region.name}") for index, region in enumerate(regions, len(stage.seats)) if region.box]

    def check(rects: Sequence[Rect]) -> Iterator[str]:
        for seat, rect in zip(stage.seats, rects, strict=False):
            if rect.x < 0 or rect.y < 0 or rect.x + rect.width > canvas.width or rect.y + rect.height > canvas.height:
                yield f"{seat.stream.id} is {rect.overhang(canvas)}"
        for index, name in named:
            if overhang := rects[index].overhang(canvas):
                yield f"{name} is {overhang}"

    return check


def _snapped(stage: Stage) -> Iterator[Rule]:
    """Every edge is a multiple of the snap, or lies on the edge of the canvas."""
    if stage.snap == 1:
        return
    demands = [
        d
        for seat in stage.seats
        for span, outer in zip(seat.box.spans, stage.canvas.spans, strict=True)
        for d in _on_snaps(stage, span, outer)
    ]
    says = f"every edge is a multiple of {stage.snap} px or on the edge of the canvas"
    yield Rule("snap", "", None, says, tuple(demands), _off_snaps(stage), always=True)


def _on_snaps(stage: Stage, span: Span, outer: Span) -> Iterator[Demand]:
    yield equal(span.start, stage.unknown() * stage.snap)
    last = equal(span.end, stage.unknown() * stage.snap)
    assert isinstance(outer.size, int)
    yield last if outer.size % stage.snap == 0 else Clause((last, equal(span.end, outer.end)))


def _off_snaps(stage: Stage) -> Check:
    snap, canvas = stage.snap, stage.scene.canvas

    def check(rects: Sequence[Rect]) -> Iterator[str]:
        for seat, rect in zip(stage.seats, rects, strict=False):
            edges = ((rect.x, 0), (rect.right, canvas.width), (rect.y, 0), (rect.bottom, canvas.height))
            off = [edge for edge, end in edges if edge % snap and edge != end]
            if off:
                yield f"{seat.stream.id} has an edge at {off[0]}, no multiple of {snap}"

    return check


def _clear(stage: Stage, area: KeepClear) -> Rule:
    """No tile touches a keep-clear area; it is named where a layout fails for it."""
    box = Box(area.name, Span(area.box.x, area.box.width), Span(area.box.y, area.box.height))
    demands = tuple(Apart(seat.box, box) for seat in stage.seats)
    where = next((spec.where for spec in stage.template.keep_clear if spec.name == area.name), None)

    def check(rects: Sequence[Rect]) -> Iterator[str]:
        for seat, rect in zip(stage.seats, rects, strict=False):
            if rect.overlaps(area.box):
                yield f"{seat.stream.id} touches the keep-clear area {area.name!r}"

    return Rule("keep_clear", area.name, where, f"no tile touches {area.name!r}, {area.box}", demands, check)


def _separate(stage: Stage, overlap: bool) -> Rule:
    """No two tiles overlap, unless the template allows it."""

    def check(rects: Sequence[Rect]) -> Iterator[str]:
        if not overlap:
            yield from _overlaps([(seat.stream.id, rect) for seat, rect in zip(stage.seats, rects, strict=False)])

    late = None if overlap else partial(_pairs, stage)
    return Rule("apart", "", None, "no tile overlaps another", (), check, late, always=True)


def _pairs(stage: Stage, rules: Sequence[Rule]) -> Sequence[Apart]:
    """The pairs of tiles that no one rule in force keeps apart already."""
    masks = dict.fromkeys((seat.box.name for seat in stage.seats), 0)
    groups = (group for rule in rules for group in rule.apart)
    for bit, group in enumerate(groups):
        for name in group:
            masks[name] |= 1 << bit
    if masks and _all_of(list(masks.values())):
        return ()
    pairs = combinations(stage.seats, 2)
    return [Apart(one.box, two.box) for one, two in pairs if not masks[one.box.name] & masks[two.box.name]]


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
