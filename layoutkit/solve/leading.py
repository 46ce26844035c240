"""Which open number is decided next, and by what: the rows that bound it, what hangs on it, what is wished of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from layoutkit.forms import Terms
from layoutkit.solve.following import Definition, following
from layoutkit.solve.goals import Goal
from layoutkit.solve.leaning import Wanted, wanted
from layoutkit.solve.plan import NoRecipe, Plan
from layoutkit.solve.steps import Climb, Cut, Near, Sum
from layoutkit.solve.thinning import Bounds, Rows, thinned

MOST_ROWS = 400
"""More rows than this are not joined so that one number less is spoken of."""


@dataclass(frozen=True, slots=True)
class Leader:
    """An unknown of a group, the rows from which others of it follow, and those that stay open when it is decided."""

    unknown: int
    hanging: tuple[tuple[Terms, Definition], ...]
    beside: frozenset[int]

    @property
    def definitions(self) -> list[Definition]:
        return [found for _, found in self.hanging]

    @property
    def loose(self) -> int:
        """How many of those that follow some values of the leader leave without one."""
        return sum(not found.exact for found in self.definitions)


def led(plan: Plan, group: set[int], rows: Rows, goals: Sequence[Goal]) -> tuple[Climb, set[Terms]]:
    """The step that decides one unknown of a group and what hangs on it, and the rows that it keeps. Raises NoRecipe."""
    leaders = []
    for unknown in sorted(group):
        hanging = tuple(following(rows, {*plan.slots, unknown}))
        leaders.append(Leader(unknown, hanging, frozenset(group - {unknown} - {found.unknown for _, found in hanging})))
    # Rather one on which much hangs, and of which every value gives the others one: its end is seldom forbidden by them.
    for leader in sorted(leaders, key=lambda one: (len(one.beside), one.loose)):
        found = wanted(goals, leader.unknown, leader.definitions, leader.beside)
        if found:
            return _step(plan, leader, found, rows)
    raise NoRecipe


def _step(plan: Plan, leader: Leader, found: Wanted, rows: Rows) -> tuple[Climb, set[Terms]]:
    needed, exactly = _without(leader.beside, thinned(rows))
    ends = [end for terms, bounds in needed for end in _ends(plan, terms, bounds, leader, found.sign)]
    most, least = (tuple(dict.fromkeys(cut for up, cut in ends if up is upwards)) for upwards in (True, False))
    if not most and not found.near:
        raise NoRecipe
    near = _near(plan, leader.unknown, found) if found.near else None
    plan.slots[leader.unknown] = (len(plan.slots), found.sign)
    cuts = tuple(plan.define(one) for one in leader.definitions)
    exact = {terms for terms, one in leader.hanging if one.exact}
    checked = tuple(plan.row(terms, bounds) for terms, bounds in needed if terms not in exact)
    step, plan.sure = Climb(most, least, cuts, checked, near, plan.sure), plan.sure and exactly
    return step, exact | {terms for terms, _ in needed}


def _near(plan: Plan, unknown: int, found: Wanted) -> Near:
    """What is wished of the number: `low <= times * number + rest <= high`, as nearly as can be."""
    line = found.near
    assert line is not None
    rest = tuple((u, c) for u, c in line.terms if u != unknown)
    if any(u not in plan.slots for u, _ in rest):
        raise NoRecipe
    times = dict(line.terms)[unknown] * found.sign
    turned = -1 if times < 0 else 1
    low, high = (line.low, line.high) if turned > 0 else (_minus(line.high), _minus(line.low))
    return Near(abs(times), Sum(0, plan.over(rest, turned)), low, high, line.scale)


def _minus(number: int | None) -> int | None:
    return None if number is None else -number


def _ends(plan: Plan, terms: Terms, bounds: Bounds, leader: Leader, sign: int) -> Iterator[tuple[bool, Cut]]:
    """How far a row lets the leader go, upwards and downwards, whatever a rounding does for it."""
    low, high = bounds
    for limit, side in ((high, 1), (_minus(low), -1)):
        if limit is not None:
            sums, most = _of_leader({u: c * side for u, c in terms}, limit, leader.definitions)
            times = sums.pop(leader.unknown, 0) * sign
            if times:
                rest = tuple((u, -c) for u, c in sums.items() if c)
                yield times > 0, Cut(Sum(most, plan.over(rest)), abs(times))


def _of_leader(sums: dict[int, int], most: int, hanging: Sequence[Definition]) -> tuple[dict[int, int], int]:
    """`sums <= most` without what hangs on the leader: each at the end of its rounding at which the row asks least."""
    for found in reversed(hanging):
        times = sums.pop(found.unknown, 0)
        if times:
            sums = {u: c * found.times for u, c in sums.items()}
            most = most * found.times - times * (found.low if times > 0 else found.high)
            for unknown, c in found.terms:
                sums[unknown] = sums.get(unknown, 0) - times * c
    return sums, most


# --- without those beside it -----------------------------------------------------------------------------------------


def _without(beside: frozenset[int], rows: Rows) -> tuple[list[tuple[Terms, Bounds]], bool]:
    """What the rows say when nothing is known of some unknowns but that they have a value (Fourier and Motzkin).

    The second says whether they then have a whole one; else it may be a broken one. Raises NoRecipe where too many rows would come of it.
    """
    found, exactly = dict(rows), True
    for unknown in sorted(beside, key=lambda unknown: (_worth(unknown, rows), unknown)):
        found, whole = _joined(unknown, found)
        found, exactly = thinned(found), exactly and whole
    return list(found.items()), exactly


def _worth(unknown: int, rows: Rows) -> int:
    """How many rows speak of an unknown: those of whom few do are left out first."""
    return sum(unknown in dict(terms) for terms in rows)


def _joined(unknown: int, rows: Rows) -> tuple[dict[Terms, Bounds], bool]:
    """Every row that bounds the unknown from above joined with every one that bounds it from below, and whether that is exact."""
    speaking = {terms: bounds for terms, bounds in rows.items() if unknown in dict(terms)}
    kept = {terms: bounds for terms, bounds in rows.items() if terms not in speaking}
    above, below = _sides(unknown, speaking)
    if len(kept) + len(above) * len(below) > MOST_ROWS:
        raise NoRecipe
    for (a, one, most), (b, other, least) in product(above, below):
        sums = {u: b * one.get(u, 0) + a * other.get(u, 0) for u in {**one, **other}}
        terms, limit = tuple(sorted((u, c) for u, c in sums.items() if c)), b * most + a * least
        if terms or limit < 0:
            low, high = kept.get(terms, (None, None))
            kept[terms] = low, limit if high is None else min(high, limit)
    return kept, all(a == 1 or b == 1 for (a, _, _), (b, _, _) in product(above, below))


Side = list[tuple[int, dict[int, int], int]]


def _sides(unknown: int, rows: Rows) -> tuple[Side, Side]:
    """`times * unknown + sums <= most` and `sums - times * unknown <= most`: the times, the sums without the unknown, and the most."""
    above: Side = []
    below: Side = []
    for terms, (low, high) in rows.items():
        times = dict(terms)[unknown]
        for limit, side in ((high, 1), (_minus(low), -1)):
            if limit is not None:
                rest = {u: c * side for u, c in terms if u != unknown}
                (above if times * side > 0 else below).append((abs(times), rest, limit))
    return above, below
