"""The same columns and grids in kiwisolver: build, solve, floor, re-solve, read.

Cassowary knows no whole numbers. A careful user rounds what comes out by the template's rules, tier by tier: fixes it and solves
again. The answer is then the same to the pixel. Which columns a grid should have cannot be asked.
"""

from __future__ import annotations

from itertools import pairwise
from math import floor
from typing import Any

from kiwisolver import Solver, Variable

from benchmarks.cases import Rects
from benchmarks.same import Column, Grid, Tiers
from layoutkit.geometry import Size

Tiles = list[tuple[Variable, Variable]]
"""The left and top edge of each."""


def column(canvas: Size, count: int, rule: Column) -> Rects:
    """Each on the one below, at the right edge, the first above the free space."""
    solver, width, height = Solver(), Variable(), Variable()
    tiles = [(Variable(), Variable()) for _ in range(count)]
    p, q = rule.aspect
    shape = p * height == q * width
    _add(solver, width == rule.width, shape, tiles[0][1] + height == canvas.height - rule.lift)
    for x, y in tiles:
        _add(solver, x >= 0, y >= 0, x + width == canvas.width, y + height <= canvas.height)
    for (_, below), (_, above) in pairwise(tiles):
        solver.addConstraint(above + height + rule.gap == below)
    solver.updateVariables()
    _fix(solver, (height, shape))
    return _read(solver, tiles, width, height)


def grid(canvas: Size, count: int, rule: Grid) -> Rects:
    """As large as fits in the columns that are given; the block, and a shorter last line, in the middle."""
    [(columns, rows)] = rule.shapes(count, canvas)
    solver, width, height = Solver(), Variable(), Variable()
    left, top, shift = middles = Variable(), Variable(), Variable()
    room = canvas.width - 2 * rule.margin, canvas.height - 2 * rule.margin
    across, down = (number * side + (number - 1) * rule.gap for number, side in ((columns, width), (rows, height)))
    shape, wish = rule.aspect[0] * height == rule.aspect[1] * width, (width >= canvas.width) | "weak"
    spare = (columns * rows - count) * (width + rule.gap)
    halves = 2 * left + across == canvas.width, 2 * top + down == canvas.height, 2 * shift == spare
    _add(solver, width >= 1, height >= 1, across <= room[0], down <= room[1], shape, wish, *halves)
    tiles = [(Variable(), Variable()) for _ in range(count)]
    for index, (x, y) in enumerate(tiles):
        line, place = divmod(index, columns)
        start = left + shift if line == rows - 1 else left
        _add(solver, x == start + place * (width + rule.gap), y == top + line * (height + rule.gap))
    solver.updateVariables()
    _remove(solver, shape, wish)
    _whole(solver, width, height, (columns, rows), room, rule)
    solver.updateVariables()
    _fix(solver, *zip(middles, halves, strict=True))
    return _read(solver, tiles, width, height)


def tiers(canvas: Size, count: int, rule: Tiers) -> Rects:
    """A column for which four things are wished for in order: floored one after the other, and solved again each time."""
    solver = Solver()
    width, height, gap, left, top = variables = [Variable() for _ in range(5)]
    room = canvas.width - 2 * rule.margin, canvas.height - 2 * rule.margin
    down = count * height + (count - 1) * gap
    shape, wide = rule.aspect[0] * height == rule.aspect[1] * width, (width >= canvas.width) | "strong"
    near, *middles = (gap == rule.gap) | "medium", (2 * left + width == canvas.width) | "weak", (2 * top + down == canvas.height) | "weak"
    _add(solver, width >= rule.least, gap >= rule.least_gap, left >= rule.margin, top >= rule.margin, shape, wide, near, *middles)
    _add(solver, left + width <= canvas.width - rule.margin, top + down <= canvas.height - rule.margin)
    tiles = [(left, Variable()) for _ in range(count)]
    solver.addConstraint(tiles[0][1] == top)
    for (_, above), (_, below) in pairwise(tiles):
        solver.addConstraint(below == above + height + gap)
    solver.updateVariables()
    _remove(solver, shape, wide)
    _whole(solver, width, height, (1, count), room, Grid(1, rule.aspect, rule.least_gap))
    for variable in variables[2:]:
        solver.updateVariables()
        solver.addConstraint(variable == floor(variable.value() + 1e-6))
    return _read(solver, tiles, width, height)


def _whole(solver: Solver, width: Variable, height: Variable, shape: tuple[int, int], room: tuple[int, int], rule: Grid) -> None:
    """Fix the cell in whole pixels: the widest near the broken width whose height, rounded to its match, still fits."""
    (p, q), broken = rule.aspect, floor(width.value() + 1e-6)
    for wide in (broken + 1, broken, broken - 1):
        high = _nearest(wide * q / p)
        needed = (number * side + (number - 1) * rule.gap for number, side in zip(shape, (wide, high), strict=True))
        if all(need <= there for need, there in zip(needed, room, strict=True)):
            return _add(solver, width == wide, height == high)
    raise ArithmeticError("no whole cell near the broken one")


def _fix(solver: Solver, *loose: tuple[Variable, Any]) -> None:
    """Put the nearest whole number of each variable in the place of what gave it a broken one."""
    for variable, constraint in loose:
        solver.removeConstraint(constraint)
        solver.addConstraint(variable == _nearest(variable.value()))


def _add(solver: Solver, *constraints: Any) -> None:
    for constraint in constraints:
        solver.addConstraint(constraint)


def _remove(solver: Solver, *constraints: Any) -> None:
    for constraint in constraints:
        solver.removeConstraint(constraint)


def _nearest(value: float) -> int:
    return floor(value + 0.5 + 1e-6)


def _read(solver: Solver, tiles: Tiles, width: Variable, height: Variable) -> Rects:
    solver.updateVariables()
    size = round(width.value()), round(height.value())
    return [(round(x.value()), round(y.value()), *size) for x, y in tiles]
