"""Who is in the show: a canvas, the primary, the ordered secondaries, and what must be kept clear just now."""

from __future__ import annotations

import re
from dataclasses import dataclass

from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Rect, Size

MAX_STREAMS = 1000
"""More streams than any mixer takes; a scene beyond it is a mistake."""

_ROLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}", re.ASCII)
_STREAM_ID = re.compile(r"[A-Za-z0-9_]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stream:
    """One input: its id (at most 80 of A-Z a-z 0-9 _), and what is known of it."""

    id: str
    name: str = ""
    """Any text, for pictures only."""
    size: Size | None = None
    """The source picture's size in pixels, where it is known."""
    role: str = ""
    """`screen`, `guest`, …: what templates may call it; empty for none."""
    audio_only: bool = False
    """It is heard, and has no tile."""
    priority: int = 0
    """Who stays when there is not room for all: the greater stays."""

    def __post_init__(self) -> None:
        if not (isinstance(self.id, str) and _STREAM_ID.fullmatch(self.id)):
            raise UsageError(stream_id_fault(self.id))
        if self.role and (not isinstance(self.role, str) or self.role in ("primary", "secondary") or not _ROLE.fullmatch(self.role)):
            raise UsageError(f"{str(self.role)[:60]!r} cannot be a role", "a letter, then letters, digits and _; not primary or secondary")
        if not (self.size is None or isinstance(self.size, Size)) or type(self.priority) is not int or not isinstance(self.name, str):
            said = f"stream {self.id!r} has size {self.size!r}, priority {self.priority!r} and name {self.name!r}"[:200]
            raise UsageError(said, "a size is a Size or None, a priority a whole number, a name text")


@dataclass(frozen=True, slots=True)
class KeepClear:
    """An area of the canvas, in pixels, that no tile may touch while it is in force."""

    name: str
    box: Rect


@dataclass(frozen=True, slots=True)
class Scene:
    """A canvas, the primary, the secondaries in order, the keep-clear areas in force. Every stream id is unique."""

    canvas: Size
    primary: Stream
    secondaries: tuple[Stream, ...] = ()
    keep_clear: tuple[KeepClear, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.canvas, Size) or not all(isinstance(stream, Stream) for stream in (self.primary, *self.secondaries)):
            raise UsageError("a scene is made of a Size and Streams", 'Scene(Size(540, 960), Stream("8888_denny"), (Stream("8888_rex"),))')
        faults = [*self._twice(), *self._too_many(), *self._silent_primary(), *self._outside()]
        if faults:
            raise UsageError(faults)

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The primary, then the secondaries in order."""
        return (self.primary, *self.secondaries)

    @property
    def pictured(self) -> tuple[Stream, ...]:
        """The secondaries that want a tile: all but the audio-only ones. Their number is the count that templates serve."""
        return tuple(s for s in self.secondaries if not s.audio_only)

    def _twice(self) -> list[Fault]:
        ids = [s.id for s in self.streams]
        if len(set(ids)) == len(ids):
            return []
        twice = sorted({i for i in ids if ids.count(i) > 1})
        return [Fault(f"stream {i!r} is in the scene {ids.count(i)} times", hint="each stream has an id of its own") for i in twice]

    def _too_many(self) -> list[Fault]:
        return [Fault(f"{len(self.streams)} streams", hint=f"at most {MAX_STREAMS}")] if len(self.streams) > MAX_STREAMS else []

    def _silent_primary(self) -> list[Fault]:
        return (
            [Fault(f"the primary {self.primary.id!r} is audio only: it has no picture to lay others on")] if self.primary.audio_only else []
        )

    def _outside(self) -> list[Fault]:
        outside = ((area, area.box.overhang(self.canvas)) for area in self.keep_clear)
        return [Fault(f"keep-clear area {a.name!r} is {o} of the {self.canvas} canvas") for a, o in outside if o]


def is_stream_id(text: object) -> bool:
    """Whether the text may name a stream: 1 to 80 of A-Z a-z 0-9 _ (V2C, field input_stream_id)."""
    return isinstance(text, str) and _STREAM_ID.fullmatch(text) is not None


def stream_id_fault(text: object) -> Fault:
    """What to say of a stream id that cannot be one."""
    shown = repr(text) if len(repr(text)) <= 100 else repr(text)[:100] + "…"
    return Fault(f"{shown} is not a stream id", hint="1 to 80 of A-Z a-z 0-9 and _")
