"""Text to template: one of 2 KB, and a shelf of thirty."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import templates
from benchmarks.cases import HD, Case
from benchmarks.names import LISTED, READ
from benchmarks.race import Runner
from layoutkit import shelf
from layoutkit.template import Template, parse

SHELF = (templates.NEWSROOM, templates.COLUMN, templates.GRID_GIVEN, templates.TIERS, templates.EITHER, templates.FREE)
"""What stands on the shelf, five times over."""


def shelf_of_thirty(folder: Path) -> list[str]:
    """The paths of thirty template files, written into a new folder."""
    folder.mkdir()
    paths = [folder / f"template-{number}.yaml" for number in range(30)]
    for number, path in enumerate(paths):
        text = SHELF[number % len(SHELF)]
        name = text.partition("\n")[0]
        path.write_text(text.replace(name, f"name: {path.stem}", 1), "utf-8")
    return list(map(str, paths))


def runners(folder: Path) -> Iterator[Runner]:
    """Each time from files and texts that were not read before."""
    case = Case(templates.NEWSROOM, 0, HD)
    yield Runner(case, READ, partial(parse, file="newsroom.yaml"), lambda number: f"version: {number + 1}\n{case.text}".encode())
    yield Runner(None, LISTED, _listed, lambda number: shelf_of_thirty(folder / str(number)), every=5)


def _listed(paths: list[str]) -> list[Template]:
    return [shelf.load(path) for path in paths]
