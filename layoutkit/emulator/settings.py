"""Whose endpoint the emulator is, and how it behaves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from layoutkit.errors import Fault, UsageError

MAX_LAG = 86_400.0
"""The longest lag that may be asked for, in seconds: a day."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose endpoint this is: the app id, and the key that signs; the key is in no repr."""

    app_id: int
    key: str = field(repr=False)

    def __post_init__(self) -> None:
        if type(self.app_id) is not int or not 1 <= self.app_id < 2**31:
            raise UsageError("the app id is a whole number from 1 to 2147483647", "it is on the console's page of the account")
        if not isinstance(self.key, str) or not self.key:
            raise UsageError("the API key is missing", "any text will do for the emulator; sender and emulator share it")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the cloud behaves: how long a push stays unknown to it, in seconds, and how it answers an expired `t`."""

    lag_s: float = 0.0
    idle_s: float = 900.0
    """How long, in seconds, a mix outlives the last of its inputs (TENCENT, section 7: 15 minutes)."""
    expired_as_text: bool = False
    """Answer `time expired` as plain text, as the real endpoint was seen to do (TENCENT, section 2)."""

    def __post_init__(self) -> None:
        faults = []
        for name, what in (("lag_s", "lag"), ("idle_s", "time")):
            seconds = getattr(self, name)
            if type(seconds) not in (int, float) or not (math.isfinite(seconds) and 0 <= seconds <= MAX_LAG):
                faults.append(Fault(f"{name} is not a possible {what}", hint=f"seconds from 0 to {MAX_LAG:.0f}"))
        if not isinstance(self.expired_as_text, bool):
            faults.append(Fault("expired_as_text is not true or false"))
        if faults:
            raise UsageError(faults)
