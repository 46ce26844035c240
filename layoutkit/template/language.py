"""A template as its author means it: every word and value of the document, read and placed, nothing evaluated yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from layoutkit.errors import Where
from layoutkit.geometry import Size
from layoutkit.origin import Setting, TemplateRef
from layoutkit.template.expressions import Node


@dataclass(frozen=True, slots=True)
class Written:
    """An expression, and where its text stands."""

    node: Node
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Range:
    """`80..320`, `64..`, `..30%`: bounds, either of which may be missing; a single value is both."""

    low: Written | None
    high: Written | None

    @property
    def single(self) -> Written | None:
        """The value, where it is one and not a range."""
        return self.low if self.low is self.high else None


@dataclass(frozen=True, slots=True)
class Pair:
    """A length across and one down."""

    across: Written
    down: Written


@dataclass(frozen=True, slots=True)
class Counts:
    """How many: from low to high, both included; high None is no limit."""

    low: int
    high: int | None

    def __contains__(self, count: int) -> bool:
        return self.low <= count and (self.high is None or count <= self.high)

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}..{'' if self.high is None else self.high}"


@dataclass(frozen=True, slots=True)
class Pick:
    """A part of a who: a word (`all`, `first`, a role, …), or a range of numbers of secondaries."""

    word: str
    low: Written | None = None
    high: Written | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a rule speaks of: parts in the author's order, each without those after its `but`."""

    parts: tuple[tuple[Pick, tuple[Pick, ...]], ...]
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Word:
    """One of some known words, or the name of a setting whose choices are such words."""

    text: str
    where: Where
    setting: bool = False


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """A setting: its default, what it may be, and what it is about."""

    name: str
    kind: Literal["number", "length", "choice", "flag"]
    default: Setting
    low: int | None
    high: int | None
    choice: tuple[Setting, ...]
    about: str
    where: Where


@dataclass(frozen=True, slots=True)
class BoxSpec:
    """A region or keep-clear area: four lengths of the canvas, and when it is in force."""

    name: str
    sides: tuple[Written, Written, Written, Written]
    when: Written | None
    where: Where


@dataclass(frozen=True, slots=True)
class SizeWord:
    """`size`: how wide and high."""

    tiles: Who
    width: Range | None
    height: Range | None
    aspect: Word | None
    within: Word
    alike: Word


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """`place`: inside an area, at its edges or centre."""

    tiles: Who
    within: Word
    at: Word | None
    inset: Pair


@dataclass(frozen=True, slots=True)
class StackWord:
    """`stack`: one after the other, the block placed as a whole."""

    tiles: Who
    direction: Word
    gap: Pair
    within: Word
    at: Word
    inset: Pair


@dataclass(frozen=True, slots=True)
class GridWord:
    """`grid`: a cell each, in columns and rows."""

    tiles: Who
    columns: Written | None
    rows: Written | None
    within: Word
    at: Word
    inset: Pair
    gap: Pair
    width: Range | None
    height: Range | None
    aspect: Word | None
    start: Word
    by: Word
    balance: Word
    short: Word
    remainder: Word


RuleWord = SizeWord | PlaceWord | StackWord | GridWord


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule of a template: its word, the name it was given, when it is in force, and where it stands."""

    word: str
    rule: RuleWord
    name: str
    when: Written | None
    where: Where


@dataclass(frozen=True, slots=True)
class Template:
    """A named, versioned, immutable document: whom it serves, its settings, and its rules."""

    ref: TemplateRef
    title: str
    about: str
    file: str
    secondaries: Counts
    canvases: tuple[Size, ...]
    primary: Literal["background", "tile"]
    picture: tuple[int, int]
    overlap: bool
    roles: tuple[tuple[str, Counts], ...]
    settings: tuple[SettingSpec, ...]
    lets: tuple[tuple[str, Written], ...]
    regions: tuple[BoxSpec, ...]
    keep_clear: tuple[BoxSpec, ...]
    rules: tuple[RuleSpec, ...]
    text: str = field(repr=False, compare=False, default="")

    @property
    def name(self) -> str:
        return self.ref.name

    @property
    def version(self) -> int:
        return self.ref.version
