"""Bounds that remember where they come from: what each unknown can be, and which rules make it so."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layoutkit.forms import Affine, Relation, Terms, equal
from layoutkit.problem import Alternative, Apart, Clause, Demand, OneOf

Why = int
"""The rules that something comes from, a bit each."""

FAR = 1 << 40
"""Beyond what any unknown can be: one at this end of its range is not bounded there."""

NEAR = 1 << 28
"""A bound beyond this comes of one that is none."""

MOST_STEPS = 20_000
"""As many lines are looked at for one question; a clash that shows itself more slowly is left to the search."""


@dataclass(frozen=True, slots=True)
class Blamed:
    """Demands by kind, and the rules they come from."""

    why: Why
    lines: Sequence[Relation]
    pairs: Sequence[Apart | Clause]
    one_ofs: Sequence[OneOf]


def by_kind(demands: Iterable[Demand], why: Why) -> Blamed:
    lines, pairs, one_ofs = list[Relation](), list[Apart | Clause](), list[OneOf]()
    for demand in demands:
        match demand:
            case Relation():
                lines.append(demand)
            case OneOf():
                one_ofs.append(demand)
            case _:
                pairs.append(demand)
    return Blamed(why, lines, pairs, one_ofs)


class Contradicted(Exception):
    """Two bounds contradict each other."""

    def __init__(self, why: Why) -> None:
        self.why = why


class Slow(Exception):
    """The limit of steps came first."""


@dataclass(slots=True)
class Steps:
    """What is left of the limit."""

    left: int = MOST_STEPS

    def take(self, count: int = 1) -> None:
        self.left -= count
        if self.left < 0:
            raise Slow


class Bounds:
    """What each unknown can be, and why; the lines that say so, and the pairs that may yet."""

    def __init__(self) -> None:
        self.low, self.high = list[int](), list[int]()
        self.why_low, self.why_high = list[Why](), list[Why]()
        self.lines: list[tuple[Terms, int, int, Why]] = []
        self.about: list[list[int]] = []
        """The lines that speak of an unknown, by number."""
        self.pairs: list[tuple[Apart | Clause, Why]] = []
        self.waiting: deque[int] = deque()

    def grown(self, chosen: Alternative, why: Why, steps: Steps) -> Bounds:
        """These bounds with an alternative in force."""
        edges, keep = chosen.edges()
        twin = Bounds()
        twin.low, twin.high, twin.why_low, twin.why_high = self.low[:], self.high[:], self.why_low[:], self.why_high[:]
        twin.lines, twin.about, twin.pairs = self.lines[:], [about[:] for about in self.about], self.pairs[:]
        placed = [equal(Affine(((unknown, 1),), 0), form) for unknown, form in edges.items()]
        twin.take(by_kind([*chosen.holds, *keep, *placed, *(d for d in chosen.inner if not isinstance(d, OneOf))], why))
        steps.take(len(placed) + len(self.about))
        twin.settle(steps)
        return twin

    def take(self, demands: Blamed) -> None:
        """Take in demands; one-of several is not looked at."""
        for line in demands.lines:
            self.line(line, demands.why)
        self.pairs += [(pair, demands.why) for pair in demands.pairs]

    def line(self, line: Relation, why: Why) -> None:
        """Take in a line; one about a single unknown is a bound at once."""
        terms = line.terms
        low, high = -FAR if line.low is None else line.low, FAR if line.high is None else line.high
        if not terms:
            if low > 0 or high < 0:
                raise Contradicted(why)
            return
        for _ in range(terms[-1][0] + 1 - len(self.about)):
            self.about.append([])
            self.low.append(-FAR)
            self.high.append(FAR)
            self.why_low.append(0)
            self.why_high.append(0)
        if len(terms) == 1:
            self.carry((terms, low, high, why))
            return
        for unknown, _ in terms:
            self.about[unknown].append(len(self.lines))
        self.waiting.append(len(self.lines))
        self.lines.append((terms, low, high, why))

    def settle(self, steps: Steps) -> None:
        """Carry bounds over until nothing changes; then see which pairs have no way left, or one."""
        waiting, lines = self.waiting, self.lines
        while True:
            while waiting:
                steps.take()
                self.carry(lines[waiting.popleft()])
            if not self.one_way_left(steps):
                return

    def carry(self, line: tuple[Terms, int, int, Why]) -> None:
        """What a line says of each of its unknowns, given the bounds of the others."""
        terms, low, high, why = line
        lows, highs = self.low, self.high
        least = most = 0
        for unknown, times in terms:
            if times > 0:
                least += times * lows[unknown]
                most += times * highs[unknown]
            else:
                least += times * highs[unknown]
                most += times * lows[unknown]
        if most > high:
            self.spare(terms, high - least, why, 1)
        if least < low:
            most = sum(times * (highs[unknown] if times > 0 else lows[unknown]) for unknown, times in terms)
            self.spare(terms, most - low, why, -1)

    def spare(self, terms: Terms, spare: int, why: Why, sign: int) -> None:
        """No term can be further than so much from its least end, or with -1 from its most."""
        for unknown, times in terms:
            if times * sign > 0:
                end = self.low[unknown] + spare // abs(times)
                if end < self.high[unknown] and -NEAR < end < NEAR:
                    self.high[unknown], self.why_high[unknown] = end, why | self.because(terms, unknown, sign)
                    self.narrowed(unknown)
            else:
                end = self.high[unknown] - spare // abs(times)
                if end > self.low[unknown] and -NEAR < end < NEAR:
                    self.low[unknown], self.why_low[unknown] = end, why | self.because(terms, unknown, sign)
                    self.narrowed(unknown)

    def because(self, terms: Terms, but: int, sign: int) -> Why:
        """What the ends of the other terms come from: their least ends, or with -1 their most."""
        why = 0
        for unknown, times in terms:
            if unknown != but:
                why |= self.why_low[unknown] if times * sign > 0 else self.why_high[unknown]
        return why

    def narrowed(self, unknown: int) -> None:
        """The lines that speak of an unknown are looked at again."""
        if self.low[unknown] > self.high[unknown]:
            raise Contradicted(self.why_low[unknown] | self.why_high[unknown])
        self.waiting.extend(self.about[unknown])

    def one_way_left(self, steps: Steps) -> bool:
        """Take in the last way of every pair that has but one; whether there was any."""
        before, pairs, self.pairs = len(self.lines), self.pairs, []
        for pair, why in pairs:
            steps.take()
            ways, blame = list[Relation](), why
            for way in pair.ways():
                because = self.impossible(way)
                if because is None:
                    ways.append(way)
                else:
                    blame |= because
            if not ways:
                raise Contradicted(blame)
            if len(ways) == 1:
                self.line(ways[0], blame)
            else:
                self.pairs.append((pair, why))
        return len(self.lines) > before or bool(self.waiting)

    def impossible(self, line: Relation) -> Why | None:
        """Why a line cannot hold; None where it can."""
        least = most = 0
        for unknown, times in line.terms:
            if unknown >= len(self.about):
                return None
            ends = (times * self.low[unknown], times * self.high[unknown])
            least, most = least + min(ends), most + max(ends)
        if line.high is not None and least > line.high:
            return self.because(line.terms, -1, 1)
        return self.because(line.terms, -1, -1) if line.low is not None and most < line.low else None
