"""How long a connection is waited for: until it says what it wants, sends, or takes what it asked for."""

from __future__ import annotations

from layoutkit.emulator.rtmp.commands import Commands
from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.roles import Publishing
from layoutkit.emulator.rtmp.switchboard import LIVE


class Patience:
    """The patience with one connection."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._taken = 0
        self._taken_at: float | None = None

    def ends(self, now: float, commands: Commands, sent: int, backlog: int) -> bool:
        """Whether it ends now; `sent` bytes were sent so far, and of them `backlog` wait to be taken."""
        return self._is_stuck(now, sent - backlog, backlog) or self._is_silent(now, commands)

    def _is_stuck(self, now: float, taken: int, backlog: int) -> bool:
        if not backlog or taken != self._taken or self._taken_at is None:
            self._taken, self._taken_at = taken, now
        return now - self._taken_at > self._limits.stuck

    def _is_silent(self, now: float, commands: Commands) -> bool:
        if commands.role is None:
            return now - commands.since > self._limits.greeting
        return isinstance(commands.role, Publishing) and commands.application == LIVE and now - commands.role.last > self._limits.idle
