"""The certificate: every rule of a problem re-checked on the finished layout, by arithmetic that knows no solver."""

from __future__ import annotations

from layoutkit.errors import Fault, Uncertified
from layoutkit.geometry import Rect
from layoutkit.layout import Layout
from layoutkit.problem import Problem


def certify(problem: Problem, layout: Layout) -> Layout:
    """The layout, if it keeps every rule of the problem; else Uncertified, with every breach and the place of its rule."""
    faults = breaches(problem, layout)
    if faults:
        raise Uncertified(faults)
    return layout


def breaches(problem: Problem, layout: Layout) -> list[Fault]:
    """All that is wrong with a layout as an answer to a problem; nothing where it is one."""
    strangers = _strangers(problem, layout)
    if strangers:
        return strangers
    by_id = {tile.stream.id: tile for tile in layout.tiles}
    rects = [by_id[seat.stream.id].rect for seat in problem.seats]
    faults = [Fault(f"{rule.word}: {breach}", rule.where) for rule in problem.rules for breach in rule.check(rects)]
    faults += [
        Fault(f"{seat.stream.id} is on layer {by_id[seat.stream.id].layer}, not {seat.layer}")
        for seat in problem.seats
        if by_id[seat.stream.id].layer != seat.layer
    ]
    return faults


def _strangers(problem: Problem, layout: Layout) -> list[Fault]:
    """Whether the layout is of this canvas, these streams and this template at all."""
    scene, faults = problem.scene, []
    if layout.canvas != scene.canvas:
        faults.append(Fault(f"the layout is for {layout.canvas}, not {scene.canvas}"))
    ours, theirs = problem.origin, layout.origin
    if ours.template != theirs.template or sorted(map(repr, ours.settings)) != sorted(map(repr, theirs.settings)):
        faults.append(Fault(f"the layout is of {layout.origin.template} with other settings, or another text of it"))
    wanted = {scene.primary.id, *(seat.stream.id for seat in problem.seats)}
    placed = {tile.stream.id for tile in layout.tiles}
    faults += [Fault(f"{i} has no tile") for i in sorted(wanted - placed)]
    faults += [Fault(f"{i} has a tile and is not in the scene") for i in sorted(placed - wanted)]
    whole = Rect(0, 0, scene.canvas.width, scene.canvas.height)
    if problem.background and (layout.primary.rect, layout.primary.layer) != (whole, 1) and not faults:
        faults.append(Fault(f"the primary covers the canvas on layer 1, not {layout.primary.rect} on layer {layout.primary.layer}"))
    return faults
