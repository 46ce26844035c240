"""The value nearest to the one now that ends a clash: solved for, or tried where it decides more than sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from layoutkit.cures.case import Case, Found, applied
from layoutkit.errors import LayoutkitError, OutOfTime, Unproved
from layoutkit.forms import Affine
from layoutkit.problem import Problem
from layoutkit.solve.easing import nearest_value
from layoutkit.template.opening import Closed

MOST_TRIED = 64
"""As many values on each side are tried one by one, where the nearest cannot be solved for; further off, at growing distances."""


def nearest(
    case: Case, now: int, ends: tuple[int, int], poses: Callable[[], tuple[Problem, Affine]], changed: Callable[[int], Case]
) -> Found | None:
    """The value nearest to the one now, of two the lower, with which all fits; if there is none, with which the clash ends."""
    try:
        problem, sought = poses()
    except Closed:
        return tried(now, ends, lambda value: applied(changed(value)))
    except LayoutkitError:
        return None
    for rules in (problem.rules, case.own(problem)):
        refused: list[int] = []
        while len(refused) <= 4:
            try:
                value = nearest_value(problem, rules, sought, now, ends, refused, case.patience.find)
            except OutOfTime:
                raise
            except Unproved:
                break
            if value is None:
                break
            fits = applied(changed(value))
            if fits or (fits is not None and rules is not problem.rules):
                return Found(value, fits)
            refused.append(value)
    return None


def tried(now: int, ends: tuple[int, int], applied: Callable[[int], bool | None], most: int = MOST_TRIED) -> Found | None:
    """The same by trying values: the nearest one by one, those further off at growing distances."""
    ending = None
    for value in _outwards(now, ends, most):
        fits = applied(value)
        if fits:
            return Found(value, True)
        if fits is False and ending is None:
            ending = Found(value, False)
    return ending


def _outwards(now: int, ends: tuple[int, int], most: int) -> Iterator[int]:
    """Values by their distance from the one now, of two the lower first."""
    distance, step = 1, 1
    while distance <= max(now - ends[0], ends[1] - now):
        yield from (value for value in (now - distance, now + distance) if ends[0] <= value <= ends[1])
        step = step * 2 if distance >= most else 1
        distance += step
