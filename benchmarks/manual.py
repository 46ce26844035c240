"""The same in CP-SAT, written as its manual does: variables for every tile, linear rules, literals for choices, default parameters."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.cases import Rects
from benchmarks.same import Column, Either, Free, Grid
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


def either(canvas: Size, count: int, rule: Either) -> Rects:
    """A column or a row, the literal of one in force; the widest picture, then the column, then the widest tile."""
    model = cp_model.CpModel()
    tiles, width, height = _variables(model, canvas, count)
    p, q = rule.aspect
    model.add(width >= rule.least)
    model.add_linear_constraint(2 * p * height - 2 * q * width, 1 - p, p)
    column = model.new_bool_var("column")
    for literal, constraints in ((column, _column), (column.Not(), _row)):
        for constraint in constraints(model, canvas, rule, tiles, (width, height)):
            constraint.only_enforce_if(literal)
    picture = model.new_int_var(0, canvas.width, "picture")
    model.add(picture <= width)
    model.add(q * picture <= p * height)
    model.maximize((picture * 2 + column) * (canvas.width + 1) + width)
    return _solved(model, tiles, width, height)


def _column(model: Any, canvas: Size, rule: Either, tiles: list[Any], size: tuple[Any, Any]) -> list[Any]:
    """At the right edge, each below the one before, the block in the middle of the height."""
    (width, height), margin = size, rule.margin
    down = len(tiles) * height + (len(tiles) - 1) * rule.gap
    rules = [model.add_linear_constraint(2 * tiles[0][1] - canvas.height + down, 0, 1), model.add(down <= canvas.height - 2 * margin)]
    rules += [model.add(x + width == canvas.width - margin) for x, _ in tiles]
    return rules + [model.add(after == before + height + rule.gap) for (_, before), (_, after) in pairwise(tiles)]


def _row(model: Any, canvas: Size, rule: Either, tiles: list[Any], size: tuple[Any, Any]) -> list[Any]:
    """At the bottom, each right of the one before, the block in the middle of the width."""
    (width, height), margin = size, rule.margin
    across = len(tiles) * width + (len(tiles) - 1) * rule.gap
    rules = [model.add_linear_constraint(2 * tiles[0][0] - canvas.width + across, 0, 1), model.add(across <= canvas.width - 2 * margin)]
    rules += [model.add(y + height == canvas.height - margin) for _, y in tiles]
    return rules + [model.add(after == before + width + rule.gap) for (before, _), (after, _) in pairwise(tiles)]


def free(canvas: Size, count: int, rule: Free, patience: float) -> tuple[int, int] | None:
    """Picture and tile as wide as can be, with `no_overlap_2d`; None where that is not proved within so many seconds."""
    model = cp_model.CpModel()
    tiles, width, height = _variables(model, canvas, count)
    p, q = rule.aspect
    model.add_linear_constraint(2 * p * height - 2 * q * width, 1 - p, p)
    grown, plain = ([_box(model, canvas, tile, (width, height), gap) for tile in tiles] for gap in (rule.gap, 0))
    areas = [(model.new_fixed_size_interval_var(x, w, ""), model.new_fixed_size_interval_var(y, h, "")) for x, y, w, h in rule.areas]
    model.add_no_overlap_2d(*zip(*grown, strict=True))
    model.add_no_overlap_2d(*zip(*plain, *areas, strict=True))
    picture = model.new_int_var(0, canvas.width, "picture")
    model.add(picture <= width)
    model.add(q * picture <= p * height)
    model.maximize(picture * (canvas.width + 1) + width)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = patience
    return (solver.value(picture), solver.value(width)) if solver.solve(model) == cp_model.OPTIMAL else None


def _box(model: Any, canvas: Size, tile: tuple[Any, Any], size: tuple[Any, Any], gap: int) -> tuple[Any, Any]:
    """The two intervals of a tile that is grown to the right and down by a gap, and lies inside the canvas without it."""
    intervals = []
    for start, side, most in zip(tile, size, (canvas.width, canvas.height), strict=True):
        end = model.new_int_var(0, most + gap, "")
        intervals.append(model.new_interval_var(start, side + gap, end, ""))
    return intervals[0], intervals[1]


def _variables(model: Any, canvas: Size, count: int) -> tuple[list[Any], Any, Any]:
    tiles = [(model.new_int_var(0, canvas.width, f"x{i}"), model.new_int_var(0, canvas.height, f"y{i}")) for i in range(count)]
    return tiles, model.new_int_var(1, canvas.width, "width"), model.new_int_var(1, canvas.height, "height")


def _solved(model: Any, tiles: list[Any], width: Any, height: Any) -> Rects:
    solver = cp_model.CpSolver()
    if solver.solve(model) != cp_model.OPTIMAL:
        raise ArithmeticError("CP-SAT has no proved answer")
    size = solver.value(width), solver.value(height)
    return [(solver.value(x), solver.value(y), *size) for x, y in tiles]
