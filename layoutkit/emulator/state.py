"""What the cloud knows: the account, the settings, the pushed streams, the sessions; the time comes with every call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from threading import RLock
from typing import Any

from layoutkit.emulator.journal import Journal
from layoutkit.emulator.placement import Asked
from layoutkit.emulator.session import Event, Pushed, Session
from layoutkit.emulator.settings import Account, Settings
from layoutkit.emulator.watching import Screen
from layoutkit.errors import UsageError
from layoutkit.geometry import Size

PROFILES = ("2017", "2019")
"""The page, and the last table of the same interface (TENCENT, section 1: P17 and V2C)."""

MAX_SESSIONS = 1_000
"""How many sessions are remembered; beyond it the one that ended first is forgotten."""

MAX_STREAMS = 10_000
"""How many streams may be pushed at once."""

MAX_HISTORY = 16
"""How many events a session remembers."""


class Cloud:
    """The state behind the endpoint. Safe for threads: a caller that reads and then writes holds `lock` for both."""

    def __init__(
        self,
        account: Account,
        settings: Settings = Settings(),  # noqa: B008 - frozen
        *,
        profile: str = "2017",
        max_sessions: int = MAX_SESSIONS,
        max_streams: int = MAX_STREAMS,
    ) -> None:
        if profile not in PROFILES:
            raise UsageError(f"the emulator has no profile {str(profile)[:40]!r}", "there are " + ", ".join(PROFILES))
        self.account, self.settings, self.profile = account, settings, profile
        self.max_sessions, self.max_streams = max_sessions, max_streams
        self.lock = RLock()
        self.journal = Journal()
        self.screen: Screen | None = None  # None: nothing is mixed for real
        self.endpoint = ""  # where requests are sent, once somebody listens
        self._streams: dict[str, Pushed] = {}
        self._mixing: dict[str, Session] = {}
        self._ended: dict[str, Session] = {}  # in the order in which they ended

    # --- pushed streams ---

    def push(self, stream: str, size: Size, now: float) -> Pushed | None:
        """A push begins, or its picture's size changes, which keeps its time; None when no more streams can be held."""
        with self.lock:
            before = self._streams.get(stream)
            if before is None and len(self._streams) >= self.max_streams:
                return None
            pushed = self._streams[stream] = Pushed(stream, size, before.since if before else now)
            return pushed

    def drop(self, stream: str) -> Pushed | None:
        """A push ends; a mix that shows it goes on with its last picture (TENCENT, section 7). None: there was none."""
        with self.lock:
            return self._streams.pop(stream, None)

    def pushed(self, stream: str) -> Pushed | None:
        """The stream, if it is being pushed, whether or not the backend knows it yet."""
        return self._streams.get(stream)

    def known(self, pushed: Pushed, now: float) -> bool:
        """Whether the backend knows of that push yet: from `lag_s` seconds after it began."""
        return now >= pushed.since + self.settings.lag_s

    def why_unknown(self, stream: str, now: float) -> str:
        """Why the backend does not know a stream; empty when it does."""
        pushed = self.pushed(stream)
        if pushed is None:
            return f"stream {stream!r} is not pushed"
        if self.known(pushed, now):
            return ""
        ago, lag = now - pushed.since, self.settings.lag_s
        return f"stream {stream!r} was pushed {ago:.1f} s ago, and is known {lag:g} s after its push"

    def streams(self) -> tuple[Pushed, ...]:
        """All pushed streams, the first pushed first."""
        with self.lock:
            return tuple(self._streams.values())

    # --- sessions ---

    def mixing(self, session: str) -> Session | None:
        """The session, if its mix is running."""
        return self._mixing.get(session)

    def session(self, session: str) -> Session | None:
        """The session, running or ended; None when it is unknown, or ended so long ago that it was forgotten."""
        with self.lock:
            return self._mixing.get(session) or self._ended.get(session)

    def sessions(self) -> tuple[Session, ...]:
        """The running sessions, then the ended ones, each in the order they came to be so."""
        with self.lock:
            return (*self._mixing.values(), *self._ended.values())

    def mix(self, mix: Asked, canvas: Size, now: float) -> Session | None:
        """A mix starts or changes; None when as many mixes run as can be held."""
        with self.lock:
            running, before = self._mixing.get(mix.session), self.session(mix.session)
            if before is None and not self._room():
                return None
            self._ended.pop(mix.session, None)
            event = Event("updated" if running else "started", now, len(mix.streams))
            session = Session(
                mix.session,
                mix.output,
                canvas,
                mix.placements(canvas),
                mix.timestamp,
                updates=running.updates + 1 if running else 0,
                history=_with(before, event),
                heard=mix.heard,
            )
            self._mixing[mix.session] = session
            return session

    def _room(self) -> bool:
        """Make room for one more session: the one that ended first is forgotten first; a running one never is."""
        full = len(self._mixing) + len(self._ended) >= self.max_sessions
        if full and self._ended:
            del self._ended[next(iter(self._ended))]
            return True
        return not full

    def end(self, mix: Asked, now: float) -> Session | None:
        """A mix ends: the output shows the primary alone again. None when none was running."""
        with self.lock:
            running = self._mixing.pop(mix.session, None)
            if running is None:
                return None
            ended = self._ended[mix.session] = replace(
                running,
                placements=mix.placements(running.canvas),
                timestamp=mix.timestamp,
                state="ended",
                history=_with(running, Event("ended", now, 1)),
                heard=(),
            )
            return ended

    # --- settings ---

    def configure(self, changes: Mapping[str, Any]) -> Settings:
        """Change some settings, at once for all streams; a value that cannot be is a UsageError."""
        with self.lock:
            self.settings = replace(self.settings, **changes)
            return self.settings


def _with(session: Session | None, event: Event) -> tuple[Event, ...]:
    return (*(session.history if session else ()), event)[-MAX_HISTORY:]
