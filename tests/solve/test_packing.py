"""Free placement of equal tiles: against every placement there is, against CP-SAT alone, and by examples worked out by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.errors import UsageError
from layoutkit.geometry import Area, Rect
from layoutkit.solve import cpsat
from layoutkit.solve.packing import Obstacle, Pack, Packed, Side, fits, packed
from layoutkit.solve.packing_bounds import most
from layoutkit.solve.packing_exact import Judge, model
from layoutkit.solve.packing_search import Search, Undecided
from tests.solve.packs import Corners, best_by_hand, clear, drawn, first_by_hand, real, shaped, tiny


@settings(max_examples=300, deadline=None)
@given(tiny())
def test_tiles_are_as_large_and_stand_as_trying_every_pixel_finds(pack: Pack) -> None:
    assert packed(pack) == best_by_hand(pack)
    assert fits(pack) == (first_by_hand(pack, pack.low) is not None)


@settings(max_examples=150, deadline=None)
@given(tiny())
def test_cp_sat_alone_finds_the_same(pack: Pack) -> None:
    """Without patience every question that a sweep does not answer goes to CP-SAT."""
    assert packed(pack, Judge(patience=0)) == best_by_hand(pack)
    assert fits(pack, Judge(patience=0)) == (first_by_hand(pack, pack.low) is not None)


@settings(max_examples=150, deadline=None)
@given(tiny(), st.integers(1, 4))
def test_the_bounds_never_promise_too_little(pack: Pack, size: int) -> None:
    """As many as really fit are within the bound, whichever way its lines run."""
    several = [Pack(count, pack.width, pack.height, size, size, pack.area, pack.gap, pack.obstacles) for count in range(1, 6)]
    real = max((one.count for one in several if first_by_hand(one, size)), default=0)
    places = Pack(6, pack.width, pack.height, size, size, pack.area, pack.gap, pack.obstacles).places(size)
    assert most(places.rows, 0, places.down.after, places.across.after, {}) >= real
    assert most(places.columns, 0, places.across.after, places.down.after, {}) >= real


# --- real canvases ------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(real())
def test_every_rung_gives_the_same_answer(pack: Pack) -> None:
    """The search of our own, however patient, and CP-SAT through either door: the placement is unique."""
    found = packed(pack)
    assert found
    assert packed(pack, Judge(patience=100)) == found
    assert packed(pack, Judge(patience=0, asked=10**9)) == found


def test_a_dead_end_is_remembered_for_what_it_is() -> None:
    """Where a state is remembered as too little room for so many tiles, CP-SAT finds no room either."""
    met = 0
    for seed in range(40):
        pack = drawn(random.Random(seed), 20 + seed % 20)
        found = packed(pack)
        assert found
        places = pack.places(found.size + seed % 2)
        search = Search(places, pack.count, 3000)
        with suppress(Undecided):
            search.first()
        for (top, *rows), need in search._hopeless.items():
            free = spots(top, [*rows, *places.rows[top + len(rows) :]])
            assert len(free) < need or cpsat.maximum(model(places, free, need)) is None
            met += 1
    assert met > 20


def spots(top: int, rows: Sequence[int]) -> list[tuple[int, int]]:
    return [(row, column) for row, free in enumerate(rows, top) for column in range(free.bit_length()) if free >> column & 1]


def documented(model: cpsat.Model) -> list[int] | None:
    status, values = cpsat._documented(model, model.limit)
    assert status in ("OPTIMAL", "INFEASIBLE")
    return values if status == "OPTIMAL" else None


def test_the_documented_door_to_cp_sat_gives_the_same_answer() -> None:
    asked: list[int] = []

    def counted(model: cpsat.Model) -> list[int] | None:
        asked.append(len(model.domains))
        return documented(model)

    for seed in range(4):
        pack = drawn(random.Random(seed), 12)
        assert packed(pack, Judge(counted, patience=0)) == packed(pack)
    assert asked


def test_a_hundred_tiles_around_five_areas_lie_apart_and_no_larger_ones_fit() -> None:
    pack = drawn(random.Random(7), 100)
    found = packed(pack)
    assert found
    width, height = pack.sides(found.size)
    rects = [Rect(x, y, width + 8, height + 8) for x, y in found.corners]
    whole = Rect(8, 8, 1272, 712)
    assert len(rects) == 100
    assert not any(a.overlaps(b) for i, a in enumerate(rects) for b in rects[:i])
    assert all(whole.x <= r.x and r.right <= whole.right and whole.y <= r.y and r.bottom <= whole.bottom for r in rects)
    assert all(clear(corner, (width, height), o.area, (0, 0)) for corner in found.corners for o in pack.obstacles)
    assert list(found.corners) == sorted(found.corners, key=lambda corner: (corner[1], corner[0]))
    larger = Pack(100, pack.width, pack.height, found.size + 1, found.size + 1, pack.area, pack.gap, pack.obstacles)
    assert not fits(larger, Judge(patience=0))


# --- by hand ------------------------------------------------------------------------------------------------------------


def test_without_obstacles_the_tiles_fill_a_grid_from_the_top_left() -> None:
    pack = Pack(7, *shaped(16, 9), 1, 1280, Area(0, 0, 1280, 720))
    assert packed(pack) == Packed(426, ((0, 0), (426, 0), (852, 0), (0, 240), (426, 240), (852, 240), (0, 480)))


def test_a_tile_steps_aside_so_that_another_fits() -> None:
    """A pixel is kept clear in the corner. Where a sweep would put the first tile, no second one fits."""
    pack = Pack(2, Side(2, 0), Side(2, 0), 0, 0, Area(0, 0, 4, 3), obstacles=(Obstacle(Area(0, 0, 1, 1)),))
    search = Search(pack.places(0), 2, 100)
    assert [search.places.at(spot) for spot in search.sweep((), (0, 0))] == [(1, 0)]
    assert packed(pack) == Packed(0, ((2, 0), (0, 1)))


def test_an_obstacle_has_a_gap_of_its_own() -> None:
    def beside(gap: tuple[int, int]) -> Corners | None:
        pack = Pack(1, Side(4, 0), Side(4, 0), 0, 0, Area(0, 0, 20, 4), (3, 3), (Obstacle(Area(0, 0, 5, 1), gap),))
        found = packed(pack)
        return found.corners if found else None

    assert beside((0, 0)) == ((5, 0),)
    assert beside((2, 0)) == ((7, 0),)
    assert beside((0, 9)) == ((5, 0),)


def test_an_empty_area_is_not_straddled() -> None:
    """By the rule of two boxes apart, one lies wholly beside the other, however thin that is."""
    pack = Pack(1, Side(4, 0), Side(4, 0), 0, 0, Area(0, 0, 10, 4), obstacles=(Obstacle(Area(2, 0, 0, 4)),))
    assert packed(pack) == Packed(0, ((2, 0),))


def test_where_nothing_fits_there_is_no_placement() -> None:
    area, around = Area(0, 0, 10, 10), (Obstacle(Area(4, 0, 2, 10)),)
    assert not fits(Pack(1, Side(0, 1), Side(0, 1), 5, 9, area, obstacles=around))
    assert packed(Pack(1, Side(0, 1), Side(0, 1), 5, 9, area, obstacles=around)) is None
    assert packed(Pack(3, Side(0, 1), Side(0, 1), 4, 9, Area(0, 0, 0, 10))) is None
    assert packed(Pack(1, Side(0, 1), Side(0, 1), 9, 3, area)) is None
    assert not fits(Pack(1, Side(0, 1), Side(0, 1), 9, 3, area))


def test_many_small_tiles_on_a_large_canvas_take_the_top_row() -> None:
    pack = Pack(100, Side(20, 0), Side(20, 0), 0, 0, Area(0, 0, 16384, 16384), (4, 4), (Obstacle(Area(0, 0, 100, 100)),))
    assert packed(pack) == Packed(0, tuple((100 + 24 * i, 0) for i in range(100)))


def test_what_is_no_pack_is_refused() -> None:
    area = Area(0, 0, 10, 10)
    with pytest.raises(UsageError, match="shrinks"):
        Side(10, -1)
    with pytest.raises(UsageError, match="one tile or more"):
        Pack(0, Side(1, 0), Side(1, 0), 0, 0, area)
    with pytest.raises(UsageError, match="a pixel or more"):
        Pack(1, Side(0, 1), Side(1, 0), 0, 5, area)
    with pytest.raises(UsageError, match="by nought or more"):
        Pack(1, Side(1, 0), Side(1, 0), 0, 0, area, (-1, 0))
