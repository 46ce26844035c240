"""A grid on a stage, and each axis of one of its shapes: cut to fill an area, or cells of one size in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from layoutkit.forms import Box, Form, Relation, Span, at_most, equal
from layoutkit.template.pieces import tied
from layoutkit.template.reckoning import Aspect, Bounds, Ratio
from layoutkit.template.stage import Stage


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


class Axis:
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
        self.cell = rounded_down(self.whole, self.number, self.stage, self.holds) - self.gap

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


def rounded_down(whole: Form, number: int, stage: Stage, holds: list[Relation]) -> Form:
    """The whole by a number, rounded down to whole snaps."""
    step = number * stage.snap
    if isinstance(whole, int):
        return whole // step * stage.snap
    value = stage.unknown()
    holds += [at_most(value * step, whole), at_most(whole, value * step + (step - 1))]
    return value * stage.snap
