"""The table of sessions: those that are mixing, those that ended lately, and those whose inputs are all gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from layoutkit.emulator.cloud.session import Event, Session
from layoutkit.emulator.reading.placement import Asked, Placement
from layoutkit.geometry import Size

MAX_HISTORY = 16
"""How many events a session remembers."""


class Mixes:
    """At most `most` sessions; beyond that the one that ended first is forgotten. Whoever uses it sees to threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.running: dict[str, Session] = {}
        self.ended: dict[str, Session] = {}
        """In the order in which they ended."""
        self._deserted: dict[str, float] = {}

    def get(self, session: str) -> Session | None:
        """The session, running or ended; None when it is unknown, or forgotten."""
        return self.running.get(session) or self.ended.get(session)

    def into(self, output: str) -> Session | None:
        """The running session that writes an output."""
        return next((session for session in self.running.values() if session.output == output), None)

    def put(self, mix: Asked, canvas: Size, now: float) -> Session | None:
        """A mix starts or changes; None when as many mixes run as can be held."""
        running, before = self.running.get(mix.session), self.get(mix.session)
        if before is None and not self._room():
            return None
        self.ended.pop(mix.session, None)
        self._deserted.pop(mix.session, None)
        session = self.running[mix.session] = Session(
            mix.session,
            mix.output,
            canvas,
            mix.placements(canvas),
            mix.timestamp,
            updates=running.updates + 1 if running else 0,
            history=_with(before, Event("updated" if running else "started", now, len(mix.streams))),
            heard=mix.heard,
            bitrate=mix.bitrate,
        )
        return session

    def end(self, session: str, event: Event, placements: Callable[[Size], tuple[Placement, ...]], timestamp: int | None) -> Session | None:
        """A mix ends; what is then shown depends on its canvas. None when it was not running."""
        running = self.running.pop(session, None)
        self._deserted.pop(session, None)
        if running is None:
            return None
        ended = self.ended[session] = replace(
            running,
            placements=placements(running.canvas),
            timestamp=running.timestamp if timestamp is None else timestamp,
            state="ended",
            history=_with(running, event),
            heard=(),
        )
        return ended

    def look(self, stream: str, is_pushed: Callable[[str], bool], now: float) -> None:
        """The push of a stream began or ended: note since when a mix that has it has no input left."""
        for session in self.running.values():
            if stream not in session.streams:
                continue
            if any(is_pushed(one) for one in session.streams):
                self._deserted.pop(session.id, None)
            else:
                self._deserted.setdefault(session.id, now)

    def deserted(self, before: float) -> tuple[str, ...]:
        """The sessions that have had no input since then."""
        return tuple(session for session, since in self._deserted.items() if since <= before)

    def _room(self) -> bool:
        """Make room for one more session: the one that ended first is forgotten first; a running one never is."""
        full = len(self.running) + len(self.ended) >= self._most
        if full and self.ended:
            del self.ended[next(iter(self.ended))]
            return True
        return not full


def _with(session: Session | None, event: Event) -> tuple[Event, ...]:
    return (*(session.history if session else ()), event)[-MAX_HISTORY:]
