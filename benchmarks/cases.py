"""What is measured: templates, for how many secondaries, on which canvases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from benchmarks import templates
from benchmarks.same import Column, Either, Free, Grid, Same
from layoutkit.documents import data_path
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template, parse

Rects = list[tuple[int, int, int, int]]
"""The secondaries in order: x, y, width, height."""

COUNTS = (1, 3, 8, 16, 49, 100)
FEW = 16
"""A quick run leaves out the cases of more secondaries than these."""


@dataclass(frozen=True)
class Case:
    """One template for so many secondaries, on scenes that differ from each other by some pixels and by everybody's id."""

    text: str
    secondaries: int
    canvas: Size
    same: Same | None = None
    """The same for those who read no template."""

    @cached_property
    def template(self) -> Template:
        return parse(self.text.encode(), f"{self.name}.yaml")

    @property
    def nobody_elses(self) -> bool:
        """Whether the template is the benchmark's own, so that others like it can be made."""
        return "version: " not in self.text

    def another(self, number: int) -> Template:
        """The template of that number: the same rules in a template that was never arranged before."""
        return parse(f"version: {number + 1}\n{self.text}".encode(), f"{self.name}.yaml")

    @property
    def name(self) -> str:
        return self.text.partition("name: ")[2].partition("\n")[0]

    def size(self, number: int) -> Size:
        """The canvas of that number, each another one: up to 15 px wider, and a pixel higher for every 16."""
        return Size(self.canvas.width + number % 16, self.canvas.height + number // 16)

    def ids(self, number: int) -> list[str]:
        """The secondaries' ids, new strings each time, as a request brings them."""
        return [f"guest_{number}_{index}" for index in range(1, self.secondaries + 1)]

    def scene(self, number: int) -> Scene:
        return Scene(self.size(number), Stream("host"), tuple(map(Stream, self.ids(number))))


TALL, WIDE, HD, PHONE = Size(1080, 1920), Size(1920, 1080), Size(1280, 720), Size(540, 960)


def chains() -> list[Case]:
    """Where everything follows from the rules, one number at most being open; the shipped column too."""
    column, columns = Column(28, (16, 9), 90, 2), {1: 1, 3: 2, 8: 3, 16: 4, 49: 7, 100: 10}
    return [
        *(Case(templates.COLUMN, n, TALL, column) for n in COUNTS),
        *(Case(templates.GRID_GIVEN, n, WIDE, Grid(columns[n])) for n in COUNTS),
        Case(_shipped("right-column"), 3, PHONE, Column(160, (2, 3), 90, 0)),
    ]


def searches() -> list[Case]:
    """Where something has to be chosen: the shape of a grid, one of two lists, places anywhere; the shipped grid too."""
    return [
        *(Case(templates.GRID_OPEN, n, WIDE, Grid(None)) for n in (3, 16, 100)),
        *(Case(templates.EITHER, n, WIDE, Either()) for n in (3, 100)),
        *(Case(templates.FREE, n, HD, Free()) for n in (3, 100)),
        *(Case(_shipped("grid"), n, PHONE, Grid(None)) for n in (3, 9)),
    ]


def few(cases: Sequence[Case]) -> list[Case]:
    """The cases of a quick run."""
    return [case for case in cases if case.secondaries <= FEW]


def _shipped(name: str) -> str:
    return data_path("templates", "layouts", f"{name}.yaml").read_text("utf-8")


def placed(layout: Layout) -> Rects:
    """A layout's secondaries as plain numbers, in their order."""
    return [(tile.rect.x, tile.rect.y, tile.rect.width, tile.rect.height) for tile in layout.secondaries]
