"""Free placement of tiles of several sizes: against every placement there is, and against the search alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.geometry import Area, Rect
from layoutkit.problem import Apart, Clause, Problem
from layoutkit.solve.branches import Demands
from layoutkit.solve.eliminate import System
from layoutkit.solve.packing_free import FreeMix, free_mix
from layoutkit.solve.packing_mix import Mixer
from layoutkit.solve.packing_pieces import Corner, Obstacle, Piece, around, beside, clear
from layoutkit.solve.solving import Way, placed
from layoutkit.template import pose
from tests.solve.oracle import best
from tests.strategies import scene, template

# --- tiles of known sizes -----------------------------------------------------------------------------------------------


@st.composite
def pieces(draw: st.DrawFn) -> tuple[list[Piece], tuple[int, int]]:
    """Up to five tiles of up to three sizes on a tiny canvas, some with a room or places of their own; and their gap."""
    width, height = draw(st.tuples(st.integers(3, 9), st.integers(3, 8)))
    small = st.integers(0, 3)
    obstacle = st.builds(
        lambda x, y, w, h, gap: Obstacle(Area(x, y, w, h), gap),
        st.integers(0, width),
        st.integers(0, height),
        small,
        small,
        st.tuples(st.integers(0, 1), st.integers(0, 1)),
    )
    shared = tuple(sorted(draw(st.lists(obstacle, max_size=2))))
    sizes = draw(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=3))
    made = []
    for _ in range(draw(st.integers(1, 5))):
        (w, h), x, kept = draw(st.tuples(st.sampled_from(sizes), st.sampled_from([0, 0, 1]), st.sampled_from([shared, shared, shared[:1]])))
        piece = Piece(w, h, (x, width - w), (0, height - h), kept)
        if piece.left[0] <= piece.left[1] and height >= h and draw(st.integers(0, 5)) == 0:
            corner = st.tuples(st.integers(0, height - h), st.integers(x, width - w))
            piece = piece.at(*draw(st.lists(corner, min_size=1, max_size=3)))
        made.append(piece)
    return made, draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))


def first_by_hand(made: Sequence[Piece], gap: tuple[int, int], chosen: tuple[Corner, ...] = ()) -> tuple[Corner, ...] | None:
    """The first placement, tile by tile, found by trying every pixel for each."""
    if len(chosen) == len(made):
        return chosen
    piece = made[len(chosen)]
    pixels = [(y, x) for y in range(piece.top[0], piece.top[1] + 1) for x in range(piece.left[0], piece.left[1] + 1)]
    taken = [around(piece, o) for o in piece.obstacles] + [beside(piece, made[i], at, gap) for i, at in enumerate(chosen)]
    tried = (first_by_hand(made, gap, (*chosen, at)) for at in (pixels if piece.corners is None else piece.corners) if clear(at, taken))
    return next((found for found in tried if found), None)


@settings(max_examples=300, deadline=None)
@given(pieces())
def test_tiles_stand_as_trying_every_pixel_finds(drawn: tuple[list[Piece], tuple[int, int]]) -> None:
    made, gap = drawn
    by_hand, mixer = first_by_hand(made, gap), Mixer(gap)
    assert (mixer.some(made) is not None) == (by_hand is not None)
    assert not by_hand or mixer.first(made) == by_hand


@settings(max_examples=150, deadline=None)
@given(pieces())
def test_any_placement_keeps_all_that_tiles_must(drawn: tuple[list[Piece], tuple[int, int]]) -> None:
    made, gap = drawn
    for found in (Mixer(gap).some(made), Mixer(gap)._searched(made)):
        for i, at in enumerate(found or ()):
            piece = made[i]
            others = [beside(piece, made[j], other, gap) for j, other in enumerate(found or ()) if j != i]
            assert clear(at, [*(around(piece, o) for o in piece.obstacles), *others])
            assert piece.corners is None or at in piece.corners


def test_thirty_tiles_of_thirty_sizes_need_no_search() -> None:
    def never(_: object) -> None:
        raise AssertionError("CP-SAT was asked")

    made = [Piece(40 + 3 * i, 90 - i, (0, 1280 - 40 - 3 * i), (0, 720 - 90 + i)) for i in range(30)]
    corners = Mixer((8, 8), never).first(made)
    assert corners[0] == (0, 0)
    assert corners[1] == (0, 48)


# --- problems -----------------------------------------------------------------------------------------------------------


def recognised(problem: Problem) -> FreeMix | None:
    """The free placement that a problem is."""
    demands, system = Demands.of(problem.rules), System()
    system.add(demands.relations)
    pairs: tuple[Apart | Clause, ...] = demands.pairs
    return free_mix(system, pairs, problem.seats)


def size(who: str, top: int) -> st.SearchStrategy[Any]:
    """A size of these tiles: known, in a range, or of a shape."""
    side = st.integers(1, top)
    return st.one_of(
        st.tuples(side, side).map(lambda s: {"width": s[0], "height": s[1]}),
        st.tuples(side, st.sampled_from(["1:1", "2:1", "1:2", "4:3"])).map(lambda s: {"width": f"{s[0]}..", "aspect": s[1]}),
        st.tuples(side, side).map(lambda s: {"width": f"{s[0]}..", "height": s[1]}),
        st.tuples(side, side).map(lambda s: {"width": f"..{s[0]}", "height": f"{s[1]}.."}),
    ).map(lambda d: {"size": {"tiles": who, **d}})


def wished(count: int) -> st.SearchStrategy[list[Any]]:
    """Up to two wishes about sizes and about where one tile stands."""
    who = st.sampled_from(["first", "last", "2.."])
    edge = st.sampled_from(["left", "top", "right", "bottom"])
    at = st.sampled_from(["bottom right", "right", "bottom", "top left", "left right", "bottom center"])
    wish = st.one_of(
        who.map(lambda w: {"largest": w}),
        st.tuples(st.sampled_from(["first", "last"]), at, st.integers(0, 2)).map(
            lambda p: {"place": {"tiles": p[0], "at": p[1], "inset": p[2]}}
        ),
        st.tuples(st.sampled_from(["minimize", "maximize"]), st.sampled_from(["first", "last"]), edge).map(
            lambda p: {p[0]: f"{p[1]}.{p[2]}"}
        ),
        st.sampled_from(["first.left == 3", "last.bottom >= 4", "first.right <= 3", "tile.left >= 1"]).map(lambda e: {"require": e}),
        st.integers(1, 4).map(lambda w: {"size": {"tiles": "first", "width": w}}),
    )
    return st.lists(wish, max_size=2)


@st.composite
def problems(draw: st.DrawFn, widest: int, count: int) -> Problem:
    """Free tiles of two kinds, with areas kept clear, a gap and wishes."""
    width, height = draw(st.tuples(st.integers(3, widest), st.integers(3, widest - 1)))
    rules = [draw(size("first", 3)), draw(size("2..", 3)), {"apart": {"gap": draw(st.integers(0, 1))}}]
    if draw(st.integers(0, 3)) == 0:
        rules.append({"place": {"tiles": "last", "at": draw(st.sampled_from(["bottom right", "top", "left"]))}})
    if draw(st.integers(0, 3)) == 0:
        rules.append({"require": "first.width == 2 * last.width"})
    spot = st.tuples(st.integers(0, width - 1), st.integers(0, height - 1), st.integers(1, 2), st.integers(1, 2)).map(list)
    areas = {f"k{i}": area for i, area in enumerate(draw(st.lists(spot, max_size=2)))}
    return pose(template(rules, keep_clear=areas, wishes=draw(wished(count))), scene(width, height, count))


@settings(max_examples=250, deadline=None)
@given(problems(6, 2))
def test_two_tiles_stand_as_trying_every_placement_finds(problem: Problem) -> None:
    assert placed(problem) == best(problem)


@settings(max_examples=120, deadline=None)
@given(problems(16, 4))
def test_four_tiles_stand_as_the_search_alone_finds(problem: Problem) -> None:
    assert placed(problem) == placed(problem, Way(eliminating=False))


@st.composite
def pinned(draw: st.DrawFn) -> Problem:
    """Tiles of known sizes, close together, and wishes about where some of them stand."""
    width, height, side = *draw(st.tuples(st.integers(5, 12), st.integers(4, 8))), st.integers(1, 5)
    sizes = [{"size": {"tiles": who, "width": draw(side), "height": draw(side)}} for who in ("first", "2..")]
    at = st.sampled_from(["bottom right", "right", "bottom", "top center", "bottom left", "center"])
    line = st.builds(lambda s, e, k: f"first.{s} {e} {k}", st.sampled_from(["left", "top"]), st.sampled_from(["==", ">=", "<="]), side)
    wish = st.one_of(
        st.tuples(st.sampled_from(["first", "last"]), at, st.integers(0, 2)).map(
            lambda p: {"place": {"tiles": p[0], "at": p[1], "inset": p[2]}}
        ),
        st.tuples(st.sampled_from(["minimize", "maximize"]), st.sampled_from(["first.left", "first.top", "last.right"])).map(
            lambda p: {p[0]: p[1]}
        ),
        line.map(lambda text: {"require": text}),
    )
    spot = st.tuples(st.integers(0, width - 1), st.integers(0, height - 1), st.integers(1, 3), st.integers(1, 3)).map(list)
    areas = {f"k{i}": area for i, area in enumerate(draw(st.lists(spot, min_size=1, max_size=3)))}
    rules = [*sizes, {"apart": {"gap": draw(st.integers(0, 1))}}]
    return pose(template(rules, keep_clear=areas, wishes=draw(st.lists(wish, min_size=1, max_size=3))), scene(width, height, 3))


@settings(max_examples=200, deadline=None)
@given(pinned())
def test_a_tile_comes_as_near_to_its_place_as_the_others_let_it(problem: Problem) -> None:
    assert placed(problem) == placed(problem, Way(eliminating=False))


def test_a_tile_whose_place_is_decided_does_not_grow_out_of_its_room() -> None:
    """No tile can grow while both stand anywhere; the first goes to its corner, where three pixels would not fit at all."""
    rules = [
        {"size": {"tiles": "first", "width": "1..", "aspect": "1:1"}},
        {"size": {"tiles": "2..", "width": "3..", "aspect": "4:3"}},
        {"apart": {"gap": 1}},
    ]
    areas = {"low": [3, 3, 1, 1], "high": [3, 0, 1, 2]}
    problem = pose(template(rules, keep_clear=areas, wishes=[{"place": {"tiles": "first", "at": "bottom right"}}]), scene(5, 4, 2))
    assert placed(problem) == (Rect(4, 3, 1, 1), Rect(0, 0, 3, 2))


def test_a_tile_that_hangs_in_a_corner_grows_from_it() -> None:
    rules = [
        {"size": {"tiles": "first", "width": "2..", "aspect": "1:1"}},
        {"place": {"tiles": "first", "at": "bottom right"}},
        {"size": {"tiles": "2..", "width": 2, "height": 2}},
    ]
    problem = pose(template(rules), scene(8, 5, 3))
    mix = recognised(problem)
    assert mix
    assert placed(problem) == (Rect(3, 0, 5, 5), Rect(0, 0, 2, 2), Rect(0, 2, 2, 2))


def test_two_gaps_are_left_to_the_search() -> None:
    rules = [{"size": {"width": 2, "height": 2}}, {"apart": {"tiles": "1..2", "gap": 1}}]
    assert recognised(pose(template(rules), scene(9, 9, 3))) is None
