"""Arithmetic and conditions in a template: read by a small Pratt parser, never run as code, bounded in length and depth.

    canvas.width / 2 - gap        1/3 if n > 2 else 1/2        count(screen) == 1 and canvas.portrait

A value is a number (int or exact fraction), yes or no, text in quotes, or a share (`25%`, or a quotient that stands alone).
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from layoutkit.template.nodes import Binary, Call, Choice, Name, Node, Number, Percent, Share, Text, Unary, Value, walk
from layoutkit.template.tokens import MAX_NUMBER, ExpressionError, bounded, stray_hint, tokens

__all__ = [
    "MAX_NUMBER", "Binary", "Call", "Choice", "ExpressionError", "Name", "Node", "Number", "Percent", "Share", "Text", "Unary", "Value",
    "parse", "parse_chain", "walk",
]  # fmt: skip

MAX_LENGTH = 400
MAX_DEPTH = 24


_POWER = {
    "if": 1, "or": 2, "and": 3, "<": 5, "<=": 5, "==": 5, "!=": 5, ">": 5, ">=": 5, "+": 6, "-": 6, "*": 7, "/": 7, "//": 7,
}  # fmt: skip
_RELATION_POWER = 5
_RELATIONS = frozenset(("<=", "==", ">="))
_WORDS = frozenset(("if", "else", "and", "or", "not", "true", "false", "yes", "no"))
_RELATION_HINTS = {
    "<": "write '<='; less by a pixel is 'a + 1 <= b'",
    ">": "write '>='; more by a pixel is 'a >= b + 1'",
    "!=": "write '<=' or '>='; two relations to choose from are an 'either'",
}
_CHAIN_HINTS = {
    "if": "put a choice in parentheses: a <= (b if n > 2 else c)",
    "and": "make it two rules, or one chain: a <= b <= c",
    "or": "make it an 'either' of two lists",
}


@lru_cache(maxsize=1024)
def parse(text: str) -> Node:
    """Read an expression; an ExpressionError says what is wrong and where."""
    return _Parser(text).whole()


def parse_chain(text: str) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """Read a relation: expressions, and the signs `<=`, `==`, `>=` between them; an ExpressionError says what is wrong and where."""
    return _Parser(text).chain()


class _Parser:
    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ExpressionError(f"an expression of {len(text)} characters", 0, f"at most {MAX_LENGTH}; name a part of it under 'let'")
        self.text = text
        self.tokens = list(tokens(text))
        self.index = 0

    def whole(self) -> Node:
        node = self.expression(0, 0)
        kind, token, at = self.tokens[self.index]
        if kind != "end":
            raise ExpressionError(f"{token!r} cannot stand here", at, stray_hint(token, self.before()))
        return node

    def before(self) -> str:
        """The token before the next one."""
        return self.tokens[self.index - 1][1] if self.index else ""

    def chain(self) -> tuple[tuple[Node, ...], tuple[str, ...]]:
        sides, signs = [self.side()], list[str]()
        while _POWER.get(self.tokens[self.index][1]) == _RELATION_POWER:
            _, sign, at = self.take()
            if sign not in _RELATIONS:
                raise ExpressionError(f"{sign!r} cannot hold between boxes", at, _RELATION_HINTS[sign])
            signs.append(sign)
            sides.append(self.side())
        kind, token, at = self.tokens[self.index]
        if kind != "end":
            raise ExpressionError(f"{token!r} cannot stand here", at, _CHAIN_HINTS.get(token) or stray_hint(token, self.before()))
        if not signs:
            raise ExpressionError("a relation is missing", 0, "join two sums by <=, == or >=")
        return tuple(sides), tuple(signs)

    def side(self) -> Node:
        _, token, at = self.tokens[self.index]
        if token == "not":
            raise ExpressionError("'not' cannot stand here", at, "say what must hold; a condition stands under 'when'")
        return self.expression(_RELATION_POWER, 0)

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
            return Number(bounded(token, at), at)
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
