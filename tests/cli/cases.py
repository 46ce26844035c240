"""How the folders under tests/cases are read: what is asked of a scene, and the reports in a line each.

good/NAME/   template.yaml with the arithmetic in its head, and scenes: scene.json with the layout.json it must give, where asked for with
             settings.json, before.json (a layout) and page.json (a number); a second scene and its files begin with a word: two.scene.json.
bad/NAME/    template.yaml, files that it extends, and one of
             report.txt    the faults of the document, whoever reads it
             clash.txt     which rules cannot all hold in scene.json, and what would help; an empty line between two clashes
             refused.txt   why the call with scene.json and settings.json is refused before anything is solved
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .conftest import Run
from .stage import Said

CASES = Path(__file__).parents[1] / "cases"
GOOD = sorted((CASES / "good").iterdir())
BAD = sorted((CASES / "bad").iterdir())
SCENES = [file for folder in GOOD for file in sorted(folder.glob("*scene.json"))]


def beside(scene: Path, part: str) -> Path:
    """The file of a scene with its layout, settings, page, …"""
    return scene.with_name(scene.name.replace("scene.json", f"{part}.json"))


def read(file: Path, default: Any = None) -> Any:
    return json.loads(file.read_text("utf-8")) if file.exists() else default


def solved(lk: Run, scene: Path) -> Said:
    """What `solve` says of a scene, asked for with the settings, the layout before and the page beside it."""
    before, page = beside(scene, "before"), read(beside(scene, "page"))
    asked = [f"--set={key}={str(value).lower()}" for key, value in read(beside(scene, "settings"), {}).items()]
    asked += [f"--before={before}"] if before.exists() else []
    asked += [f"--page={page}"] if page else []
    return lk("solve", scene.with_name("template.yaml"), "--scene", scene, *asked, "--format", "json")


def expected(report: str) -> list[tuple[str, list[str]]]:
    """Lines such as `9:18  unknown name 'x' | did you mean 'y'?`: place (`*` for any, `-` for none), and texts that must be told of it.

    What is in a file beside the template, which it extends, has that file's name before its place: `base.yaml:4:7`.
    """
    rows = (line.split("  ", 1) for line in report.splitlines())
    return [(place, texts.split(" | ")) for place, texts in rows]


def as_expected(found: list[tuple[str, str]], report: str) -> None:
    """As many, each at its place, with all texts that are wanted of it."""
    rows = expected(report)
    assert len(found) == len(rows), found
    for (where, text), (wanted, parts) in zip(found, rows, strict=True):
        assert wanted in ("*", where), text
        assert [part for part in parts if part not in text] == [], text


def place(told: Mapping[str, Any], folder: Path) -> str:
    """Where a fault or a rule stands, as the reports write it."""
    if not (told["line"] and told["column"]):
        return "-"
    file = Path(told["file"])
    assert file.parent == folder
    return f"{'' if file.name == 'template.yaml' else file.name + ':'}{told['line']}:{told['column']}"


def fault(told: Mapping[str, Any]) -> str:
    """A fault of a document or a call: what it is, and what would help."""
    return f"{told['says']} ({told['hint']})"


def member(told: Mapping[str, Any]) -> str:
    """A rule of a clash: `size: every tile is 160x240 (90 px, tile_width 160 -> 140)`."""
    pixels = [] if told["pixels"] is None else [f"{told['pixels']} px"]
    return f"{told['word']}: {told['says']} ({', '.join([*pixels, *map(cure, told['cures'])])})"


def cure(told: Mapping[str, Any]) -> str:
    """A cure in the words of the terminal: `lift 90 -> 30`, `3 secondaries -> 2`; `, fits not` where another clash remains."""
    fits = "" if told["fits"] else ", fits not"
    before, after = (value if isinstance(value, str) else json.dumps(value) for value in (told["from"], told["to"]))
    if told["kind"] == "count":
        return f"{before} {told['name']} -> {after}{fits}"
    return f"{'canvas ' if told['kind'] == 'canvas' else ''}{told['name']} {before} -> {after}{fits}"


def keys_in(value: Any) -> Iterator[tuple[str, str]]:
    """Every key of a document, with the key that it stands under."""
    if isinstance(value, dict):
        yield from ((above, key) for above, below in value.items() if isinstance(below, dict) for key in below)
        value = list(value.values())
    if isinstance(value, list):
        yield from (pair for item in value for pair in keys_in(item))
