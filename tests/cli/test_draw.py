"""`layoutkit draw`: SVG and PNG, areas, themes, who moved, sheets."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import Run

AREAS = ("banner", "chat", "face")


def clear(svg: str) -> list[str]:
    """The areas that a picture shows hatched."""
    return sorted(area for area in AREAS if f"{area}\u2069: kept clear" in svg)


def test_a_templates_own_areas_are_drawn_where_they_are_in_force(lk: Run) -> None:
    assert clear(lk("draw", "clear-of-everything").out) == ["banner", "chat", "face"]
    assert clear(lk("draw", "clear-of-everything", "--set", "show_banner=false").out) == ["chat", "face"]


def test_the_scenes_are_drawn_too(lk: Run) -> None:
    assert "logo\u2069: kept clear, 40×40 at (0,900)" in lk("draw", "newsroom", "--keep-clear", "logo=0,900,40,40").out
    assert "ticker\u2069: kept clear" in lk("draw", "newsroom", "--keep-clear", "logo=0,900,40,40").out


def test_a_layout_document_has_its_templates_areas(lk: Run) -> None:
    assert lk("solve", "clear-of-everything", "--set", "show_banner=false", "--format", "json", "-o", "a.json").code == 0
    assert clear(lk("draw", "--layout", "a.json").out) == ["chat", "face"]


def test_a_scenes_areas_may_be_said_beside_a_layout_document(lk: Run, layout_file: Path) -> None:
    """A layout does not hold them."""
    area = ("--keep-clear", "chat=16,640,340,250")
    assert lk("draw", "--layout", layout_file, *area) == lk("draw", "right-column", *area)
    assert "--keep-clear 'chat=1' is not an area" in lk("draw", "--layout", layout_file, "--keep-clear", "chat=1").err


def test_a_png_is_asked_for_by_its_ending_or_by_format(lk: Run, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    assert lk("draw", "grid", "-o", "a.png") == lk("draw", "grid", "--format", "png", "-o", "b") == lk("draw", "grid", "-o", "A.PNG")
    files = {name: (tmp_path / name).read_bytes() for name in ("a.png", "b", "A.PNG")}
    assert len(set(files.values())) == 1
    assert files["b"].startswith(b"\x89PNG")


def test_without_resvg_an_svg_is_drawn_and_a_png_is_told(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert lk("draw", "grid", "-o", "a.svg").code == 0
    said = lk("draw", "grid", "-o", "a.png")
    assert (said.code, said.out) == (1, "")
    assert "pip install 'layoutkit[preview]'" in said.err
    assert lk("draw", "grid", "-o", "a.png", "--format", "json").code == 0, "it holds the SVG"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("grid", "-o", "a.jpg"), "draw writes SVG and PNG"),
        (("grid", "-o", "a.svg", "--format", "png"), "would hold a PNG"),
        (("grid", "--scale", "9"), "from 0.1 to 8 times"),
        (("grid", "--scale", "0"), "from 0.1 to 8 times"),
        (("grid", "--theme", "sepia"), "--theme"),
        (("grid", "--counts", "4..1"), "A..B, from the least to the most"),
        (("grid", "--counts", "many"), "A..B, from the least to the most"),
        (("grid", "--counts", "0..999"), "at most 64"),
        (("grid", "--counts", "1..3", "--secondaries", "2"), "--counts is of a template's NAME"),
        (("--layout", "a.json", "--counts", "1..3"), "--counts is of a template's NAME"),
        (("grid", "--counts", "9..10"), "serves 1..9 secondaries, not 10"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_cannot_be_drawn_is_wrong_usage(lk: Run, arguments: tuple[str, ...], says: str) -> None:
    said = lk("draw", *arguments)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


def test_a_sheet_has_a_picture_for_each_count(lk: Run) -> None:
    sheet = ElementTree.fromstring(lk("draw", "grid", "--counts", "2..4", "--theme", "dark").out)
    parts = [part.attrib["aria-label"] for part in sheet if part.tag.endswith("svg")]
    assert parts == [f"grid@1, 540×960 · {count} secondaries" for count in (2, 3, 4)]
    assert sheet.attrib["aria-label"] == "grid: 2..4 secondaries on 540x960"


def test_who_moved_is_drawn_for_a_template_and_for_two_documents(lk: Run) -> None:
    for count in (3, 4):
        assert lk("solve", "grid", "--secondaries", count, "--format", "json", "-o", f"{count}.json").code == 0
    both = lk("draw", "--layout", "3.json", "--before", "4.json").out
    assert both == lk("draw", "grid", "--secondaries", "3", "--before", "4.json").out
    assert "guest_4\u2069 left" in both
    assert "Since before: " in both
    assert lk("draw", "--layout", "-", "--before", "4.json", stdin=Path("3.json").read_bytes()).out == both


def test_names_of_any_kind_stay_names(lk: Run) -> None:
    scene = {"canvas": "540x960", "primary": {"id": "p", "name": "<guest> & co"}, "secondaries": [{"id": "a", "name": "]]></svg>"}]}
    said = lk("draw", "grid", "--scene", "-", stdin=json.dumps(scene).encode())
    assert "]]></svg>" in {text for element in ElementTree.fromstring(said.out).iter() for text in element.itertext()}
