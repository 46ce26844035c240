"""What happened at the endpoint, in order: requests with their verdicts, pushes, mixes. No key and no sign is in it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

KEPT = 200
"""How many notes are remembered."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that happened: when (UNIX seconds, by the emulator's clock), what, and its particulars as JSON values."""

    at: float
    what: str
    about: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The note as JSON, one flat object."""
        return {"at": self.at, "what": self.what, **self.about}


class Journal:
    """The last notes, oldest first; safe for threads."""

    def __init__(self, kept: int = KEPT) -> None:
        self._lock = Lock()
        self._notes: deque[Note] = deque(maxlen=kept)

    def note(self, at: float, what: str, **about: Any) -> None:
        """Write down what happened."""
        with self._lock:
            self._notes.append(Note(at, what, about))

    def recent(self) -> tuple[Note, ...]:
        """What is remembered, oldest first."""
        with self._lock:
            return tuple(self._notes)
