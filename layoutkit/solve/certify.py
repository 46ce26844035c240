"""The certificate: every rule of a problem re-checked on the finished layout, by arithmetic that knows no solver."""

from __future__ import annotations

from collections.abc import Iterator

from layoutkit.errors import Fault, Uncertified
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, Tile
from layoutkit.problem import Placement, Problem, Region, Seat, Stay


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
    sitting = list(_sitting(problem, layout))
    places = Placement([tile.rect for tile in sitting] + _regions(problem, layout))
    places.fits = tuple(tile.fit for tile in sitting)
    faults = [Fault(f"{rule.word}: {breach}", rule.where) for rule in problem.rules for breach in rule.check(places)]
    faults += [fault for seat, tile in zip(problem.seats, sitting, strict=True) for fault in _unlike(seat, tile)]
    return faults


def _sitting(problem: Problem, layout: Layout) -> Iterator[Tile]:
    """The tile of each seat: its own stream's, or where people may change seats, that on the seat's layer."""
    by_id = {tile.stream.id: tile for tile in layout.tiles}
    stays = [wish.wanted for wish in problem.wishes if isinstance(wish.wanted, Stay)]
    shared = {index for stay in stays for group in stay.classes for index in group if len(group) > 1}
    by_layer = {tile.layer: tile for tile in layout.tiles} if shared else {}
    for index, seat in enumerate(problem.seats):
        yield by_layer[seat.layer] if index in shared else by_id[seat.stream.id]


def _regions(problem: Problem, layout: Layout) -> list[Rect]:
    """The rectangle of each region, known or told by the layout; None for one that is not in force."""
    told: dict[str, Rect] = dict(layout.regions)
    return [_rect(region) if region.fixed else told.get(region.name) for region in problem.regions]  # type: ignore[misc]


def _rect(region: Region) -> Rect:
    assert region.box is not None
    numbers = [form for span in region.box.spans for form in (span.start, span.size) if isinstance(form, int)]
    return Rect(numbers[0], numbers[2], numbers[1], numbers[3])


def _unlike(seat: Seat, tile: Tile) -> Iterator[Fault]:
    """Where a tile is not on the layer of its seat, or shows another part of its source than its fit says."""
    if tile.layer != seat.layer:
        yield Fault(f"{tile.stream.id} is on layer {tile.layer}, not {seat.layer}")
    wanted = window(tile.stream.size, tile.rect) if tile.fit == "crop" else None
    if tile.stream.size and tile.crop != wanted:
        yield Fault(f"{tile.stream.id} shows {tile.crop or 'all'} of its source, not {wanted or 'all of it'}")


def window(source: Size | None, tile: Rect) -> Rect | None:
    """The centred window of a source, in source pixels, that has the shape of a tile; None where the source's size is not known.

    It is as wide or as high as the source; the other side is its match rounded, at least one pixel.
    """
    if source is None:
        return None
    width = min(source.width, max(1, _nearest(source.height * tile.width, tile.height)))
    height = min(source.height, max(1, _nearest(source.width * tile.height, tile.width)))
    return Rect((source.width - width + 1) // 2, (source.height - height + 1) // 2, width, height)


def _nearest(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _strangers(problem: Problem, layout: Layout) -> list[Fault]:
    """Whether the layout is of this canvas, these streams and this template at all."""
    scene, faults = problem.scene, []
    if layout.canvas != scene.canvas:
        faults.append(Fault(f"the layout is for {layout.canvas}, not {scene.canvas}"))
    ours, theirs = problem.origin, layout.origin
    if ours.template != theirs.template or sorted(map(repr, ours.settings)) != sorted(map(repr, theirs.settings)):
        faults.append(Fault(f"the layout is of {layout.origin.template} with other settings, or another text of it"))
    missing = [r.name for r in problem.regions if r.box and not r.fixed and r.name not in dict(layout.regions)]
    faults += [Fault(f"the layout does not say where region {name!r} is") for name in missing]
    wanted = {scene.primary.id, *(seat.stream.id for seat in problem.seats)}
    placed = {tile.stream.id for tile in layout.tiles}
    faults += [Fault(f"{i} has no tile") for i in sorted(wanted - placed)]
    faults += [Fault(f"{i} has a tile and is not in the scene") for i in sorted(placed - wanted)]
    whole = Rect(0, 0, scene.canvas.width, scene.canvas.height)
    if problem.background and (layout.primary.rect, layout.primary.layer) != (whole, 1) and not faults:
        faults.append(Fault(f"the primary covers the canvas on layer 1, not {layout.primary.rect} on layer {layout.primary.layer}"))
    return faults
