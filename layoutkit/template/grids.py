"""What `grid` demands: a cell for each tile, in columns and rows; the shape is given, or left to the solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from layoutkit.errors import DocumentError, Fault
from layoutkit.forms import Form, Relation, Span, at_most, between, equal
from layoutkit.problem import Alternative, Clause, Edges, OneOf
from layoutkit.template.grid_axis import Axis, Plan, rounded_down
from layoutkit.template.grid_check import breaches
from layoutkit.template.grid_shapes import Slot, candidates, lines, ordered
from layoutkit.template.language import GridWord
from layoutkit.template.pieces import Posed, bounded, nothing, pixels, shape_text, shape_within, shaped, subject, trimmed
from layoutkit.template.reckoning import Ratio
from layoutkit.template.selectors import at_axes
from layoutkit.template.stage import Stage

MOST_FOR_ALL = 100
"""With more tiles than this only the shapes with the largest cells are looked at, whatever else is asked for."""


def grid(rule: GridWord, stage: Stage) -> Posed:
    """A cell each, in columns and rows; as large as fits where nothing decides the size, the block placed by `at`."""
    if any(box is stage.within(rule.within) for box in stage.boxes(rule.tiles)):
        raise DocumentError(Fault("the primary cannot have a cell in itself", rule.tiles.where, "tiles: secondaries"))
    plan = _plan(rule, stage)
    asked = tuple(stage.number(w) if w else None for w in (rule.columns, rule.rows))
    count = len(plan.boxes)
    says = f"{subject(rule.tiles)} has a cell of a grid{_asked(asked)}{_cells(plan)}"
    if not count:
        return Posed((), says, nothing)
    # Of equal cells no other shape's are larger; where cells are cut, a pixel more in some may make another shape's sum the greater.
    equal_cells = plan.shape is not None and count == len(stage.seats) and not plan.bounded and plan.short != "stretch"
    widest = (stage.undisturbed and equal_cells) or count > MOST_FOR_ALL
    shapes = ordered(candidates(count, *asked, widest=widest), count, portrait=stage.scene.canvas.height > stage.scene.canvas.width)
    ways = tuple(way for rank, shape in enumerate(shapes) for way in alternatives(plan, *shape, stage, rank))
    return Posed(
        (OneOf("grid", ways, plan.boxes),),
        says,
        partial(breaches, rule, shapes),
        (tuple(b.name for b in plan.boxes),),
    )


def _plan(rule: GridWord, stage: Stage) -> Plan:
    area = stage.within(rule.within)
    hows = at_axes(stage.word(rule.at)) or ("", "")
    insets = stage.length(rule.inset.across, area.across.size), stage.length(rule.inset.down, area.down.size)
    corner = stage.word(rule.start).split()
    return Plan(
        stage.boxes(rule.tiles),
        (trimmed(stage, area.across, hows[0], insets[0]), trimmed(stage, area.down, hows[1], insets[1])),
        hows,
        (stage.length(rule.gap.across, area.across.size), stage.length(rule.gap.down, area.down.size)),
        (stage.range(rule.width, area.across.size), stage.range(rule.height, area.down.size)),
        stage.aspect(rule.aspect),
        ("right" in corner, "bottom" in corner),
        stage.word(rule.by) == "row",
        stage.flag(rule.balance),
        stage.word(rule.short),
        stage.word(rule.remainder),
        f"grid {next(stage.numbers)}",
    )


def _asked(asked: Sequence[int | None]) -> str:
    words = [f"{number} {word}" for number, word in zip(asked, ("columns", "rows"), strict=True) if number is not None]
    return " of " + " and ".join(words) if words else ""


def _cells(plan: Plan) -> str:
    parts = [shape_text(plan.aspect).removeprefix("shape ")] if plan.aspect else []
    parts += [f"{pixels(gap)} px apart" for gap in plan.gaps[:1] if gap]
    return ", " + ", ".join(parts) if parts else ""


# --- posing ----------------------------------------------------------------------------------------------------------


def alternatives(plan: Plan, columns: int, rows: int, stage: Stage, rank: int) -> Iterator[Alternative]:
    """One shape: what must hold of its cells' sizes, and where they lie. A range of shapes either holds as the cells are cut, or binds."""
    if plan.aspect is None or plan.shape:
        yield _alternative(plan, columns, rows, stage, rank)
        return
    plain = _alternative(plan, columns, rows, stage, rank)
    sizes = [(width, height) for width, height, _ in plain.sizes]
    held = [r for width, height in sizes for r in shape_within(width, height, plan.aspect)]
    yield replace(plain, holds=(*plain.holds, *held))
    yield from _bound(plan, sizes, columns, rows, stage, rank)


def _bound(plan: Plan, sizes: Sequence[tuple[Form, Form]], columns: int, rows: int, stage: Stage, rank: int) -> Iterator[Alternative]:
    """The cells where a range of shapes binds: too wide as they are cut, their width follows the height; too high, the other way round."""
    assert plan.aspect is not None
    wide, high = (single.single is None for single in plan.ranges)
    if plan.aspect.high and wide:
        p, q = plan.aspect.high
        too_wide = [between(width * q - height * p, 1, None) for width, height in sizes]
        yield _sized_from(plan, 0, (p, q), too_wide, (columns, rows), stage, rank)
    if plan.aspect.low and high:
        p, q = plan.aspect.low
        too_high = [between(width * q - height * p, None, -1) for width, height in sizes]
        fine = [r for width, height in sizes for r in shape_within(width, height, replace(plan.aspect, low=None))]
        bound = _sized_from(plan, 1, (q, p), too_high, (columns, rows), stage, rank)
        yield replace(bound, holds=(*bound.holds, *fine))


