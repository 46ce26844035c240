"""The signs of an expression: its text cut into names, numbers, texts and operators, with the place of each."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_NUMBER = 10**9


class ExpressionError(Exception):
    """What is wrong with an expression, how many characters into it, and what would help."""

    def __init__(self, says: str, at: int, hint: str = "") -> None:
        super().__init__(says)
        self.says, self.at, self.hint = says, at, hint


_TOKEN = re.compile(
    r"\s*(?:(?P<percent>[0-9]+(?:\.[0-9]+)?%)|(?P<dots>\.\.)|(?P<decimal>[0-9]*\.[0-9]+)|(?P<number>[0-9]+)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign>//|<=|>=|==|!=|[-+*/(),<>]))",
    re.ASCII,
)
_MEANT = {
    "=": "did you mean '=='?", "&": "did you mean 'and'?", "|": "did you mean 'or'?", "!": "did you mean 'not'?",
    "，": "use the plain sign ','", "（": "use the plain sign '('", "）": "use the plain sign ')'", "＝": "use the plain sign '=='",
    "≥": "did you mean '>='?", "≤": "did you mean '<='?", "≠": "did you mean '!='?", "·": "did you mean '*'?",
    "＞": "use the plain sign '>'", "＜": "use the plain sign '<'", "％": "use the plain sign '%'", "：": "use the plain sign ':'",
    "“": "use plain quotes", "”": "use plain quotes",
    "×": "did you mean '*'?", "÷": "did you mean '/'?", "＋": "use the plain sign '+'", "－": "use the plain sign '-'",
    "^": "powers are not needed here", "[": "an expression has no lists", "%": "a share is a number and a percent sign: 25%",
}  # fmt: skip


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """The parts of an expression, each with its kind and how many characters into the text it begins; the last is the end."""
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if not found or not found.lastgroup:
            at += len(text[at:]) - len(text[at:].lstrip())
            sign = text[at]
            raise ExpressionError(f"{sign!r} is not an operator", at, _MEANT.get(sign, ""))
        kind, token, start = found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)
        if kind == "decimal":
            raise ExpressionError(f"{token} is not a whole number", start, _percent_hint(token))
        yield kind, token, start
        at = found.end()
    yield "end", "", len(text)


_UNITS = frozenset(("px", "pt", "dp", "pixel", "pixels", "em", "rem", "vw", "vh"))
_SPOKEN = {"is": "==", "equals": "==", "mod": "//"}


def stray_hint(token: str, before: str) -> str:
    """What would help where a token cannot stand after another: a unit, a word for a sign, or something between the two."""
    if token.lower() in _UNITS and before.isdecimal():
        return f"pixels are written without a unit: {before}"
    meant = _SPOKEN.get(token.lower(), token.lower() if token in ("AND", "OR", "NOT", "IF", "ELSE") else "")
    return f"did you mean {meant!r}?" if meant else "an operator is missing before it?"


def _percent_hint(token: str) -> str:
    return f"did you mean {float(token) * 100:g}%?" if float(token) < 1 else "pixels are whole"


def bounded(token: str, at: int) -> int:
    """The number that a text of digits is."""
    if len(token) > 10 or int(token) > MAX_NUMBER:
        raise ExpressionError(f"the number {token[:20]} is too large", at, f"at most {MAX_NUMBER}")
    return int(token)
