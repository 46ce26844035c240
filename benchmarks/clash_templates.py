"""Two templates of thirty rules, five of which clash."""

from __future__ import annotations


def _pinned(first: int, left: int, columns: int) -> str:
    """Two rules for each tile from `first` to 12: they clash with nobody."""
    return "".join(
        f"  - size:  {{tiles: {tile}, width: {30 + tile}}}\n"
        f"  - place: {{tiles: {tile}, at: top left, inset: [{left + 50 * ((tile - 3) % columns)}, {200 + 60 * ((tile - 3) // columns)}]}}\n"
        for tile in range(first, 13)
    )


TOO_WIDE = f"""\
name: too-wide
about: Thirty rules, five of which ask for 12 px more than a canvas of 540 has; it is told in edges alone.
secondaries: 12
canvases: [540x960]
settings:
  margin: {{default: 40, min: 0, max: 200}}
  main:   {{default: 300, min: 100, max: 500}}
  side:   {{default: 160, min: 80, max: 300}}
  gap:    {{default: 12, min: 0, max: 64}}
rules:
  - name: main
    size:  {{tiles: 1, width: main..}}
  - name: side
    size:  {{tiles: 2, width: side}}
  - name: left
    place: {{tiles: 1, at: left, inset: [margin, 0]}}
  - name: right
    place: {{tiles: 2, at: right, inset: [margin, 0]}}
  - name: gap
    stack: {{tiles: 1..2, direction: right, gap: gap, at: free}}
  - size:  {{tiles: 1..2, height: 120, alike: no}}
  - place: {{tiles: 1..2, at: top, inset: [0, 16]}}
  - size:  {{tiles: 3..12, height: 40, alike: no}}
  - apart: {{tiles: 3..12, gap: 4}}
  - require: canvas.width >= 300
{_pinned(3, 10, 5)}"""

TOO_TALL = f"""\
name: too-tall
about: Thirty rules, five of which ask for more than a canvas 960 high has; widths and heights hang together.
secondaries: 12
canvases: [540x960]
settings:
  margin: {{default: 40, min: 0, max: 200}}
  least:  {{default: 200, min: 60, max: 500}}
  gap:    {{default: 8, min: 0, max: 64}}
rules:
  - name: least
    size:  {{tiles: 1, width: least..}}
  - name: shape
    size:  {{tiles: 1..3, aspect: "2:3"}}
  - name: column
    stack: {{tiles: 1..3, gap: gap, at: free}}
  - name: top
    place: {{tiles: 1, at: top, inset: [0, margin]}}
  - name: bottom
    place: {{tiles: 3, inset: [0, margin]}}
  - size:  {{tiles: 1..3, width: 60..}}
  - place: {{tiles: 1..3, at: left, inset: [8, 0]}}
  - place: {{tiles: 2, inset: 4}}
  - size:  {{tiles: 4..12, height: 40, alike: no}}
  - apart: {{tiles: 4..12, gap: 4}}
  - require: canvas.width >= 300
  - require: canvas.height >= 300
{_pinned(4, 350, 3)}"""
