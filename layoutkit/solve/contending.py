"""A sum whose parts draw on one budget: how much all of them together can reach.

Row by row, each of fifty stacked pictures could have all the height that is to spare. Together they cannot: whoever gains most by a pixel
gets it first, then the next, until the budget is spent. Gains that come in jumps are smoothed out from above (the hull), so what this says
is never too little, and most often exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from layoutkit.forms import Terms
from layoutkit.solve.ends import UNBOUNDED, Ends, Row


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sum: `divisor * part <= times * share + constant`, counted so often; a unit of the share has its cost."""

    part: int
    count: int
    divisor: int
    share: int
    times: int
    constant: int
    cost: int


@dataclass(frozen=True, slots=True)
class Contest:
    """A sum, its parts that share the budget `terms <= high`, and those that do not, each with its count."""

    total: int
    parts: tuple[Part, ...]
    others: Terms
    terms: Terms
    high: int
    places: frozenset[int]
    """Whatever it hangs on."""

    def most(self, ends: Ends) -> int:
        """What the sum is at most, its unknowns being between these ends."""
        lows, highs = ends.lows, ends.highs
        left = max(0, self.high - sum([c * (lows[place] if c > 0 else highs[place]) for place, c in self.terms]))
        most = sum([c * highs[place] for place, c in self.others])
        alike = Counter(
            (
                p.count,
                p.divisor,
                p.times,
                p.constant,
                p.cost,
                lows[p.share],
                min(highs[p.share], lows[p.share] + left // p.cost),
                highs[p.part],
            )
            for p in self.parts
        )
        gains: list[tuple[Fraction, int, int]] = []
        for (count, divisor, times, constant, cost, low, high, cap), many in alike.items():
            first, steps = _hull(divisor, times, constant, low, high, cap)
            most += many * count * first
            gains += [(Fraction(count * gain, cost * wide), cost * wide * many, count * gain * many) for wide, gain in steps]
        return most + _spent(gains, left)


WIDEST = 4096
"""A share that can be more values than this is not looked at one by one: its part is as great as it can be alone."""


def _spent(gains: list[tuple[Fraction, int, int]], left: int) -> int:
    """What a budget buys, the best first; each gain has its worth by the unit, its price and what it brings."""
    most = 0
    for worth, price, gain in sorted(gains, reverse=True):
        if price > left:
            return most + int(worth * left)
        left -= price
        most += gain
    return most


@lru_cache(maxsize=4096)
def _hull(divisor: int, times: int, constant: int, low: int, high: int, cap: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The part at the least of its share, and the steps of the least concave line above it: how wide, how high, steepest first."""
    if high - low > WIDEST:
        return min(cap, (times * high + constant) // divisor), ()
    corners: list[tuple[int, int]] = []
    for share in range(low, high + 1):
        part = min(cap, (times * share + constant) // divisor)
        while len(corners) > 1 and _below(corners[-2], corners[-1], (share, part)):
            corners.pop()
        corners.append((share, part))
    return corners[0][1], tuple([(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners) if b[1] > a[1]])


def _below(one: tuple[int, int], middle: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether the middle corner lies on or below the line from one to the other."""
    return (middle[1] - one[1]) * (other[0] - one[0]) <= (other[1] - one[1]) * (middle[0] - one[0])


# --- which sums are contests -----------------------------------------------------------------------------------------

FEWEST = 2
"""So many parts at least share a budget."""

Limit = tuple[int, int, int, int]
"""Of a part: the share, and `divisor * part <= times * share + constant`."""


def contests(rows: Sequence[Row], ends: Ends) -> Iterator[Contest]:
    """The sums among the rows whose parts share a budget, each with the one that most of its parts share, and of such the scarcest."""
    sums = [found for terms, low, high in rows if low == high == 0 and (found := _sum_of(terms))]
    limits = [limit for row in rows if len(row[0]) == 2 for limit in _limits(*row)] if sums else []
    for total, parts in sums:
        own = dict(parts)
        sharing = [(place, limit) for place, limit in limits if place in own]
        budgets = _budgets(rows, {limit[0] for _, limit in sharing})
        many, terms, high = max(budgets, key=lambda budget: (budget[0], ends.of(budget[1])[0] - budget[2]), default=(0, (), 0))
        if many >= FEWEST:
            yield _contest(total, parts, sharing, terms, high)


def _contest(total: int, parts: Terms, sharing: Sequence[tuple[int, Limit]], terms: Terms, high: int) -> Contest:
    """Each part with the first of its shares that the budget holds down and that is nobody else's."""
    costs, counts = {place: c for place, c in terms if c > 0}, dict(parts)
    found: dict[int, Part] = {}
    for place, (share, times, divisor, constant) in sharing:
        if share in costs and place not in found:
            found[place] = Part(place, counts[place], divisor, share, times, constant, costs.pop(share))
    others = tuple([term for term in parts if term[0] not in found])
    return Contest(total, tuple(found.values()), others, terms, high, frozenset(place for place, _ in (*parts, *terms)))


def _sum_of(terms: Terms) -> tuple[int, Terms] | None:
    """The place that equals the sum of three or more terms, and these; None where no place does."""
    for sign in (1, -1):
        alone = [place for place, c in terms if c * sign > 0]
        if len(alone) == 1 and len(terms) > FEWEST and dict(terms)[alone[0]] == sign:
            return alone[0], tuple([(place, -sign * c) for place, c in terms if place != alone[0]])
    return None


def _limits(terms: Terms, low: int, high: int) -> Iterator[tuple[int, Limit]]:
    """What a row of two unknowns says of one that grows with the other."""
    for (place, divisor), (share, times) in (terms, terms[::-1]):
        if divisor > 0 > times and high < UNBOUNDED:
            yield place, (share, -times, divisor, high)
        elif divisor < 0 < times and low > -UNBOUNDED:
            yield place, (share, times, -divisor, -low)


def _budgets(rows: Sequence[Row], shared: set[int]) -> Iterator[tuple[int, Terms, int]]:
    """The rows that hold several of these unknowns down: how many, the terms, and what they are at most."""
    for terms, low, high in rows:
        for sign, most in ((1, high), (-1, -low)):
            many = sum([place in shared and c * sign > 0 for place, c in terms])
            if many >= FEWEST and most < UNBOUNDED:
                yield many, tuple([(place, c * sign) for place, c in terms]), most
