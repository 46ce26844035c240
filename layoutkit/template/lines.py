"""What `require` demands, and `minimize` and `maximize` wish for: linear sums over the sides of boxes, and how they are checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise
from math import lcm

from layoutkit.errors import DocumentError, Fault
from layoutkit.forms import Box, Form, Relation, between
from layoutkit.geometry import Rect
from layoutkit.problem import Demand, Extreme
from layoutkit.template import expressions as ex
from layoutkit.template.evaluating import evaluate, number, truth
from layoutkit.template.language import ExtremeWish, RequireWord, Who, Written
from layoutkit.template.pieces import Posed
from layoutkit.template.stage import Stage

SIDES = ("left", "top", "right", "bottom", "width", "height")
"""What of a box an expression may speak of, in pixels of the canvas."""

OPEN = -2
"""In the place of a box: the number that a stage leaves open."""

Scope = Mapping[str, int]
"""Which box a name means, by its place in a placement; the canvas and a primary that covers it are -1."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of shares of sides of boxes, exact."""

    terms: Mapping[tuple[int, str], Fraction]
    constant: Fraction

    def plus(self, other: Linear, times: Fraction) -> Linear:
        """This and so many times the other."""
        terms = dict(self.terms)
        for key, share in other.terms.items():
            terms[key] = terms.get(key, Fraction(0)) + share * times
        return Linear({key: share for key, share in terms.items() if share}, self.constant + other.constant * times)


def require(rule: RequireWord, stage: Stage) -> Posed:
    """A linear relation between sides of boxes, for each tile, each with its follower, or each pair."""
    demands: list[Demand] = []
    for scope in scopes(rule.that.sides, rule.tiles, stage):
        demands += (_relation(scope, left, sign, right, stage) for left, sign, right in _links(rule))
    says = rule.that.text
    return Posed(tuple(demands), says, partial(_check, rule))


def _links(rule: RequireWord) -> Iterator[tuple[Written, str, Written]]:
    """The two sides of each sign of a chain."""
    sides = rule.that.sides
    yield from ((left, sign, right) for (left, right), sign in zip(pairwise(sides), rule.that.signs, strict=True))


def _relation(scope: Scope, left: Written, sign: str, right: Written, stage: Stage) -> Relation:
    difference = linear(left, scope, stage).plus(linear(right, scope, stage), Fraction(-1))
    form, scale = whole(difference, left, stage)
    return between(form, None if sign == "<=" else 0, None if sign == ">=" else 0, scale)


def extreme(wish: ExtremeWish, who: Who, stage: Stage) -> Extreme:
    """The sum of an expression over all it speaks of."""
    total = Linear({}, Fraction(0))
    for scope in scopes((wish.form,), who, stage):
        total = total.plus(linear(wish.form, scope, stage), Fraction(1))
    form, scale = whole(total, wish.form, stage)
    return Extreme(form, wish.sense, scale)


# --- whom an expression speaks of ------------------------------------------------------------------------------------


def scopes(sides: Sequence[Written], who: Who, stage: Stage) -> Iterator[Scope]:
    """What each name of a box means, once for each tile, follower or pair; nothing where someone spoken of is not there."""
    spoken = {node.name.partition(".")[0] for written in sides for node in ex.walk(written.node) if isinstance(node, ex.Name)}
    known = {name: index for name, index in _named(stage).items() if name in spoken}
    if any(name in spoken and name not in known for name in ("first", "last")):
        return
    tiles = stage.who(who)
    if "other" in spoken:
        yield from ({**known, "tile": one, "other": two} for one, two in combinations(tiles, 2))
    elif "next" in spoken:
        yield from ({**known, "tile": one, "next": two} for one, two in pairwise(tiles))
    elif "tile" in spoken:
        yield from ({**known, "tile": one} for one in tiles)
    else:
        yield known


def _named(stage: Stage) -> dict[str, int]:
    secondaries = range(len(stage.seats))[stage.first :]
    known = {"canvas": -1, "primary": 0 if stage.first else -1, **stage.slots}
    if secondaries:
        known |= {"first": secondaries[0], "last": secondaries[-1]}
    return known


# --- what an expression comes to -------------------------------------------------------------------------------------


def linear(written: Written, scope: Scope, stage: Stage) -> Linear:
    """An expression as an exact sum over sides of boxes."""
    try:
        return _linear(written.node, scope, stage)
    except ex.ExpressionError as error:
        raise DocumentError(Fault(error.says, written.where, error.hint, stage.template.line(written.where))) from None


