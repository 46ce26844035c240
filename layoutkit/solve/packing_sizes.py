"""Reads from a system how large equal tiles can be, where that hangs on one whole number: a side, and its match by an aspect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layoutkit.forms import Affine, Form, Relation, Terms, between
from layoutkit.solve.eliminate import System
from layoutkit.solve.packing import Side

LEADER = Side(0, 1)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Width and height of a tile by its size, the least and greatest size, and each unknown of the sizes as it follows from it."""

    width: Side
    height: Side
    low: int
    high: int
    unknowns: tuple[tuple[int, Side], ...]
    rows: frozenset[Terms]
    """The rows of the system that this accounts for."""

    def between(self, low: int, high: int) -> tuple[Relation, ...]:
        """What says that the tiles are of one of these sizes."""
        return tuple(between(Affine(((unknown, 1),), 0), side.at(low), side.at(high)) for unknown, side in self.unknowns)

    def value(self, form: Form, size: int) -> int:
        """What a form in the unknowns of the sizes comes to."""
        sides = dict(self.unknowns)
        return form if isinstance(form, int) else form.constant + sum(c * sides[u].at(size) for u, c in form.terms)


def sizes_of(system: System, width: Form, height: Form, most: tuple[int, int]) -> Sizes | None:
    """The sizes that tiles of this width and height can have, at most so many pixels wide and high; None where no single number tells."""
    unknowns = sorted({u for form in (width, height) if not isinstance(form, int) for u, _ in form.terms})
    tied = [terms for terms in system.rows if [u for u, _ in terms] == unknowns] if len(unknowns) == 2 else []
    sides = _sides(system, unknowns, tied)
    wide, high = (None if sides is None else _side(form, sides) for form in (width, height))
    if sides is None or not wide or not high:
        return None
    lows, highs = _bounds(system, list(sides.items()))
    for side, limit in ((wide, most[0]), (high, most[1])):
        if side.times:
            lows.append(side.from_size(1))
            highs.append(side.to_size(limit))
    rows = frozenset([*tied, *(((unknown, 1),) for unknown in unknowns)])
    return Sizes(wide, high, max(lows, default=0), min(highs, default=0), tuple(sides.items()), rows)


def _sides(system: System, unknowns: Sequence[int], tied: Sequence[Terms]) -> dict[int, Side] | None:
    """Each unknown by the one that leads."""
    if len(unknowns) < 2:
        return dict.fromkeys(unknowns, LEADER)
    return _led(tied[0], *system.rows[tied[0]]) if len(tied) == 1 and len(unknowns) == 2 else None


def _led(terms: Terms, low: int | None, high: int | None) -> dict[int, Side] | None:
    """The one unknown leads for which the row leaves exactly one value of the other, greater the greater it is."""
    if low is None or high is None:
        return None
    for (leader, times), (follower, by) in (terms, terms[::-1]):
        if abs(by) == high - low + 1 and times * by < 0:
            return {leader: LEADER, follower: Side(high, -times, by) if by > 0 else Side(-low, times, -by)}
    return None


def _side(form: Form, sides: dict[int, Side]) -> Side | None:
    """A form in one of the unknowns, as a side; None where it shrinks as that grows, or is more than a side that was rounded."""
    if isinstance(form, int):
        return Side(form, 0)
    (unknown, times), *more = form.terms
    side = sides[unknown]
    if more or times < 1 or (side.by > 1 and (times, form.constant) != (1, 0)):
        return None
    return Side(times * side.plus + form.constant, times * side.times, side.by)


def _bounds(system: System, sides: Sequence[tuple[int, Side]]) -> tuple[list[int], list[int]]:
    """What the bounds of each unknown say of the size: from, to."""
    lows, highs = [], []
    for unknown, side in sides:
        low, high = system.rows.get(((unknown, 1),), (None, None))
        if low is not None:
            lows.append(side.from_size(low))
        if high is not None:
            highs.append(side.to_size(high))
    return lows, highs
