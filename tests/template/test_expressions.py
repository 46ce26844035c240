"""Expressions: what they come to, and what is said of those that come to nothing."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.template.evaluating import evaluate, length
from layoutkit.template.expressions import ExpressionError, Share, parse

NAMES: dict[str, Any] = {"n": 3, "gap": 8, "canvas.width": 541, "canvas.portrait": True, "side": "left"}


def value(text: str) -> Any:
    return length(parse(text), NAMES, lambda who: {"screen": 1, "all but screen": 2}.get(who, 0))


@pytest.mark.parametrize(
    ("text", "comes_to"),
    [
        ("160", 160),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-3 - -2", -1),
        ("7 // 2", 3),
        ("canvas.width / 2 - gap", Fraction(525, 2)),
        ("25%", Share(Fraction(1, 4))),
        ("12.5%", Share(Fraction(1, 8))),
        ("1/3", Share(Fraction(1, 3))),
        ("n/4", Share(Fraction(3, 4))),
        ("1/3 if n > 2 else 1/2", Share(Fraction(1, 3))),
        ("1 if n <= 1 else 2 if n <= 4 else 3", 2),
        ("canvas.portrait and not n == 4", True),
        ("n < 2 or n >= 3", True),
        ("side == 'left'", True),
        ("side != 'left'", False),
        ("count(screen) == 1 and has(all but screen)", True),
        ("yes", True),
    ],
)
def test_what_expressions_come_to(text: str, comes_to: Any) -> None:
    assert value(text) == comes_to


@pytest.mark.parametrize(
    ("text", "at", "says", "hint"),
    [
        ("gap = 3", 4, "'=' is not an operator", "did you mean '=='?"),
        ("n && 2", 2, "'&' is not an operator", "did you mean 'and'?"),
        ("（1）", 0, "'（' is not an operator", "use the plain sign '('"),
        ("0.25", 0, "0.25 is not a whole number", "did you mean 25%?"),
        ("1 +", 3, "the expression ends too early", ""),
        ("(1 + 2", 6, "')' should stand here, not the end", ""),
        ("1 2", 2, "'2' cannot stand here", "an operator is missing before it?"),
        ("1 < 2 < 3", 6, "comparisons cannot be chained here", "write 'a < b and b < c'"),
        ("3 if 1 else 2", 5, "1 is neither yes nor no", "compare it with something"),
        ("25% - 8", 0, "25% is not a number", "a share stands alone; it cannot be reckoned with"),
        ("1 / 0", 2, "divided by nothing", ""),
        ("max(1, 2)", 0, "there is no function 'max'", "there are count(WHO) and has(WHO)"),
        ("n == 'left'", 2, "3 and 'left' cannot be compared", ""),
        ("99999999999", 0, "the number 99999999999 is too large", "at most 1000000000"),
        ("999999 * 999999", 7, "the result is too large", "at most 1000000000"),
        ("(" * 40 + "1" + ")" * 40, 25, "nested more than 24 deep", ""),
        ("1" + " + 1" * 200, 0, "an expression of 801 characters", "at most 400; name a part of it under 'let'"),
        ("'x' + 1", 0, "'x' is not a number", ""),
        ("n if canvas.portrait", 20, "'else' should stand here, not the end", ""),
    ],
)
def test_what_is_said_of_an_expression_that_is_none(text: str, at: int, says: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        value(text)
    assert (caught.value.at, caught.value.says, caught.value.hint) == (at, says, hint)


@given(st.text(max_size=80))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        assert value(text) is not None


@given(
    st.integers(0, 999), st.integers(1, 999), st.integers(0, 999), st.sampled_from(["+", "-", "*", "//"]), st.sampled_from(["+", "-", "*"])
)
def test_arithmetic_is_pythons(a: int, b: int, c: int, one: str, two: str) -> None:
    text = f"{c} {two} {a} {one} {b}"
    assert evaluate(parse(text), {}, lambda _: 0) == eval(text)
