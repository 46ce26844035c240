"""One thing that the doctor looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from layoutkit.app.doctor.machine import Machine

State = Literal["fine", "missing", "broken", "taken"]
Look = Callable[[Machine], "Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was looked at: how it is, what was found, what it is for, and what would bring or mend it."""

    group: str
    part: str
    state: State
    says: str
    use: str
    hint: str = ""
    needed: bool = False

    @property
    def hinders(self) -> bool:
        """Whether the main job does not work because of it."""
        return self.needed and self.state != "fine"

    def document(self) -> dict[str, Any]:
        """The part as JSON (schema `doctor`)."""
        told = asdict(self)
        return told | {"for": told.pop("use"), "hint": None if self.state == "fine" else self.hint or None}
