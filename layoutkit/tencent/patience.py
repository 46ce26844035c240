"""Asking again: every 2 seconds, at most 5 times, and never an older mix after a newer one (Mix_StreamV2, notes)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from layoutkit.errors import UsageError
from layoutkit.tencent.reply import Outcome, Reply

MAX_RETRIES = 5
"""A maximum of 5 retries is allowed (Mix_StreamV2, notes)."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before asking again, in seconds, and how often to ask again: 0 to 5 times."""

    wait_s: float
    retries: int
    sleep: Callable[[float], None] = field(repr=False)

    def __post_init__(self) -> None:
        if type(self.retries) is not int or not 0 <= self.retries <= MAX_RETRIES:
            raise UsageError(f"{self.retries!r} retries", f"from 0 to {MAX_RETRIES} (Mix_StreamV2, notes)")
        if not 0 <= self.wait_s < float("inf"):
            raise UsageError(f"a wait of {self.wait_s!r} seconds", "0 or more; the page says 2")


class _Session:
    """The sends of one session that are under way: how many, the newest one's number, and the right to speak."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.under_way = 0
        self.newest = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One send's place in its session."""

    session: _Session
    number: int

    @property
    def is_newest(self) -> bool:
        """Whether no later send of the session has begun."""
        return self.session.newest == self.number

    def speak(self, attempt: Callable[[], Outcome]) -> Outcome | None:
        """One attempt, with no other of the session beside it; None, and no attempt, when a later send has begun."""
        if not self.is_newest:
            return None
        with self.session.lock:
            return attempt() if self.is_newest else None


class Sessions:
    """The sessions with a send under way; one without is forgotten, so that the table does not grow."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: dict[Hashable, _Session] = {}

    def __len__(self) -> int:
        return len(self._open)

    @contextmanager
    def turn(self, name: Hashable) -> Iterator[Turn]:
        """The place of a send that begins now: after all others of its session."""
        with self._guard:
            session = self._open.setdefault(name, _Session())
            session.under_way += 1
            session.newest += 1
            turn = Turn(session, session.newest)
        try:
            yield turn
        finally:
            with self._guard:
                session.under_way -= 1
                if not session.under_way:
                    del self._open[name]


EVERYONE = Sessions()
"""The sessions of this process: a backend may make a client for every request, and a later mix still takes an earlier one's place."""


def persist(attempt: Callable[[], Outcome], turn: Turn, patience: Patience) -> Reply:
    """Attempt until it is done, refused, superseded, or patience is at an end; `time expired` is met once, at once."""
    attempts, retries, renewed = 0, 0, False
    while True:
        outcome = turn.speak(attempt)
        if outcome is None:
            return Reply("superseded", attempts=attempts)
        attempts += 1
        if outcome.action == "done":
            return outcome.reply(attempts)
        if outcome.action == "expired" and not renewed:
            renewed = True
        elif outcome.action == "wait" and retries < patience.retries:
            retries += 1
            if turn.is_newest:
                patience.sleep(patience.wait_s)
        else:
            raise outcome.error(attempts)
