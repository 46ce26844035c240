"""What an expression is made of: numbers, names, calls and the signs between them, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a side, for instance a quarter."""

    part: Fraction


Value = int | Fraction | bool | str | Share


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
