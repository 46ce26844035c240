"""Which numbers follow from which: a row that leaves one value for an unknown, given the others, decides it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from layoutkit.forms import Terms
from layoutkit.solve.thinning import Bounds


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


def following(rows: Mapping[Terms, Bounds], known: set[int]) -> Iterator[tuple[Terms, Definition]]:
    """What follows from what is known, each by a row that speaks of one more unknown; `known` grows with it."""
    found = True
    while found:
        found = False
        for terms, bounds in rows.items():
            news = [u for u, _ in terms if u not in known]
            if len(news) == 1 and (made := definition(terms, bounds, news[0])):
                known.add(news[0])
                found = True
                yield terms, made


def definition(terms: Terms, bounds: Bounds, unknown: int) -> Definition | None:
    """The row as a definition of one of its unknowns, where it leaves at most one value for it."""
    low, high = bounds
    times = dict(terms)[unknown]
    if low is None or high is None or high - low >= abs(times):
        return None
    rest = tuple((u, c) for u, c in terms if u != unknown)
    if times > 0:
        return Definition(unknown, times, rest, low, high)
    return Definition(unknown, -times, tuple((u, -c) for u, c in rest), -high, -low)


def groups(rows: Mapping[Terms, Bounds], slots: Mapping[int, object]) -> list[set[int]]:
    """The unknowns that are still open, those together that rows join."""
    found: list[set[int]] = []
    for terms in rows:
        joined = {u for u, _ in terms if u not in slots}
        if joined:
            touching = [group for group in found if group & joined]
            found = [group for group in found if not group & joined] + [joined.union(*touching)]
    return sorted(found, key=min)
