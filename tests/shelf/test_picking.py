"""pick(): the template and settings for a room, by the first row that matches; what is outside the domain is refused in words."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

import layoutkit as lk
from layoutkit import shelf
from layoutkit.errors import UsageError


def test_a_pick_is_what_arrange_takes() -> None:
    pick = lk.pick("phone-show", canvas="720x1280", secondaries=1)
    layout = lk.arrange(pick.template, settings=pick.settings, canvas="720x1280", primary="host", secondaries=["guest"])
    assert (pick.template.name, dict(pick.settings)) == ("picture-in-picture", {"corner": "bottom right", "share": "36%"})
    assert dict(layout.origin.settings)["share"] == "36%"


@pytest.mark.parametrize(
    "room",
    [
        {"canvas": "720x1280", "secondaries": 5, "roles": {"screen": 1}},
        {"canvas": lk.Size(720, 1280), "secondaries": ["a", "b", "c", "d", "e"], "roles": {"screen": 1}},
        {"canvas": "720x1280", "secondaries": [lk.Stream("a", role="screen"), lk.Stream("b", role="coach"), "c", "d", "e"]},
        {"canvas": "720x1280", "secondaries": [lk.Stream("a", role="screen"), *"bcde", lk.Stream("f", audio_only=True)]},
        {"scene": lk.Scene(lk.Size(720, 1280), lk.Stream("p"), (lk.Stream("s", role="screen"), *map(lk.Stream, "abcd")))},
    ],
)
def test_a_room_may_be_told_in_numbers_streams_or_a_scene(room: dict[str, Any]) -> None:
    """Who is only heard does not count, and a role that the playbook does not ask for does not matter."""
    pick = lk.pick("phone-show", **room)
    assert (pick.template.name, pick.row.number) == ("screen-with-strip", 1)
    assert (pick.case.secondaries, pick.case.roles) == (5, (("screen", 1),))


def test_the_same_question_has_the_same_answer_at_once() -> None:
    first = lk.pick("webinar", canvas="1280x720", secondaries=4)
    assert lk.pick("webinar", canvas="1280x720", secondaries=4) is first
    assert hash(first) == hash(lk.pick(shelf.open_book("webinar"), canvas="1280x720", secondaries=4))


def test_a_pick_cannot_be_changed() -> None:
    pick: Any = lk.pick("webinar", canvas="1280x720", secondaries=1)
    with pytest.raises(FrozenInstanceError):
        pick.row = None
    with pytest.raises(TypeError):
        pick.settings["gap"] = 9


def test_a_canvas_that_lies_as_one_of_the_domain_does_will_do() -> None:
    assert lk.pick("phone-show", canvas="375x812", secondaries=6).template.name == "portrait-stage"


@pytest.mark.parametrize(
    ("room", "says"),
    [
        ({"canvas": "720x1280", "secondaries": 12}, "phone-show@1 is for 0..9 secondaries, not 12"),
        ({"canvas": "720x1280", "secondaries": -1}, "phone-show@1 is for 0..9 secondaries, not -1"),
        ({"canvas": "1280x720"}, "phone-show@1 is for portrait canvases, and 1280x720 is landscape"),
        ({"canvas": "720x720"}, "phone-show@1 is for portrait canvases, and 720x720 is square"),
        ({"canvas": "720by1280"}, "'720by1280' is not a size"),
        ({}, "a pick needs a canvas"),
        ({"canvas": "720x1280", "secondaries": 2, "roles": {"screen": 2}}, "phone-show@1 is for 0..1 with the role 'screen', not 2"),
        ({"canvas": "720x1280", "secondaries": 2, "roles": {"sceen": 1}}, "knows no role 'sceen' (did you mean 'screen'?)"),
        ({"canvas": "720x1280", "secondaries": 0, "roles": {"screen": 1}}, "1 have a role, of 0 secondaries"),
        ({"canvas": "720x1280", "secondaries": 2, "roles": {"screen": "1"}}, "not '1'"),
        ({"canvas": "720x1280", "secondaries": "ab"}, "the secondaries are a number, or a list of ids"),
        ({"canvas": "720x1280", "secondaries": True}, "the secondaries are a number, or a list of ids"),
        ({"canvas": ["720x1280"], "secondaries": 1}, "a canvas is text or a Size"),
        ({"scene": lk.Scene(lk.Size(9, 16), lk.Stream("p")), "canvas": "9x16"}, "a scene is given whole, or by its parts, not both"),
    ],
)
def test_what_cannot_be_picked_is_refused_in_words(room: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError) as refused:
        lk.pick("phone-show", **room)
    assert says in str(refused.value)


def test_all_that_is_wrong_with_a_room_is_told_at_once() -> None:
    with pytest.raises(UsageError) as refused:
        lk.pick("phone-show", canvas="1280x720", secondaries=12, roles={"sceen": 1})
    assert len(refused.value.faults) == 3


def test_an_unknown_playbook_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no playbook is named 'phone-shop' \(did you mean 'phone-show'\?\)"):
        lk.pick("phone-shop", canvas="9x16")


# --- those that are shipped ------------------------------------------------------------------------------------------


def scene(case: shelf.Case) -> lk.Scene:
    """A scene that is such a case: the first guests have the roles."""
    roles = [name for name, held in case.roles for _ in range(held)]
    guests = [lk.Stream(f"g{i}", role=roles[i] if i < len(roles) else "") for i in range(case.secondaries)]
    return lk.Scene(case.canvas, lk.Stream("host"), tuple(guests))


def test_there_are_playbooks_for_phones_for_wide_canvases_and_for_both() -> None:
    assert set(shelf.book_names()) >= {"phone-show", "webinar", "round-table"}


@pytest.mark.parametrize("name", shelf.book_names())
def test_every_case_of_a_shipped_playbook_has_a_layout(name: str) -> None:
    """On whichever row a room falls, its template arranges it."""
    book = shelf.open_book(name)
    rows = set()
    for expected in book.picks():
        case = expected.case
        pick = lk.pick(book, scene(case))
        layout = lk.arrange(pick.template, scene(case), settings=pick.settings)
        assert len(layout.tiles) == case.secondaries + 1
        assert pick == expected
        rows.add(pick.row.number)
    assert rows == set(range(1, len(book.rows) + 1))
    assert all(row.name for row in book.rows)
