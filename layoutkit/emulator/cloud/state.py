"""What the cloud knows: the account, the settings, the pushed streams, the sessions; the time comes with every call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from threading import RLock
from typing import Any

from layoutkit.emulator.cloud.mixes import Mixes
from layoutkit.emulator.cloud.session import By, Event, Pushed, Session
from layoutkit.emulator.cloud.watching import Screen
from layoutkit.emulator.journal.blanking import Blanking
from layoutkit.emulator.journal.notes import Journal
from layoutkit.emulator.reading.placement import Asked
from layoutkit.emulator.settings import Account, Settings
from layoutkit.errors import UsageError
from layoutkit.geometry import Size

PROFILES = ("2017", "2019")
"""The page, and the last table of the same interface (TENCENT, section 1: P17 and V2C)."""

MAX_SESSIONS = 1_000
"""How many sessions are remembered; beyond it the one that ended first is forgotten."""

MAX_STREAMS = 10_000
"""How many streams may be pushed at once."""


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
        journal: Journal | None = None,
    ) -> None:
        if profile not in PROFILES:
            raise UsageError(f"the emulator has no profile {str(profile)[:40]!r}", "there are " + ", ".join(PROFILES))
        self.account, self.settings, self.profile = account, settings, profile
        self.max_sessions, self.max_streams = max_sessions, max_streams
        self.lock = RLock()
        self.journal = journal or Journal()
        self.blank = Blanking(account.key)
        self.endpoint = "http://127.0.0.1:8088/common_access"
        """Where it is asked; whoever serves it says where that is."""
        self.images: frozenset[int] | None = None
        """The numbers of the pictures that there are; None where nobody said, and any will do."""
        self.screen: Screen | None = None
        """What can be watched; None where there are no real streams."""
        self._streams: dict[str, Pushed] = {}
        self._mixes = Mixes(max_sessions)
        self._followers: list[Callable[[str], object]] = []

    def follow(self, changed: Callable[[str], object]) -> None:
        """Have `changed` called with the name of each output whose mix starts, changes or ends; it must be quick."""
        self._followers.append(changed)

    def unfollow(self, changed: Callable[[str], object]) -> None:
        """Call it no more."""
        self._followers.remove(changed)

    # --- pushed streams ---

    def push(self, stream: str, size: Size | None, now: float, by: By = "control") -> Pushed | None:
        """A push begins, or its picture's size changes, which keeps its time; None when no more streams can be held."""
        with self.lock:
            before = self._streams.get(stream)
            if before is None and len(self._streams) >= self.max_streams:
                return None
            self.end_deserted(now)  # who comes back too late finds the mix ended
            pushed = self._streams[stream] = Pushed(stream, size, before.since if before else now, by)
            self._mixes.look(stream, self._streams.__contains__, now)
            self.journal.note(now, "push", stream=self.blank(stream, now), **(asdict(size) if size else {}), by=by)
            return pushed

    def drop(self, stream: str, now: float, by: By = "control") -> Pushed | None:
        """A push ends; a mix that shows it goes on with its last picture (TENCENT, section 7). None: there was none."""
        with self.lock:
            dropped = self._streams.pop(stream, None)
            if dropped is not None:
                self._mixes.look(stream, self._streams.__contains__, now)
                self.journal.note(now, "unpush", stream=self.blank(stream, now), by=by)
                self.end_deserted(now)
            return dropped

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
        return self._mixes.running.get(session)

    def session(self, session: str) -> Session | None:
        """The session, running or ended; None when it is unknown, or ended so long ago that it was forgotten."""
        with self.lock:
            return self._mixes.get(session)

    def mixing_into(self, output: str) -> Session | None:
        """The running session that writes an output."""
        with self.lock:
            return self._mixes.into(output)

    def sessions(self) -> tuple[Session, ...]:
        """The running sessions, then the ended ones, each in the order they came to be so."""
        with self.lock:
            return (*self._mixes.running.values(), *self._mixes.ended.values())

    def mix(self, mix: Asked, canvas: Size, now: float) -> Session | None:
        """A mix starts or changes; None when as many mixes run as can be held."""
        with self.lock:
            return self._told(self._mixes.put(mix, canvas, now))

    def end(self, mix: Asked, now: float) -> Session | None:
        """A mix ends: the output shows the primary alone again. None when none was running."""
        with self.lock:
            return self._told(self._mixes.end(mix.session, Event("ended", now, 1), mix.placements, mix.timestamp))

    def end_deserted(self, now: float) -> None:
        """End each mix none of whose inputs has been pushed for `idle_s` seconds (TENCENT, section 7: 15 minutes).

        Whoever looks at the cloud calls it first; that nobody did meanwhile changes nothing.
        """
        with self.lock:
            for session in self._mixes.deserted(now - self.settings.idle_s):
                self._told(self._mixes.end(session, Event("deserted", now, 0), lambda canvas: (), None))
                self.journal.note(now, "deserted", session=self.blank(session, now))

    def _told(self, session: Session | None) -> Session | None:
        """Tell the followers of a session that changed."""
        if session:
            for changed in tuple(self._followers):
                changed(session.output)
        return session

    # --- settings ---

    def configure(self, changes: Mapping[str, Any], now: float | None = None) -> Settings:
        """Change some settings, at once for all streams; a value that cannot be is a UsageError. With the time, it is noted."""
        with self.lock:
            self.settings = replace(self.settings, **changes)
            if now is not None:
                self.journal.note(now, "settings", **asdict(self.settings))
            return self.settings
