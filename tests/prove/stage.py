"""Tiny templates on trial."""

from __future__ import annotations

from layoutkit import pipeline
from layoutkit.app.proving import ways
from layoutkit.prove.report import Report, report
from layoutkit.template import Template, parse

ROW = """\
name: row
secondaries: 1..3
canvases: [300x200]
settings:
  gap: {default: 0, min: 0, max: 40}
rules:
  - size:  {width: 80, height: 80}
  - stack: {direction: right, at: top left, gap: gap}
"""
"""Three squares beside each other, for which there is room."""


def template(text: str) -> Template:
    return parse(text.encode(), "t.yaml")


def tried(text: str) -> Report:
    """The whole report of a template."""
    with pipeline.unaided():
        return report(template(text), ways())
