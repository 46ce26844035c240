"""What others need to know to do the same work: each template's rules as plain numbers, in pixels, with shapes p:q."""

from __future__ import annotations

from dataclasses import dataclass

from layoutkit.geometry import Size


@dataclass(frozen=True)
class Column:
    """A column at the right edge, above a free space: its lift."""

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
class Either:
    """A column at the right edge or a row at the bottom."""

    aspect: tuple[int, int] = (16, 9)
    gap: int = 2
    margin: int = 8
    least: int = 4


@dataclass(frozen=True)
class Free:
    """Equal tiles anywhere, a gap apart, clear of areas: left, top, width, height."""

    areas: tuple[tuple[int, int, int, int], ...] = ((40, 30, 200, 120), (0, 630, 1280, 90))
    aspect: tuple[int, int] = (16, 9)
    gap: int = 8


@dataclass(frozen=True)
class Tiers:
    """A column for which four things are wished for in order: its width, its gap, its middle across, its middle down."""

    aspect: tuple[int, int] = (16, 9)
    margin: int = 8
    least: int = 16
    least_gap: int = 4
    gap: int = 12


Same = Column | Grid | Either | Free | Tiers
