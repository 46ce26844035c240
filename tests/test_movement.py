"""Who moved, stayed, came and left between two layouts, in words and as JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.errors import UsageError
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile
from layoutkit.movement import Arrival, Departure, Move, Movement, Stay, half_pixels, moves
from layoutkit.origin import Origin, TemplateRef
from layoutkit.scene import Stream

HOST = Rect(0, 0, 1280, 720)


def layout(*off: OffPicture, **guests: Rect) -> Layout:
    """The host behind, and guests in the order given."""
    tiles = [Tile(Stream(name), "secondary", rect, layer) for layer, (name, rect) in enumerate(guests.items(), start=2)]
    origin = Origin(TemplateRef("drawn", 1, "sha256:0"))
    return Layout(origin, Size(1280, 720), (Tile(Stream("host"), "primary", HOST, 1), *tiles), off)


BEFORE = layout(guest_1=Rect(0, 0, 300, 169), guest_2=Rect(400, 100, 300, 169), guest_3=Rect(800, 0, 300, 169))
AFTER = layout(guest_4=Rect(800, 0, 300, 169), guest_2=Rect(280, 140, 320, 180), guest_1=Rect(0, 0, 300, 169))


def test_everybody_is_told_once() -> None:
    assert moves(BEFORE, AFTER) == Movement(
        moved=(Move("guest_2", Rect(400, 100, 300, 169), Rect(280, 140, 320, 180)),),
        stayed=(Stay("host", HOST), Stay("guest_1", Rect(0, 0, 300, 169))),
        came=(Arrival("guest_4", Rect(800, 0, 300, 169)),),
        left=(Departure("guest_3", Rect(800, 0, 300, 169)),),
    )


def test_one_sentence_for_each() -> None:
    movement = moves(BEFORE, AFTER)
    everybody: tuple[Move | Stay | Arrival | Departure, ...] = (*movement.moved, *movement.stayed, *movement.came, *movement.left)
    assert [person.says for person in everybody] == [
        "guest_2 moved 120 px left and 40 px down and is now 320x180, was 300x169",
        "host stayed, 1280x720 at (0,0)",
        "guest_1 stayed, 300x169 at (0,0)",
        "guest_4 came, 300x169 at (800,0)",
        "guest_3 left, was 300x169 at (800,0)",
    ]
    assert movement.says == "1 moved 156 px in all, 2 stayed, 1 came, 1 left"


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (Rect(130, 100, 40, 40), "g moved 30 px right"),
        (Rect(100, 99, 40, 40), "g moved 1 px up"),
        (Rect(60, 60, 40, 40), "g moved 40 px left and 40 px up"),
        (Rect(100, 100, 40, 20), "g is now 40x20, was 40x40"),
        (Rect(100, 120, 40, 20), "g moved 20 px down and is now 40x20, was 40x40"),
    ],
)
def test_only_what_changed_is_said(after: Rect, sentence: str) -> None:
    assert Move("g", Rect(100, 100, 40, 40), after).says == sentence


def test_a_step_is_of_the_corner_and_the_distance_of_the_centre() -> None:
    """Twice as large about the same centre: the corner goes, the picture does not."""
    move = Move("g", Rect(100, 100, 40, 40), Rect(80, 80, 80, 80))
    assert (move.dx, move.dy, move.resized, move.distance) == (-20, -20, True, 0)


def test_a_move_without_a_new_size() -> None:
    move = Move("g", Rect(100, 100, 40, 40), Rect(130, 60, 40, 40))
    assert (move.dx, move.dy, move.resized, move.distance) == (30, -40, False, 70)


def test_half_a_pixel_counts_as_one() -> None:
    """A tile that grows by one pixel to the right has its centre half a pixel further: exactly in half pixels, rounded up in pixels."""
    wider, old = Rect(0, 0, 11, 10), Rect(0, 0, 10, 10)
    assert half_pixels(old, wider) == 1
    assert Move("g", old, wider).distance == 1
    assert Move("g", old, Rect(0, 0, 11, 11)).distance == 1, "half across and half down make one"


def test_who_has_no_tile_any_more_left_and_we_are_told_why() -> None:
    after = layout(OffPicture(Stream("guest_1"), "dropped"), OffPicture(Stream("guest_9"), "audio only"))
    movement = moves(layout(guest_1=Rect(0, 0, 300, 169)), after)
    assert movement.left == (Departure("guest_1", Rect(0, 0, 300, 169), "dropped"),)
    assert movement.left[0].says == "guest_1 left (dropped), was 300x169 at (0,0)"
    assert movement.left[0].document()["why"] == "dropped"


def test_who_gets_a_tile_after_being_off_the_picture_came() -> None:
    before = layout(OffPicture(Stream("guest_1"), "audio only"))
    assert moves(before, layout(guest_1=Rect(0, 0, 300, 169))).came == (Arrival("guest_1", Rect(0, 0, 300, 169)),)


def test_another_layer_is_no_move() -> None:
    one, two = Rect(0, 0, 300, 169), Rect(400, 0, 300, 169)
    movement = moves(layout(one=one, two=two), layout(two=two, one=one))
    assert movement.says == "nobody moved, 3 stayed"
    assert [stay.stream for stay in movement.stayed] == ["host", "two", "one"], "by layer, as the later layout has them"


def test_the_document_is_json_with_every_person_before_and_after() -> None:
    document = moves(BEFORE, AFTER).document()
    assert json.loads(json.dumps(document)) == document
    corner = {"x": 800, "y": 0, "width": 300, "height": 169}
    assert document["moved"] == [
        {
            "stream": "guest_2",
            "before": {"x": 400, "y": 100, "width": 300, "height": 169},
            "after": {"x": 280, "y": 140, "width": 320, "height": 180},
            "dx": -120,
            "dy": 40,
            "resized": True,
            "distance": 156,
            "says": "guest_2 moved 120 px left and 40 px down and is now 320x180, was 300x169",
        }
    ]
    place = {"x": 0, "y": 0, "width": 300, "height": 169}
    assert document["stayed"][1] == {"stream": "guest_1", "before": place, "after": place, "says": "guest_1 stayed, 300x169 at (0,0)"}
    assert document["came"] == [{"stream": "guest_4", "before": None, "after": corner, "says": "guest_4 came, 300x169 at (800,0)"}]
    left = {"stream": "guest_3", "before": corner, "after": None, "why": None, "says": "guest_3 left, was 300x169 at (800,0)"}
    assert document["left"] == [left]
    assert (document["distance"], document["says"]) == (156, "1 moved 156 px in all, 2 stayed, 1 came, 1 left")


def test_a_move_to_where_one_was_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'g' did not move: 300x169 at \(0,0\)"):
        Move("g", Rect(0, 0, 300, 169), Rect(0, 0, 300, 169))


GUESTS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(Rect, st.integers(0, 2), st.integers(0, 2), st.integers(1, 3), st.integers(1, 3)),
)


@given(GUESTS, GUESTS)
def test_each_person_of_either_layout_is_in_one_list(before: dict[str, Rect], after: dict[str, Rect]) -> None:
    movement = moves(layout(**before), layout(**after))
    assert {stay.stream for stay in movement.stayed} == {"host"} | {name for name in before if before[name] == after.get(name)}
    assert {move.stream: (move.before, move.after) for move in movement.moved} == {
        name: (before[name], after[name]) for name in before if name in after and before[name] != after[name]
    }
    assert {(came.stream, came.after) for came in movement.came} == {(name, after[name]) for name in after if name not in before}
    assert {(left.stream, left.before) for left in movement.left} == {(name, before[name]) for name in before if name not in after}
    assert movement.distance == sum(move.distance for move in movement.moved)


@given(GUESTS, GUESTS)
def test_the_way_back_is_as_long(before: dict[str, Rect], after: dict[str, Rect]) -> None:
    there, back = moves(layout(**before), layout(**after)), moves(layout(**after), layout(**before))
    assert there.distance == back.distance
    assert {move.stream: (-move.dx, -move.dy) for move in there.moved} == {move.stream: (move.dx, move.dy) for move in back.moved}
