"""Whole pixels: origin top left, x to the right, y down; a rectangle is half open, so touching is apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from layoutkit.errors import UsageError

MAX_SIDE = 16384
"""The longest side of a canvas or a source, in pixels: twice an 8K picture, and small enough that no product overflows."""

_SIZE = re.compile(r"([0-9]{1,6})x([0-9]{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """Width and height in pixels, each from 1 to 16384."""

    width: int
    height: int

    def __post_init__(self) -> None:
        for side, name in ((self.width, "width"), (self.height, "height")):
            if type(side) is not int or not 1 <= side <= MAX_SIDE:
                raise UsageError(f"a {name} of {side!r} pixels", f"a whole number from 1 to {MAX_SIDE}")

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read `540x960`; anything else is a UsageError that says what would do."""
        found = _SIZE.fullmatch(text)
        if not found:
            hint = "write it as WIDTHxHEIGHT in whole pixels, with the letter x: 540x960"
            raise UsageError(f"{_shown(text)} is not a size", hint)
        width, height = int(found[1]), int(found[2])
        if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
            raise UsageError(f"{text!r} is not a possible size", f"each side is from 1 to {MAX_SIDE} pixels")
        return cls(width, height)


@dataclass(frozen=True, slots=True, order=True)
class Rect:
    """A rectangle of whole pixels: left and top edge, width and height; `right` and `bottom` are just outside it."""

    x: int
    y: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if not (type(self.x) is type(self.y) is type(self.width) is type(self.height) is int):
            raise UsageError(f"a rectangle is of whole pixels, not {self.x!r}, {self.y!r}, {self.width!r}, {self.height!r}")
        if self.width < 1 or self.height < 1:
            raise UsageError(f"a rectangle of {self.width}x{self.height} pixels is empty")

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def __str__(self) -> str:
        return f"{self.width}x{self.height} at ({self.x},{self.y})"

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share a pixel; touching edges do not."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def overhang(self, size: Size) -> str:
        """How far it stands out of a picture of that size: `20 px beyond the right edge`; empty when it is inside."""
        beyond = (
            ("left", -self.x),
            ("top", -self.y),
            ("right", self.right - size.width),
            ("bottom", self.bottom - size.height),
        )
        return " and ".join(f"{px} px beyond the {edge} edge" for edge, px in beyond if px > 0)


@dataclass(frozen=True, slots=True, order=True)
class Area(Rect):
    """A rectangle that may be empty: a region in which nobody stands."""

    def __post_init__(self) -> None:
        if not (type(self.x) is type(self.y) is type(self.width) is type(self.height) is int):
            raise UsageError(f"an area is of whole pixels, not {self.x!r}, {self.y!r}, {self.width!r}, {self.height!r}")
        if self.width < 0 or self.height < 0:
            raise UsageError(f"an area cannot be {self.width}x{self.height} pixels")


def _shown(text: str) -> str:
    """The text in quotes, cut when it is long, so that a hostile one cannot flood an error."""
    return repr(text if len(text) <= 60 else text[:60] + "…")
