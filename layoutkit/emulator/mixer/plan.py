"""What a mixer is to show and sound from its next frame on, and how it is told: as JSON, through a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from layoutkit.emulator.reading.placement import Placement
from layoutkit.geometry import Rect, Size


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is seen, by layer, on a canvas, and all that is heard."""

    canvas: Size
    placements: tuple[Placement, ...]
    heard: tuple[str, ...]
    bitrate: int = 0
    """Of the output's pictures, in kbit/s, where the request says so (profile 2019); 0 leaves it to their size."""

    @property
    def seen(self) -> tuple[str, ...]:
        """The streams in the picture, each once, by layer."""
        return tuple(dict.fromkeys(p.stream for p in self.placements if p.kind in ("stream", "video")))

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams that are needed, each once."""
        return tuple(dict.fromkeys((*self.seen, *self.heard)))

    @property
    def ground(self) -> str | None:
        """The stream whose picture all others stand on: when it stops, the whole picture does (TENCENT, section 7)."""
        bottom = self.placements[0] if self.placements else None
        return bottom.stream if bottom and bottom.kind in ("stream", "video") else None

    def document(self) -> dict[str, Any]:
        """The plan as JSON."""
        return {
            "canvas": [self.canvas.width, self.canvas.height],
            "placements": [p.document() for p in self.placements],
            "heard": list(self.heard),
            "bitrate": self.bitrate,
        }


def plan_of(canvas: Size, placements: Iterable[Placement], heard: Iterable[str] = (), bitrate: int = 0) -> Plan:
    """The plan for a session: streams are seen and heard, `video` is only seen, `heard` are only heard."""
    by_layer = tuple(sorted(placements, key=lambda p: p.layer))
    sound = [p.stream for p in by_layer if p.kind == "stream"]
    return Plan(canvas, by_layer, tuple(dict.fromkeys((*sound, *heard))), bitrate)


def plan_from(document: Mapping[str, Any]) -> Plan:
    """The plan that `document()` wrote."""
    placements = tuple(_placement(told) for told in document["placements"])
    return Plan(Size(*document["canvas"]), placements, tuple(document["heard"]), document["bitrate"])


def _placement(told: Mapping[str, Any]) -> Placement:
    crop = told.get("crop")
    return Placement(**{**told, "crop": Rect(**crop) if crop else None})
