"""How large tiles of several sizes can be: as far as the least sizes that serve a wish still fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from layoutkit.forms import Affine, Form, Relation, between
from layoutkit.solve.goals import Goal, Greatest, Least, Measure, Total
from layoutkit.solve.packing_free import FreeMix, Values, unknowns, value

Bounds = list[tuple[int, int]]
"""Unknowns of sizes, each with the least it must be."""

Fits = Callable[[Bounds], bool]
"""Whether the tiles fit with sizes of at least so much."""

MOST_MEASURES = 3
"""Of as many measures that differ the best sum is sought."""


def grown(mix: FreeMix, goal: Goal, fits: Fits) -> list[Relation] | None:
    """What a wish that speaks of sizes alone decides; None where it is none, or too much for this. The least sizes are known to fit."""
    match goal:
        case Greatest():
            return _greatest(mix, goal.form, fits)
        case Least():
            return _least(mix, goal.measures, fits)
        case Total():
            return _total(mix, goal.measures, fits)
        case _:
            return None


def reached(mix: FreeMix, goal: Goal, values: Values) -> int | None:
    """What a goal that speaks of sizes alone reaches with these; None where it is another."""
    if isinstance(goal, Greatest):
        return value(mix.system.form(goal.form), values)
    if not isinstance(goal, Least | Total) or not goal.measures:
        return None
    found = [(m.count, min(value(mix.system.form(form), values) // divisor for divisor, form in m.bounds)) for m in goal.measures]
    return min(size for _, size in found) if isinstance(goal, Least) else sum(count * size for count, size in found)


def greatest(low: int, high: int, works: Callable[[int], bool]) -> int:
    """The greatest number up to `high` that works, where `low` does, and with each number all smaller ones."""
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if works(middle) else (low, middle - 1)
    return low


def _greatest(mix: FreeMix, wanted: Form, fits: Fits) -> list[Relation] | None:
    """One side as great as can be: bisected. Sums that shrink with all their sizes are best with the least of each."""
    form = mix.system.form(wanted)
    if isinstance(form, int):
        return []
    lows = mix.least()
    assert lows is not None
    if not set(unknowns(form)) <= set(lows):
        return None
    if all(times < 0 for _, times in form.terms):
        return [between(Affine(((u, 1),), 0), lows[u], lows[u]) for u, _ in form.terms]
    if len(form.terms) > 1:
        return None
    unknown = form.terms[0][0]
    most = greatest(lows[unknown], mix.tops[unknown], lambda size: fits([(unknown, size)]))
    return [between(Affine(((unknown, 1),), 0), most, most)]


@dataclass(frozen=True, slots=True)
class _Scale:
    """A measure as tiles grow: its value at the least sizes, the most it can be, and what it asks of the sizes."""

    count: int
    low: int
    high: int
    bounds: tuple[tuple[int, Form], ...]

    def asked(self, size: int) -> Bounds:
        """The least that each unknown must be for the measure to be so great."""
        return [(u, -((form.constant - divisor * size) // c)) for divisor, form in self.open for u, c in form.terms]

    @property
    def open(self) -> Iterator[tuple[int, Affine]]:
        return ((divisor, form) for divisor, form in self.bounds if not isinstance(form, int))


def _scales(mix: FreeMix, measures: Sequence[Measure]) -> list[_Scale] | None:
    """The measures as they grow; None where one of them shrinks as a tile grows, or hangs on more than one size at a time."""
    lows, found = mix.least(), list[_Scale]()
    assert lows is not None
    for measure in measures:
        bounds = tuple((divisor, mix.system.form(form)) for divisor, form in measure.bounds)
        for _, form in bounds:
            if not isinstance(form, int) and (len(form.terms) > 1 or form.terms[0][1] < 1 or form.terms[0][0] not in lows):
                return None
        high = min(value(form, {u: mix.tops[u] for u in unknowns(form)}) // divisor for divisor, form in bounds)
        found.append(_Scale(measure.count, min(value(form, lows) // divisor for divisor, form in bounds), high, bounds))
    return found


def _least(mix: FreeMix, measures: Sequence[Measure], fits: Fits) -> list[Relation] | None:
    """The smallest of all as great as can be: bisected."""
    scales = _scales(mix, measures)
    if not scales:
        return scales if scales is None else []

    def works(size: int) -> bool:
        return fits([bound for scale in scales for bound in scale.asked(size)])

    return _kept(scales, [greatest(min(s.low for s in scales), min(s.high for s in scales), works)] * len(scales))


def _total(mix: FreeMix, measures: Sequence[Measure], fits: Fits) -> list[Relation] | None:
    """The sum as great as can be; None where several ways lead to it."""
    scales = _scales(mix, measures)
    if not scales:
        return scales if scales is None else []
    sums = _Sums(scales, fits)
    open_ = [i for i, scale in enumerate(scales) if sums.tops[i] > scale.low]
    if len(open_) > MOST_MEASURES:
        return None
    sums.search([scale.low for scale in scales], list(sums.tops))
    return _kept(scales, sums.best[0]) if len(sums.best) == 1 else None


class _Sums:
    """Looks for the greatest sum of measures, each between two numbers: where even the least of all do not fit, or the greatest of all
    do not add up to the best so far, none between them is looked at."""

    def __init__(self, scales: Sequence[_Scale], fits: Fits) -> None:
        self.scales, self.fits = scales, fits
        self.best: list[tuple[int, ...]] = []
        lows = [scale.low for scale in scales]
        self.tops = [greatest(s.low, s.high, lambda k, i=i: self._fit([*lows[:i], k, *lows[i + 1 :]])) for i, s in enumerate(scales)]  # type: ignore[misc]

    def search(self, low: list[int], high: list[int]) -> None:
        """All between these two; the low ones are known to fit."""
        if self.best and self._sum(high) < self._sum(self.best[0]):
            return
        if low == high or self._fit(high):
            self._found(tuple(high))
            return
        i = max(range(len(low)), key=lambda i: (high[i] - low[i]) * self.scales[i].count)
        middle = (low[i] + high[i] + 1) // 2
        upper = [*low[:i], middle, *low[i + 1 :]]
        if self._fit(upper):
            self.search(upper, high)
        self.search(low, [*high[:i], middle - 1, *high[i + 1 :]])

    def _fit(self, sizes: Sequence[int]) -> bool:
        return self.fits([bound for scale, size in zip(self.scales, sizes, strict=True) for bound in scale.asked(size)])

    def _sum(self, sizes: Sequence[int]) -> int:
        return sum(scale.count * size for scale, size in zip(self.scales, sizes, strict=True))

    def _found(self, sizes: tuple[int, ...]) -> None:
        if self.best and self._sum(sizes) > self._sum(self.best[0]):
            self.best = []
        self.best.append(sizes)


def _kept(scales: Sequence[_Scale], sizes: Sequence[int]) -> list[Relation]:
    """What says that each measure is at least so great."""
    pairs = zip(scales, sizes, strict=True)
    return [between(form, divisor * size, None) for scale, size in pairs for divisor, form in scale.open]
