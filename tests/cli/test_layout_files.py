"""`--layout FILE`: a layout comes back from its document and keeps its template's rules, whatever its template says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from layoutkit import shelf
from layoutkit.template import parse

from .conftest import Run
from .stage import APP_ID, NOW

LAYERS = """\
name: layers
secondaries: 1..4
canvases: [540x960]
layers: [last, first]
rules:
  - size:  {width: 100, height: 100}
  - stack: {direction: down, at: left}
"""
SOURCES = """\
name: sources
secondaries: 1..3
canvases: [540x960]
rules:
  - size:  {tiles: first, width: 200, aspect: source}
  - place: {tiles: first, at: top left}
  - size:  {tiles: 2.., width: 100, height: 100}
  - stack: {tiles: 2.., at: bottom right}
  - fit:   {}
"""
FREE = """\
name: free
secondaries: 1..3
canvases: [540x960]
regions: {side: free}
rules:
  - size:  {tiles: side, width: 25%}
  - place: {tiles: side, at: right}
  - size:  {aspect: "1:1"}
  - stack: {in: side, at: bottom right}
wishes:
  - largest: all
"""
EITHER = """\
name: one-or-other
primary: tile
secondaries: 1..3
canvases: [540x960]
rules:
  - either:
      column:
        - split: {direction: right, into: {primary: rest, strip: 1/4}}
        - grid:  {tiles: secondaries, in: strip, columns: 1}
      row:
        - split: {into: {primary: rest, strip: 1/4}}
        - grid:  {tiles: secondaries, in: strip, rows: 1}
"""
SCENE = {
    "canvas": "540x960",
    "primary": "host",
    "secondaries": [{"id": "rex", "width": 640, "height": 480}, {"id": "link", "width": 480, "height": 640}, "ann"],
}


@pytest.fixture
def shelved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Put a template on the shelf; solve it on the scene into a file; give the document, and a way to write it changed."""

    def solved(lk: Run, text: str, **more: Any) -> dict[str, Any]:
        template = parse(text.encode(), "t.yaml")
        monkeypatch.setattr(shelf, "names", lambda: (template.name,))
        monkeypatch.setattr(shelf, "load", lambda name: template)
        said = lk("solve", template.name, "--scene", "-", "--format", "json", stdin=json.dumps(SCENE | more).encode())
        assert said.code == 0, said.all
        document: dict[str, Any] = said.document
        return document

    return solved


@pytest.mark.parametrize("text", [LAYERS, SOURCES, FREE, EITHER], ids=lambda text: text.split()[1])
def test_a_layout_comes_back(lk: Run, shelved: Any, text: str) -> None:
    """It is certified: nothing is said on standard error, and the picture is the same."""
    document = shelved(lk, text)
    said = lk("draw", "--layout", "-", stdin=json.dumps(document).encode())
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("<svg")


def test_numbers_are_found_again_where_layers_hide_them(lk: Run, shelved: Any) -> None:
    """The document lists tiles by layer; who is first and who is last is not their order in it."""
    document = shelved(lk, LAYERS, secondaries=["a", "b", {"id": "hum", "audio_only": True}, "c", "d"])
    assert [tile["stream"] for tile in document["tiles"]] == ["host", "b", "c", "d", "a"]
    assert lk("draw", "--layout", "-", stdin=json.dumps(document).encode()).code == 0


def test_a_role_above_all_comes_back(lk: Run, shelved: Any) -> None:
    text = LAYERS.replace("layers: [last, first]", "roles: {screen: 0..1}\nlayers: [screen]")
    document = shelved(
        lk, text.replace("stack: {", "stack: {tiles: all but screen, "), secondaries=["a", {"id": "b", "role": "screen"}, "c"]
    )
    assert [tile["stream"] for tile in document["tiles"]] == ["host", "a", "c", "b"]
    assert lk("draw", "--layout", "-", stdin=json.dumps(document).encode()).code == 0


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (LAYERS, lambda d: d["tiles"][1].update(y=d["tiles"][1]["y"] + 1)),
        (SOURCES, lambda d: d["tiles"][2]["crop"].update(y=81)),
        (SOURCES, lambda d: d["tiles"][1].update(height=151)),
        (SOURCES, lambda d: d["sources"]["rex"].update(height=640)),
        (FREE, lambda d: d["regions"][0].update(x=0)),
        (FREE, lambda d: d.pop("regions")),
        (EITHER, lambda d: d["regions"][0].update(width=1)),
    ],
)
def test_a_layout_that_was_changed_is_refused(lk: Run, shelved: Any, text: str, change: Any) -> None:
    """By one pixel of a tile, a crop window, a source, a region."""
    document = shelved(lk, text)
    change(document)
    said = lk("draw", "--layout", "-", "--format", "json", stdin=json.dumps(document).encode())
    assert (said.code, said.document["error"]) == (1, "uncertified")


@pytest.mark.parametrize("text", [LAYERS, FREE], ids=lambda text: text.split()[1])
def test_a_payload_keeps_the_rules_of_the_template_it_was_made_by(lk: Run, shelved: Any, tmp_path: Path, text: str) -> None:
    """A payload tells neither numbers nor regions; both are found."""
    document = shelved(lk, text)
    (tmp_path / "l.json").write_text(json.dumps(document))
    made = lk("payload", "--layout", "l.json", "--app-id", APP_ID, "--now", NOW)
    verify = ("verify", "-", "--canvas", "540x960", "--template", document["template"]["name"])
    assert lk(*verify, stdin=made.out.encode()).code == 0
    wide = '"image_width": 100' if text == LAYERS else '"image_width": 135'
    assert wide in made.out
    moved = lk(*verify, stdin=made.out.replace(wide, '"image_width": 99', 1).encode())
    assert moved.code == 1


def test_a_free_region_is_looked_for_around_the_tiles_of_a_payload(lk: Run, shelved: Any) -> None:
    """The region may stand anywhere; that the template alone would put it elsewhere is no breach."""
    text = FREE.replace("  - place: {tiles: side, at: right}\n", "").replace("wishes:\n  - largest: all\n", "")
    document = shelved(lk, text.replace('aspect: "1:1"', "width: 135, height: 135"))
    made = lk("payload", "free", "--scene", "-", "--app-id", APP_ID, "--now", NOW, stdin=json.dumps(SCENE).encode())
    (place,) = {tile["x"] for tile in document["tiles"][1:]}
    shifted = made.out.replace(f'"location_x": {place}', f'"location_x": {place + 77}')
    assert shifted != made.out
    for payload in (made.out, shifted):
        said = lk("verify", "-", "--canvas", "540x960", "--template", "free", stdin=payload.encode())
        assert (said.code, said.err) == (0, "")
