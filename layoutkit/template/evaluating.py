"""What an expression comes to: exact whole numbers and fractions, yes or no, text, shares; bounded in size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor

from layoutkit.template.expressions import (
    MAX_NUMBER,
    Binary,
    Call,
    Choice,
    ExpressionError,
    Name,
    Node,
    Number,
    Percent,
    Share,
    Text,
    Unary,
    Value,
    walk,
)


def evaluate(node: Node, names: Mapping[str, Value], count: Callable[[str], int]) -> Value:
    """The value of an expression; `names` are settings, lets and what is known of the scene, `count` tells how many a who has."""
    match node:
        case Number() | Text():
            return node.value
        case Percent():
            return Share(node.value)
        case Name():
            return _named(node, names)
        case Call():
            return count(node.who) if node.name == "count" else count(node.who) > 0
        case Unary():
            return _unary(node, evaluate(node.value, names, count))
        case Choice():
            chosen = node.then if truth(evaluate(node.condition, names, count), node.condition.at) else node.other
            return evaluate(chosen, names, count)
        case Binary():
            return _binary(node, names, count)


def length(node: Node, names: Mapping[str, Value], count: Callable[[str], int], plain: Mapping[str, Value] | None = None) -> Value:
    """The value of an expression that stands for a length: a quotient that stands alone is a share, unless it is of the canvas.

    `plain` are the names as a condition or a sum means them: there a let that is a quotient is a number.
    """
    reckoning = names if plain is None else plain
    if isinstance(node, Choice):
        asked = evaluate(node.condition, reckoning, count)
        return length(node.then if truth(asked, node.condition.at) else node.other, names, count, plain)
    value = evaluate(node, names if isinstance(node, Name) else reckoning, count)
    if isinstance(node, Binary) and node.sign == "/" and isinstance(value, (int, Fraction)) and not _of_pixels(node):
        return Share(Fraction(value))
    return value


def _of_pixels(node: Node) -> bool:
    """Whether an expression speaks of the canvas, so that a quotient of it is in pixels: a third of its width is no share."""
    return any(isinstance(part, Name) and part.name in ("canvas.width", "canvas.height") for part in walk(node))


def truth(value: Value, at: int) -> bool:
    """The value as yes or no; a number or text is neither."""
    if not isinstance(value, bool):
        raise ExpressionError(f"{_shown(value)} is neither yes nor no", at, "compare it with something")
    return value


def number(value: Value, at: int) -> int | Fraction:
    """The value as a number."""
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        hint = "a share stands alone; it cannot be reckoned with" if isinstance(value, Share) else ""
        raise ExpressionError(f"{_shown(value)} is not a number", at, hint)
    return value


def _named(node: Name, names: Mapping[str, Value]) -> Value:
    if node.name in ("true", "yes", "false", "no"):
        return node.name in ("true", "yes")
    if node.name not in names:
        raise ExpressionError(f"unknown name {node.name!r}", node.at)
    return names[node.name]


def _unary(node: Unary, value: Value) -> Value:
    return not truth(value, node.value.at) if node.sign == "not" else -number(value, node.value.at)


def _binary(node: Binary, names: Mapping[str, Value], count: Callable[[str], int]) -> Value:
    left = evaluate(node.left, names, count)
    if node.sign in ("and", "or"):
        if truth(left, node.left.at) is (node.sign == "or"):
            return left
        return truth(evaluate(node.right, names, count), node.right.at)
    right = evaluate(node.right, names, count)
    if node.sign in ("==", "!="):
        return _equal(node, left, right) is (node.sign == "==")
    return _reckon(node, number(left, node.left.at), number(right, node.right.at))


def _equal(node: Binary, left: Value, right: Value) -> bool:
    kinds = [str if isinstance(v, str) else bool if isinstance(v, bool) else Share if isinstance(v, Share) else int for v in (left, right)]
    if kinds[0] is not kinds[1]:
        raise ExpressionError(f"{_shown(left)} and {_shown(right)} cannot be compared", node.at)
    return left == right


def _reckon(node: Binary, a: int | Fraction, b: int | Fraction) -> Value:
    match node.sign:
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case ">=":
            return a >= b
    if node.sign in ("/", "//") and b == 0:
        raise ExpressionError("divided by nothing", node.at)
    value = _result(node.sign, a, b)
    if not -MAX_NUMBER <= value <= MAX_NUMBER or (isinstance(value, Fraction) and value.denominator > MAX_NUMBER):
        raise ExpressionError("the result is too large", node.at, f"at most {MAX_NUMBER}")
    return int(value) if value == int(value) else value


def _result(sign: str, a: int | Fraction, b: int | Fraction) -> int | Fraction:
    match sign:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return Fraction(a) / b
        case _:
            return floor(Fraction(a) / b)


def _shown(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Share():
            return f"{float(value.part * 100):g}%"
        case str():
            return repr(value)
        case _:
            return str(value)
