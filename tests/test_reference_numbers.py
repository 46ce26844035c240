"""The numbers on the reference page are those of its templates, and what it advises to write can be written."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import layoutkit as lk
from docs.reference import DOCS
from docs.worked import EXAMPLES, example, said
from layoutkit.template import parse

from .test_reference import TEXT, blocks, section


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all examples, in which commands run."""
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked() -> Iterator[tuple[str, str]]:
    """Each command of an example on the page, and what stands below it."""
    for block in blocks("text"):
        command, _, table = block.partition("\n")
        if re.match(r"\$ layoutkit solve [\w-]+\.yaml", command):
            yield command.removeprefix("$ layoutkit "), table


@pytest.mark.parametrize(("command", "table"), [pytest.param(*pair, id=pair[0].removeprefix("solve ")) for pair in asked()])
def test_the_numbers_on_the_page_are_those_of_the_layout(folder: Path, command: str, table: str) -> None:
    """Solved from the template as it stands on the page; every tile inside the canvas, none on another unless that is allowed."""
    _, file, *options = shlex.split(command)
    name = file.removesuffix(".yaml")
    (text,) = [text for text in blocks("yaml") if text.startswith(f"name: {name}\n")]
    if "--before" in options:
        said(*shlex.split(example(name).commands[0]))
    (folder / file).write_text(text, "utf-8")
    document = lk_document(file, *options)
    width, height = document["canvas"]["width"], document["canvas"]["height"]
    told = [[*row[:2], *map(int, row[2:7])] for row in map(str.split, table.splitlines()[2 : 2 + len(document["tiles"])])]
    assert told == [[tile[key] for key in ("stream", "role", "x", "y", "width", "height", "layer")] for tile in document["tiles"]]
    places = [lk.Rect(*row[2:6]) for row in told]
    assert all(place.x >= 0 and place.y >= 0 and place.right <= width and place.bottom <= height for place in places)
    tiles = places if "primary: tile" in text else places[1:]
    assert "overlap: allowed" in text or not any(one.overlaps(two) for one, two in combinations(tiles, 2))


def lk_document(file: str, *options: str) -> Any:
    """The layout document that a command prints."""
    plain = [option for place, option in enumerate(options) if not {"-o", "--format"} & {option, options[place - 1] if place else ""}]
    return json.loads(said("solve", file, *plain, "--format", "json"))


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("column.yaml --secondaries 3", [(380, 630, 160, 240), (380, 390, 160, 240), (380, 150, 160, 240)]),  # as on Tencent's page
        ("value-rounding.yaml --secondaries 3", [(0, 0, 427, 720), (427, 0, 426, 720), (853, 0, 427, 720)]),  # 426.67, 853.33
        ("snap.yaml --secondaries 3", [(0, 0, 216, 360), (216, 0, 208, 360), (424, 0, 216, 360)]),  # 8 x 26.67 and 8 x 53.33
        ("grid-remainder.yaml --set remainder=margin", [(1, 0, 213, 200), (214, 0, 213, 200), (427, 0, 213, 200)]),  # 640 = 3 x 213 + 1
        ("grid-range.yaml --secondaries 1", [(187, 0, 266, 200)]),  # 200 x 4 / 3 rounded down, (640 - 266) / 2
        ("split.yaml --secondaries 1", [(0, 300, 474, 60)]),  # (640 - 8) / 4 = 158, 640 - 158 - 8 = 474
        ("require.yaml --secondaries 3", [(0, 124, 288, 216), (298, 196, 192, 144), (500, 244, 128, 96)]),  # 288 x 2/3 x 2/3, 4:3
        ("value-lengths.yaml --secondaries 3", [(0, 0, 160, 120), (220, 124, 200, 113), (512, 264, 128, 96)]),  # 200 x 9 / 16 = 112.5
        ("wished.yaml --secondaries 2", [(40, 110, 280, 210), (320, 110, 280, 210)]),  # 560 by two; 320 - 210
    ],
)
def test_some_of_them_worked_out_by_hand(folder: Path, command: str, wanted: list[tuple[int, int, int, int]]) -> None:
    assert f"$ layoutkit solve {command}" in TEXT or command.startswith("split")
    tiles = lk_document(*shlex.split(command))["tiles"]
    found = [(tile["x"], tile["y"], tile["width"], tile["height"]) for tile in tiles if tile["role"] != "primary"]
    assert found == wanted


def test_a_picture_shows_what_the_table_below_it_says() -> None:
    shown = re.findall(r'<img src="([^"]+)"[^>]*>\n\n```text\n\$ layoutkit solve .*?\n(.*?)```', TEXT, re.DOTALL)
    assert len(shown) == len(list(asked())) > 40
    for source, table in shown:
        svg = (DOCS / source).read_text("utf-8").replace("\u2068", "").replace("\u2069", "")
        rows = [row.split() for row in table.partition("\n\n")[0].splitlines()[2:]]
        for stream, _, x, y, width, height, layer, *_ in rows:
            assert f"<title>{stream}: {width}×{height} at ({x},{y}), layer {layer}" in svg, source


def test_what_it_advises_to_write_can_be_written() -> None:
    """Every rule, wish and key of the table of recipes."""
    codes = re.findall(r"`([^`]+)`", section("## How do I say …?"))
    lists = [code.replace("[...]", "[size: {}]") for code in codes]
    rules_ = [code for code in lists if code.startswith("- ")]
    others = [code for code in lists if re.match(r"(wishes|primary|keep_clear|overflow): ", code)]
    assert (len(rules_), len(others)) > (11, 6)
    head = "name: mine\nsecondaries: 1..3\ncanvases: [540x960]\nprimary: tile\n"
    for rule in rules_:
        regions = "regions: {strip: free}\n" if "in: strip" in rule else ""
        parse(f"{head}{regions}rules:\n  {rule}\n".encode(), "page.yaml")
    for other in others:
        parse(f"{head.replace('primary: tile' + chr(10), '')}rules: []\n{other}\n".encode(), "page.yaml")


def test_the_other_templates_on_it_are_valid(folder: Path) -> None:
    assert [text for text in blocks("yaml") if not text.startswith("name: ")] == [SNIPPET]
    parse(f"name: mine\nsecondaries: 1..3\ncanvases: [540x960]\n{SNIPPET}".encode(), "page.yaml")


SNIPPET = """\
rules:
  - name: the corner
    place: {tiles: first, at: bottom right, inset: 16}
    when: n > 1
  - stack:
      tiles: 2..
      direction: down
      at: left
"""
