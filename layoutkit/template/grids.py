"""What `grid` demands: a cell for each tile, in columns and rows; the shape is given, or left to the solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from layoutkit.errors import DocumentError, Fault
from layoutkit.geometry import MAX_SIDE
from layoutkit.problem import Alternative, Box, Clause, Edges, Form, OneOf, Relation, Span, at_most, between, equal
from layoutkit.template.grid_check import breaches
from layoutkit.template.language import GridWord
from layoutkit.template.pieces import Posed, bounded, nothing, pixels, shape_text, shape_within, shaped, subject, tied, trimmed
from layoutkit.template.selectors import at_axes
from layoutkit.template.stage import Aspect, Bounds, Ratio, Stage

MOST_FOR_ALL = 100
"""With more tiles than this only the shapes with the largest cells are looked at, whatever else is asked for."""

Slot = tuple[int, int]
"""A line of cells and a place in it, or the length of that line."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A grid on a stage: all that its shapes have in common."""

    boxes: tuple[Box, ...]
    areas: tuple[Span, Span]
    hows: tuple[str, str]
    gaps: tuple[Form, Form]
    ranges: tuple[Bounds, Bounds]
    aspect: Aspect | None
    from_end: tuple[bool, bool]
    by_row: bool
    balance: bool
    short: str
    remainder: str
    key: str
    """What sets its unknowns apart from another grid's."""

    @property
    def shape(self) -> Ratio | None:
        """The one shape of all cells, where an aspect is no range."""
        return self.aspect.single if self.aspect else None

    @property
    def bounded(self) -> bool:
        """Whether a cell can be too large: a range has an upper end, or shapes have a range."""
        return any(own.high is not None and own.single is None for own in self.ranges) or (self.aspect is not None and not self.shape)

    @property
    def cut(self) -> tuple[bool, bool]:
        """Whether each axis is cut to fill: a single value decides it, and so does an aspect, alone or from the other axis' value."""
        across, down = self.ranges
        return across.single is None and self.shape is None, down.single is None and self.shape is None

    def decided(self, axis: int, cell: Form) -> Plan:
        """The same grid with the cells of one axis of a given size: where a range of shapes binds."""
        bounds = tuple(replace(own, single=cell) if i == axis else own for i, own in enumerate(self.ranges))
        return replace(self, ranges=(bounds[0], bounds[1]))


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


# --- shapes ----------------------------------------------------------------------------------------------------------


