"""Where every stream goes: a wrong layout cannot be made."""

from __future__ import annotations

from dataclasses import dataclass

from layoutkit.errors import DocumentError, Fault, UsageError
from layoutkit.geometry import Area, Rect, Size
from layoutkit.origin import Origin
from layoutkit.scene import Stream


@dataclass(frozen=True, slots=True)
class Tile:
    """One stream's place: rectangle in canvas pixels and layer, 1 at the bottom."""

    stream: Stream
    role: str
    """`primary`, `secondary`, or the role that the scene gave the stream."""
    rect: Rect
    layer: int
    fit: str = ""
    """How the source fills the tile: `crop`, `letterbox` or `stretch`; empty where the template does not say."""
    crop: Rect | None = None
    """The part of the source that is shown, in source pixels: with `crop`, where the source's size is known."""


@dataclass(frozen=True, slots=True)
class OffPicture:
    """A stream without a tile, and why: audio only, dropped, on another page."""

    stream: Stream
    why: str


@dataclass(frozen=True, slots=True)
class WishReached:
    """What a written wish reached, the best that any layout could reach, and whether that is proved."""

    wish: str
    value: int | float
    bound: int | float
    proved: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Every tile inside the canvas, primary first and the rest by layer; layers are 1..n without a hole."""

    origin: Origin
    canvas: Size
    tiles: tuple[Tile, ...]
    off_picture: tuple[OffPicture, ...] = ()
    wishes: tuple[WishReached, ...] = ()
    proved: bool = True
    regions: tuple[tuple[str, Area], ...] = ()
    """The regions whose places the rules decided, by name, in canvas pixels: those of a `split`, and `free` ones."""

    def __post_init__(self) -> None:
        faults = [*self._outside(), *self._order(), *self._twice()]
        if faults:
            raise DocumentError(faults)

    @property
    def primary(self) -> Tile:
        """The primary's tile: the first one."""
        return self.tiles[0]

    @property
    def secondaries(self) -> tuple[Tile, ...]:
        """All tiles but the primary's, by layer."""
        return self.tiles[1:]

    def _outside(self) -> list[Fault]:
        width, height = self.canvas.width, self.canvas.height
        faults = []
        for tile in self.tiles:
            rect = tile.rect
            if rect.x < 0 or rect.y < 0 or rect.x + rect.width > width or rect.y + rect.height > height:
                faults.append(Fault(f"tile of {tile.stream.id!r}, {rect}, is {rect.overhang(self.canvas)} of the {self.canvas} canvas"))
        return faults

    def _order(self) -> list[Fault]:
        if not self.tiles or self.tiles[0].role != "primary" or any(t.role == "primary" for t in self.tiles[1:]):
            return [Fault("a layout begins with the tile of its one primary")]
        layers = [tile.layer for tile in self.tiles]
        if sorted(layers) != list(range(1, len(layers) + 1)):
            return [Fault(f"layers {layers} are not 1..{len(layers)}, each once")]
        if layers[1:] != sorted(layers[1:]):
            return [Fault("the secondaries stand in a layout by layer")]
        return []

    def _twice(self) -> list[Fault]:
        ids = [t.stream.id for t in self.tiles] + [off.stream.id for off in self.off_picture]
        twice = sorted({i for i in ids if ids.count(i) > 1}) if len(set(ids)) < len(ids) else []
        return [Fault(f"stream {i!r} is in the layout {ids.count(i)} times") for i in twice]


def need_layout(*given: object) -> None:
    """Refuse what is no Layout, as a call brings it."""
    for value in given:
        if not isinstance(value, Layout):
            raise UsageError(f"{str(value)[:80]!r} is no layout", "lk.arrange gives a Layout")