def _sized_from(plan: Plan, axis: int, ratio: Ratio, when: Sequence[Relation], shape: Slot, stage: Stage, rank: int) -> Alternative:
    """The cells of one axis as the match of the largest part of the other, rounded down, the same for all."""
    holds: list[Relation] = []
    clauses = [Clause(tuple(when))]
    other = Axis(plan, 1 - axis, shape[1 - axis], stage)
    parts = [other.span(place, other.number, "start").size for place in range(other.number)] if other.cut else [other.cell]
    largest = _largest(parts, stage, holds, clauses)
    cell = rounded_down(largest * ratio[0], ratio[1], stage, holds)
    made = _alternative(plan.decided(axis, cell), *shape, stage, rank)
    assert plan.aspect is not None
    # The other end of the range is asked for too; this end is kept by the match itself.
    rest = replace(plan.aspect, high=None) if axis == 0 else replace(plan.aspect, low=None)
    kept = [r for width, height, _ in made.sizes for r in shape_within(width, height, rest)]
    range_ = bounded(cell, replace(plan.ranges[axis], single=None))
    return replace(made, holds=(*other.holds, *holds, *made.holds, *range_, *kept), inner=tuple(clauses))


def _largest(parts: Sequence[Form], stage: Stage, holds: list[Relation], clauses: list[Clause]) -> Form:
    """The greatest of some lengths."""
    distinct = tuple(dict.fromkeys(parts))
    numbers = [part for part in distinct if isinstance(part, int)]
    if len(numbers) == len(distinct):
        return max(numbers)
    if len(distinct) == 1:
        return distinct[0]
    greatest = stage.unknown()
    holds += [at_most(part, greatest) for part in distinct]
    clauses.append(Clause(tuple(equal(part, greatest) for part in distinct)))
    return greatest


def _alternative(plan: Plan, columns: int, rows: int, stage: Stage, rank: int) -> Alternative:
    axes = tuple(Axis(plan, axis, number, stage) for axis, number in ((0, columns), (1, rows)))
    sizes = tuple(_sizes(plan, axes, columns, rows))
    holds = [relation for axis in axes for relation in axis.holds]
    if plan.shape:
        holds.append(shaped(stage, axes[0].cell, axes[1].cell, plan.shape, *plan.ranges))
    for width, height, _ in sizes:
        holds += (at_most(1, width), at_most(1, height))
        holds += [*bounded(width, plan.ranges[0]), *bounded(height, plan.ranges[1])]

    def edges() -> Edges:
        found = dict(_edges(plan, axes, columns, rows))
        return found, [relation for axis in axes for relation in axis.places]

    return Alternative(tuple(holds), rank, sizes=sizes, edges=edges)


def _slots(plan: Plan, columns: int, rows: int) -> Iterator[tuple[int, int, int]]:
    """For each tile in order: its line, its place in the line, and how many the line holds."""
    size, number = (columns, rows) if plan.by_row else (rows, columns)
    held = lines(len(plan.boxes), size, number, plan.balance)
    for line, length in enumerate(held):
        yield from ((line, place, length) for place in range(length))


def _cells_of(plan: Plan, axes: Sequence[Axis], columns: int, rows: int) -> Iterator[tuple[Span, Span]]:
    """The cell of each tile in order, counted from the corner that `from` names."""
    along = 0 if plan.by_row else 1
    numbers = (columns, rows)
    for line, place, length in _slots(plan, columns, rows):
        here = length - 1 - place if plan.from_end[along] else place
        short = plan.short
        if short == "start" and plan.from_end[along]:
            here += numbers[along] - length
        there = numbers[1 - along] - 1 - line if plan.from_end[1 - along] else line
        spans = axes[along].span(here, length, short), axes[1 - along].span(there, numbers[1 - along], "start")
        yield spans if along == 0 else (spans[1], spans[0])


def _edges(plan: Plan, axes: Sequence[Axis], columns: int, rows: int) -> Iterator[tuple[int, Form]]:
    for box, cell in zip(plan.boxes, _cells_of(plan, axes, columns, rows), strict=True):
        for own, span in zip(box.spans, cell, strict=True):
            for unknown, form in ((own.start, span.start), (own.size, span.size)):
                assert not isinstance(unknown, int)
                yield unknown.terms[0][0], form


def _sizes(plan: Plan, axes: Sequence[Axis], columns: int, rows: int) -> Iterator[tuple[Form, Form, int]]:
    """The sizes of the cells that hold tiles, each with how often it comes."""
    if not any(axis.cut for axis in axes) and plan.short != "stretch":
        yield axes[0].cell, axes[1].cell, len(plan.boxes)
        return
    counts: dict[tuple[Form, Form], int] = {}
    for across, down in _cells_of(plan, axes, columns, rows):
        counts[across.size, down.size] = counts.get((across.size, down.size), 0) + 1
    yield from ((width, height, count) for (width, height), count in counts.items())
