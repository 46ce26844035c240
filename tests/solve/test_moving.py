"""When somebody comes or goes, as few people as can be move, and those as little as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.geometry import Rect
from layoutkit.solve.moving import Assignment, reseated
from tests.solve.test_assigning import cheapest

Row = Sequence[Rect | None]


def column(count: int) -> list[Rect]:
    """Tiles of 160x240, one on the other from the bottom right of 540x960."""
    return [Rect(380, 630 - 240 * i, 160, 240) for i in range(count)]


def grid(columns: int, count: int, width: int, height: int, left: int = 0) -> list[Rect]:
    return [Rect(left + i % columns * width, i // columns * height, width, height) for i in range(count)]


def together(before: Row, seats: Sequence[Rect]) -> Assignment:
    """All may take each other's seats."""
    return reseated(before, seats, [range(len(seats))])


def rects(before: Row, seats: Sequence[Rect], found: Assignment) -> list[Rect]:
    return [seats[seat] for seat in found.seats]


def test_who_can_stay_stays_and_one_fills_the_hole() -> None:
    """Three stand in a column, the lowest goes. Of the two that stay only the topmost has to move, down to the bottom."""
    low, middle, top = column(3)
    assert together([middle, top], [low, middle]) == Assignment(seats=(1, 0), moved=1, distance=2 * 480)


def test_nobody_moves_when_the_last_one_goes() -> None:
    assert together(column(2), column(2)) == Assignment((0, 1), moved=0, distance=0)


def test_who_is_new_takes_what_is_left() -> None:
    """The newcomer is first in order; the two others stay all the same."""
    low, middle, top = column(3)
    assert together([None, low, middle], [low, middle, top]).seats == (2, 0, 1)


def test_a_newcomer_neither_moves_nor_goes_a_way() -> None:
    assert together([None, None], column(2)) == Assignment((1, 0), moved=0, distance=0), "and the first has the seat higher up"


def test_another_size_in_the_same_place_is_a_move() -> None:
    """The centre is where it was, so there is no way to go; still somebody sees a picture change."""
    assert together([Rect(10, 10, 20, 20)], [Rect(8, 8, 24, 24)]) == Assignment((0,), moved=1, distance=0)


def test_one_may_go_far_so_that_the_others_stay() -> None:
    """All shifting by one would be as far together; fewest moved comes first."""
    seats = [Rect(100 * i, 0, 100, 100) for i in range(10)]
    assert together(seats[1:], seats[:9]) == Assignment((1, 2, 3, 4, 5, 6, 7, 8, 0), moved=1, distance=2 * 900)


def test_a_seat_is_only_for_its_class() -> None:
    """The screen's large seat is nearer to the guest who must move, but it is not a guest's."""
    screen, guest = Rect(0, 0, 300, 300), Rect(300, 0, 100, 100)
    seats = [Rect(500, 0, 300, 300), Rect(0, 0, 100, 100), Rect(0, 100, 100, 100)]
    assert reseated([screen, guest, None], seats, [[0], [1, 2]]).seats == (0, 1, 2)
    assert reseated([screen, guest, None], seats, [[1, 2]]).seats == (0, 1, 2), "who is in no class keeps the seat of their number"


def test_classes_are_told_in_any_order() -> None:
    """People are in the order of their numbers, whatever order their class names them in."""
    seats = column(4)
    before = [seats[3], None, None, seats[0]]
    assert reseated(before, seats, [[0, 3], [1, 2]]).seats == reseated(before, seats, [[2, 1], [3, 0]]).seats == (3, 2, 1, 0)


def test_ties_are_those_of_the_language() -> None:
    """Four new people: greatest width, then greatest height, then least top, then least left, each person in turn."""
    seats = [Rect(9, 0, 5, 5), Rect(0, 9, 5, 5), Rect(0, 0, 5, 5), Rect(20, 20, 5, 6), Rect(30, 30, 6, 1)]
    assert together([None] * 5, seats).seats == (4, 3, 2, 0, 1)


def test_two_who_stood_on_each_other_part_by_the_order_of_people() -> None:
    """Either could stay. The first person gets the larger seat, which the language prefers, so the second stays."""
    old, large = Rect(0, 0, 10, 10), Rect(50, 0, 20, 20)
    assert together([old, old], [old, large]) == Assignment((1, 0), moved=1, distance=110 + 10)


def test_one_of_two_who_stood_on_each_other_stays_though_all_moving_up_is_no_longer_a_way() -> None:
    """Everybody goes to the right, so that all ways are as long together; in only some of them one of the two can stay."""
    left, middle, right, far = (Rect(100 * i, 0, 100, 100) for i in range(4))
    assert together([left, middle, middle], [middle, right, far]) == Assignment((1, 0, 2), moved=2, distance=2 * 400)


