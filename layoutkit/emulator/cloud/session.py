"""What the cloud remembers: a stream that is pushed, a session, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layoutkit.emulator.reading.placement import Placement
from layoutkit.geometry import Size

By = Literal["control", "rtmp"]
"""Who says that a push begins or ends: a control call, or the push itself."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """A stream that is being pushed: its picture's size, None for sound alone, and when the push began."""

    stream: str
    size: Size | None
    since: float
    by: By = "control"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a session, when (by the emulator's clock), with how many streams."""

    what: Literal["started", "updated", "ended", "deserted"]
    at: float
    streams: int


@dataclass(frozen=True, slots=True)
class Session:
    """One mix: what is on air in its output, and how it came to be."""

    id: str
    output: str
    canvas: Size
    placements: tuple[Placement, ...]
    timestamp: int
    """The `timestamp` of the last request that was granted."""
    state: Literal["mixing", "ended"] = "mixing"
    updates: int = 0
    """How often the mix was changed since it last started."""
    history: tuple[Event, ...] = ()
    """The last 16 events, oldest first."""
    heard: tuple[str, ...] = ()
    """The streams that are only heard."""
    bitrate: int = 0
    """Of the output in kbit/s, where the request says so."""

    @property
    def streams(self) -> tuple[str, ...]:
        """All that somebody must push for it: those seen, by layer, then those only heard."""
        return (*(p.stream for p in self.placements if p.kind in ("stream", "video")), *self.heard)
