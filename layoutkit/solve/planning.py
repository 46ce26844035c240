"""How a recipe comes about: which numbers follow from which, and which of them goes as far as it can, told from the signs alone.

A number that its row leaves exactly one value for is cut down to it. Of what is then open, numbers that hang together through rows must all
follow from one of them, and every goal up to the one that decides it must want it in the same direction: then its end is best, whatever
the canvas is. Where that cannot be told there is no recipe, and each scene is solved on its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from layoutkit.problem import Form, Terms
from layoutkit.solve.eliminate import System
from layoutkit.solve.goals import Goal
from layoutkit.solve.leaning import Reach, direction, reach
from layoutkit.solve.steps import Climb, Cut, Held, Row, Step, Sum
from layoutkit.solve.thinning import thinned

Bounds = tuple[int | None, int | None]


class NoRecipe(Exception):
    """What is best cannot be told from the signs alone."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A row that leaves one value for an unknown, given the others: `low <= times * unknown + terms <= high`, `times` above nought."""

    unknown: int
    times: int
    terms: Terms
    low: int
    high: int

    @property
    def exact(self) -> bool:
        """Whether there is always such a value."""
        return self.high - self.low == self.times - 1


@dataclass(slots=True)
class Plan:
    """The steps so far, and the slot of each unknown that they decide, with its sign in it."""

    slots: dict[int, tuple[int, int]] = field(default_factory=lambda: {0: (0, 1), 1: (1, 1)})
    steps: list[Step] = field(default_factory=list)

    def further(self) -> Plan:
        """A plan that goes on from this one."""
        return Plan(dict(self.slots), [])

    def sum(self, form: Form, times: int = 1) -> Sum:
        """A form over slots. Raises NoRecipe where it speaks of what is not decided."""
        if isinstance(form, int):
            return Sum(form * times, ())
        if any(unknown not in self.slots for unknown, _ in form.terms):
            raise NoRecipe
        return Sum(form.constant * times, self.over(form.terms, times))

    def over(self, terms: Terms, times: int = 1) -> tuple[tuple[int, int], ...]:
        """Terms over slots."""
        return tuple((self.slots[u][0], c * self.slots[u][1] * times) for u, c in terms)

    def row(self, terms: Terms, bounds: Bounds) -> Row:
        return Row(Sum(0, self.over(terms)), *bounds)

    def add_up(self, total: Sum) -> int:
        """The slot of a sum that many others would spell out."""
        self.steps.append(Cut(total, 1))
        self.slots[-len(self.slots)] = (len(self.slots), 1)
        return len(self.slots) - 1

    def define(self, found: Definition) -> Cut:
        """The step that decides an unknown by its definition."""
        cut = Cut(Sum(found.high, self.over(found.terms, -1)), found.times)
        self.slots[found.unknown] = (len(self.slots), 1)
        return cut


def planned(system: System, goals: Sequence[Goal], start: Plan) -> Plan:
    """All that is open in a system, step by step, each goal as good as can be. Raises NoRecipe."""
    plan, rows = start.further(), system.rows
    exact = _follow(plan, rows)
    settled = [terms for terms in rows if terms not in exact and all(u in plan.slots for u, _ in terms)]
    plan.steps.append(Held(tuple(plan.row(terms, rows[terms]) for terms in settled)))
    for group in _groups(rows, plan.slots):
        plan.steps.append(_climb(plan, group, {t: b for t, b in rows.items() if group & {u for u, _ in t}}, goals))
    return plan


def _follow(plan: Plan, rows: Mapping[Terms, Bounds]) -> set[Terms]:
    """Cut down all that follows from what is known; the rows that such a cut always keeps."""
    exact: set[Terms] = set()
    for terms, found in _following(rows, set(plan.slots)):
        plan.steps.append(plan.define(found))
        if found.exact:
            exact.add(terms)
    return exact


