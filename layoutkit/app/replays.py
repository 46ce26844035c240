"""`layoutkit emulator replay`: where a recording is played, and what is told of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from layoutkit.app.local import account
from layoutkit.app.shell import APP_ID, KEY, clock, take
from layoutkit.app.tables import table
from layoutkit.app.telling import reading
from layoutkit.documents import to_json
from layoutkit.emulator import Account
from layoutkit.emulator.replay.recording import Recording, read_recording
from layoutkit.emulator.replay.replaying import Turn, replay
from layoutkit.emulator.replay.stations import Station, is_loopback, own, paced, remote
from layoutkit.errors import Fault, UsageError

MOST_BYTES = 256_000_000
"""The longest recording that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class Played:
    """A recording that was played, where, and what became of each of its notes."""

    recording: Recording
    endpoint: str | None
    turns: tuple[Turn, ...]

    @property
    def differ(self) -> int:
        """How many verdicts are others now."""
        return sum(turn.differs for turn in self.turns)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return sum(turn.note.what == "request" for turn in self.turns)

    @property
    def passed_over(self) -> int:
        """How many notes mean nothing there."""
        return len(self.recording.notes) - len(self.turns)


def play(file: str, endpoint: str | None, speed: float, now: int | None) -> Played:
    """Read a recording and play it, at an endpoint or at one of its own."""
    source, name = take(file, MOST_BYTES)
    if len(source) > MOST_BYTES:
        raise UsageError(f"{name} is too long for a recording", f"at most {MOST_BYTES} bytes")
    with reading("recording"):
        recording = read_recording(source, name)
    return Played(recording, endpoint, tuple(replay(recording, station(recording, endpoint, speed, now))))


def station(recording: Recording, endpoint: str | None, speed: float, now: int | None) -> Station:
    """Where it is played. An endpoint on this machine may have the published example's account; no other may."""
    pace = paced(speed, time.monotonic, time.sleep)
    if endpoint is None:
        return own(recording, None if now is None else float(now), pace)
    app_id, key, example = account()
    made = remote(endpoint, Account(app_id, key), clock(now), pace)
    if example and not is_loopback(endpoint):
        raise UsageError(Fault("no account for an endpoint that is not on this machine", hint=f"{APP_ID} and {KEY} in the environment"))
    return made


# --- what is told ----------------------------------------------------------------------------------------------------


def shown(played: Played, form: str) -> str:
    """The verdicts then and now: a table and a summary, or the document (schema `replay`)."""
    return to_json(document(played), indent=2) if form == "json" else text(played)


def document(played: Played) -> dict[str, Any]:
    """What was played, as JSON."""
    return {
        "same": not played.differ,
        "profile": played.recording.profile,
        "endpoint": played.endpoint,
        "requests": played.requests,
        "differ": played.differ,
        "passed_over": played.passed_over,
        "turns": [turn.document() for turn in played.turns],
    }


def text(played: Played) -> str:
    """A line for each turn: when, since the recording began; what; the code then and now; whether they agree."""
    rows = [
        (
            f"{turn.note.at - played.recording.at:.1f} s",
            _what(turn),
            turn.recorded,
            turn.now,
            "differs" if turn.differs else "=",
            _said(turn),
        )
        for turn in played.turns
    ]
    return "\n".join([table(("at", "what", "recorded", "now", "", ""), rows), "", summary(played)])


def summary(played: Played) -> str:
    """`4 requests, 1 verdict differs`."""
    requests = f"{played.requests} request{'' if played.requests == 1 else 's'}"
    if not played.differ:
        return f"{requests}, every verdict as recorded"
    return f"{requests}, {played.differ} verdict{' differs' if played.differ == 1 else 's differ'}"


def _what(turn: Turn) -> str:
    return _plain(" ".join([turn.note.what, *([turn.note.about["stream"]] if "stream" in turn.note.about else [])]))


def _said(turn: Turn) -> str:
    """The message now, where it matters: not of what went well, then and now."""
    before = str(turn.note.about.get("message", ""))
    return _plain(
        f"{turn.message} (then: {before})" if turn.differs and before else turn.message if turn.recorded < 0 or turn.differs else ""
    )


def _plain(text: str) -> str:
    """What others wrote, as any terminal can show it, on a line."""
    return "".join(char if char.isprintable() else "?" for char in text)[:300]
