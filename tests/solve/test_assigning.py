"""Everybody has a seat of their own, no other way costs less, and among those that cost as much this one comes first."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.solve.assigning import assigned
from layoutkit.solve.cpsat import Model, maximum

Costs = list[list[int]]


def tables(most: int, low: int, high: int) -> st.SearchStrategy[Costs]:
    """Square tables of costs."""

    def of(size: int) -> st.SearchStrategy[Costs]:
        line = st.lists(st.integers(low, high), min_size=size, max_size=size)
        return st.lists(line, min_size=size, max_size=size)

    return st.integers(0, most).flatmap(of)


def cost(costs: Costs, seats: list[int] | tuple[int, ...]) -> int:
    return sum(line[seat] for line, seat in zip(costs, seats, strict=True))


def test_the_nearest_seat_is_not_for_everybody() -> None:
    """Both would like seat 0; it costs less to send the second person on than the first."""
    assert assigned([[1, 9], [2, 3]]) == [0, 1]
    assert assigned([[1, 2], [2, 9]]) == [1, 0]


def test_nobody_needs_no_seat() -> None:
    assert assigned([]) == []


def test_where_it_costs_the_same_the_first_person_has_the_first_seat() -> None:
    assert assigned([[5] * 4 for _ in range(4)]) == [0, 1, 2, 3]


def test_the_first_person_takes_the_first_seat_though_all_others_must_change_for_it() -> None:
    """Person 0 is as well off on seat 0 as on seat 3; each of the others has two seats that cost nothing."""
    assert assigned([[0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1], [1, 1, 0, 0]]) == [0, 1, 2, 3]
    assert assigned([[0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 1, 1], [1, 1, 0, 0]]) == [0, 2, 1, 3]


@settings(max_examples=300, deadline=None)
@given(st.one_of(tables(5, 0, 3), tables(5, -(10**9), 10**9)))
def test_it_is_what_trying_every_way_finds(costs: Costs) -> None:
    """With few different costs, so that many ways are equal; and with any whole numbers."""
    best = min(permutations(range(len(costs))), key=lambda seats: (cost(costs, seats), seats))
    assert assigned(costs) == list(best)


@settings(max_examples=60, deadline=None)
@given(tables(24, 0, 3))
def test_no_weights_are_needed_for_the_order_of_people(costs: Costs) -> None:
    """The same comes out when the order is written into the costs, so that no two ways cost the same."""
    size = len(costs)
    weight = [(size + 1) ** (size - person) for person in range(size)]
    outright = [[(size + 1) ** (size + 1) * c + w * seat for seat, c in enumerate(line)] for line, w in zip(costs, weight, strict=True)]
    assert assigned(costs) == assigned(outright)


@settings(max_examples=60, deadline=None)
@given(tables(12, 0, 40), st.randoms(use_true_random=False))
def test_the_cost_is_the_same_in_whatever_order_people_and_seats_are_told(costs: Costs, random: Random) -> None:
    people, seats = list(range(len(costs))), list(range(len(costs)))
    random.shuffle(people)
    random.shuffle(seats)
    mixed = [[costs[person][seat] for seat in seats] for person in people]
    assert cost(mixed, assigned(mixed)) == cost(costs, assigned(costs))


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(st.one_of(tables(18, 0, 5), tables(18, 0, 1000)))
def test_cp_sat_finds_nothing_cheaper(costs: Costs) -> None:
    assert cost(costs, assigned(costs)) == cheapest(costs)


def cheapest(costs: Costs) -> int:
    """The least cost by a search."""
    model, size = Model(), len(costs)
    sits = [[model.variable(0, 1) for _ in line] for line in costs]
    model.one_of += [tuple(line) for line in sits] + [tuple(line[seat] for line in sits) for seat in range(size)]
    model.maximise = {sits[person][seat]: -costs[person][seat] for person in range(size) for seat in range(size)}
    found = maximum(model)
    assert found is not None
    return sum(costs[person][seat] * found[sits[person][seat]] for person in range(size) for seat in range(size))