def _following(rows: Mapping[Terms, Bounds], known: set[int]) -> Iterator[tuple[Terms, Definition]]:
    """What follows from what is known, each by a row that speaks of one more unknown; `known` grows with it."""
    found = True
    while found:
        found = False
        for terms, bounds in rows.items():
            news = [u for u, _ in terms if u not in known]
            if len(news) == 1 and (made := _definition(terms, bounds, news[0])):
                known.add(news[0])
                found = True
                yield terms, made


def _definition(terms: Terms, bounds: Bounds, unknown: int) -> Definition | None:
    """The row as a definition of one of its unknowns, where it leaves at most one value for it."""
    low, high = bounds
    times = dict(terms)[unknown]
    if low is None or high is None or high - low >= abs(times):
        return None
    rest = tuple((u, c) for u, c in terms if u != unknown)
    if times > 0:
        return Definition(unknown, times, rest, low, high)
    return Definition(unknown, -times, tuple((u, -c) for u, c in rest), -high, -low)


def _groups(rows: Mapping[Terms, Bounds], slots: Mapping[int, object]) -> list[set[int]]:
    """The unknowns that are still open, those together that rows join."""
    groups: list[set[int]] = []
    for terms in rows:
        joined = {u for u, _ in terms if u not in slots}
        if joined:
            touching = [group for group in groups if group & joined]
            groups = [group for group in groups if not group & joined] + [joined.union(*touching)]
    return sorted(groups, key=min)


def _climb(plan: Plan, group: set[int], rows: Mapping[Terms, Bounds], goals: Sequence[Goal]) -> Climb:
    """The step that decides a group, by the first of its unknowns from which all others follow. Raises NoRecipe."""
    led = [(leader, list(_following(rows, {*plan.slots, leader}))) for leader in sorted(group)]
    whole = [(leader, hanging) for leader, hanging in led if len(hanging) == len(group) - 1]
    # Rather one of which every value gives the others one: then its end is seldom forbidden by them.
    for leader, hanging in sorted(whole, key=lambda one: sum(not found.exact for _, found in one[1])):
        sign = direction(goals, _steps(leader, [found for _, found in hanging]))
        if sign:
            return _led(plan, leader, sign, hanging, rows)
    raise NoRecipe


def _steps(leader: int, hanging: Sequence[Definition]) -> dict[int, Reach]:
    """By how much each of a group changes when its leader goes one up."""
    steps = {leader: (1, 1)}
    for found in hanging:
        low, high = reach(found.terms, steps)
        steps[found.unknown] = -high // found.times, -(low // found.times)
    return steps


def _led(plan: Plan, leader: int, sign: int, hanging: Sequence[tuple[Terms, Definition]], rows: Mapping[Terms, Bounds]) -> Climb:
    definitions = [found for _, found in hanging]
    needed = thinned(rows)
    ends = [end for terms, bounds in needed.items() for end in _ends(plan, terms, bounds, leader, sign, definitions)]
    plan.slots[leader] = (len(plan.slots), sign)
    cuts = tuple(plan.define(found) for found in definitions)
    exact = {terms for terms, found in hanging if found.exact}
    checked = tuple(plan.row(terms, bounds) for terms, bounds in needed.items() if terms not in exact)
    most = tuple(dict.fromkeys(cut for up, cut in ends if up))
    if not most:
        raise NoRecipe
    return Climb(most, tuple(dict.fromkeys(cut for up, cut in ends if not up)), cuts, checked)


def _ends(plan: Plan, terms: Terms, bounds: Bounds, leader: int, sign: int, hanging: Sequence[Definition]) -> Iterator[tuple[bool, Cut]]:
    """How far a row lets the leader go, upwards and downwards, whatever a rounding does for it."""
    low, high = bounds
    for limit, side in ((high, 1), (None if low is None else -low, -1)):
        if limit is not None:
            sums, most = _of_leader({u: c * side for u, c in terms}, limit, hanging)
            times = sums.pop(leader, 0) * sign
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
