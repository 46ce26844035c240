"""What a request of profile 2019 asks for: inputs of five kinds, a session, an output; or the end of a mix."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from layoutkit.emulator.reading.placement import Placement
from layoutkit.geometry import Rect, Size

Number = int | float
"""Pixels as a whole number, a share of the background as a decimal."""

KINDS = {0: "stream", 2: "picture", 3: "canvas", 4: "sound", 5: "video"}
"""Kinds of inputs by their number (TENCENT, section 3, input_type)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One input as the request has it."""

    stream: str
    layer: int
    kind: str
    x: Number = 0
    y: Number = 0
    width: Number | None = None
    height: Number | None = None
    crop: Rect | None = None
    colour: str = ""
    picture: int = 0

    @property
    def live(self) -> bool:
        """Whether somebody pushes it: not a picture or a canvas."""
        return self.kind in ("stream", "sound", "video")

    @property
    def seen(self) -> bool:
        """Whether it is in the picture."""
        return self.kind != "sound"

    def on(self, canvas: Size) -> Placement | None:
        """Where it stands on a background; None for sound, and for a place that only a preset template knows."""
        if not self.seen:
            return None
        whole = self.layer == 1 and self.width is None
        width, height = (canvas.width, canvas.height) if whole else (self.width, self.height)
        if width is None or height is None:
            return None
        x, w = _pixels(self.x, width, canvas.width)
        y, h = _pixels(self.y, height, canvas.height)
        return Placement(self.stream, x, y, w, h, self.layer, self.kind, self.crop, self.colour, self.picture)


@dataclass(frozen=True, slots=True)
class Blend:
    """A request to mix: inputs by layer."""

    session: str
    output: str
    timestamp: int
    entries: tuple[Entry, ...]
    new_output: bool
    preset: int = 0
    bitrate: int = 0
    """Of the output in kbit/s; 0 where the request leaves it to the cloud."""

    @property
    def background(self) -> Entry:
        """The input at the bottom."""
        return self.entries[0]

    @property
    def streams(self) -> tuple[str, ...]:
        """The ids of all that somebody pushes, each once, by layer."""
        return tuple(dict.fromkeys(entry.stream for entry in self.entries if entry.live))

    @property
    def heard(self) -> tuple[str, ...]:
        """The streams that are only heard."""
        return tuple(entry.stream for entry in self.entries if not entry.seen)

    def placements(self, canvas: Size) -> tuple[Placement, ...]:
        """Where all that is seen stands."""
        return tuple(found for entry in self.entries if (found := entry.on(canvas)))


@dataclass(frozen=True, slots=True)
class Cancel:
    """A request to end a mix."""

    session: str
    output: str
    timestamp: int

    @property
    def streams(self) -> tuple[str, ...]:
        """None is left."""
        return ()

    @property
    def heard(self) -> tuple[str, ...]:
        """Nor is one heard."""
        return ()

    @property
    def bitrate(self) -> int:
        """Nor is there an output to say it for."""
        return 0

    def placements(self, canvas: Size) -> tuple[Placement, ...]:
        """Nothing is shown any more."""
        return ()


def _pixels(start: Number, length: Number, side: int) -> tuple[int, int]:
    """Pixels as they are; shares of a side by their edges, each at the nearest pixel, with one pixel between them at least."""
    if isinstance(start, int) and isinstance(length, int):
        return start, length
    left, wide = (Decimal(n) if isinstance(n, int) else Decimal(str(n)) * side for n in (start, length))
    first, last = (int((edge + Decimal("0.5")).to_integral_value(ROUND_FLOOR)) for edge in (left, left + wide))
    return (first, last - first) if last > first else (min(first, side - 1), 1)
