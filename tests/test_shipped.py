"""The shipped templates: every promise kept; over random canvases, counts and settings a layout that holds, or a refusal that explains."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layoutkit as lk
from layoutkit import shelf
from layoutkit.documents import check, layout_document, layout_from, read_json, to_json
from layoutkit.errors import DocumentError, NoLayout, UsageError
from layoutkit.origin import Setting
from layoutkit.template import Template
from layoutkit.template.language import SettingSpec

NAMES = shelf.names()


def values(spec: SettingSpec) -> st.SearchStrategy[Any]:
    match spec.kind:
        case "number":
            return st.integers(spec.low or 0, 500 if spec.high is None else spec.high)
        case "length":
            return st.integers(0, 60).map(lambda share: f"{share}%") | st.integers(0, 999)
        case "choice":
            return st.sampled_from(spec.choice)
    return st.booleans()


def room(template: Template, canvas: lk.Size, count: int, roles: Sequence[int]) -> lk.Scene:
    """So many guests; the first of them have the template's roles, so many each."""
    given = [name for (name, _), held in zip(template.roles, roles, strict=True) for _ in range(held if count else 0)]
    guests = [lk.Stream(f"g{index}", role=given[index] if index < len(given) else "") for index in range(count)]
    return lk.Scene(canvas, lk.Stream("host"), tuple(guests))


def crowds(template: Template) -> list[tuple[int, tuple[int, ...]]]:
    """Every count that is promised, with every number of each role."""
    counts = range(template.secondaries.low, (template.secondaries.high or 9) + 1)
    spans = [range(held.low, (1 if held.high is None else held.high) + 1) for _, held in template.roles]
    return [(count, roles) for count in counts for roles in product(*spans) if sum(roles) <= count]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_layout_that_holds_or_a_refusal_that_explains(data: st.DataObject) -> None:
    template = shelf.load(data.draw(st.sampled_from(NAMES)))
    count, roles = data.draw(st.sampled_from(crowds(template)))
    canvas = lk.Size(data.draw(st.integers(1, 2000)), data.draw(st.integers(1, 2000)))
    asked = data.draw(st.fixed_dictionaries({}, optional={s.name: values(s) for s in template.settings}))
    try:
        layout = lk.arrange(template, room(template, canvas, count, roles), settings=asked)
    except NoLayout as error:
        explains(error, count)
        return
    except (DocumentError, UsageError):
        return
    holds(layout, count)


def explains(error: NoLayout, count: int) -> None:
    """Someone is there, and every rule of the clash says what it demands, and where it stands, unless it is always on."""
    assert count > 0
    assert all(rule.says for clash in error.clashes for rule in clash)
    assert all(rule.where or rule.word in ("inside", "apart") for clash in error.clashes for rule in clash)
    check(error.document(), "clash")


def holds(layout: lk.Layout, count: int) -> None:
    """Inside, whole, apart, densely layered; and the document says the same."""
    rects = [tile.rect for tile in layout.secondaries]
    assert len(rects) == count
    assert [tile.layer for tile in layout.tiles] == list(range(1, count + 2))
    for rect in rects:
        assert all(type(n) is int for n in (rect.x, rect.y, rect.width, rect.height))
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.right <= layout.canvas.width
        assert rect.bottom <= layout.canvas.height
    assert not any(a.overlaps(b) for i, a in enumerate(rects) for b in rects[:i])
    document = layout_document(layout)
    check(document, "layout")
    assert layout_from(*read_json(to_json(document).encode(), "layout.json")) == layout


def promised(template: Template) -> list[tuple[dict[str, Setting], lk.Scene]]:
    """Every promise of a template: each set of settings, canvas, count, and number of each role."""
    sets = [{}, *(dict(values) for values in template.promises)]
    return [(values, room(template, canvas, *crowd)) for values in sets for canvas in template.canvases for crowd in crowds(template)]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_of_the_promises_is_kept(name: str) -> None:
    """The ends of what is promised, and every seventh promise between them."""
    template, asked = shelf.load(name), promised(shelf.load(name))
    for values, scene in {id(one): one for one in (asked[0], *asked[::7], asked[-1])}.values():
        holds(lk.arrange(template, scene, settings=values), len(scene.secondaries))


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_every_promise_is_kept(name: str) -> None:
    template = shelf.load(name)
    for values, scene in promised(template):
        holds(lk.arrange(template, scene, settings=values), len(scene.secondaries))


# --- what the shelf holds --------------------------------------------------------------------------------------------


def test_there_are_enough_templates_and_ten_of_them_serve_nine_guests() -> None:
    whole = [template for template in shelf.every() if template.secondaries.low <= 1 and (template.secondaries.high or 9) >= 9]
    assert len(NAMES) >= 24
    assert len(whole) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_each_tells_a_designer_what_it_is_and_every_setting_what_it_does(name: str) -> None:
    template = shelf.load(name)
    assert template.title != template.name
    assert template.about.endswith(".")
    assert all(spec.about for spec in template.settings)


@pytest.mark.parametrize("name", sorted({*NAMES} - {"right-column", "portrait-stage"}))
def test_each_is_promised_on_upright_lying_and_square_canvases(name: str) -> None:
    """All but the page's own example, of whose tiles three have no room where the picture lies, and what is made for a phone."""
    shapes = {(canvas.width > canvas.height) - (canvas.width < canvas.height) for canvas in shelf.load(name).canvases}
    assert shapes == {-1, 0, 1}


def test_no_two_differ_in_a_setting_only() -> None:
    """The words and parameters of their rules differ, numbers and names of settings left out."""
    shapes = {name: re.sub(r"[0-9]+|%", "", shelf.load(name).text.partition("rules:")[2]) for name in NAMES}
    assert len(set(shapes.values())) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_primary_alone_is_always_a_layout(name: str) -> None:
    layout = lk.arrange(name, canvas="3x2", primary="host")
    assert [(tile.stream.id, tile.rect) for tile in layout.tiles] == [("host", lk.Rect(0, 0, 3, 2))]


ASK = """
import json, sys
from layoutkit import arrange, layout_document
from layoutkit.errors import LayoutkitError
for name, canvas, count, settings in json.load(sys.stdin):
    try:
        layout = arrange(name, canvas=canvas, primary="host", secondaries=[f"g{i}" for i in range(count)], settings=settings)
        print(json.dumps(layout_document(layout)))
    except LayoutkitError as error:
        print(json.dumps(error.document()))
"""


def test_another_process_with_another_hash_seed_says_the_same() -> None:
    questions = [
        [name, f"{width}x{height}", count, {}]
        for name in NAMES
        for width, height in ((540, 960), (1111, 777), (320, 321))
        for count in (1, 2, 4)
    ]

    def answers(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", ASK],
            input=json.dumps(questions),
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout

    assert answers("1") == answers("977")
