"""What the tests of the language share: a template from a few lines, and what is said of one that is none."""

from __future__ import annotations

from typing import Any

import pytest

from layoutkit.errors import DocumentError
from layoutkit.template import Template, parse
from layoutkit.template.extending import Find

HEAD = "name: it\nsecondaries: 0..9\ncanvases: [540x960]\nprimary: tile\n"

EVERY_WORD = """\
name: every-word
version: 2
title: Every word
about: A template that says every word of the language.
secondaries: 0..9
canvases: [540x960, 1280x720]
promises: [{gap: 16}, {gap: 0, corner: top left, banner: no}]
primary: tile
roles: {screen: 0..1}
picture: 4:3
snap: 2
overlap: allowed
overflow: page
layers: [secondaries, screen]
settings:
  gap:     {default: 8, min: 0, max: 64, about: Space between two}
  corner:  {default: bottom right, choice: [bottom right, top left]}
  shape:   {default: "16:9", choice: ["16:9", "..3:2", source]}
  speaker: {default: 1, min: 1, max: 9}
  banner:  {default: yes}
let: {people: n + 1, wide: canvas.landscape}
regions: {pip: free, side: [75%, 0, 25%, 100%]}
keep_clear:
  banner: {box: [0, 0, 100%, 8%], when: banner}
  chat: [0, 70%, 60%, 30%]
rules:
  - either:
      column:
        - split: {direction: right, into: {primary: rest, strip: 1/4}, gap: gap}
          when: wide
        - grid: {tiles: secondaries, in: strip, columns: 1, aspect: ..3:2, gap: 8, at: top}
      row:
        - split: {into: {strip: 1/4, primary: free}}
        - stack: {tiles: secondaries, in: strip, direction: right}
        - either:
            one: [require: strip.height <= primary.height]
            two: [{place: {tiles: [strip, first], in: side}}]
  - {size: {tiles: pip, width: 80..320, aspect: shape}, name: pip}
  - place: {tiles: pip, at: corner, inset: gap}
  - split: {of: pip, into: {head: 20, body: rest}}
  - apart: {tiles: secondaries, from: [primary, head], gap: [gap, 4]}
  - fit:   {tiles: screen, how: crop, most: 20%}
  - require: {that: tile.right + gap <= next.left <= canvas.width / 2, tiles: secondaries}
    when: people > 2
  - size:
wishes:
  - largest: all but screen
  - least_crop: all
  - {least_movement: speaker, name: stay}
  - minimize: last.bottom - first.top
  - {maximize: 2 * pip.width, when: n > 2}
  - size: {tiles: pip, width: 100}
  - place: {tiles: first, at: bottom right}
  - stack: {tiles: secondaries}
  - require: tile.width >= body.width
"""


def read(lines: str, find: Find | None = None) -> Template:
    """A template from its lines, below a head of four lines unless they begin with a name."""
    text = lines if lines.startswith("name:") else HEAD + lines
    return parse(text.encode(), "it.yaml", find)


def rule(text: str) -> Any:
    """The word of a rule, from its text."""
    return read("regions: {pip: free, side: [0, 0, 50%, 100%]}\nrules:\n  - " + text).rules[-1].rule


def told(lines: str, find: Find | None = None) -> list[str]:
    """Every fault, as a terminal tells it without its line."""
    with pytest.raises(DocumentError) as caught:
        read(lines, find)
    return [str(fault) for fault in caught.value.faults]
