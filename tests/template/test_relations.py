"""Relations between sides of boxes: what a chain is, what is a sum of sides, and what is said of what is neither."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.template.expressions import Binary, ExpressionError, Name, Number, parse, parse_chain
from layoutkit.template.linear import crooked, has_side

from .reading import told

NUMBERS = ("n", "gap", "canvas.width", "canvas.height")


def is_side(name: Name) -> bool:
    return "." in name.name and name.name not in NUMBERS


def wrong(text: str) -> list[tuple[int, str]]:
    """What keeps an expression from being a sum of sides, and where."""
    return [(error.at, error.says) for error in crooked(parse(text), is_side)]


def test_a_chain_is_sums_and_the_signs_between_them() -> None:
    sides, signs = parse_chain("0 <= next.left - tile.right == gap")
    assert signs == ("<=", "==")
    assert sides == (Number(0, 0), Binary("-", Name("next.left", 5), Name("tile.right", 17), 15), Name("gap", 31))


@pytest.mark.parametrize(
    ("text", "at", "says", "hint"),
    [
        ("a.left < 3", 7, "'<' cannot hold between boxes", "write '<='; less by a pixel is 'a + 1 <= b'"),
        ("a.left > 3", 7, "'>' cannot hold between boxes", "write '>='; more by a pixel is 'a >= b + 1'"),
        ("a.left != 3", 7, "'!=' cannot hold between boxes", "write '<=' or '>='; two relations to choose from are an 'either'"),
        ("a.left + 3", 0, "a relation is missing", "join two sums by <=, == or >="),
        ("a.left <= 3 if n else 2", 12, "'if' cannot stand here", "put a choice in parentheses: a <= (b if n > 2 else c)"),
        ("a.left <= 3 and n", 12, "'and' cannot stand here", "make it two rules, or one chain: a <= b <= c"),
        ("a.left <= 3 or n", 12, "'or' cannot stand here", "make it an 'either' of two lists"),
        ("not a.left <= 3", 0, "'not' cannot stand here", "say what must hold; a condition stands under 'when'"),
        ("a.left <=", 9, "the expression ends too early", ""),
        ("a.left <= 3 4", 12, "'4' cannot stand here", "an operator is missing before it?"),
        ("a.left <= 1" + " + 1" * 100, 0, "an expression of 411 characters", "at most 400; name a part of it under 'let'"),
    ],
)
def test_what_is_said_of_a_chain_that_is_none(text: str, at: int, says: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_chain(text)
    assert (caught.value.at, caught.value.says, caught.value.hint) == (at, says, hint)


@pytest.mark.parametrize(
    "text",
    [
        "tile.width",
        "2 * tile.width + gap - first.left / 3",
        "-(tile.left - 4) * (n + 1)",
        "tile.width * canvas.width / canvas.height",
        "tile.left if canvas.width > 500 and not n == 2 else tile.top",
        "n * n // 2 + count(all but first)",
    ],
)
def test_sums_of_sides_times_numbers(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("tile.width * tile.height", [(11, "two sides of boxes cannot be multiplied")]),
        ("(tile.width + 1) * (2 - tile.height)", [(17, "two sides of boxes cannot be multiplied")]),
        ("3 / tile.width", [(2, "a side of a box cannot divide")]),
        ("tile.width // 2", [(11, "'//' cannot round a side of a box")]),
        ("n // tile.width", [(2, "'//' cannot round a side of a box")]),
        ("3 if tile.left > 2 else 4", [(5, "'tile.left' is not known before solving")]),
        ("tile.left <= 3", [(10, "'<=' cannot stand here")]),
        ("tile.left + 'x'", [(12, "'x' is not a number")]),
        ("tile.left + 25%", [(12, "a share stands for a part of nothing here")]),
        ("tile.left + yes", [(12, "'yes' is not a number")]),
        ("tile.left + has(first)", [(12, "has(WHO) is yes or no, not a number")]),
        ("tile.left * tile.top + 1 / tile.left", [(10, "two sides of boxes cannot be multiplied"), (25, "a side of a box cannot divide")]),
    ],
)
def test_everything_that_is_no_sum_is_told_at_once(text: str, faults: list[tuple[int, str]]) -> None:
    assert wrong(text) == faults


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        ("tile.lft <= 3", "5:23: a box has no side 'lft' (did you mean 'left'?)"),
        ("tle.left <= 3", "5:18: there is no box 'tle' (did you mean 'tile'?)"),
        ("canvas.portait <= 3", "5:25: a box has no side 'portait' (did you mean 'portrait'?)"),
        ("tile.left <= gpa", "5:31: unknown name 'gpa'"),
        ("tile.left.top <= 3", "5:23: a box has no side 'left.top' (did you mean 'left'?)"),
        ("first <= 3", "5:18: unknown name 'first' (a side of it: first.left)"),
        ("next.left <= 3", "5:18: 'next' is the second of two, and the first is not spoken of (name 'tile' too: tile.right <= next.left)"),
        ("tile.left <= next.left + other.left", "5:43: 'next' and 'other' cannot stand together (make it two rules)"),
        ("count(frist) * tile.left <= 3", "5:24: 'frist' is nobody (did you mean 'first'?)"),
    ],
)
def test_names_in_relations_are_known_numbers_and_sides_of_boxes(relation: str, said: str) -> None:
    assert told(f"rules: [require: {relation}]") == [f"it.yaml:{said}"]


def test_a_wish_for_less_of_something_speaks_of_a_box() -> None:
    assert told("rules: []\nwishes: [minimize: n + canvas.width]") == [
        "it.yaml:6:20: it speaks of no box (a sum of sides: last.bottom - first.top)",
    ]


def test_sides_are_known_only_where_boxes_are_compared() -> None:
    assert told("rules: [size: {width: tile.left}]") == [
        "it.yaml:5:23: unknown name 'tile.left' (sides of boxes stand in 'require', 'minimize' and 'maximize' only)",
    ]


TOKENS = ["tile.left", "next.top", "canvas.width", "2", "25%", *"+-*/()<n", "//", "<=", "==", "if", "else", "and", "not", "'x'"]


@given(st.lists(st.sampled_from(TOKENS), max_size=12))
def test_no_text_does_more_than_be_refused(parts: list[str]) -> None:
    with contextlib.suppress(ExpressionError):
        sides, signs = parse_chain(" ".join(parts))
        assert len(sides) == len(signs) + 1
        for side in sides:
            assert list(crooked(side, is_side)) or has_side(side, is_side) is any(part in " ".join(parts) for part in ("tile", "next"))
