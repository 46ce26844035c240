"""What is measured: templates, how many secondaries, on which canvas, and what others need to know to do the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from layoutkit.documents import data_path
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.scene import Scene, Stream
from layoutkit.template import Template, parse

Rects = list[tuple[int, int, int, int]]
"""The secondaries in order: x, y, width, height."""

NEW, SEEN, DICT = "arrange, new scene", "arrange, seen before", "dict lookup, hot"
KIWI, MANUAL = "kiwisolver", "CP-SAT as in its manual"
"""What is timed, by the names that the report compares."""

COUNTS = (1, 3, 16, 49)
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Column:
    """A column as its template has it, for those who read no template: pixels, and the shape p:q of a tile."""

    width: int
    aspect: tuple[int, int]
    lift: int
    gap: int


@dataclass(frozen=True)
class Grid:
    """A grid as its template has it; `columns` None leaves them to the solver."""

    columns: int | None
    aspect: tuple[int, int] = (16, 9)
    gap: int = 8
    margin: int = 16

    def shapes(self, count: int, canvas: Size) -> list[tuple[int, int]]:
        """The shapes (columns, rows) to choose from, the ones that ties prefer first."""
        if self.columns:
            return [(self.columns, -(-count // self.columns))]
        shapes = {(-(-count // -(-count // columns)), -(-count // columns)) for columns in range(1, count + 1)}
        lines = 0 if canvas.height > canvas.width else 1
        return sorted(shapes, key=lambda shape: (shape[0] * shape[1] - count, shape[lines]))


@dataclass(frozen=True)
class Case:
    """One template for so many secondaries, on scenes whose canvases differ from each other by some pixels."""

    file: Path
    secondaries: int
    canvas: Size
    same: Column | Grid

    @cached_property
    def text(self) -> bytes:
        return self.file.read_bytes()

    @cached_property
    def template(self) -> Template:
        return parse(self.text, self.file.name)

    @property
    def name(self) -> str:
        return self.file.stem

    def size(self, number: int) -> Size:
        """The canvas of that number, each another one: up to 15 px wider, and a pixel higher for every 16."""
        return Size(self.canvas.width + number % 16, self.canvas.height + number // 16)

    def ids(self) -> list[str]:
        """The secondaries' ids, new strings each time, as a request brings them."""
        return [f"guest_{number}" for number in range(1, self.secondaries + 1)]

    def scene(self, number: int) -> Scene:
        return Scene(self.size(number), Stream("host"), tuple(map(Stream, self.ids())))


def cases() -> list[Case]:
    """The chains of N = 1, 3, 16 and 49, then the two templates that are shipped."""
    tall, wide, phone = Size(1080, 1920), Size(1920, 1080), Size(540, 960)
    column, columns = Column(60, (16, 9), 90, 2), {1: 1, 3: 2, 16: 4, 49: 7}
    return [
        *(Case(TEMPLATES / "column.yaml", n, tall, column) for n in COUNTS),
        *(Case(TEMPLATES / "grid-given.yaml", n, wide, Grid(columns[n])) for n in COUNTS),
        *(Case(TEMPLATES / "grid-open.yaml", n, wide, Grid(None)) for n in COUNTS),
        Case(data_path("templates", "layouts", "right-column.yaml"), 3, phone, Column(160, (2, 3), 90, 0)),
        *(Case(data_path("templates", "layouts", "grid.yaml"), n, phone, Grid(None)) for n in (3, 9)),
    ]


def placed(layout: Layout) -> Rects:
    """A layout's secondaries as plain numbers, in their order."""
    return [(tile.rect.x, tile.rect.y, tile.rect.width, tile.rect.height) for tile in layout.secondaries]
