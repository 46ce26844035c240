"""Small systems of whole numbers, taken to their best by arithmetic: against all values that there are."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.forms import Terms
from layoutkit.solve import cpsat
from layoutkit.solve.contending import contests
from layoutkit.solve.ends import UNBOUNDED, Ends, Row, Unsure
from layoutkit.solve.propagating import Space, telling
from layoutkit.solve.small import Aim, Bounds, Small

LEAST, MOST = -2, 4
Rows = list[tuple[Terms, Bounds]]

COEFFICIENT = st.sampled_from([-16, -3, -2, -1, 1, 1, 2, 3, 9])


@st.composite
def systems(draw: st.DrawFn, unknowns: int = 4) -> Rows:
    """Rows over a few unknowns, each between two ends."""
    terms = st.dictionaries(st.integers(0, unknowns - 1), COEFFICIENT, min_size=2, max_size=unknowns).map(
        lambda d: tuple(sorted(d.items()))
    )
    low = st.one_of(st.none(), st.integers(-12, 12))
    bounds = st.tuples(low, st.integers(0, 9)).map(lambda b: (b[0], None if b[0] is not None and b[1] == 9 else (b[0] or 0) + b[1]))
    rows = draw(st.lists(st.tuples(terms, bounds), max_size=4))
    return [*rows, *((((unknown, 1),), (LEAST, MOST)) for unknown in range(unknowns))]


def aims(unknowns: int = 4) -> st.SearchStrategy[list[Aim]]:
    """All unknowns in some order, each great or small."""
    return (
        st.permutations(range(unknowns))
        .flatmap(lambda order: st.tuples(*(st.tuples(st.just(u), st.sampled_from([1, -1])) for u in order)))
        .map(list)
    )


def keeps(rows: Rows, values: tuple[int, ...]) -> bool:
    """Whether these values keep all rows."""
    totals = ((sum(c * values[u] for u, c in terms), bounds) for terms, bounds in rows)
    return all((low is None or low <= total) and (high is None or total <= high) for total, (low, high) in totals)


def wide_of(rows: Rows) -> list[Row]:
    """The rows of two unknowns and more, as a space takes them."""
    return [(t, -UNBOUNDED if low is None else low, UNBOUNDED if high is None else high) for t, (low, high) in rows if len(t) > 1]


def every(rows: Rows, unknowns: int = 4) -> list[tuple[int, ...]]:
    """All values that keep the rows."""
    return [values for values in product(range(LEAST, MOST + 1), repeat=unknowns) if keeps(rows, values)]


def solved(rows: Rows, order: list[Aim], find: object = None) -> dict[int, int] | None:
    return Small([terms for terms, _ in rows], order).best([bounds for _, bounds in rows], 100, find)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(systems(), aims())
def test_the_best_values_are_those_that_trying_all_finds(rows: Rows, order: list[Aim]) -> None:
    best = max(every(rows), key=lambda values: [sign * values[u] for u, sign in order], default=None)
    found = solved(rows, order, cpsat.maximum)
    assert found == (None if best is None else dict(enumerate(best)))


@settings(max_examples=100, deadline=None)
@given(systems())
def test_what_bounds_cut_off_had_no_answer(rows: Rows) -> None:
    ends = Ends([LEAST] * 4, [MOST] * 4)
    wide = wide_of(rows)
    held = Space(wide, 4, 10_000).carried(ends, range(len(wide)))
    answers = every(rows)
    assert held or not answers
    for values in answers:
        assert all(low <= value <= high for low, value, high in zip(ends.lows, values, ends.highs, strict=True))


@settings(max_examples=150, deadline=None)
@given(systems(), systems())
def test_rows_that_are_left_out_say_nothing(some: Rows, others: Rows) -> None:
    """What the others leave is what all of them leave."""
    rows, ends = [*some, *others], Ends([LEAST] * 4, [MOST] * 4)
    left: Rows = [(terms, (low, high)) for terms, low, high in telling(wide_of(rows), ends, long=2)]
    assert every([*left, *(row for row in rows if len(row[0]) == 1)]) == every(rows)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(-3, 3), st.integers(1, 2)), min_size=2, max_size=3),
    st.integers(0, 14),
)
def test_parts_of_one_budget_reach_no_more_than_is_said(parts: list[tuple[int, int, int, int]], budget: int) -> None:
    """Each part: `divisor * part <= times * share + constant`, and what a unit of its share costs; shares are 0..6, parts at most 9."""
    many = len(parts)
    shares, own, total = range(many), range(many, 2 * many), 2 * many
    rows = [(((own[i], divisor), (shares[i], -times)), -UNBOUNDED, constant) for i, (divisor, times, constant, _) in enumerate(parts)]
    rows.append((tuple((shares[i], cost) for i, (*_, cost) in enumerate(parts)), -UNBOUNDED, budget))
    rows.append((((total, -1), *((place, 1) for place in own)), 0, 0))
    ends = Ends([0] * many + [-9] * many + [-99], [6] * many + [9] * many + [99])
    [contest] = contests(rows, ends)
    reached = [
        sum(min(9, (times * share + constant) // divisor) for share, (divisor, times, constant, _) in zip(taken, parts, strict=True))
        for taken in product(range(7), repeat=many)
        if sum(cost * share for share, (*_, cost) in zip(taken, parts, strict=True)) <= budget
    ]
    assert max(reached) <= contest.most(ends) <= max(reached) + many


def test_forty_parts_of_one_budget_are_told_at_once() -> None:
    """Row by row each could have all of it."""
    many = 40
    rows: Rows = [(((100 + i, 9), (i, -16)), (None, 0)) for i in range(many)]
    rows += [(((i, 1),), (1, 1080)) for i in range(many)]
    rows += [(tuple((i, 1) for i in range(many)), (None, 1000)), (((-1, -1), *((100 + i, 1) for i in range(many))), (0, 0))]
    found = solved(rows, [(-1, 1), *((i, 1) for i in range(many)), *((100 + i, 1) for i in range(many))])
    assert found is not None
    assert found[-1] == sum(found[100 + i] for i in range(many)) == 16 * 1000 // 9


def test_without_a_search_what_arithmetic_does_not_tell_is_not_told() -> None:
    rows: Rows = [(tuple((i, 101 + 2 * i) for i in range(9)), (5003, 5003)), *((((i, 1),), (0, 60)) for i in range(9))]
    rows.append((tuple((i, 1 if i % 2 else -1) for i in range(9)), (40, 41)))
    order = [(i, -1 if i % 2 else 1) for i in range(9)]
    with pytest.raises(Unsure):
        solved(rows, order)
    found = solved(rows, order, cpsat.maximum)
    assert found is not None
    assert keeps(rows, tuple(found[i] for i in range(9)))
