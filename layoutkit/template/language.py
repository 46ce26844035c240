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
    """A region or keep-clear area: four lengths of the canvas, and when it is in force; a region without sides is `free`."""

    name: str
    sides: tuple[Written, Written, Written, Written] | None
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


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a `split`: a new region or `primary`, and its length along the direction, or that it is the `rest` or `free`."""

    name: str
    length: Written | Literal["rest", "free"]
    where: Where


@dataclass(frozen=True, slots=True)
class SplitWord:
    """`split`: an area cut into pieces along a direction, the whole of it, each as wide as it."""

    of: Word
    direction: Word
    into: tuple[Piece, ...]
    gap: Pair


@dataclass(frozen=True, slots=True)
class ApartWord:
    """`apart`: a gap between each two, or from regions and the primary."""

    tiles: Who
    others: tuple[Word, ...]
    """`from`: regions or `primary`; nothing is each other."""
    gap: Pair


@dataclass(frozen=True, slots=True)
class FitWord:
    """`fit`: how a source fills its tile, and how much of it may be lost."""

    tiles: Who
    how: Word
    most: Written


@dataclass(frozen=True, slots=True)
class Chain:
    """Expressions over the sides of boxes, and the signs `<=`, `==`, `>=` between them: one sign fewer than expressions."""

    sides: tuple[Written, ...]
    signs: tuple[str, ...]
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class RequireWord:
    """`require`: a linear relation between sides of boxes."""

    tiles: Who
    that: Chain


@dataclass(frozen=True, slots=True)
class EitherWord:
    """`either`: exactly one of several lists of rules, each with a name, is in force."""

    lists: tuple[tuple[str, tuple[RuleSpec, ...]], ...]
    key: str
    """Its content as canonical text, the rules of each list sorted: ties between two of them do not hang on where they stand."""


RuleWord = SizeWord | PlaceWord | StackWord | GridWord | SplitWord | ApartWord | FitWord | RequireWord | EitherWord


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule of a template: its word, the name it was given, when it is in force, and where it stands."""

    word: str
    rule: RuleWord
    name: str
    when: Written | None
    where: Where


@dataclass(frozen=True, slots=True)
class LargestWish:
    """`largest`: pictures as large as can be, the smallest first."""

    tiles: Who


@dataclass(frozen=True, slots=True)
class LeastCropWish:
    """`least_crop`: as little as can be cut off the pictures."""

    tiles: Who


@dataclass(frozen=True, slots=True)
class LeastMovementWish:
    """`least_movement`: those who were there before stay where they are, as far as can be."""

    tiles: Who


@dataclass(frozen=True, slots=True)
class ExtremeWish:
    """`minimize`, `maximize`: an expression over the sides of boxes; what speaks of `tile`, `next` or `other` is summed over them."""

    sense: Literal["minimize", "maximize"]
    form: Written


WishWord = LargestWish | LeastCropWish | LeastMovementWish | ExtremeWish | SizeWord | PlaceWord | StackWord | RequireWord


@dataclass(frozen=True, slots=True)
class WishSpec:
    """One wish of a template; a wished rule holds as nearly as can be."""

    word: str
    wish: WishWord
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
    wishes: tuple[WishSpec, ...] = ()
    promises: tuple[tuple[tuple[str, Setting], ...], ...] = ()
    """Sets of settings for which the same is promised as at the defaults."""
    snap: int = 1
    """Every edge is a multiple of so many pixels, or lies on the edge of the canvas."""
    overflow: Literal["refuse", "page", "drop"] = "refuse"
    layers: tuple[Who, ...] = ()
    """From bottom to top; who is not named lies below them in the default order."""
    text: str = field(repr=False, compare=False, default="")
    bases: tuple[tuple[str, str], ...] = field(repr=False, compare=False, default=())
    """The files that it extends, by the name that places speak of, each with its text."""

    def line(self, where: Where) -> str:
        """The text of the line that a place is on; empty where it is not known."""
        text = dict(self.bases).get(where.file, self.text if where.file == self.file else "")
        lines = text.splitlines()
        return lines[where.line - 1] if 0 < where.line <= len(lines) else ""

    @property
    def name(self) -> str:
        return self.ref.name

    @property
    def version(self) -> int:
        return self.ref.version
