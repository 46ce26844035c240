"""What a request asks for: which streams, where, on which layer, for which session."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Protocol

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
    kind: str = "stream"
    """`stream`, and in profile 2019 `picture`, `canvas` or `video`."""
    crop: Rect | None = None
    """The part of the source that is shown, in its own pixels; None for all of it."""
    colour: str = ""
    picture: int = 0

    @property
    def rect(self) -> Rect:
        """The same as a rectangle."""
        return Rect(self.x, self.y, self.width, self.height)

    def document(self) -> dict[str, Any]:
        """The placement as JSON: stream, x, y, width, height, layer; kind, crop, colour and picture where there is one."""
        told = asdict(self)
        later = {"kind": "stream", "crop": None, "colour": "", "picture": 0}
        return {key: value for key, value in told.items() if key not in later or value != later[key]}


class Asked(Protocol):
    """A request that was read, as far as the state of the cloud looks at it."""

    @property
    def session(self) -> str: ...
    @property
    def output(self) -> str: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def streams(self) -> tuple[str, ...]: ...
    @property
    def heard(self) -> tuple[str, ...]: ...
    @property
    def bitrate(self) -> int: ...
    def placements(self, canvas: Size) -> tuple[Placement, ...]: ...


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
    def heard(self) -> tuple[str, ...]:
        """Nobody is only heard."""
        return ()

    @property
    def bitrate(self) -> int:
        """The page knows none."""
        return 0

    @property
    def streams(self) -> tuple[str, ...]:
        """The primary, then the others by layer."""
        return (self.primary, *(tile.stream for tile in self.tiles))

    def placements(self, canvas: Size) -> tuple[Placement, ...]:
        """Where every stream stands, once the size of the primary is known: it fills the picture."""
        return (Placement(self.primary, 0, 0, canvas.width, canvas.height, 1), *self.tiles)
