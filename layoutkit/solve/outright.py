"""The one best layout by plain arithmetic, where that can tell; else a search is asked.

Each way to choose from lists and shapes is a branch, and each branch a small system that is taken to its best (`descending`). What is not
chosen yet is left out at first: that bounds what all ways to choose it can reach, so that most are never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from layoutkit.forms import Box
from layoutkit.problem import OneOf, Seat
from layoutkit.solve.branches import Branch, Demands, Growing, opened, started
from layoutkit.solve.eliminate import Contradiction
from layoutkit.solve.ends import Unsure
from layoutkit.solve.goals import Goal
from layoutkit.solve.small import Find
from layoutkit.solve.taking import Taken, bound, decided, whole
from layoutkit.solve.tiers import edges_of

MOST_LOOKED_AT = 1024
"""So many choices are looked at, some milliseconds each at the worst, before a search is asked."""

Reached = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What makes a layout of a branch good: the goals of its wishes, then the ties of its boxes; nothing where any layout will do."""

    goals: Callable[[Branch], Sequence[Goal]] = lambda branch: ()
    boxes: Callable[[Branch], Sequence[Box]] = lambda branch: ()
    best: bool = True
    """False where any layout will do."""


ANY = Wanted(best=False)


def outright(demands: Demands, seats: Sequence[Seat], wanted: Wanted, top: int, find: Find | None) -> Taken | None:
    """The best layout of all branches; None where there is none. Raises Unsure where only a search of all can tell.

    Where there is nothing to choose, `find` is asked for single aims that arithmetic does not decide.
    """
    choosing = _Choosing(seats, wanted, top, None if demands.one_ofs else find)
    try:
        start = started(demands)
    except Contradiction:
        return None
    if not demands.one_ofs and not start.system.rows and (found := decided(start)):
        return found
    choosing.among(start, demands.one_ofs)
    return choosing.best


@dataclass(frozen=True, slots=True)
class _Way:
    """One alternative taken, what is left to choose after it, and what it can reach at most; None where that is not known."""

    branch: Branch
    left: Sequence[OneOf]
    most: Reached | None


class _Choosing:
    """The best layout among the branches looked at so far."""

    def __init__(self, seats: Sequence[Seat], wanted: Wanted, top: int, find: Find | None) -> None:
        self.seats, self.wanted, self.top, self.find = seats, wanted, top, find
        self.growing, self.looked_at = Growing(edges=True), 0
        self.best: Taken | None = None

    def among(self, branch: Branch, left: Sequence[OneOf]) -> None:
        """Look at all ways to choose what is left, the most promising first."""
        if not left:
            self.decide(branch)
            return
        for way in sorted(self.ways(branch, left), key=_promise):
            if not self.hopeless(way):
                self.among(way.branch, way.left)

    def ways(self, branch: Branch, left: Sequence[OneOf]) -> Iterator[_Way]:
        """The alternatives of the first choice that nothing refutes."""
        for alternative in left[0].alternatives:
            self.looked_at += 1
            if self.looked_at > MOST_LOOKED_AT:
                raise Unsure
            grown = self.growing.grown(branch, left[0], alternative)
            if grown:
                rest = opened(alternative, left)
                try:
                    yield _Way(grown, rest, self.most(grown) if rest else None)
                except Contradiction:
                    continue

    def most(self, branch: Branch) -> Reached | None:
        """What the wishes reach in a branch at most, whatever is chosen of the rest. Raises Contradiction where nothing can be."""
        try:
            found = bound(branch, self.wanted.goals(branch), self.top)
        except Unsure:
            return None
        if found is None:
            raise Contradiction
        return found.reached

    def hopeless(self, way: _Way) -> bool:
        """Whether nothing that begins like this can be better than the best so far."""
        best = self.best
        if best is None or not self.wanted.best:
            return best is not None
        if way.most is None or way.most != best.reached:
            return way.most is not None and way.most < best.reached
        begun = _places(way.branch)
        return begun > _places(best.branch)[: len(begun)]

    def decide(self, branch: Branch) -> None:
        """Take a branch in which all is chosen to its best, and keep it where it is better than the best before."""
        least = self.best.reached[0] if self.best and self.best.reached else None
        found = whole(branch, self.wanted.goals(branch), self.wanted.boxes(branch), self.top, self.seats, least, self.find)
        if found and (self.best is None or self.better(found, self.best)):
            self.best = found

    def better(self, one: Taken, other: Taken) -> bool:
        """Whether one comes before the other: by the wishes, by what was written first, by the ties of the boxes."""
        if one.reached != other.reached:
            return one.reached > other.reached
        if one.branch.rank != other.branch.rank:
            return one.branch.rank < other.branch.rank
        return self.tied(one) > self.tied(other)

    def tied(self, found: Taken) -> list[int]:
        """What the ties compare: of each box the width, the height, and the opposites of top and left."""
        return list(map(found.value, edges_of(self.wanted.boxes(found.branch))))


def _promise(way: _Way) -> tuple[bool, Reached]:
    """What can reach most comes first; of equals, what was written first."""
    return way.most is not None, tuple(-value for value in way.most or ())


def _places(branch: Branch) -> tuple[int, ...]:
    """The places of what was chosen, in the order of ties."""
    return tuple(place for ranks in branch.rank for place in ranks)
