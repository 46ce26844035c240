"""What is in force whatever the author wrote: inside the canvas, on whole snaps, apart from each other; and what is kept clear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations

from layoutkit.errors import Where
from layoutkit.forms import Box, Span, at_most, equal
from layoutkit.geometry import Rect
from layoutkit.problem import Apart, Clause, Demand, OneOf, Region, Rule
from layoutkit.template.pieces import StagedCheck, nothing
from layoutkit.template.stage import Stage


def inside(stage: Stage, regions: Sequence[Region], asides: Sequence[Demand]) -> Rule:
    """Every tile is at least a pixel and inside the canvas; a region too, but it may be empty."""
    free = [demand for region in regions if region.box and not region.fixed for demand in stage.within_canvas(region.box)]
    says = f"every tile lies inside the {stage.scene.canvas} canvas"
    late = partial(_kept_inside, stage)
    check = StagedCheck(stage, partial(_outsiders, _named(stage, regions)))
    return Rule("inside", "", None, says, (*asides, *free), check, late, always=True)


def _kept_inside(stage: Stage, rules: Sequence[Rule]) -> Sequence[Demand]:
    """What keeps the tiles inside. A grid's cells are, by the grid's own demands, since its area is."""
    gridded = {id(box) for rule in rules for demand in rule.demands if isinstance(demand, OneOf) for box in demand.boxes}
    demands: list[Demand] = []
    for seat in stage.seats:
        if id(seat.box) not in gridded:
            for span, outer in zip(seat.box.spans, stage.canvas.spans, strict=True):
                demands += (at_most(1, span.size), at_most(outer.start, span.start), at_most(span.end, outer.end))
    return demands


def _named(stage: Stage, regions: Sequence[Region]) -> Sequence[tuple[int, str]]:
    """The regions in force by their place in a placement, each as a report calls it."""
    return [(index, f"region {region.name}") for index, region in enumerate(regions, len(stage.seats)) if region.box]


def _outsiders(named: Sequence[tuple[int, str]], stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    canvas = stage.size
    for seat, rect in zip(stage.seats, rects, strict=False):
        if rect.x < 0 or rect.y < 0 or rect.x + rect.width > canvas.width or rect.y + rect.height > canvas.height:
            yield f"{seat.stream.id} is {rect.overhang(canvas)}"
    for index, name in named:
        if overhang := rects[index].overhang(canvas):
            yield f"{name} is {overhang}"


def snapped(stage: Stage) -> Iterator[Rule]:
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
    yield Rule("snap", "", None, says, tuple(demands), StagedCheck(stage, _off_snaps), always=True)


def _on_snaps(stage: Stage, span: Span, outer: Span) -> Iterator[Demand]:
    yield equal(span.start, stage.unknown() * stage.snap)
    last = equal(span.end, stage.unknown() * stage.snap)
    assert isinstance(outer.size, int)
    yield last if outer.size % stage.snap == 0 else Clause((last, equal(span.end, outer.end)))


def _off_snaps(stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    snap, canvas = stage.snap, stage.size
    for seat, rect in zip(stage.seats, rects, strict=False):
        edges = ((rect.x, 0), (rect.right, canvas.width), (rect.y, 0), (rect.bottom, canvas.height))
        off = [edge for edge, end in edges if edge % snap and edge != end]
        if off:
            yield f"{seat.stream.id} has an edge at {off[0]}, no multiple of {snap}"


Area = Callable[[Stage], Rect | None]
"""Where a keep-clear area lies on a stage; None where nothing of it is on the canvas."""


def kept_clear_of(stage: Stage) -> Iterator[Rule]:
    """The areas now in force: the template's whose condition is met, and the scene's."""
    places = {spec.name: spec.where for spec in stage.template.keep_clear}
    for spec in stage.template.keep_clear:
        if stage.holds(spec.when):
            yield from _clear(stage, spec.name, spec.where, lambda stage, spec=spec: stage.rect(spec))  # type: ignore[misc]
    for area in stage.scene.keep_clear:
        yield from _clear(stage, area.name, places.get(area.name), lambda _, box=area.box: box)  # type: ignore[misc]


def _clear(stage: Stage, name: str, where: Where | None, area: Area) -> Iterator[Rule]:
    """No tile touches a keep-clear area; it is named where a layout fails for it."""
    check = StagedCheck(stage, partial(_touching, name, area))
    if stage.open_canvas:
        yield Rule("keep_clear", name, where, f"no tile touches {name!r}", (), check)
    elif rect := area(stage):
        box = Box(name, Span(rect.x, rect.width), Span(rect.y, rect.height))
        demands = tuple(Apart(seat.box, box) for seat in stage.seats)
        yield Rule("keep_clear", name, where, f"no tile touches {name!r}, {rect}", demands, check)


def _touching(name: str, area: Area, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    rect = area(stage)
    for seat, tile in zip(stage.seats, rects, strict=False):
        if rect and tile.overlaps(rect):
            yield f"{seat.stream.id} touches the keep-clear area {name!r}"


def separate(stage: Stage, overlap: bool) -> Rule:
    """No two tiles overlap, unless the template allows it."""
    check, late = (nothing, None) if overlap else (_overlapping, partial(_pairs, stage))
    return Rule("apart", "", None, "no tile overlaps another", (), StagedCheck(stage, check), late, always=True)


def _overlapping(stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    """Every two that share a pixel, found by a sweep from top to bottom."""
    edges = [(r.y, r.y + r.height, r.x, r.x + r.width, i) for i, r in enumerate(rects[: len(stage.seats)])]
    active: list[tuple[int, int, int, int, int]] = []
    for one in sorted(edges):
        top, _, left, right, index = one
        active = [other for other in active if other[1] > top]
        yield from (f"{stage.title(other[4])} overlaps {stage.title(index)}" for other in active if other[2] < right and left < other[3])
        active.append(one)


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
