"""The templates that are measured, beside those that are shipped; each as an author would write it."""

from __future__ import annotations

COLUMN = """\
name: column
title: Right column
about: The shipped right column, with tiles small enough for a hundred on 1080x1920.
secondaries: 1..100
canvases: [1080x1920]
settings:
  tile_width: {default: 28, min: 8, max: 320, about: Width of a secondary in pixels}
  lift:       {default: 90, min: 0, max: 400, about: Space kept free below the column}
  gap:        {default: 2, min: 0, max: 64, about: Space between two secondaries}
rules:
  - size:  {width: tile_width, aspect: "16:9"}
  - stack: {direction: up, at: bottom right, inset: [0, lift], gap: gap}
"""

_GRID = """\
secondaries: 1..100
canvases: [1920x1080]
settings:
  gap:    {default: 8, min: 0, max: 64, about: Space between two cells in pixels}
  margin: {default: 16, min: 0, max: 200, about: Space between the cells and the edge of the canvas in pixels}
"""

GRID_GIVEN = f"""\
name: grid-given
about: The shipped grid, for up to a hundred, in columns that the template gives.
{_GRID}let: {{across: 1 if n <= 1 else 2 if n <= 4 else 3 if n <= 9 else 4 if n <= 16 else 7 if n <= 49 else 10}}
rules:
  - grid: {{columns: across, aspect: "16:9", gap: gap, inset: margin}}
"""

GRID_OPEN = f"""\
name: grid-open
about: The shipped grid, for up to a hundred; the solver chooses the columns.
{_GRID}rules:
  - grid: {{aspect: "16:9", gap: gap, inset: margin}}
"""

EITHER = """\
name: either
about: A column at the right edge or a row at the bottom, whichever shows people larger.
secondaries: 1..100
canvases: [1920x1080]
rules:
  - size: {width: 4.., aspect: "16:9"}
  - either:
      column:
        - stack: {direction: down, at: right center, inset: 8, gap: 2}
      row:
        - stack: {direction: right, at: bottom center, inset: 8, gap: 2}
"""

FREE = """\
name: free
about: Wherever they are largest, clear of a logo and of a bar.
secondaries: 1..100
canvases: [1280x720]
keep_clear: {logo: [40, 30, 200, 120], bar: [0, 630, 1280, 90]}
rules:
  - size:  {aspect: "16:9"}
  - apart: {gap: 8}
"""


def around(aspect: str) -> str:
    """Wherever tiles of that shape are largest, clear of what the scene keeps clear."""
    return f"""\
name: around
secondaries: 1..100
canvases: [1280x720]
settings:
  gap: {{default: 0, min: 0, max: 64, about: Space between two tiles in pixels}}
rules:
  - size:  {{aspect: "{aspect}"}}
  - apart: {{gap: gap}}
"""


TIERS = """\
name: four-wishes
about: A column as large as can be, then a gap near 12, then in the middle across, then down.
secondaries: 1..100
canvases: [540x960]
regions: {spacer: free}
rules:
  - size:    {width: 16.., aspect: "16:9"}
  - place:   {inset: 8}
  - require: spacer.height >= 4
  - require: next.top == tile.bottom + spacer.height
  - require: next.left == tile.left
wishes:
  - maximize: first.width
  - require:  spacer.height == 12
  - require:  first.left + first.right == canvas.width
  - require:  first.top + last.bottom == canvas.height
"""

STAY = """\
name: stay
about: The open grid, in which people stay where they were as far as its size allows.
secondaries: 1..100
canvases: [1920x1080]
rules:
  - grid: {aspect: "16:9", gap: 8, inset: 16}
wishes:
  - largest: all
  - least_movement: all
"""

NEWSROOM = """\
name: newsroom
title: Newsroom
about: A screen beside the faces, or above them where the canvas is upright; clear of the ticker and, when shown, of the logo.
secondaries: 2..9
canvases: [1280x720, 1920x1080, 720x1280]
promises: [{gap: 0}, {gap: 24, show_logo: yes}]
primary: tile
roles: {screen: 0..1}
picture: "16:9"
layers: [primary, screen, secondaries]
settings:
  gap:         {default: 8, min: 0, max: 48, about: Space between two tiles in pixels}
  margin:      {default: 16, min: 0, max: 120, about: Space between the tiles and the edge of the canvas in pixels}
  screen_part: {default: "60%", about: How much of the canvas the screen takes}
  corner:      {default: bottom right, choice: [bottom right, bottom left], about: Where the host stands}
  show_logo:   {default: no, about: Whether the logo is on air}
let:
  people: n + 1
  guests: n - count(screen)
  lines: 1 if guests <= 3 else 2
keep_clear:
  ticker: [0, 90%, 100%, 10%]
  logo:   {box: [2%, 2%, 12%, 10%], when: show_logo}
rules:
  - name: the stage
    split: {direction: right, into: {stage: screen_part, beside: rest}, gap: gap}
    when: has(screen) and canvas.landscape
  - name: the stage, upright
    split: {direction: down, into: {above: 45%, below: rest}, gap: gap}
    when: has(screen) and canvas.portrait
  - name: the screen
    place: {tiles: screen, in: stage, at: top left, inset: margin}
    when: has(screen) and canvas.landscape
  - name: the screen, upright
    place: {tiles: screen, in: above, at: top, inset: margin}
    when: has(screen) and canvas.portrait
  - size:  {tiles: screen, aspect: "16:9"}
  - size:  {tiles: primary, width: 64..480, aspect: "4:3"}
  - place: {tiles: primary, at: corner, inset: margin}
  - name: faces
    size:  {tiles: secondaries but screen, width: 48.., aspect: "4:3"}
  - apart: {gap: gap}
  - fit:   {tiles: all but screen, how: crop, most: 40%}
  - fit:   {tiles: screen, how: letterbox}
wishes:
  - largest: screen
    when: has(screen)
  - largest: secondaries
  - place:   {tiles: primary, at: bottom}
  - least_crop: all
"""
"""About 2 KB, with most of the words: to be read."""
