"""What happened at the endpoint, in order: requests with their verdicts, pushes, mixes. No key and no sign is in it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

KEPT = 200
"""How many notes are remembered."""

KEPT_BYTES = 8_000_000
"""How long they may be together, as JSON; the last one is remembered whatever its length."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that happened: when (UNIX seconds, by the emulator's clock), what, and its particulars as JSON values."""

    at: float
    what: str
    about: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The note as JSON, one flat object."""
        return {"at": self.at, "what": self.what, **self.about}

    @property
    def line(self) -> str:
        """The note as a line of a recording."""
        return json.dumps(self.document()) + "\n"


class Journal:
    """The last notes, oldest first; safe for threads.

    `write` gets each note as a line of JSON, whole. Where it fails (a disk that is full), `tell` is told once, and nothing is
    written any more: a recording costs nobody an answer.
    """

    def __init__(
        self,
        kept: int = KEPT,
        write: Callable[[str], object] | None = None,
        *,
        tell: Callable[[str], object] = lambda says: None,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self._lock = Lock()
        self._notes: deque[tuple[Note, int]] = deque()
        self._kept, self._kept_bytes, self._bytes = kept, kept_bytes, 0
        self._write, self._tell = write, tell

    def note(self, at: float, what: str, **about: Any) -> None:
        """Write down what happened."""
        note = Note(at, what, about)
        line = note.line
        with self._lock:
            self._remember(note, len(line))
            failed = self._written(line)
        if failed:
            self._say(f"nothing is recorded any more: {failed}")

    def recent(self) -> tuple[Note, ...]:
        """What is remembered, oldest first."""
        with self._lock:
            return tuple(note for note, _ in self._notes)

    def _remember(self, note: Note, size: int) -> None:
        self._notes.append((note, size))
        self._bytes += size
        while len(self._notes) > self._kept or (self._bytes > self._kept_bytes and len(self._notes) > 1):
            self._bytes -= self._notes.popleft()[1]

    def _written(self, line: str) -> str:
        """Write the line; why that failed, the first time it does."""
        if self._write is None:
            return ""
        try:
            self._write(line)
        except Exception as error:  # whatever the sink is: its fault is not the client's
            self._write = None
            return getattr(error, "strerror", None) or type(error).__name__
        return ""

    def _say(self, says: str) -> None:
        try:
            self._tell(says)
        except Exception:  # nobody is left to tell
            return
