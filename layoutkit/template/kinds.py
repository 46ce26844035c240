"""What an expression may be, as its text tells: a number, a share, yes or no, a word. What can never be what is meant is told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from layoutkit.documents import nearest
from layoutkit.template.expressions import Binary, Call, Choice, ExpressionError, Name, Node, Number, Percent, Share, Text, Unary, Value

NUMBER, SHARE, FLAG, WORD = "a number", "a share", "yes or no", "a word"

Note = Callable[[ExpressionError], None]


@dataclass(frozen=True, slots=True)
class Kinds:
    """What something may be; of a word that is one of some, which."""

    may: frozenset[str]
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " or ".join(sorted(self.may))


def of(*values: Value) -> Kinds:
    """The kinds of some values."""
    return Kinds(frozenset(map(_kind, values)), tuple(value for value in values if isinstance(value, str)))


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return FLAG
    return WORD if isinstance(value, str) else SHARE if isinstance(value, Share) else NUMBER


A_NUMBER, A_FLAG = of(0), of(True)
ANYTHING = Kinds(frozenset((NUMBER, SHARE, FLAG, WORD)))

WANTED = {"length": frozenset((NUMBER, SHARE)), "number": frozenset((NUMBER,)), "condition": frozenset((FLAG,)), "any": ANYTHING.may}
"""What may stand where; a let may be anything."""


def judged(node: Node, names: Mapping[str, Kinds], wanted: str, note: Note) -> Kinds:
    """What an expression may be; whatever in it can never be what is wanted there is noted."""
    found = length_kinds(node, names, note) if wanted in ("length", "any") else kinds(node, names, note)
    return _expect(node, found, WANTED[wanted], note)


def length_kinds(node: Node, names: Mapping[str, Kinds], note: Note) -> Kinds:
    """The same of what stands for a length: a quotient that stands alone is a share; one of the canvas is a number."""
    if isinstance(node, Choice):
        _expect(node.condition, kinds(node.condition, names, note), A_FLAG.may, note)
        return _either(length_kinds(node.then, names, note), length_kinds(node.other, names, note))
    found = kinds(node, names, note)
    return Kinds(WANTED["length"]) if isinstance(node, Binary) and node.sign == "/" else found


def kinds(node: Node, names: Mapping[str, Kinds], note: Note) -> Kinds:
    """What an expression may be."""
    match node:
        case Number():
            return A_NUMBER
        case Percent():
            return Kinds(frozenset((SHARE,)))
        case Text():
            return of(node.value)
        case Name():
            return names.get(node.name, ANYTHING)
        case Call():
            return A_NUMBER if node.name == "count" else A_FLAG
        case Unary():
            wanted = A_FLAG if node.sign == "not" else A_NUMBER
            _expect(node.value, kinds(node.value, names, note), wanted.may, note)
            return wanted
        case Choice():
            _expect(node.condition, kinds(node.condition, names, note), A_FLAG.may, note)
            return _either(kinds(node.then, names, note), kinds(node.other, names, note))
        case Binary():
            return _binary(node, kinds(node.left, names, note), kinds(node.right, names, note), note)


def _either(one: Kinds, other: Kinds) -> Kinds:
    return Kinds(one.may | other.may, (*one.words, *other.words))


def _binary(node: Binary, left: Kinds, right: Kinds, note: Note) -> Kinds:
    if node.sign in ("==", "!="):
        _compared(node, left, right, note)
        return A_FLAG
    wanted = A_FLAG if node.sign in ("and", "or") else A_NUMBER
    _expect(node.left, left, wanted.may, note)
    _expect(node.right, right, wanted.may, note)
    return A_NUMBER if node.sign in ("+", "-", "*", "/", "//") else A_FLAG


def _expect(node: Node, found: Kinds, wanted: frozenset[str], note: Note) -> Kinds:
    """Note what can never be what is wanted."""
    if found.may & wanted:
        return found
    asked = "neither yes nor no" if wanted == A_FLAG.may else f"not {' or '.join(sorted(wanted))}"
    note(ExpressionError(f"{_said(node)} is {found}, {asked}", _start(node), _hint(node, found, wanted)))
    return ANYTHING


def _hint(node: Node, found: Kinds, wanted: frozenset[str]) -> str:
    """What would help where one kind stands for another."""
    said = _said(node).strip("'")
    if wanted == A_FLAG.may:
        sample = f"== {found.words[0]!r}" if found.words else "> 0" if NUMBER in found.may else "== 25%"
        return f"compare it with something: {said} {sample}" if isinstance(node, (Name, Call)) else "compare it with something"
    if SHARE in found.may:
        return "a share stands alone; it cannot be reckoned with"
    if WORD in found.may:
        return f"a word is only compared: {said} == {found.words[0]!r}" if found.words else ""
    return f"a choice between two: 8 if {said if isinstance(node, (Name, Call)) else '…'} else 0"


def _compared(node: Binary, left: Kinds, right: Kinds, note: Note) -> None:
    """Two of different kinds are never equal, nor is a setting a word that it cannot be."""
    if not left.may & right.may:
        hint = "what is yes or no is a condition by itself" if FLAG in left.may | right.may else ""
        note(ExpressionError(f"{_said(node.left)} is {left}, {_said(node.right)} is {right}: they cannot be compared", node.at, hint))
    for text, other, known in ((node.left, node.right, right), (node.right, node.left, left)):
        if isinstance(text, Text) and isinstance(other, Name) and known.words and known.may == {WORD} and text.value not in known.words:
            hint = nearest(text.value, known.words) or "it is one of " + ", ".join(map(repr, known.words))
            note(ExpressionError(f"{other.name!r} is never {text.value!r}", text.at, hint))


def _said(node: Node) -> str:
    """A part of an expression as a report names it."""
    match node:
        case Name():
            return repr(node.name)
        case Text():
            return repr(node.value)
        case Number():
            return str(node.value)
        case Percent():
            return f"{float(node.value * 100):g}%"
        case Call():
            return f"{node.name}({node.who})"
        case _:
            return "this"


def _start(node: Node) -> int:
    """Where a part of an expression begins in the text."""
    match node:
        case Binary():
            return _start(node.left)
        case Choice():
            return _start(node.then)
        case _:
            return node.at
