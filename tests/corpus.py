"""Layouts of every kind, printed: the same bytes in every process, thread, hash seed, and release of the solver.

python -m tests.corpus
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import layoutkit as lk
from layoutkit.template import parse

HEAD = "name: {name}\nsecondaries: 0..30\ncanvases: [540x960]\n"

TEMPLATES = {
    "gallery": """
primary: tile
let: {people: n + 1, k: 1 if people <= 1 else 2 if people <= 4 else 3 if people <= 9 else 4 if people <= 16 else 5}
rules: [{grid: {columns: k, rows: 1 if people <= 2 else k, short: start}}]
""",
    "strip": """
primary: tile
rules:
  - either:
      column:
        - split: {direction: right, into: {primary: rest, strip: 1/4}}
        - grid:  {tiles: secondaries, in: strip, columns: 1, aspect: "16:9", gap: 8, at: top}
      row:
        - split: {into: {primary: rest, strip: 1/4}}
        - grid:  {tiles: secondaries, in: strip, rows: 1, aspect: "16:9", gap: 8, at: left}
""",
    "clear": """
keep_clear:
  face: [30%, 20%, 40%, 30%]
  chat: [0, 70%, 60%, 30%]
rules:
  - size:  {width: 40.., aspect: "3:4"}
  - apart: {gap: 8}
""",
    "clear-wishes": """
keep_clear: {chat: [0, 70%, 60%, 30%]}
rules:
  - size:  {width: 40.., aspect: "3:4"}
  - apart: {gap: 8}
wishes:
  - largest: all
  - place: {tiles: first, at: bottom right}
""",
    "several-sizes": """
keep_clear: {logo: [80%, 4%, 16%, 12%], face: [40%, 40%, 20%, 30%]}
rules:
  - size:  {tiles: 1, width: 160.., aspect: "16:9"}
  - size:  {tiles: 2.., width: 40.., aspect: "4:3"}
  - apart: {gap: 8}
wishes: [{largest: 1}, {largest: 2..}]
""",
    "several-sizes-near-a-corner": """
keep_clear: {logo: [80%, 84%, 20%, 16%]}
rules:
  - size:  {tiles: 1, width: 240, height: 200}
  - size:  {tiles: 2.., width: 120, height: 90}
  - apart: {gap: 8}
wishes: [{place: {tiles: 1, at: bottom right}}, {maximize: last.left}]
""",
    "ratio": """
rules:
  - size:  {tiles: 1, width: 48.., aspect: "16:9"}
  - size:  {tiles: 2.., width: 24.., aspect: "16:9"}
  - require: 2 * last.width <= first.width
  - apart: {gap: 4}
""",
    "wishes": """
rules:
  - size: {height: 100..300, aspect: "1:1..16:9"}
  - stack: {at: right}
wishes:
  - size: {width: 333}
  - require: last.bottom <= 600
  - minimize: tile.top
  - least_crop: all
""",
    "snapped": """
snap: 8
rules: [{grid: {aspect: "4:3", gap: 8, inset: 16}}]
""",
    "free-region": """
regions: {pip: free}
rules:
  - size: {tiles: pip, width: ..50%, height: ..50%}
  - place: {tiles: pip, at: bottom right, inset: 16}
  - grid: {in: pip, gap: 4, aspect: "..3:2"}
  - fit: {how: crop, most: 40%}
""",
    "stay": """
rules: [{grid: {gap: 6}}]
wishes: [{least_movement: all}]
""",
}
CANVASES = ("1280x720", "720x1280", "601x601")
COUNTS = (1, 2, 4, 7)


def layouts() -> Iterator[str]:
    """Every template on every canvas for every count, as JSON, one a line; and who stays when somebody leaves."""
    for name, text in TEMPLATES.items():
        template = parse((HEAD.format(name=name) + text).encode(), f"{name}.yaml")
        for canvas in CANVASES:
            for count in COUNTS:
                people = [f"g{i}" for i in range(count)]
                before = _said(template, canvas, people, None)
                yield _text(before)
                if name == "stay" and isinstance(before, lk.Layout):
                    yield _text(_said(template, canvas, people[1:], before))


def _said(template: lk.Template, canvas: str, people: list[str], before: lk.Layout | None) -> lk.Layout | lk.LayoutkitError:
    try:
        return lk.arrange(template, canvas=canvas, primary="host", secondaries=people, before=before)
    except lk.LayoutkitError as error:
        return error


def _text(said: lk.Layout | lk.LayoutkitError) -> str:
    return json.dumps(lk.layout_document(said) if isinstance(said, lk.Layout) else said.document())


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in layouts())
