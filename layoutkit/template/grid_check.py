"""How a finished `grid` is judged: by plain arithmetic on whole numbers, none of it shared with the posing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from layoutkit.geometry import Rect
from layoutkit.template.language import GridWord, Pair, Range, Written
from layoutkit.template.pieces import inner_end, match, middle
from layoutkit.template.reckoning import Aspect, Ratio
from layoutkit.template.selectors import at_axes
from layoutkit.template.stage import Stage


def breaches(rule: GridWord, shapes: Sequence[tuple[int, int]], stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    """What keeps the tiles from lying in the cells of one of the shapes; nothing where they do."""
    mine = [rects[i] for i in stage.who(rule.tiles)]
    if any(_lies(rule, stage, shape, mine, rects) for shape in shapes):
        return
    tried = ", ".join(f"{columns}x{rows}" for columns, rows in shapes[:6])
    yield f"the tiles do not lie in the cells of a grid ({tried or 'more tiles than cells'})"


@dataclass(frozen=True, slots=True)
class _Line:
    """One axis of a finished grid: an area of whole pixels, and all that says how it is divided."""

    begin: int
    side: int
    gap: int
    how: str
    number: int
    cut: bool
    cell: int
    """The size of every cell where the axis is not cut."""
    remainder: str
    low: int | None
    high: int | None
    snap: int = 1

    @property
    def spare(self) -> int:
        """The pixels that a block of all cells leaves in the area."""
        return 0 if self.cut else self.side - self.number * self.cell - (self.number - 1) * self.gap

    @property
    def fits(self) -> bool:
        """Whether all cells, the empty ones too, fit into the area; tied at both ends they fill it."""
        return self.spare == 0 if self.how == "both" else self.spare >= 0

    def drift(self, found: int, wanted: int) -> int | None:
        """How far a block that nothing ties along this axis was moved from the start; None where it may not be there."""
        moved = found - wanted if not self.cut and self.how == "" else 0
        return moved if 0 <= moved <= max(0, self.spare) else None

    def cells(self, length: int, short: str) -> list[tuple[int, int]]:
        """Start and size of each place in a line that holds so many tiles; where nothing ties the block, as if it were at the start."""
        if self.cut:
            return self._cut(length, short)
        block = self.side - self.spare
        at = {"end": self.spare, "center": middle(self.spare, self.snap)}.get(self.how, 0)
        if length < self.number and short == "stretch":
            edges = _edges(block + self.gap, length, self.snap)
            return [(self.begin + at + a, b - a - self.gap) for a, b in pairwise(edges)]
        step, missing = self.cell + self.gap, self.number - length if short == "center" else 0
        shift = middle(missing * step, self.snap)
        return [(self.begin + at + shift + i * step, self.cell) for i in range(self.number)]

    def _cut(self, length: int, short: str) -> list[tuple[int, int]]:
        whole = self.side + self.gap
        if length < self.number and short == "stretch" and self.remainder != "margin":
            edges = _edges(whole, length, self.snap)
            return [(self.begin + a, b - a - self.gap) for a, b in pairwise(edges)]
        missing = self.number - length if short == "center" else 0
        if self.remainder == "spread":
            edges = _edges(whole, 2 * self.number, self.snap)
            places = range(missing, 2 * self.number - missing - 1, 2)
            return [(self.begin + edges[i], edges[i + 2] - edges[i] - self.gap) for i in places]
        step = whole // (self.number * self.snap) * self.snap
        spare = whole - step * self.number
        last = self.remainder == "last"
        before = 0 if last else {"end": spare, "center": middle(spare, self.snap)}.get(self.how, 0)
        if length < self.number and short == "stretch":
            edges = _edges(step * self.number, length, self.snap)
            return [(self.begin + before + a, b - a - self.gap) for a, b in pairwise(edges)]
        shift = middle(missing * step, self.snap)
        cells = [(self.begin + before + shift + i * step, step - self.gap) for i in range(self.number)]
        if last and not missing:
            cells[-1] = (cells[-1][0], cells[-1][1] + spare)
        return cells


def _edges(whole: int, parts: int, snap: int) -> list[int]:
    """Where a division is cut: the nearest snap to each exact edge, halves up; its two ends are exact."""
    return [0, *((2 * i * whole + parts * snap) // (2 * parts * snap) * snap for i in range(1, parts)), whole]


def _lies(rule: GridWord, stage: Stage, shape: tuple[int, int], mine: Sequence[Rect], rects: Sequence[Rect]) -> bool:
    axes = [_axis(rule, stage, i, shape[i], mine, rects) for i in (0, 1)]
    aspect = stage.aspect(rule.aspect)
    if aspect and not aspect.single:
        bound = _bound(rule, stage, axes, len(mine), aspect)
        if bound is None:
            return False
        axes = bound
    return all(axis.fits for axis in axes) and _shaped(rule, stage, axes) and _placed(axes, _drawn(rule, stage, axes, len(mine)), mine)


def _placed(axes: Sequence[_Line], cells: Iterator[tuple[tuple[int, int], ...]], mine: Sequence[Rect]) -> bool:
    """Whether every tile lies in its cell, all of them moved alike along an axis that nothing ties."""
    by: list[int | None] = []
    for rect, ((left, width), (top, height)) in zip(mine, cells, strict=True):
        if not by:
            by = [axes[0].drift(rect.x, left), axes[1].drift(rect.y, top)]
        if None in by or rect.width != width or rect.height != height or (rect.x - left, rect.y - top) != (by[0], by[1]):
            return False
    return all(_sized(axes[0], width) and _sized(axes[1], height) for width, height in {(r.width, r.height) for r in mine})


def _bound(rule: GridWord, stage: Stage, axes: list[_Line], count: int, aspect: Aspect) -> list[_Line] | None:
    """The axes where a range of shapes binds: as they are if all cells keep it, else one axis follows the other; None where none may."""
    cells = [(across[1], down[1]) for across, down in _drawn(rule, stage, axes, count)]
    low, high = aspect.low, aspect.high
    if high and any(w * high[1] > h * high[0] for w, h in cells):
        return _follow(axes, 0, high, low)
    if low and any(w * low[1] < h * low[0] for w, h in cells):
        return _follow(axes, 1, low, high)
    return axes


def _follow(axes: list[_Line], axis: int, bound: Ratio, other: Ratio | None) -> list[_Line] | None:
    """One axis as the match of the largest part of the other, rounded down; the other end of the range must hold as well."""
    if not axes[axis].cut:
        return None
    parts = [size for _, size in axes[1 - axis].cells(axes[1 - axis].number, "start")]
    times, by = bound if axis == 0 else bound[::-1]
    step = axes[axis].snap
    cell = max(parts) * times // (by * step) * step
    for part in parts if other else ():
        width, height = (cell, part) if axis == 0 else (part, cell)
        lower, upper = (other, None) if axis == 0 else (None, other)
        if (lower and width * lower[1] < height * lower[0]) or (upper and width * upper[1] > height * upper[0]):
            return None
    made = list(axes)
    # A line that is cut anew has wider parts than the range allows, and is refused as it is under a width of the author's.
    made[axis] = replace(axes[axis], cut=False, cell=cell, low=cell, high=cell)
    return made if _sized(axes[axis], cell) else None


def _sized(axis: _Line, size: int) -> bool:
    return size >= 1 and (axis.low is None or size >= axis.low) and (axis.high is None or size <= axis.high)


def _axis(rule: GridWord, stage: Stage, axis: int, number: int, mine: Sequence[Rect], rects: Sequence[Rect]) -> _Line:
    area = stage.area(rule.within, rects)
    begin, side = ((area.x, area.width), (area.y, area.height))[axis]
    how = (at_axes(stage.word(rule.at)) or ("", ""))[axis]
    inset, gap = _whole(stage, rule.inset, axis, side), _whole(stage, rule.gap, axis, side)
    wanted = (rule.width, rule.height)[axis]
    low, high = _bounds(stage, wanted, side)
    single = wanted is not None and wanted.single is not None
    cell, aspect = _cell(rule, stage, axis, number, gap, mine), stage.aspect(rule.aspect)
    first = begin if how == "end" else begin + inset
    return _Line(
        first,
        inner_end(begin + side, 0 if how == "start" else inset, stage.snap) - first,
        gap,
        how,
        number,
        not single and not (aspect and aspect.single),
        low if single and low is not None else cell,
        stage.word(rule.remainder),
        low,
        high,
        stage.snap,
    )


def _cell(rule: GridWord, stage: Stage, axis: int, number: int, gap: int, mine: Sequence[Rect]) -> int:
    """The size of an axis' equal cells: the first tile's; where lines are stretched, each is as long as the block of all cells."""
    first = (mine[0].width, mine[0].height)[axis]
    if stage.word(rule.short) != "stretch" or (stage.word(rule.by) == "row") != (axis == 0):
        return first
    ends = [(r.x, r.right) if axis == 0 else (r.y, r.bottom) for r in mine]
    block = max(end for _, end in ends) - min(start for start, _ in ends)
    return (block + gap) // number - gap if (block + gap) % number == 0 else -1


def _whole(stage: Stage, pair: Pair, axis: int, side: int) -> int:
    return _pixels(stage, (pair.across, pair.down)[axis], side)


def _pixels(stage: Stage, written: Written, side: int) -> int:
    value = stage.length(written, side)
    assert isinstance(value, int)
    return value


def _bounds(stage: Stage, wanted: Range | None, side: int) -> tuple[int | None, int | None]:
    if wanted is None:
        return None, None
    low, high = (_pixels(stage, bound, side) if bound else None for bound in (wanted.low, wanted.high))
    return low, high


def _drawn(rule: GridWord, stage: Stage, axes: Sequence[_Line], count: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """The cell of each tile in order, as start and size across and down."""
    by_row, short, corner = stage.word(rule.by) == "row", stage.word(rule.short), stage.word(rule.start)
    along, other = (axes[0], axes[1]) if by_row else (axes[1], axes[0])
    turned = ("right" in corner, "bottom" in corner) if by_row else ("bottom" in corner, "right" in corner)
    lines = other.cells(other.number, "start")
    if turned[1]:
        lines.reverse()
    for line, length in zip(lines, _lengths(count, along.number, other.number, stage.flag(rule.balance)), strict=False):
        if not length:
            continue
        cells = along.cells(length, short)
        if turned[0]:
            cells = cells[:length][::-1] if short != "start" else cells[::-1]
        yield from ((cell, line) if by_row else (line, cell) for cell in cells[:length])


def _lengths(count: int, size: int, number: int, balance: bool) -> list[int]:
    """How many tiles each line holds."""
    if not balance:
        return [max(0, min(size, count - size * i)) for i in range(number)]
    long = count % number
    lengths = [count // number] * number
    first = max(1, (number - long) // 2) if long else 0
    for i in range(first, first + long):
        lengths[i] += 1
    return lengths


def _shaped(rule: GridWord, stage: Stage, axes: Sequence[_Line]) -> bool:
    """Whether the cells have the aspect: the given side leads, else the longer."""
    aspect = stage.aspect(rule.aspect)
    if aspect is None or aspect.single is None:
        return True
    p, q = aspect.single
    across, down = axes
    width_given = rule.width is not None and rule.width.single is not None
    height_given = rule.height is not None and rule.height.single is not None
    if width_given or (p >= q and not height_given):
        return down.cell == match(across.cell, q, p, stage.snap)
    return across.cell == match(down.cell, p, q, stage.snap)
