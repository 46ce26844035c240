"""Scenes that are alike share what was worked out: other people on the same canvas, the same people on another."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import layoutkit as lk
from layoutkit import alike, pipeline
from layoutkit.documents import layout_document
from layoutkit.layout import Layout
from layoutkit.template import Template
from tests.strategies import template


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pipeline, "_seen", {})
    alike.forget()
    yield
    alike.forget()


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every problem that is solved on its own."""
    found: list[Any] = []
    solve = pipeline.solve

    def counted(problem: Any, way: Any) -> Layout:
        found.append(problem)
        return solve(problem, way)

    monkeypatch.setattr(pipeline, "solve", counted)
    return found


def asked(made: Template | str, people: list[Any], canvas: str = "540x960", **more: Any) -> Layout:
    return lk.arrange(made, canvas=canvas, primary="host", secondaries=people, **more)


SHARED: Any = {"size": {"aspect": "16:9"}}
FREE = template([SHARED, {"apart": {"gap": 3}}])
"""Equal tiles anywhere: there is no recipe for a packing."""


def test_other_people_are_handed_the_same_layout(solved: list[Any]) -> None:
    """A packing is solved once; the next three guests stand where the first stood, under their own names."""
    first, other = asked(FREE, ["a", "b", "c"]), asked(FREE, ["x", "y", "z"])
    assert len(solved) == 1
    assert [tile.rect for tile in first.tiles] == [tile.rect for tile in other.tiles]
    assert [tile.stream.id for tile in other.secondaries] == ["x", "y", "z"]


def test_another_canvas_needs_no_solver(solved: list[Any]) -> None:
    layouts = [asked("right-column", ["a", "b"], canvas) for canvas in ("540x960", "720x1280", "721x1280", "1080x1920")]
    assert not solved
    assert layouts[0].tiles[1].rect == lk.Rect(380, 630, 160, 240)


def test_what_a_layout_hangs_on_is_never_handed_on(solved: list[Any]) -> None:
    """A source's size, a role, who is only heard, a setting, what is kept clear: each makes another kind of scene."""
    sizes = template([{"size": {"aspect": "source"}}, {"apart": {"gap": 3}}])
    whole = asked(sizes, ["a", "b"])
    assert asked(sizes, [lk.Stream("a", size=lk.Size(640, 480)), "b"]) != whole
    assert asked(sizes, ["a", lk.Stream("b", audio_only=True)]).off_picture
    assert asked(sizes, ["a", "b"], keep_clear={"bar": (0, 0, 540, 300)}) != whole


def test_the_same_document_whichever_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte: solved on its own, told by a recipe, handed on from other people."""
    for name, count in (("right-column", 3), ("grid", 5)):
        people = [f"g{i}" for i in range(count)]
        with monkeypatch.context() as alone:
            alone.setattr(alike, "recipe", lambda problem: None)
            expected = layout_document(asked(name, people, "1080x1920"))
        monkeypatch.setattr(pipeline, "_seen", {})
        alike.forget()
        assert layout_document(asked(name, people, "1080x1920")) == expected
        monkeypatch.setattr(pipeline, "_seen", {})
        asked(name, [f"other{i}" for i in range(count)], "1080x1920")
        assert layout_document(asked(name, people, "1080x1920")) == expected


def test_a_recipe_that_tells_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what it leaves out decides, asking it costs time each time."""
    tried: list[Any] = []
    followed = alike.followed
    monkeypatch.setattr(alike, "followed", lambda recipe, scene: tried.append(scene) or followed(recipe, scene))
    two = template([{"place": {"tiles": 1, "at": "top left"}}, {"place": {"tiles": 2, "at": "top right"}}, {"size": {"aspect": "16:9"}}])
    for width in range(540, 550):
        asked(two, ["a", "b"], f"{width}x960")
    assert len(tried) <= alike.MOST_MISSED + 1


def test_only_so_many_kinds_are_kept() -> None:
    for gap in range(alike.MOST_KINDS + 5):
        asked(template([{"stack": {"gap": gap % 60}}, {"size": {"width": 4 + gap, "height": 3}}]), ["a"])
    assert len(alike._kinds) <= alike.MOST_KINDS


def test_who_is_only_heard_is_told_by_a_recipe() -> None:
    first = asked("right-column", ["a", lk.Stream("b", audio_only=True), "c"])
    other = asked("right-column", ["x", lk.Stream("y", audio_only=True), "z"], "720x1280")
    assert [(off.stream.id, off.why) for off in (*first.off_picture, *other.off_picture)] == [("b", "audio only"), ("y", "audio only")]


def test_many_threads_come_to_the_same(solved: list[Any]) -> None:
    """Threads that ask for other canvases and other people at once share what is known, and nobody gets another's layout."""
    wanted = {f"{540 + i}x{960 + i}": [f"{i}_{k}" for k in range(4)] for i in range(40)}

    def ask(canvas: str) -> Layout:
        return asked("grid", wanted[canvas], canvas)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, [*wanted] * 5))
    alike.forget()
    pipeline._seen.clear()
    assert found[:40] == found[40:80] == [ask(canvas) for canvas in wanted]
