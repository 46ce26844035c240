"""The shapes that a grid may take: so many columns and rows, the order in which ties prefer them, and how many tiles each line holds."""

from __future__ import annotations

from collections.abc import Sequence

from layoutkit.geometry import MAX_SIDE

Slot = tuple[int, int]
"""A line of cells and a place in it, or the length of that line."""


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
