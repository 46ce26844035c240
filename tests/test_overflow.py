"""With too many people: refused, left out by priority, or on further pages."""

from __future__ import annotations

from typing import Any

import pytest

import layoutkit as lk
from layoutkit.errors import NoLayout, Unproved, UsageError
from layoutkit.overflow import overflowing
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template
from tests.strategies import template

COLUMN: list[Any] = [{"size": {"width": 160, "height": 90}}, {"stack": {"gap": 10}}]
"""On a canvas 400 px high there is room for four."""


def column(overflow: str, **more: Any) -> Template:
    return template(COLUMN, overflow=overflow, **more)


def on_air(found: Template, people: list[Stream], page: int = 1) -> lk.Layout:
    return lk.arrange(found, canvas="400x400", primary="host", secondaries=people, page=page)


def people(count: int) -> list[Stream]:
    return [Stream(f"g{i}") for i in range(1, count + 1)]


def ids(layout: lk.Layout) -> list[str]:
    return [tile.stream.id for tile in layout.secondaries]


def test_by_default_too_many_are_refused() -> None:
    with pytest.raises(NoLayout):
        on_air(template(COLUMN), people(5))


def test_who_has_room_is_shown_whatever_the_template_says_of_too_many() -> None:
    for overflow in ("refuse", "page", "drop"):
        assert ids(on_air(column(overflow), people(4))) == ["g1", "g2", "g3", "g4"]


def test_drop_leaves_out_the_last() -> None:
    layout = on_air(column("drop"), people(6))
    assert ids(layout) == ["g1", "g2", "g3", "g4"]
    assert [(off.stream.id, off.why) for off in layout.off_picture] == [
        ("g5", "dropped: there is room for 4"),
        ("g6", "dropped: there is room for 4"),
    ]


def test_drop_leaves_out_the_lowest_priority_first() -> None:
    crowd = [Stream("a", priority=1), Stream("b"), Stream("c", priority=5), Stream("d"), Stream("e", priority=1), Stream("f")]
    layout = on_air(column("drop"), crowd)
    assert ids(layout) == ["a", "b", "c", "e"], "those who stay keep the order of the scene"
    assert [off.stream.id for off in layout.off_picture] == ["d", "f"]


def test_more_than_the_template_serves_are_too_many_as_well() -> None:
    assert ids(on_air(column("drop", secondaries="1..2"), people(6))) == ["g1", "g2"]
    with pytest.raises(UsageError):
        on_air(template(COLUMN, secondaries="1..2"), people(6))


def test_drop_may_leave_out_all() -> None:
    layout = lk.arrange(column("drop"), canvas="100x50", primary="host", secondaries=["a"])
    assert ids(layout) == []
    assert [off.stream.id for off in layout.off_picture] == ["a"]


def test_pages_show_everybody_once_and_tell_where_the_others_are() -> None:
    found = column("page")
    pages = [on_air(found, people(9), page) for page in (1, 2, 3)]
    assert [ids(page) for page in pages] == [["g1", "g2", "g3", "g4"], ["g5", "g6", "g7", "g8"], ["g9"]]
    assert [(off.stream.id, off.why) for off in pages[2].off_picture][:2] == [("g1", "on page 1 of 3"), ("g2", "on page 1 of 3")]
    with pytest.raises(UsageError, match="there are 3 pages"):
        on_air(found, people(9), 4)


def test_the_greater_priority_is_on_the_first_page() -> None:
    crowd = [*people(5), Stream("star", priority=9)]
    assert ids(on_air(column("page"), crowd)) == ["g1", "g2", "g3", "star"]


def test_a_time_out_is_not_has_none() -> None:
    def fits(scene: Scene) -> bool:
        raise Unproved("too hard to tell")

    with pytest.raises(Unproved):
        overflowing(column("drop"), Scene(lk.Size(400, 400), Stream("host"), tuple(people(5))), 1, fits, lambda *_: pytest.fail("made"))


def test_a_page_there_is_not() -> None:
    for found in (template(COLUMN), column("page"), column("drop")):
        with pytest.raises(UsageError):
            on_air(found, people(3), 2)
    with pytest.raises(UsageError, match="pages are counted from 1"):
        on_air(column("page"), people(3), 0)


def test_where_not_even_one_has_room_on_a_page_the_clash_is_told() -> None:
    found = template([{"size": {"width": 140}}], overflow="page", secondaries="1..4")
    with pytest.raises(NoLayout, match="140 px wide"):
        lk.arrange(found, canvas="100x100", primary="host", secondaries=people(7))
