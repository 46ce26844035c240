"""`--before LAYOUT`: what was on air before, and who moved how far since; `--page N`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layoutkit import pipeline
from layoutkit.documents import check, layout_from, read_json
from layoutkit.layout import Layout

from .conftest import Run
from .stage import APP_ID, NOW

COLUMN = ("right-column", "--canvas", "540x960", "--primary", "denny", "--secondary", "rex", "--secondary", "link")


@pytest.fixture
def before(lk: Run, tmp_path: Path) -> Path:
    """Two guests in the right column: rex below, link above."""
    path = tmp_path / "before.json"
    assert lk("solve", *COLUMN, "--format", "json", "-o", path).code == 0
    return path


def test_the_table_ends_with_who_moved_how_far(lk: Run, before: Path) -> None:
    """Rex leaves, link comes down to where rex was, shock takes link's place."""
    said = lk("solve", "right-column", "--primary", "denny", "--secondary", "link", "--secondary", "shock", "--before", before)
    assert said.code == 0
    assert (
        said.out.partition("\n\n")[2]
        == """\
1 moved 240 px in all, 1 stayed, 1 came, 1 left
stream  since before  how                        px
link    moved         240 down                  240
shock   came          160x240 at (380,390)
rex     left          was 160x240 at (380,630)
"""
    )


def test_nobody_moved_is_said_in_a_line(lk: Run, before: Path) -> None:
    assert lk("solve", *COLUMN, "--before", before).out.splitlines()[-1] == "nobody moved, 3 stayed"


def test_another_size_and_another_canvas_are_told(lk: Run, before: Path) -> None:
    out = lk("solve", *COLUMN[:2], "720x1280", *COLUMN[3:], "--set", "tile_width=200", "--before", before).out
    assert "(the layout before was on 540x960)" in out
    assert "now 200x300" in out


def test_the_document_says_who_moved(lk: Run, before: Path) -> None:
    said = lk("solve", "right-column", "--primary", "denny", "--secondary", "link", "--before", before, "--format", "json")
    check(said.document, "layout")
    moves = said.document["moves"]
    assert [(m["stream"], m["dx"], m["dy"]) for m in moves["moved"]] == [("link", 0, 240)]
    assert [m["stream"] for m in moves["left"]] == ["rex"]
    assert "moves" not in lk("solve", *COLUMN, "--format", "json").document


def test_a_document_that_says_who_moved_is_a_layout_like_any(lk: Run, before: Path, tmp_path: Path) -> None:
    assert lk("solve", *COLUMN, "--before", before, "--format", "json", "-o", "after.json").code == 0
    assert lk("draw", "--layout", "after.json") == lk("draw", "--layout", before)
    assert lk("solve", *COLUMN, "--before", "after.json").code == 0


def test_it_may_come_from_standard_input(lk: Run, before: Path) -> None:
    assert lk("solve", *COLUMN, "--before", "-", stdin=before.read_bytes()) == lk("solve", *COLUMN, "--before", before)


@pytest.mark.parametrize("command", ["solve", "payload", "draw", "send"])
def test_the_layout_before_and_the_page_are_handed_on(
    lk: Run, account: None, before: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """What is done with them is the template's business: `least_movement`, `overflow: page`."""
    asked = []

    def arrange(*_: object, before: Layout | None = None, page: int = 1, **__: object) -> Layout:
        asked.append((before, page))
        return layout

    layout = layout_from(*read_json(before.read_bytes(), "before.json"))
    monkeypatch.setattr(pipeline, "arrange", arrange)
    more = {"payload": ("--app-id", APP_ID, "--now", NOW), "send": ("--dry-run",)}.get(command, ())
    assert lk(command, *COLUMN, "--before", before, "--page", 2, *more).code == 0
    assert lk(command, *COLUMN, *more).code == 0
    assert asked == [(layout, 2), (None, 1)]


def test_a_layout_before_of_a_template_that_is_no_more_will_do(lk: Run, before: Path) -> None:
    """It was on air, whoever made it."""
    before.write_text(before.read_text().replace('"right-column"', '"long-gone"'))
    assert lk("solve", *COLUMN, "--before", before).code == 0


def test_a_layout_before_that_is_none_is_told_with_its_place(lk: Run, before: Path) -> None:
    document = json.loads(before.read_text())
    document["tiles"][1]["x"] = 381
    before.write_text(json.dumps(document, indent=1))
    said = lk("solve", *COLUMN, "--before", before)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{before}:")
    assert "1 px beyond the right edge" in said.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("solve", "grid", "--before", "missing.json"), "cannot be read"),
        (("solve", "grid", "--before", "-", "--scene", "-"), "--scene and --before cannot both be standard input"),
        (("payload", "--layout", "a.json", "--app-id", "1", "--before", "b.json"), "--layout says all of the scene"),
        (("draw", "--layout", "-", "--before", "-"), "--layout and --before cannot both be standard input"),
        (("draw", "--layout", "a.json", "--page", "2"), "--layout says all of the scene"),
        (("send", "--payload", "a.json", "--before", "b.json"), "says all of the mix"),
        (("solve", "grid", "--page", "0"), "--page"),
        (("solve", "grid", "--page", "two"), "--page"),
        (("solve", "grid", "--page", "2"), "grid@1 has no pages"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_does_not_go_together_is_wrong_usage(lk: Run, account: None, arguments: tuple[str, ...], says: str) -> None:
    said = lk(*arguments)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


def test_a_scene_document_goes_with_a_layout_before(lk: Run, before: Path) -> None:
    scene = b'{"canvas": "540x960", "primary": "denny", "secondaries": ["link"]}'
    assert "link    moved" in lk("solve", "right-column", "--scene", "-", "--before", before, stdin=scene).out