def _linear(node: ex.Node, scope: Scope, stage: Stage) -> Linear:
    match node:
        case ex.Name() if (term := _side(node, scope)) is not None:
            return Linear({term: Fraction(1)}, Fraction(0))
        case ex.Name() if (own := stage.open_name(node)) is not None:
            return Linear({(OPEN, ""): own[0]}, own[1])
        case ex.Unary(sign="-"):
            return Linear({}, Fraction(0)).plus(_linear(node.value, scope, stage), Fraction(-1))
        case ex.Choice():
            chosen = truth(evaluate(node.condition, stage.plain, stage.count), node.condition.at)
            return _linear(node.then if chosen else node.other, scope, stage)
        case ex.Binary(sign="+" | "-"):
            times = Fraction(1 if node.sign == "+" else -1)
            return _linear(node.left, scope, stage).plus(_linear(node.right, scope, stage), times)
        case ex.Binary(sign="*" | "/"):
            return _scaled(node, _linear(node.left, scope, stage), _linear(node.right, scope, stage))
        case _:
            return Linear({}, Fraction(number(evaluate(node, stage.plain, stage.count), node.at)))


def _scaled(node: ex.Binary, left: Linear, right: Linear) -> Linear:
    """A product or quotient with a number."""
    if node.sign == "*" and not left.terms:
        left, right = right, left
    if right.terms:
        raise ex.ExpressionError("a side can be multiplied or divided by a number only", node.at, "the sum must be linear")
    if node.sign == "/" and not right.constant:
        raise ex.ExpressionError("divided by nothing", node.at)
    times = right.constant if node.sign == "*" else 1 / right.constant
    return Linear({}, Fraction(0)).plus(left, times)


def _side(node: ex.Name, scope: Scope) -> tuple[int, str] | None:
    box, dot, side = node.name.partition(".")
    return (scope[box], side) if dot and side in SIDES and box in scope else None


def whole(total: Linear, written: Written, stage: Stage) -> tuple[Form, int]:
    """The sum times the least number that makes all of it whole, and that number."""
    scale = lcm(total.constant.denominator, *(share.denominator for share in total.terms.values()))
    form: Form = int(total.constant * scale)
    for (index, side), share in total.terms.items():
        own = stage.sought if index == OPEN else _form(_box(index, written, stage), side)
        form = form + own * int(share * scale)
    return form, scale


def _box(index: int, written: Written, stage: Stage) -> Box:
    if index < 0:
        return stage.canvas
    if index < len(stage.seats):
        return stage.seats[index].box
    return stage.region(next(name for name, slot in stage.slots.items() if slot == index), written)


def _form(box: Box, side: str) -> Form:
    match side:
        case "left":
            return box.across.start
        case "right":
            return box.across.end
        case "top":
            return box.down.start
        case "bottom":
            return box.down.end
        case "width":
            return box.across.size
        case _:
            return box.down.size


# --- judging ---------------------------------------------------------------------------------------------------------


def _check(rule: RequireWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    for scope in scopes(rule.that.sides, rule.tiles, stage):
        names = {**stage.plain, **_numbers(scope, stage, rects)}
        values = [evaluate(written.node, names, stage.count) for written in rule.that.sides]
        for (left, right), sign in zip(pairwise(values), rule.that.signs, strict=True):
            if not _holds(number(left, 0), sign, number(right, 0)):
                about = ", ".join(stage.title(i) for name, i in scope.items() if i >= 0 and name in ("tile", "next", "other"))
                yield f"{rule.that.text} is {_shown(left)} {sign} {_shown(right)}" + (f" for {about}" if about else "")


def _numbers(scope: Scope, stage: Stage, rects: Sequence[Rect]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, index in scope.items():
        rect = stage.whole if index < 0 else rects[index]
        sides = (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height, rect.width, rect.height)
        found |= {f"{name}.{side}": value for side, value in zip(SIDES, sides, strict=True)}
    return found


def _holds(left: int | Fraction, sign: str, right: int | Fraction) -> bool:
    return left <= right if sign == "<=" else left >= right if sign == ">=" else left == right


def _shown(value: ex.Value) -> str:
    return f"{float(value):g}" if isinstance(value, Fraction) else str(value)
