"""One branch taken to its best by plain arithmetic.

That boxes must lie apart is left out at first, and looked for in what was found: where they do lie apart it has cost nothing. Where some do
not, the ways in which they can lie apart are tried, as long as these are few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from layoutkit.forms import Box, Form
from layoutkit.problem import Seat
from layoutkit.solve.branches import Branch, Ways, pack_of
from layoutkit.solve.eliminate import Contradiction
from layoutkit.solve.ends import Unsure
from layoutkit.solve.goals import Goal
from layoutkit.solve.placing_apart import Value, all_kept, any_holds
from layoutkit.solve.search import FAR_OUT
from layoutkit.solve.small import Find, Small
from layoutkit.solve.tiers import Bounded, Tiers

MOST_WAYS = 24
"""So many ways for boxes to lie apart are tried in one branch before a search is asked."""

MOST_BROKEN = 2
"""Where more of them do not lie apart by themselves, there are many ways: a search is asked at once."""

Values = Mapping[int, int]
"""What each unknown that was open is."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A branch with the best values of what was open in it, and what its wishes reach: greater is better."""

    branch: Branch
    values: Values
    reached: tuple[int, ...]

    @property
    def value(self) -> Value:
        """What a form comes to."""
        return self.branch.system.valued(self.values)


def decided(branch: Branch) -> Taken | None:
    """The layout of a branch of which no row is left; None where boxes do not lie apart in it, and something may be open all the same."""
    found = Taken(branch, {}, ())
    return found if all_kept(branch.pairs, found.value) else None


def bound(branch: Branch, goals: Sequence[Goal], top: int) -> Taken | None:
    """What goals reach in a branch at most, whatever else is chosen; None where it has no layout. Raises Unsure."""
    return _Taking(branch, goals, (), top).taken()


def whole(
    branch: Branch,
    goals: Sequence[Goal],
    boxes: Sequence[Box],
    top: int,
    seats: Sequence[Seat],
    least: int | None = None,
    find: Find | None = None,
) -> Taken | None:
    """The best layout of a branch, boxes lying apart; None where it has none, or none whose first goal reaches `least`. Raises Unsure."""
    if branch.pairs and _loose(branch, seats):
        _leave_to_packing(branch, seats)
    taking = _Taking(branch, goals, boxes, top, least)
    found = taking.taken(find)
    if not found or all_kept(branch.pairs, found.value):
        return found
    _leave_to_packing(branch, seats)
    try:
        separated = branch.separated()
    except Contradiction:
        return None
    return _Taking(separated, goals, boxes, top, least).taken_apart()


def _loose(branch: Branch, seats: Sequence[Seat]) -> bool:
    """Whether two tiles may both be anywhere, across and down: no chain is like this, and a free placement is."""
    known, loose = branch.system.known, 0
    for seat in seats:
        starts = [span.start for span in seat.box.spans]
        loose += all(not isinstance(start, int) and start.terms[0][0] not in known for start in starts)
    return loose > 1


def _leave_to_packing(branch: Branch, seats: Sequence[Seat]) -> None:
    """Raises Unsure where the branch is a free placement, with what was made out of it."""
    pack = pack_of(branch, seats)
    if pack:
        raise Unsure(replace(branch, pack=pack))


class _Taking:
    """The small system of a branch."""

    def __init__(self, branch: Branch, goals: Sequence[Goal], boxes: Sequence[Box], top: int, least: int | None = None) -> None:
        self.branch, self.far = branch, FAR_OUT * top
        self.tiers = Tiers(branch.system.form, top)
        for goal in goals:
            self.tiers.wish(goal)
        self.tiers.ties(boxes, branch.system.open)
        self.rows = [*branch.system.rows.items(), *self.tiers.rows, *_reaching(self.tiers.values, least)]
        self.tried = 0

    def taken(self, find: Find | None = None) -> Taken | None:
        """The best layout, whether boxes lie apart or not."""
        return self._made(self._solved(self.rows, find))

    def taken_apart(self) -> Taken | None:
        """The best layout in which every pair of the branch lies apart in one of its ways."""
        return self._made(self._best(self.rows, None))

    def _best(self, rows: Sequence[Bounded], best: Values | None) -> Values | None:
        """The better of the best before and the best under these rows."""
        self.tried += 1
        if self.tried > MOST_WAYS:
            raise Unsure
        values = self._solved(rows)
        if values is None or (best is not None and self._order(values) <= self._order(best)):
            return best
        broken = self._broken(values)
        if not broken:
            return values
        if len(broken) > MOST_BROKEN:
            raise Unsure
        for way in broken[0]:
            best = self._best([*rows, (way.terms, (way.low, way.high))], best)
        return best

    def _solved(self, rows: Sequence[Bounded], find: Find | None = None) -> Values | None:
        small = Small([terms for terms, _ in rows], self.tiers.order)
        return small.best([bounds for _, bounds in rows], self.far, find)

    def _order(self, values: Values) -> list[int]:
        return [sign * values[unknown] for unknown, sign in self.tiers.aims]

    def _broken(self, values: Values) -> list[Ways]:
        """The ways of those that do not lie apart."""
        return [ways for ways in self.branch.apart if not any_holds(ways, lambda form: _total(form, values))]

    def _made(self, values: Values | None) -> Taken | None:
        if values is None:
            return None
        return Taken(self.branch, values, tuple([_total(value, values) for value in self.tiers.values]))


def _reaching(values: Sequence[Form], least: int | None) -> list[Bounded]:
    """That the first goal reaches so much."""
    if least is None:
        return []
    first = values[0]
    return [((), (least - first, None))] if isinstance(first, int) else [(first.terms, (least - first.constant, None))]


def _total(form: Form, values: Values) -> int:
    return form if isinstance(form, int) else form.constant + sum([c * values.get(unknown, 0) for unknown, c in form.terms])
