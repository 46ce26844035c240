"""Expressions that can never come to what is wanted are told when a template is read, before there is a scene."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.template.evaluating import evaluate, length
from layoutkit.template.expressions import ExpressionError, Share, parse

from .reading import read, told

SETTINGS = """\
settings:
  gap: {default: 8}
  none: {default: 0}
  part: {default: 25%}
  show: {default: yes}
  corner: {default: top left, choice: [top left, bottom right]}
let: {third: gap / 3}
"""


def said(rule: str) -> list[str]:
    """What is told of one rule, which stands in line 13: column and words."""
    return [fault.removeprefix("it.yaml:13:") for fault in told(f"{SETTINGS}rules:\n  - {rule}\n")]


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        ("{size: {width: corner + 1}}", ["20: 'corner' is a word, not a number (a word is only compared: corner == 'top left')"]),
        ("{size: {width: 8}, when: show > 2}", ["30: 'show' is yes or no, not a number (a choice between two: 8 if show else 0)"]),
        ("{size: {width: 8}, when: part}", ["30: 'part' is a share, neither yes nor no (compare it with something: part == 25%)"]),
        ("{size: {width: 8}, when: gap}", ["30: 'gap' is a number, neither yes nor no (compare it with something: gap > 0)"]),
        ("{size: {width: 8}, when: gap + 1}", ["30: this is a number, neither yes nor no (compare it with something)"]),
        (
            "{size: {width: 8}, when: corner}",
            ["30: 'corner' is a word, neither yes nor no (compare it with something: corner == 'top left')"],
        ),
        ("{size: {width: 8}, when: corner == 'top lefd'}", ["40: 'corner' is never 'top lefd' (did you mean 'top left'?)"]),
        ("{size: {width: 8}, when: \"'top' != corner\"}", ["31: 'corner' is never 'top' (it is one of 'top left', 'bottom right')"]),
        (
            "{size: {width: 8}, when: show == 1}",
            ["35: 'show' is yes or no, 1 is a number: they cannot be compared (what is yes or no is a condition by itself)"],
        ),
        ("{size: {width: 80 if n else 90}}", ["26: 'n' is a number, neither yes nor no (compare it with something: n > 0)"]),
        ("{size: {width: part * 2}}", ["20: 'part' is a share, not a number (a share stands alone; it cannot be reckoned with)"]),
        ("{grid: {columns: part}}", ["22: 'part' is a share, not a number (a share stands alone; it cannot be reckoned with)"]),
        ("{place: {tiles: 1..show}}", ["24: 'show' is yes or no, not a number (a choice between two: 8 if show else 0)"]),
        ("{stack: {gap: show}}", ["19: 'show' is yes or no, not a number or a share (a choice between two: 8 if show else 0)"]),
        ("{require: tile.width <= part}", ["29: 'part' is a share, not a number (a share stands alone; it cannot be reckoned with)"]),
        ("{size: {width: n / 0}}", ["22: divided by nothing"]),
        ("{size: {width: 8 // (2 - 2)}, when: n > 9}", ["22: divided by nothing"]),
        ("{size: {width: gap / none}}", ["24: divided by nothing (with the default settings)"]),
        ("{size: {width: gap - 20}}", ["20: it comes to -12 px (a length is not below nought)"]),
        (
            "{size: {width: show + 1, height: corner}, when: gap}",
            [
                "20: 'show' is yes or no, not a number (a choice between two: 8 if show else 0)",
                "38: 'corner' is a word, not a number or a share (a word is only compared: corner == 'top left')",
                "53: 'gap' is a number, neither yes nor no (compare it with something: gap > 0)",
            ],
        ),
    ],
)
def test_what_can_never_be_is_told_with_its_column(rule: str, faults: list[str]) -> None:
    assert said(rule) == faults


@pytest.mark.parametrize(
    "rule",
    [
        "{size: {width: gap / none}, when: none > 0}",
        "{size: {width: gap - 20 if gap > 20 else 0}}",
        "{size: {width: part if show else gap}, when: show and corner == 'top left'}",
        "{size: {width: third}, when: third > 2}",
        "{size: {width: 80 if third > 2 else 90}}",
        "{grid: {columns: third, rows: n}}",
        "{size: {width: gap / n}}",
    ],
)
def test_what_may_be_is_not_told(rule: str) -> None:
    """Under a condition a length may never be reckoned; a let that is a quotient is a number where none is meant."""
    assert read(f"{SETTINGS}rules:\n  - {rule}\n")


NAMES: dict[str, Any] = {"gap": 8, "none": 0, "part": Share(parse("25%").value), "show": True, "corner": "top left"}  # type: ignore[union-attr]
LEAVES = st.sampled_from(["gap", "none", "part", "show", "corner", "3", "0", "20%", "'top left'", "yes"])
SIGNS = st.sampled_from(["+", "-", "*", "/", "//", "<", "==", "!="])


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, SIGNS, inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda text: f"(not {text})"),
        inner.map("(-{})".format),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(LEAVES, joined, max_leaves=5), st.sampled_from(["width", "when"]))
def test_what_is_told_is_what_would_have_failed(text: str, place: str) -> None:
    """Where nothing hangs on the scene, reading tells a fault exactly where reckoning with the defaults comes to nothing."""
    rule = f'{{size: {{width: "{text}"}}}}' if place == "width" else f'{{size: {{width: 8}}, when: "{text}"}}'
    try:
        node = parse(text)
        value = length(node, NAMES, lambda _: 0) if place == "width" else evaluate(node, NAMES, lambda _: 0)
        wrong = (
            isinstance(value, (bool, str)) or (not isinstance(value, Share) and value < 0)
            if place == "width"
            else not isinstance(value, bool)
        )
    except ExpressionError:
        wrong = True
    if wrong:
        assert said(rule)
    else:
        assert read(f"{SETTINGS}rules:\n  - {rule}\n")
