"""The same columns and grids in kiwisolver: build, solve, floor, re-solve, read.

Cassowary knows no whole numbers. A careful user rounds what came out by the rules of the template, one tier after the other, fixes
it and solves again; the answer is then the same to the pixel. Which columns a grid should have it cannot be asked.
"""

from __future__ import annotations

from math import floor
from typing import Any

from kiwisolver import Solver, UnsatisfiableConstraint, Variable

from benchmarks.cases import Column, Grid, Rects
from layoutkit.geometry import Size


def column(canvas: Size, count: int, rule: Column) -> Rects:
    """Each on the one below, at the right edge, the first above the free space."""
    solver, width, height = Solver(), Variable(), Variable()
    tiles = [(Variable(), Variable()) for _ in range(count)]
    p, q = rule.aspect
    shape = p * height == q * width
    _add(solver, width == rule.width, shape, tiles[0][1] + height == canvas.height - rule.lift)
    for x, y in tiles:
        _add(solver, x >= 0, y >= 0, x + width == canvas.width, y + height <= canvas.height)
    for (_, below), (_, above) in zip(tiles, tiles[1:], strict=False):
        solver.addConstraint(above + height + rule.gap == below)
    solver.updateVariables()
    solver.removeConstraint(shape)
    solver.addConstraint(height == _nearest(height.value()))
    return _read(solver, tiles, width, height)


def grid(canvas: Size, count: int, rule: Grid) -> Rects:
    """As large as fits, in the columns that are given, the block and a shorter last line in the middle."""
    [(columns, rows)] = rule.shapes(count, canvas)
    solver, width, height, left, top, shift = Solver(), *(Variable() for _ in range(5))
    tiles = [(Variable(), Variable()) for _ in range(count)]
    gap, missing, (p, q) = rule.gap, columns * rows - count, rule.aspect
    across, down = columns * width + (columns - 1) * gap, rows * height + (rows - 1) * gap
    shape, wish = p * height == q * width, (width >= canvas.width) | "weak"
    _add(solver, width >= 1, height >= 1, across <= canvas.width - 2 * rule.margin, down <= canvas.height - 2 * rule.margin, shape, wish)
    _add(solver, 2 * left + across == canvas.width, 2 * top + down == canvas.height, 2 * shift == missing * (width + gap))
    for index, (x, y) in enumerate(tiles):
        line, place = divmod(index, columns)
        moved = shift if line == rows - 1 else 0
        _add(solver, x == left + place * (width + gap) + moved, y == top + line * (height + gap))
    solver.updateVariables()
    return _floored(solver, (shape, wish), (width, height, left, top, shift), rule, tiles)


def _floored(
    solver: Solver, loose: tuple[Any, ...], variables: tuple[Variable, ...], rule: Grid, tiles: list[tuple[Variable, Variable]]
) -> Rects:
    """Fix the cell's whole width and height, solve, then what is in the middle, and solve again."""
    width, height, *middles = variables
    for constraint in loose:
        solver.removeConstraint(constraint)
    _fit(solver, width, height, rule)
    solver.updateVariables()
    wanted = [(variable, _nearest(variable.value())) for variable in middles]
    # The middles are equalities with halves: what is added to each coordinate is what rounding adds.
    moved = {variable.name() or str(i): whole - variable.value() for i, (variable, whole) in enumerate(wanted)}
    return _read(solver, tiles, width, height, *moved.values())
