"""How long the hub waits and how much it keeps: everything that a client could stretch has a bound."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds, in seconds, bytes and pieces; the defaults suit a laptop."""

    greeting: float = 10.0
    """Seconds within which a client has said hello and what it wants."""

    idle: float = 10.0
    """Seconds after which whoever pushes, and sends nothing, is hung up on."""

    stuck: float = 30.0
    """Seconds after which a player that takes nothing is hung up on."""

    look: float = 1.0
    """Seconds between two looks at these three."""

    connections: int = 512
    """Connections at a time."""

    backlog: int = 4 << 20
    """Bytes that wait for a slow player; with more it gets nothing until a key frame comes after it has caught up."""

    caught_up: int = 1 << 20
    """Bytes that may still wait when it is sent to again."""

    kept_tags: int = 3000
    kept_bytes: int = 32 << 20
    """How much is kept of a stream since its last key frame, for those who come later."""
