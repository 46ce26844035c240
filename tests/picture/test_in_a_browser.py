"""Pictures and the gallery in a real browser: letters measured, filters and keys driven."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from layoutkit.picture import draw

from . import album, hall
from .browser import asked, needs_browser

pytestmark = needs_browser

NAMES = (
    "host", "王小明的摄像头很长的名字", "محمد علي الطويل جدا جدا", '<guest> & "co"', "👩‍👩‍👧 family", "WWWWWWWWWWWWWWWWWWWWWW",
    "Zoë Ångström-Łukasiewicz", "नमस्ते दुनिया", "สวัสดีชาวโลก", "g",
)  # fmt: skip


@pytest.mark.parametrize(("columns", "rows"), [(3, 3), (9, 1)])
def test_no_word_leaves_its_tile(columns: int, rows: int, tmp_path: Path) -> None:
    """As the browser has it with the machine's fonts, for names of many scripts.

    Above and below, where only tall accents go, the box of a line may be 2 px out."""
    layout = album.layout("1280x720", _cells(columns, rows), names=NAMES)
    page = f"<!doctype html><meta charset=utf-8><body>{draw(layout)}</body>"
    found = asked(page, "measure", tmp_path)
    assert len(found) >= 20
    assert [row for row in found if max(row[1:3]) > 0.5 or max(row[3:]) > 2] == []


def _cells(columns: int, rows: int) -> tuple[album.Box, ...]:
    wide, high = 1280 // columns, 720 // rows
    return tuple((c * wide, r * high, wide, high) for r in range(rows) for c in range(columns))


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return asked(hall.page(), "drive", tmp_path_factory.mktemp("gallery"))


def test_at_first_every_template_is_shown_with_its_usual_count(steps: Any) -> None:
    assert steps["first"] == steps["reset"]
    assert steps["first"] == [
        ["tower", "4/540x960", "4/1280x720", "4/720x720"],
        ["duel", "1/540x960", "1/1280x720", "1/720x720"],
        ["phone", "4/540x960"],
    ]


def test_a_count_shows_those_that_serve_it(steps: Any) -> None:
    assert steps["two"] == [["tower", "2/540x960", "2/1280x720", "2/720x720"], ["phone", "2/540x960"]]


def test_a_shape_shows_its_canvases_only(steps: Any) -> None:
    assert steps["upright"] == [["tower", "2/540x960"], ["phone", "2/540x960"]]
    assert steps["square"] == [["tower", "4/720x720"], ["duel", "1/720x720"]]


def test_a_profile_shows_the_nearest_count_that_it_carries(steps: Any) -> None:
    """Four streams are too many for it: three are shown."""
    assert steps["carried"] == [["tower", "3/540x960"], ["duel", "1/540x960"], ["phone", "3/540x960"]]


def test_words_find_names_titles_and_abouts_in_any_case(steps: Any) -> None:
    assert steps["words"] == [[["duel", "1/540x960", "1/1280x720", "1/720x720"]], "1 template"]
    assert steps["none"] == [[], False]


def test_a_card_steps_through_its_own_counts(steps: Any) -> None:
    assert steps["stepped"] == ["tower", "6/540x960", "6/1280x720", "6/720x720"]


def test_the_large_view_is_driven_by_clicks_and_keys(tmp_path: Path) -> None:
    steps = asked(hall.page(), "large", tmp_path)
    opened = steps["opened"]
    assert (opened["open"], opened["svg"], opened["hash"], opened["pressed"]) == (True, True, "#tower/4/1280x720", ["4", "1280x720"])
    assert (opened["payload"], opened["why"]) == (None, "5 streams")
    assert opened["source"] == "# tower\nname: tower\nsecondaries: 1..3\n"
    assert opened["label"] == "right-column@1, 1280×720 · 4 secondaries"
    assert steps["fewer"]["command"] == "layoutkit solve it --canvas 1280x720 --secondaries 3"
    assert steps["fewer"]["payload"] == '{\n  "x": 3\n}'
    assert steps["next"]["hash"] == "#duel/1/1280x720"
    assert steps["round"]["hash"] == "#phone/2/540x960", "round the end, with the nearest count and a canvas that it has"
    assert steps["canvas"]["hash"] == "#phone/2/1080x1920"
    assert steps["closed"] == [False, "", "small landscape"]


def test_every_word_of_the_page_has_the_contrast_that_wcag_asks_for(tmp_path: Path) -> None:
    """In both themes, measured on the colours that the browser computes; the large view is open."""
    assert asked(hall.page(), "contrast", tmp_path) == []
