"""Arithmetic and conditions in a template: read by a small Pratt parser, never run as code, bounded in length and depth.

    canvas.width / 2 - gap        1/3 if n > 2 else 1/2        count(screen) == 1 and canvas.portrait

A value is a number (int or exact fraction), yes or no, text in quotes, or a share (`25%`, or a quotient that stands alone).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

MAX_LENGTH = 400
MAX_DEPTH = 24
MAX_NUMBER = 10**9


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a side, for instance a quarter."""

    part: Fraction


Value = int | Fraction | bool | str | Share


class ExpressionError(Exception):
    """What is wrong with an expression, how many characters into it, and what would help."""

    def __init__(self, says: str, at: int, hint: str = "") -> None:
        super().__init__(says)
        self.says, self.at, self.hint = says, at, hint


@dataclass(frozen=True, slots=True)
class Number:
    value: int
    at: int


@dataclass(frozen=True, slots=True)
class Percent:
    value: Fraction
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """`count(WHO)` or `has(WHO)`; the who is kept as it was written."""

    name: str
    who: str
    at: int
    who_at: int = 0


@dataclass(frozen=True, slots=True)
class Unary:
    sign: str
    value: Node
    at: int


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`a if c else b`"""

    condition: Node
    then: Node
    other: Node
    at: int


Node = Number | Percent | Text | Name | Call | Unary | Binary | Choice

# --- reading ---------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"\s*(?:(?P<percent>[0-9]+(?:\.[0-9]+)?%)|(?P<dots>\.\.)|(?P<decimal>[0-9]*\.[0-9]+)|(?P<number>[0-9]+)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign>//|<=|>=|==|!=|[-+*/(),<>]))",
    re.ASCII,
)
_POWER = {
    "if": 1, "or": 2, "and": 3, "<": 5, "<=": 5, "==": 5, "!=": 5, ">": 5, ">=": 5, "+": 6, "-": 6, "*": 7, "/": 7, "//": 7,
}  # fmt: skip
_WORDS = frozenset(("if", "else", "and", "or", "not", "true", "false", "yes", "no"))
_MEANT = {
    "=": "did you mean '=='?", "&": "did you mean 'and'?", "|": "did you mean 'or'?", "!": "did you mean 'not'?",
    "，": "use the plain sign ','", "（": "use the plain sign '('", "）": "use the plain sign ')'", "＝": "use the plain sign '=='",
    "×": "did you mean '*'?", "÷": "did you mean '/'?", "＋": "use the plain sign '+'", "－": "use the plain sign '-'",
    "^": "powers are not needed here", "[": "an expression has no lists", "%": "a share is a number and a percent sign: 25%",
}  # fmt: skip


def parse(text: str) -> Node:
    """Read an expression; an ExpressionError says what is wrong and where."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression of {len(text)} characters", 0, f"at most {MAX_LENGTH}; name a part of it under 'let'")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.index = 0

    def whole(self) -> Node:
        node = self.expression(0, 0)
        kind, token, at = self.tokens[self.index]
        if kind != "end":
            raise ExpressionError(f"{token!r} cannot stand here", at, "an operator is missing before it?")
        return node

    def take(self) -> tuple[str, str, int]:
        token = self.tokens[self.index]
        self.index += token[0] != "end"
        return token

    def expect(self, sign: str) -> None:
        _, token, at = self.take()
        if token != sign:
            found = repr(token) if token else "the end"
            raise ExpressionError(f"{sign!r} should stand here, not {found}", at)

    def expression(self, power: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"nested more than {MAX_DEPTH} deep", self.tokens[self.index][2])
        left = self.operand(depth)
        while (own := _POWER.get(self.tokens[self.index][1], 0)) > power:
            _, sign, at = self.take()
            if sign == "if":
                left = self.choice(left, at, depth)
            else:
                left = Binary(sign, left, self.expression(own, depth + 1), at)
                self.refuse_chain(sign)
        return left

    def refuse_chain(self, sign: str) -> None:
        _, following, at = self.tokens[self.index]
        if _POWER.get(sign) == 5 == _POWER.get(following):
            raise ExpressionError("comparisons cannot be chained here", at, "write 'a < b and b < c'")

    def choice(self, then: Node, at: int, depth: int) -> Node:
        condition = self.expression(1, depth + 1)
        self.expect("else")
        return Choice(condition, then, self.expression(0, depth + 1), at)

    def operand(self, depth: int) -> Node:
        kind, token, at = self.take()
        if kind == "number":
            return Number(_bounded(token, at), at)
        if kind == "percent" and (len(token) > 12 or len(token.partition(".")[0]) > 5):
            raise ExpressionError(f"the share {token[:20]} is out of reach", at, "at most 9999.999999%")
        if kind == "percent":
            return Percent(Fraction(token[:-1]) / 100, at)
        if kind == "text":
            return Text(token[1:-1], at)
        if token in ("true", "yes", "false", "no"):
            return Name(token, at)
        if token == "not":
            return Unary("not", self.expression(4, depth + 1), at)
        if token == "-":
            return Unary("-", self.expression(8, depth + 1), at)
        if token == "(":
            inner = self.expression(0, depth + 1)
            self.expect(")")
            return inner
        if kind == "name" and token not in _WORDS:
            return self.call(token, at) if self.tokens[self.index][1] == "(" else Name(token, at)
        raise ExpressionError(f"{token!r} cannot stand here" if token else "the expression ends too early", at)

    def call(self, name: str, at: int) -> Node:
        if name not in ("count", "has"):
            raise ExpressionError(f"there is no function {name!r}", at, "there are count(WHO) and has(WHO)")
        start = self.tokens[self.index][2] + 1
        end = self.text.find(")", start)
        if end < 0:
            raise ExpressionError("')' is missing", len(self.text))
        while self.tokens[self.index][2] <= end and self.tokens[self.index][0] != "end":
            self.index += 1
        who = self.text[start:end]
        return Call(name, who.strip(), at, start + len(who) - len(who.lstrip()))


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
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


def _percent_hint(token: str) -> str:
    return f"did you mean {float(token) * 100:g}%?" if float(token) < 1 else "pixels are whole"


def _bounded(token: str, at: int) -> int:
    if len(token) > 10 or int(token) > MAX_NUMBER:
        raise ExpressionError(f"the number {token[:20]} is too large", at, f"at most {MAX_NUMBER}")
    return int(token)


# --- looking through -------------------------------------------------------------------------------------------------


def walk(node: Node) -> Iterator[Node]:
    """The node and all that stands within it."""
    yield node
    match node:
        case Unary():
            yield from walk(node.value)
        case Binary():
            yield from walk(node.left)
            yield from walk(node.right)
        case Choice():
            yield from walk(node.condition)
            yield from walk(node.then)
            yield from walk(node.other)
        case _:
            pass
