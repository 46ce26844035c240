"""What an equality decides never reaches the search: every unknown becomes a whole number, or a sum over the few that stay open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import gcd

from layoutkit.forms import Affine, Form, Relation, Terms, equal
from layoutkit.problem import Alternative
from layoutkit.work import spend


class Contradiction(Exception):
    """The relations cannot all hold."""


class System:
    """Relations after elimination: what each unknown has become, and the bounds on what is still open."""

    def __init__(self, *, eliminating: bool = True, given: int = 0) -> None:
        self.known: dict[int, Form] = {}
        self.rows: dict[Terms, tuple[int | None, int | None]] = {}
        self.given = given
        """So many unknowns, the first ones, are told later: nothing decides them, and what is said of them alone stays a row."""
        self.eliminating = eliminating
        """False keeps every relation as a row, so that a search has to find all of it: the proof that both ways agree."""

    def copy(self) -> System:
        """A system to go on with, that leaves this one as it is."""
        spend(len(self.known) // 16 + 2)
        twin = System(eliminating=self.eliminating, given=self.given)
        twin.known, twin.rows = dict(self.known), dict(self.rows)
        return twin

    def turned(self, opposites: Mapping[int, int]) -> System:
        """The same system, in which some open unknowns are the opposites of new ones."""
        twin = self.copy()
        twin.known |= {unknown: Affine(((new, -1),), 0) for unknown, new in opposites.items()}
        twin._renew()
        return twin

    @property
    def open(self) -> tuple[int, ...]:
        """The unknowns that are left in the rows, ascending."""
        return tuple(sorted({u for terms in self.rows for u, _ in terms}))

    def form(self, form: Form) -> Form:
        """The form in what is still open; a plain number where nothing is."""
        if isinstance(form, int):
            return form
        if len(form.terms) == 1 and isinstance(found := self.known.get(form.terms[0][0]), int):
            return form.constant + form.terms[0][1] * found
        sums, constant = self._spread(form.terms)
        constant += form.constant
        return Affine(tuple(sorted(sums.items())), constant) if sums else constant

    def whole(self, form: Form) -> int:
        """The form where nothing that it hangs on is open."""
        value = self.form(form)
        assert isinstance(value, int)
        return value

    def _spread(self, terms: Terms) -> tuple[dict[int, int], int]:
        """The terms with every known unknown replaced, and the constant that gives."""
        known, constant = self.known, 0
        sums: dict[int, int] = {}
        deeper: list[tuple[int, int]] = []
        for unknown, times in terms:
            found = known.get(unknown)
            if found is None:
                sums[unknown] = sums.get(unknown, 0) + times
            elif isinstance(found, int):
                constant += times * found
            else:
                constant += times * found.constant
                for inner, c in found.terms:
                    if inner in known:
                        deeper.append((inner, times * c))
                    else:
                        sums[inner] = sums.get(inner, 0) + times * c
        if deeper:
            more, further = self._spread(tuple(deeper))
            constant += further
            for unknown, times in more.items():
                sums[unknown] = sums.get(unknown, 0) + times
        return ({u: c for u, c in sums.items() if c} if 0 in sums.values() else sums), constant

    def valued(self, values: Mapping[int, int]) -> Callable[[Form], int]:
        """What forms come to, once what is open has these values; an unknown that nothing speaks of is nought."""
        return _Valued(self.known, {unknown: found for unknown, found in values.items() if unknown not in self.known})

    def add(self, relations: Iterable[Relation]) -> None:
        """Take in relations: equalities first, each decides an unknown; then what rounding pins down; then bounds."""
        waiting: list[Relation] = []
        before = len(self.known)
        for relation in relations:
            exact = self.eliminating and relation.low is not None and relation.low == relation.high
            if not exact or not self._define(relation):
                waiting.append(relation)
        if len(self.known) > before:
            self._substitute()
            self._renew()
        for relation in waiting:
            self._bound(relation.terms, relation.low, relation.high)
        spend(4 * (before + len(waiting)) + len(self.known))
        self._settle()

    def _renew(self) -> None:
        """Bring the rows up to what is known by now."""
        old, self.rows, known = self.rows, {}, self.known
        for terms, bounds in old.items():
            if terms in self.rows or any(unknown in known for unknown, _ in terms):
                self._bound(terms, *bounds)
            else:
                self.rows[terms] = bounds

    def _substitute(self) -> None:
        """Put what was decided later into what was decided earlier: backwards, each once, so that no chain is walked again."""
        for unknown in reversed(self.known):
            found = self.known[unknown]
            if not isinstance(found, int) and any(u in self.known for u, _ in found.terms):
                self.known[unknown] = self.form(found)

    def place(self, chosen: Alternative) -> None:
        """Take in where an alternative puts its boxes."""
        edges, keep = chosen.edges()
        twice = []
        reduced = {form: self.form(form) for form in set(edges.values())}
        for unknown, form in edges.items():
            found = reduced[form]
            # Where a cell hangs on what was decided by its own edge, the two are an equation; put in for each other they would go round.
            if unknown in self.known or not self.eliminating or _speaks_of(found, unknown):
                twice.append(equal(Affine(((unknown, 1),), 0), form))
            else:
                self.known[unknown] = found
        self._renew()
        self.add([*keep, *twice])

    def _define(self, relation: Relation) -> bool:
        """Use an equality to express one unknown by the others; False where it has none with coefficient 1 or -1."""
        sums, constant = self._spread(relation.terms)
        target = (relation.low or 0) - constant
        if not sums:
            if target:
                raise Contradiction
            return True
        free = [u for u, c in sums.items() if c in (1, -1) and u >= self.given]
        if not free:
            return False
        alone = _sum_of_others(sums)
        chosen = max(free) if alone is None or alone < self.given else alone
        sign = sums.pop(chosen)
        terms = tuple(sorted((u, -sign * c) for u, c in sums.items()))
        self.known[chosen] = Affine(terms, sign * target) if terms else sign * target
        return True

    def _bound(self, terms: Terms, low: int | None, high: int | None) -> None:
        """Keep `low <= terms <= high` in reduced form, joined with what is known of the same terms."""
        if len(terms) == 1 and terms[0][0] not in self.known:
            key, low, high = _normal(dict(terms), low, high)
        else:
            sums, constant = self._spread(terms)
            low = None if low is None else low - constant
            high = None if high is None else high - constant
            if not sums:
                if (low is not None and low > 0) or (high is not None and high < 0):
                    raise Contradiction
                return
            key, low, high = _normal(sums, low, high)
        if key in self.rows:
            before = self.rows[key]
            low = before[0] if low is None else low if before[0] is None else max(low, before[0])
            high = before[1] if high is None else high if before[1] is None else min(high, before[1])
        if low is not None and high is not None and low > high:
            raise Contradiction
        self.rows[key] = (low, high)

    def _settle(self) -> None:
        """Define what the rows leave exactly one value for, until they leave none."""
        while self.eliminating:
            exact = [(t, low) for t, (low, high) in self.rows.items() if low is not None and low == high and self._definable(t)]
            pinned = [(t, low) for t, low in exact if abs(t[-1][1]) == 1] or exact
            if not pinned:
                return
            for terms, value in pinned:
                self._define(Relation(terms, value, value))
            self._renew()

    def _definable(self, terms: Terms) -> bool:
        return any(c in (1, -1) and u >= self.given for u, c in terms)

    def tighten(self) -> None:
        """Carry bounds over: what a row says of one unknown, given the bounds of its others; twice, for a chain through a rounding."""
        wide = [(terms, bounds) for terms, bounds in self.rows.items() if len(terms) > 1]
        spend(len(self.rows) + 10 * len(wide))
        for _ in range(2):
            for terms, (low, high) in wide:
                for unknown, coefficient in terms:
                    rest = [self.reach(u, c) for u, c in terms if u != unknown]
                    above = None if high is None or any(r[0] is None for r in rest) else high - sum(r[0] or 0 for r in rest)
                    below = None if low is None or any(r[1] is None for r in rest) else low - sum(r[1] or 0 for r in rest)
                    self._bound(((unknown, coefficient),), below, above)
        self._settle()

    def judged(self, relation: Relation) -> bool | None:
        """Whether what is known of each unknown alone makes the relation true (True) or impossible (False); None where it is open."""
        if not self.eliminating:
            return None
        ends = [self.reach(unknown, coefficient) for unknown, coefficient in relation.terms]
        least = None if any(end[0] is None for end in ends) else sum(end[0] or 0 for end in ends)
        most = None if any(end[1] is None for end in ends) else sum(end[1] or 0 for end in ends)
        low, high = relation.low, relation.high
        if low is not None and low == high and low % gcd(*(c for _, c in relation.terms)):
            return False
        if (least is not None and high is not None and least > high) or (most is not None and low is not None and most < low):
            return False
        above = low is None or (least is not None and least >= low)
        return True if above and (high is None or (most is not None and most <= high)) else None

    def reach(self, unknown: int, coefficient: int) -> tuple[int | None, int | None]:
        """The least and the most that a term can be."""
        low, high = self.rows.get(((unknown, 1),), (None, None))
        ends = (None if low is None else low * coefficient, None if high is None else high * coefficient)
        return ends if coefficient > 0 else (ends[1], ends[0])


def _speaks_of(form: Form, unknown: int) -> bool:
    return not isinstance(form, int) and any(u == unknown for u, _ in form.terms)


class _Valued:
    """What forms come to; what an unknown comes to is reckoned once."""

    __slots__ = ("known", "numbers")

    def __init__(self, known: Mapping[int, Form], numbers: dict[int, int]) -> None:
        self.known, self.numbers = known, numbers

    def __call__(self, form: Form) -> int:
        if isinstance(form, int):
            return form
        total, get = form.constant, self.numbers.get
        for unknown, times in form.terms:
            found = get(unknown)
            total += times * (self._number(unknown) if found is None else found)
        return total

    def _number(self, unknown: int) -> int:
        found = self.numbers[unknown] = self(self.known.get(unknown, 0))
        return found


def _sum_of_others(sums: Mapping[int, int]) -> int | None:
    """The one unknown, of three or more, that is the sum of the others: expressed by them all that follows grows with each of them."""
    if len(sums) < 3:
        return None
    for sign in (1, -1):
        alone = [u for u, c in sums.items() if c * sign > 0]
        if len(alone) == 1:
            return alone[0] if sums[alone[0]] == sign else None
    return None


def _normal(sums: dict[int, int], low: int | None, high: int | None) -> tuple[Terms, int | None, int | None]:
    """Divided by the common factor, the bounds rounded inwards, and the first coefficient positive."""
    terms = sorted(sums.items()) if len(sums) > 1 else list(sums.items())
    if len(terms) == 1 and terms[0][1] == 1:
        return (terms[0],), low, high
    factor = gcd(*[c for _, c in terms])
    if terms[0][1] < 0:
        low, high = (None if high is None else -high), (None if low is None else -low)
        terms = [(u, -c) for u, c in terms]
    if factor > 1:
        low = None if low is None else -(-low // factor)
        high = None if high is None else high // factor
        terms = [(u, c // factor) for u, c in terms]
    return tuple(terms), low, high
