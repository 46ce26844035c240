"""What a request asks for: which streams, where, on which layer, for which session."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from layoutkit.geometry import Rect, Size


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one stream stands: left and top edge, width and height in pixels of the picture; layer 1 at the bottom."""

    stream: str
    x: int
    y: int
    width: int
    height: int
    layer: int

    @property
    def rect(self) -> Rect:
        """The same as a rectangle."""
        return Rect(self.x, self.y, self.width, self.height)

    def document(self) -> dict[str, Any]:
        """The placement as JSON: stream, x, y, width, height, layer."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Mix:
    """One request, read: the session, its output, the primary, and the secondaries' tiles by layer."""

    session: str
    output: str
    timestamp: int
    primary: str
    tiles: tuple[Placement, ...]
    stated: Rect | None = None
    """The primary's own rectangle, where the request gives one; the page wants none."""

    @property
    def ends(self) -> bool:
        """The primary alone ends the mix (Mix_StreamV2, notes)."""
        return not self.tiles

    @property
    def streams(self) -> tuple[str, ...]:
        """The primary, then the others by layer."""
        return (self.primary, *(tile.stream for tile in self.tiles))

    def placements(self, canvas: Size) -> tuple[Placement, ...]:
        """Where every stream stands, once the size of the primary is known: it fills the picture."""
        return (Placement(self.primary, 0, 0, canvas.width, canvas.height, 1), *self.tiles)