def test_an_empty_seat_is_one_for_nobody() -> None:
    """A grid of 2x2 for three: who was in the middle of the row above is as near to both; a None at the end stands for the empty cell."""
    seats = grid(2, 4, 100, 100)
    assert together([Rect(50, -100, 100, 100), seats[2], seats[3], None], seats).seats == (0, 2, 3, 1)


def test_people_and_seats_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="2 people, 3 seats"):
        reseated([None, None], column(3), [])
    with pytest.raises(ValueError, match="one class for each person"):
        reseated([None, None], column(2), [[0, 1], [1]])


# By trying every way


def score(before: Row, now: Sequence[Rect]) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """Moved, distance of the centres in half pixels, and the order of ties, each worked out by itself."""
    ways = [(a, b) for a, b in zip(before, now, strict=True) if a is not None]
    moved = sum((a.x, a.y, a.width, a.height) != (b.x, b.y, b.width, b.height) for a, b in ways)
    far = sum(abs((a.x + a.right) - (b.x + b.right)) + abs((a.y + a.bottom) - (b.y + b.bottom)) for a, b in ways)
    return moved, far, [(-r.width, -r.height, r.y, r.x) for r in now]


def every_way(seats: Sequence[Rect], classes: Sequence[Sequence[int]]) -> Iterator[list[Rect]]:
    for orders in product(*(permutations(group) for group in classes)):
        now = list(seats)
        for group, order in zip(classes, orders, strict=True):
            for person, seat in zip(group, order, strict=True):
                now[person] = seats[seat]
        yield now


def places(most: int) -> st.SearchStrategy[Rect]:
    """Few different rectangles, in a plane or on a line, so that people can stay, stand on each other, and tie."""
    small, large = st.integers(0, most), st.integers(1, 3)
    return st.one_of(st.builds(Rect, small, small, large, large), st.builds(Rect, small, st.just(0), st.just(1), st.just(1)))


@st.composite
def events(draw: st.DrawFn, most: int) -> tuple[Row, list[Rect], list[list[int]]]:
    """People before, some on the same spot; seats now; and two classes, with some people in neither."""
    count, spread = draw(st.integers(0, most)), draw(st.sampled_from([1, 3, 900]))
    seats = draw(st.lists(places(spread), min_size=count, max_size=count))
    spots = [None, *draw(st.lists(places(spread), min_size=1, max_size=3)), *seats]
    before = draw(st.lists(st.one_of(places(spread), st.sampled_from(spots)), min_size=count, max_size=count))
    label = draw(st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=count, max_size=count))
    return before, seats, [[i for i in range(count) if label[i] == name] for name in (0, 1)]


@settings(max_examples=150, deadline=None)
@given(events(5))
def test_it_is_what_trying_every_way_finds(event: tuple[Row, list[Rect], list[list[int]]]) -> None:
    before, seats, classes = event
    found = reseated(before, seats, classes)
    best = min(score(before, now) for now in every_way(seats, classes))
    assert score(before, rects(before, seats, found)) == best
    assert (found.moved, found.distance) == best[:2]
    assert sorted(found.seats) == list(range(len(seats)))


@settings(max_examples=60, deadline=None)
@given(events(12), st.randoms(use_true_random=False))
def test_the_numbers_of_the_seats_do_not_matter(event: tuple[Row, list[Rect], list[list[int]]], random: Random) -> None:
    """Everybody has the same rectangle in whatever order the seats are told."""
    before, seats, _ = event
    mixed = random.sample(seats, len(seats))
    assert rects(before, seats, together(before, seats)) == rects(before, mixed, together(before, mixed))


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(events(6))
def test_many_more_ways(event: tuple[Row, list[Rect], list[list[int]]]) -> None:
    before, seats, classes = event
    best = min(score(before, now) for now in every_way(seats, classes))
    assert score(before, rects(before, seats, reseated(before, seats, classes))) == best


@pytest.mark.long
@pytest.mark.parametrize(("columns", "fewer", "people"), [(5, 4, 17), (6, 5, 26), (7, 7, 49), (7, 6, 37)])
def test_cp_sat_moves_nobody_less(columns: int, fewer: int, people: int) -> None:
    """One of a full grid goes and the rest is laid out anew; a search over the weighed sum comes to the same score."""
    old, seats = grid(columns, people, 1920 // columns, 1080 // columns), grid(fewer, people - 1, 1920 // fewer, 1080 // fewer)
    before = [rect for i, rect in enumerate(old) if i != people // 3]
    ways = [[score([a], [b])[:2] for b in seats] for a in before]
    far = 1 + sum(max(way for _, way in line) for line in ways)
    found = together(before, seats)
    assert found.moved * far + found.distance == cheapest([[moved * far + way for moved, way in line] for line in ways])
