"""What may hold between boxes: sums of their sides, times numbers that are known before solving."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from layoutkit.template.expressions import Binary, Call, Choice, ExpressionError, Name, Node, Percent, Text, Unary, walk

BOXES = ("canvas", "primary", "tile", "next", "other", "first", "last")
SIDES = ("left", "top", "right", "bottom", "width", "height")

IsSide = Callable[[Name], bool]
"""Whether a name is the side of a box, and not a number that is known before solving."""

_TRUTHS = ("true", "false", "yes", "no")


def crooked(node: Node, is_side: IsSide) -> Iterator[ExpressionError]:
    """Everything in an expression that keeps it from being a sum of sides, times numbers; nothing where it is one."""
    match node:
        case Percent():
            yield ExpressionError("a share stands for a part of nothing here", node.at, "take it of a side: canvas.width / 4")
        case Text():
            yield ExpressionError(f"{node.value!r} is not a number", node.at, "a text is only compared, after 'if'")
        case Name():
            if node.name in _TRUTHS:
                yield ExpressionError(f"{node.name!r} is not a number", node.at, "a condition stands under 'when'")
        case Call():
            if node.name == "has":
                yield ExpressionError("has(WHO) is yes or no, not a number", node.at, "count(WHO) is a number")
        case Unary():
            yield from _crooked_unary(node, is_side)
        case Choice():
            yield from _in_condition(node.condition, is_side)
            yield from crooked(node.then, is_side)
            yield from crooked(node.other, is_side)
        case Binary():
            yield from _crooked_binary(node, is_side)
        case _:
            pass


def _crooked_unary(node: Unary, is_side: IsSide) -> Iterator[ExpressionError]:
    if node.sign == "not":
        yield ExpressionError("'not' cannot stand here", node.at, "a condition stands under 'when', or after 'if'")
    else:
        yield from crooked(node.value, is_side)


def _crooked_binary(node: Binary, is_side: IsSide) -> Iterator[ExpressionError]:
    if node.sign not in ("+", "-", "*", "/", "//"):
        yield ExpressionError(f"{node.sign!r} cannot stand here", node.at, "a condition stands under 'when', or after 'if'")
        return
    yield from crooked(node.left, is_side)
    yield from crooked(node.right, is_side)
    left, right = has_side(node.left, is_side), has_side(node.right, is_side)
    if node.sign == "*" and left and right:
        hint = "only sums of sides, times numbers; a shape is said by 'size: {aspect: ...}'"
        yield ExpressionError("two sides of boxes cannot be multiplied", node.at, hint)
    elif node.sign == "/" and right:
        yield ExpressionError("a side of a box cannot divide", node.at, "only sums of sides, times numbers or divided by them")
    elif node.sign == "//" and (left or right):
        yield ExpressionError("'//' cannot round a side of a box", node.at, "write '/'; only what is known before solving can be rounded")


def _in_condition(node: Node, is_side: IsSide) -> Iterator[ExpressionError]:
    """Sides that stand in a condition: it must be known before solving."""
    for part in walk(node):
        if isinstance(part, Name) and is_side(part):
            yield ExpressionError(
                f"{part.name!r} is not known before solving", part.at, "a condition speaks of n, the canvas, settings and lets"
            )


def has_side(node: Node, is_side: IsSide) -> bool:
    """Whether an expression speaks of the side of a box."""
    return any(isinstance(part, Name) and is_side(part) for part in walk(node))
