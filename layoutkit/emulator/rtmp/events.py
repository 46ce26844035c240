"""What the hub tells: what begins, changes and ends, who watches, and who was refused why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from layoutkit.geometry import Size


@dataclass(frozen=True, slots=True)
class Begun:
    """A push is there: its first key frame has come, or a second of sound alone (no size); when, on the monotonic clock."""

    name: str
    size: Size | None
    at_monotonic: float


@dataclass(frozen=True, slots=True)
class Resized:
    """The pictures of a push that has begun are of another size now."""

    name: str
    size: Size | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A push that had begun is over."""

    name: str


@dataclass(frozen=True, slots=True)
class Watched:
    """So many watch an output now."""

    name: str
    viewers: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody, or a codec, was refused, and why; the name is as it was sent, at most 80 characters of it."""

    name: str
    why: str


Event: TypeAlias = Begun | Resized | Ended | Watched | Refused


@dataclass(frozen=True, slots=True)
class Push:
    """A push as it stands: its size, whether it has begun, what has come, and its last time in milliseconds."""

    name: str
    size: Size | None
    begun: bool
    bytes: int
    tags: int
    last_at: int


@dataclass(frozen=True, slots=True)
class Showing:
    """An output as it stands: who watches, whether anybody delivers it, its last time in milliseconds, what was sent and left out."""

    name: str
    viewers: int
    has_publisher: bool
    last_at: int
    tags: int
    dropped: int
