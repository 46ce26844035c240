"""A payload that is filled in is the payload that is written, byte for byte, whoever is in it and whenever it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layoutkit as lk
from layoutkit.documents import to_json
from layoutkit.layout import Layout
from layoutkit.scene import is_stream_id
from layoutkit.targets import baking, mix_streamv2
from layoutkit.targets.mixing import PLAIN

from .stage import layouts

IDS = st.lists(st.from_regex(r"[A-Za-z0-9_]{1,20}", fullmatch=True).filter(is_stream_id), min_size=20, max_size=20, unique=True)


def renamed(layout: Layout, ids: list[str]) -> Layout:
    """The same places, other people."""
    names = iter(ids)
    tiles = tuple(replace(tile, stream=replace(tile.stream, id=next(names))) for tile in layout.tiles)
    return replace(layout, tiles=tiles, off_picture=tuple(replace(o, stream=replace(o.stream, id=next(names))) for o in layout.off_picture))


def written(layout: Layout, app_id: int, now: int, profile: str) -> Any:
    """The slow way; the refusal, where it refuses."""
    try:
        return to_json(mix_streamv2._judged(layout, app_id, now, profile, PLAIN))
    except lk.NotCarried as error:
        return str(error)


def rendered(layout: Layout, app_id: int, now: int, profile: str) -> Any:
    try:
        return to_json(mix_streamv2.render(layout, app_id=app_id, now=now, profile=profile))
    except lk.NotCarried as error:
        return str(error)


@settings(max_examples=60, deadline=None)
@given(layouts(), IDS, IDS, st.integers(1, 2**31 - 1), st.integers(1, 2**31 - 1), st.sampled_from(["2017", "2019"]))
def test_filled_in_is_what_would_be_written(layout: Layout, one: list[str], other: list[str], app_id: int, now: int, profile: str) -> None:
    for ids in (one, other, one[::-1]):
        here = renamed(layout, ids)
        assert rendered(here, app_id, now, profile) == written(here, app_id, now, profile)


def column(*ids: str) -> Layout:
    return lk.arrange("right-column", canvas="540x960", primary="host", secondaries=list(ids))


def test_the_second_time_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other people at the same places cost a copy."""
    monkeypatch.setattr(baking, "_baked", {})
    lk.render(column("a", "b"), app_id=1, now=5)
    monkeypatch.setattr(mix_streamv2, "_judged", lambda *_: pytest.fail("written again"))
    payload = lk.render(column("x", "y"), app_id=7, now=9)
    assert payload["timestamp"] == payload["eventId"] == 9
    assert payload["interface"]["para"]["app_id"] == 7
    assert [one["input_stream_id"] for one in payload["interface"]["para"]["input_stream_list"]] == ["host", "x", "y"]


def test_nobody_shares_what_was_filled_in() -> None:
    """Whoever changes a payload changes no other."""
    first = lk.render(column("a"), app_id=1, now=5)
    first["interface"]["para"]["input_stream_list"].clear()
    assert len(lk.render(column("a"), app_id=1, now=5)["interface"]["para"]["input_stream_list"]) == 2


def test_ids_that_look_like_marks_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baking, "_baked", {})
    for ids in ((f"{baking.MARK}1", "b"), ("b", f"{baking.MARK}1"), (f"{baking.MARK}7", f"{baking.MARK}1")):
        layout = column(*ids)
        assert rendered(layout, 1, 5, "2017") == written(layout, 1, 5, "2017")


def test_a_stream_may_be_called_as_a_canvas_was() -> None:
    """The label of a canvas below a primary that is a tile is nobody's id, whoever comes."""
    for guest in ("rex", "canvas", "canvas_1", "link"):
        layout = lk.arrange("gallery", canvas="640x360", primary="host", secondaries=[guest])
        assert rendered(layout, 1, 5, "2019") == written(layout, 1, 5, "2019")


@pytest.mark.parametrize(("app_id", "now"), [(0, 5), (True, 5), (2**31, 5)])
def test_what_cannot_be_is_refused_all_the_same(app_id: Any, now: int) -> None:
    lk.render(column("a"), app_id=1, now=5)
    with pytest.raises(lk.UsageError):
        lk.render(column("b"), app_id=app_id, now=now)


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baking, "_baked", {})
    monkeypatch.setattr(baking, "MOST", 3)
    for width in range(540, 550):
        lk.render(lk.arrange("right-column", canvas=f"{width}x960", primary="h", secondaries=["a"]), app_id=1, now=5)
    assert len(baking._baked) <= 3
