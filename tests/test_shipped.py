"""The shipped templates, over random canvases, counts and settings: a layout that holds, or a refusal that explains."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layoutkit as lk
from layoutkit import shelf
from layoutkit.documents import check, layout_document, layout_from, read_json, to_json
from layoutkit.errors import NoLayout
from layoutkit.template.language import SettingSpec

NAMES = shelf.names()


def values(spec: SettingSpec) -> st.SearchStrategy[Any]:
    if spec.kind == "number":
        return st.integers(spec.low or 0, 500 if spec.high is None else spec.high)
    return st.sampled_from(spec.choice) if spec.choice else st.booleans()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_layout_that_holds_or_a_refusal_that_explains(data: st.DataObject) -> None:
    template = shelf.load(data.draw(st.sampled_from(NAMES)))
    count = data.draw(st.integers(0, template.secondaries.high or 9))
    canvas = lk.Size(data.draw(st.integers(1, 2000)), data.draw(st.integers(1, 2000)))
    asked = data.draw(st.fixed_dictionaries({}, optional={s.name: values(s) for s in template.settings}))
    try:
        layout = lk.arrange(template, canvas=canvas, primary="host", secondaries=[f"g{i}" for i in range(count)], settings=asked)
    except NoLayout as error:
        explains(error, count)
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


@pytest.mark.parametrize("name", NAMES)
def test_every_promise_is_kept(name: str) -> None:
    template = shelf.load(name)
    for canvas in template.canvases:
        for count in range(template.secondaries.low, (template.secondaries.high or 9) + 1):
            holds(lk.arrange(template, canvas=canvas, primary="host", secondaries=[f"g{i}" for i in range(count)]), count)


@pytest.mark.parametrize("name", NAMES)
def test_the_primary_alone_is_always_a_layout(name: str) -> None:
    layout = lk.arrange(name, canvas="3x2", primary="host")
    assert [tile.stream.id for tile in layout.tiles] == ["host"]


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
        [name, f"{width}x{height}", count, {"gap": gap}]
        for name in NAMES
        for width, height in ((540, 960), (1111, 777), (320, 321))
        for count in (1, 2, 3)
        for gap in (0, 5)
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
