"""The same columns and grids in CP-SAT, written as its manual does: variables for every tile, linear rules, default parameters."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.cases import Column, Grid, Rects
from layoutkit.geometry import Size


def column(canvas: Size, count: int, rule: Column) -> Rects:
    """Each on the one below, at the right edge, the first above the free space."""
    model = cp_model.CpModel()
    tiles, width, height = _variables(model, canvas, count)
    p, q = rule.aspect
    model.add(width == rule.width)
    model.add_linear_constraint(2 * p * height - 2 * q * width, 1 - p, p)
    model.add(tiles[0][1] + height == canvas.height - rule.lift)
    for x, y in tiles:
        model.add(x + width == canvas.width)
        model.add(y + height <= canvas.height)
    for (_, below), (_, above) in pairwise(tiles):
        model.add(above + height + rule.gap == below)
    model.maximize(width)
    return _solved(model, tiles, width, height)


def grid(canvas: Size, count: int, rule: Grid) -> Rects:
    """One of the shapes, its literal in force; the widest picture, then the shape that ties prefer, then the widest cell."""
    model = cp_model.CpModel()
    tiles, width, height = _variables(model, canvas, count)
    p, q = rule.aspect
    model.add_linear_constraint(2 * p * height - 2 * q * width, 1 - p, p)
    shapes = rule.shapes(count, canvas)
    chosen = [model.new_bool_var(f"{columns}x{rows}") for columns, rows in shapes]
    model.add_exactly_one(chosen)
    middles = [model.new_int_var(0, canvas.width + canvas.height, name) for name in ("left", "top", "shift")]
    for literal, shape in zip(chosen, shapes, strict=True):
        for constraint in _cells(model, canvas, rule, shape, tiles, (width, height, *middles)):
            constraint.only_enforce_if(literal)
    picture = model.new_int_var(0, canvas.width, "picture")
    model.add(picture <= width)
    model.add(q * picture <= p * height)
    rank = sum(place * literal for place, literal in enumerate(chosen))
    model.maximize((picture * len(shapes) - rank) * (canvas.width + 1) + width)
    return _solved(model, tiles, width, height)


def _cells(model: Any, canvas: Size, rule: Grid, shape: tuple[int, int], tiles: list[Any], variables: tuple[Any, ...]) -> list[Any]:
    """The rules of one shape: the block inside its area and in its middle, every tile in its cell."""
    (columns, rows), (width, height, left, top, shift) = shape, variables
    across, down = columns * width + (columns - 1) * rule.gap, rows * height + (rows - 1) * rule.gap
    rules = [model.add(across <= canvas.width - 2 * rule.margin), model.add(down <= canvas.height - 2 * rule.margin)]
    spare = (columns * rows - len(tiles)) * (width + rule.gap)
    for middle, twice in ((left, canvas.width - across), (top, canvas.height - down), (shift, spare)):
        rules.append(model.add_linear_constraint(2 * middle - twice, 0, 1))
    for index, (x, y) in enumerate(tiles):
        line, place = divmod(index, columns)
        start = left + shift if line == rows - 1 else left
        rules += (model.add(x == start + place * (width + rule.gap)), model.add(y == top + line * (height + rule.gap)))
    return rules


def _variables(model: Any, canvas: Size, count: int) -> tuple[list[Any], Any, Any]:
    tiles = [(model.new_int_var(0, canvas.width, f"x{i}"), model.new_int_var(0, canvas.height, f"y{i}")) for i in range(count)]
    return tiles, model.new_int_var(1, canvas.width, "width"), model.new_int_var(1, canvas.height, "height")


def _solved(model: Any, tiles: list[Any], width: Any, height: Any) -> Rects:
    solver = cp_model.CpSolver()
    if solver.solve(model) != cp_model.OPTIMAL:
        raise ArithmeticError("CP-SAT has no proved answer")
    size = solver.value(width), solver.value(height)
    return [(solver.value(x), solver.value(y), *size) for x, y in tiles]