def candidates(count: int, columns: int | None, rows: int | None, *, widest: bool = False) -> list[Slot]:
    """The shapes (columns, rows) to choose from.

    Given both: that one, unless there are more tiles than cells. One given: the other is the ceiling of the tiles by it. None given:
    every number of columns with the rows that it needs, every number of rows with its columns. With `widest` only those that have no
    more columns than their rows need and no more rows than their columns need: no cell of another shape is larger.
    """
    if any(given is not None and not 1 <= given <= MAX_SIDE for given in (columns, rows)):
        return []
    if columns is not None and rows is not None:
        return [(columns, rows)] if columns * rows >= count else []
    if columns is not None:
        return [(columns, -(-count // columns))]
    if rows is not None:
        return [(-(-count // rows), rows)]
    by_columns, by_rows = {(c, -(-count // c)) for c in range(1, count + 1)}, {(-(-count // r), r) for r in range(1, count + 1)}
    return sorted(by_columns & by_rows if widest else by_columns | by_rows)


def ordered(shapes: Sequence[Slot], count: int, *, portrait: bool) -> tuple[Slot, ...]:
    """In the order of ties: fewest empty cells, then fewest rows (on a portrait canvas fewest columns)."""
    return tuple(sorted(shapes, key=lambda s: (s[0] * s[1] - count, s[0] if portrait else s[1], s)))


def lines(count: int, size: int, number: int, balance: bool) -> list[int]:
    """How many tiles each line holds: full ones and one shorter, or lengths that differ by at most one, short ones around the long."""
    if not balance:
        full = [min(size, count - done) for done in range(0, count, size)]
        return full + [0] * (number - len(full))
    short, long = divmod(count, number)
    if not long:
        return [short] * number
    before = max(1, (number - long) // 2) if number > long else 0
    return [short] * before + [short + 1] * long + [short] * (number - long - before)


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
    other = _Axis(plan, 1 - axis, shape[1 - axis], stage)
    parts = [other.span(place, other.number, "start").size for place in range(other.number)] if other.cut else [other.cell]
    largest = _largest(parts, stage, holds, clauses)
    cell = _floor(largest * ratio[0], ratio[1], stage, holds)
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
    axes = tuple(_Axis(plan, axis, number, stage) for axis, number in ((0, columns), (1, rows)))
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


class _Axis:
    """One axis of one shape: so many cells in an area, cut to fill it or all of one size."""

    def __init__(self, plan: Plan, axis: int, number: int, stage: Stage) -> None:
        self.area, self.how, self.gap = plan.areas[axis], plan.hows[axis], plan.gaps[axis]
        self.number, self.stage, self.remainder = number, stage, plan.remainder
        self.cut = plan.cut[axis]
        self.holds: list[Relation] = []
        self.places: list[Relation] = []
        self.parts: dict[tuple[Form, int, int], Form] = {}
        if self.cut:
            self._cut_cells()
        else:
            self._equal_cells(plan, axis)

    def _equal_cells(self, plan: Plan, axis: int) -> None:
        single = plan.ranges[axis].single
        self.key = f"{'width' if axis == 0 else 'height'} of the cells of {plan.key}"
        self.cell: Form = self.stage.shared(self.key) if single is None else single
        self.block = self.cell * self.number + self.gap * (self.number - 1)
        self.holds.append(equal(self.block, self.area.size) if self.how == "both" else at_most(self.block, self.area.size))

    @cached_property
    def start(self) -> Form:
        """Where a block of equal cells begins."""
        if self.how == "end":
            return self.area.end - self.block
        if self.how in ("start", "both"):
            return self.area.start
        start = self.stage.shared("start of " + self.key)
        span = Span(start, self.block)
        before, self.stage.asides = self.stage.asides, []
        self.places += [at_most(self.area.start, start), at_most(span.end, self.area.end), *tied(self.stage, span, self.area, self.how)]
        self.places += [aside for aside in self.stage.asides if isinstance(aside, Relation)]
        self.stage.asides = before
        return start

    def _cut_cells(self) -> None:
        self.whole: Form = self.area.size + self.gap
        self.cell = _floor(self.whole, self.number, self.stage, self.holds) - self.gap

    def part(self, whole: Form, place: int, of: int, into: list[Relation] | None = None) -> Form:
        """`nearest(whole * place / of)`, made once."""
        key = (whole, place, of)
        if key not in self.parts:
            self.parts[key] = self.stage.part(whole, place, of, self.holds if into is None else into)
        return self.parts[key]

    def shift(self, missing: int) -> Form:
        """How far a shorter line of equal cells is moved to lie in the middle."""
        return self.part(self.cell + self.gap, missing, 2, self.places)

    def span(self, place: int, length: int, short: str) -> Span:
        """The cell at a place of a line that holds `length` tiles."""
        missing = self.number - length
        if missing and short == "stretch":
            return self._between(place, place + 1, length)
        shift = missing if short == "center" else 0
        if self.cut and self.remainder == "spread":
            return self._between(2 * place + shift, 2 * place + shift + 2, 2 * self.number)
        step = self.cell + self.gap
        start = self.shift(shift) + step * place
        if not self.cut:
            return Span(self.start + start, self.cell)
        return self._floored(start, place == self.number - 1 and not shift)

    def _between(self, start: int, end: int, of: int) -> Span:
        """From one edge of a division to another, the gap left free: an edge is cut, never summed from rounded parts."""
        filled = self.cut and self.remainder != "margin"
        whole = self.whole if filled else (self.cell + self.gap) * self.number
        first, last = self.part(whole, start, of), self.part(whole, end, of)
        begin = self.start if not self.cut else self.area.start if filled else self.area.start + self._margin
        return Span(begin + first, last - first - self.gap)

    @property
    def _spare(self) -> Form:
        """What cells that are rounded down leave of the area."""
        return self.whole - (self.cell + self.gap) * self.number

    @property
    def _margin(self) -> Form:
        """How much of the spare lies before cells that are rounded down."""
        if self.how == "end":
            return self._spare
        return self.part(self._spare, 1, 2) if self.how == "center" else 0

    def _floored(self, start: Form, takes_spare: bool) -> Span:
        """All rounded down: the spare lies in the margin by `at`, or the last cell takes it."""
        if self.remainder == "last":
            return Span(self.area.start + start, self.cell + self._spare if takes_spare else self.cell)
        return Span(self.area.start + self._margin + start, self.cell)


def _floor(whole: Form, number: int, stage: Stage, holds: list[Relation]) -> Form:
    """The whole by a number, rounded down to whole snaps."""
    step = number * stage.snap
    if isinstance(whole, int):
        return whole // step * stage.snap
    value = stage.unknown()
    holds += [at_most(value * step, whole), at_most(whole, value * step + (step - 1))]
    return value * stage.snap


def _slots(plan: Plan, columns: int, rows: int) -> Iterator[tuple[int, int, int]]:
    """For each tile in order: its line, its place in the line, and how many the line holds."""
    size, number = (columns, rows) if plan.by_row else (rows, columns)
    held = lines(len(plan.boxes), size, number, plan.balance)
    for line, length in enumerate(held):
        yield from ((line, place, length) for place in range(length))


def _cells_of(plan: Plan, axes: Sequence[_Axis], columns: int, rows: int) -> Iterator[tuple[Span, Span]]:
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


def _edges(plan: Plan, axes: Sequence[_Axis], columns: int, rows: int) -> Iterator[tuple[int, Form]]:
    for box, cell in zip(plan.boxes, _cells_of(plan, axes, columns, rows), strict=True):
        for own, span in zip(box.spans, cell, strict=True):
            for unknown, form in ((own.start, span.start), (own.size, span.size)):
                assert not isinstance(unknown, int)
                yield unknown.terms[0][0], form


def _sizes(plan: Plan, axes: Sequence[_Axis], columns: int, rows: int) -> Iterator[tuple[Form, Form, int]]:
    """The sizes of the cells that hold tiles, each with how often it comes."""
    if not any(axis.cut for axis in axes) and plan.short != "stretch":
        yield axes[0].cell, axes[1].cell, len(plan.boxes)
        return
    counts: dict[tuple[Form, Form], int] = {}
    for across, down in _cells_of(plan, axes, columns, rows):
        counts[across.size, down.size] = counts.get((across.size, down.size), 0) + 1
    yield from ((width, height, count) for (width, height), count in counts.items())
