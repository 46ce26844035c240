"""Texts that the tests of the shelf put there."""

from __future__ import annotations

MINE = """\
name: NAME
title: Of our own
secondaries: 1..3
canvases: [540x960]
settings: {gap: {default: 8, min: 0, max: 64, about: Space}}
rules:
  - size:  {width: 25%, aspect: "2:3"}
  - stack: {direction: up, at: bottom right, gap: gap}
"""

BROKEN = MINE.replace("gap: gap}", "gap: gpa}")
