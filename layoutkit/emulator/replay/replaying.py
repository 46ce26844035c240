"""A recording played once more: every request signed anew, every push begun again, and what is answered now beside what was then.

assert [turn for turn in replayed("bug.jsonl") if turn.differs] == []      # a bug that was seen once is a test
"""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from layoutkit.emulator.journal.notes import Note
from layoutkit.emulator.journal.noting import WRONG_SIGN, fields_of
from layoutkit.emulator.reading.admission import signed
from layoutkit.emulator.reading.codes import Code
from layoutkit.emulator.replay.recording import Recording, read_recording
from layoutkit.emulator.replay.stations import Station, own
from layoutkit.emulator.settings import Account

EXACT = 5e-6
"""How far a sum of seconds may be from a whole number that it stands for: a time of today has seven digits behind the point at most."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One note that was played: the code of its request, or the status of its control call, then and now."""

    note: Note
    recorded: int
    now: int | None
    """None where the answer had no code."""
    message: str

    @property
    def differs(self) -> bool:
        """Whether the verdict is another one now."""
        return self.recorded != self.now

    def document(self) -> dict[str, Any]:
        """The turn as JSON."""
        then = {"at": self.note.at, "what": self.note.what, "recorded": self.recorded, "now": self.now, "same": not self.differs}
        return then | {"recorded_message": str(self.note.about.get("message", "")), "message": self.message}


def replayed(file: str | Path) -> tuple[Turn, ...]:
    """A recording's file, played at once at an emulator of its own whose clock goes as the recording's did."""
    recording = read_recording(Path(file).read_bytes(), str(file))
    return tuple(replay(recording, own(recording)))


def replay(recording: Recording, station: Station) -> Iterator[Turn]:
    """Play the notes in order; those that only say what happened are passed over."""
    for note in recording.notes:
        if note.what == "request" or (note.what in _CONTROL and station.steered):
            station.wait(max(0.0, note.at - recording.at))
            yield _request(note, recording, station) if note.what == "request" else _control(note, station)


# --- requests --------------------------------------------------------------------------------------------------------


def _request(note: Note, recording: Recording, station: Station) -> Turn:
    query = query_of(note, recording.app_id, station.account, station.now())
    status, answer = station.ask("POST", f"/common_access?{query}", body_of(note, recording.app_id, station.account.app_id))
    code, message = _verdict(status, answer)
    return Turn(note, note.about["code"], code, message)


def query_of(note: Note, app_id: int, account: Account, now: float) -> str:
    """A noted query, signed anew for another account and time: wrong where it was wrong, with as many seconds left, or gone."""
    said, right = note.about["query"], note.about["sign"]
    t = str(_t(now, said["t_in"])) if "t_in" in said else said.get("t", "")
    sign = {"right": signed(account.key, t).decode("ascii"), "wrong": WRONG_SIGN}.get(right)
    ours = {name: str(account.app_id) for name in ("cmd", "appid") if said.get(name) == str(app_id)}
    return urlencode(fields_of(note, t, sign, ours), errors="replace")


def _t(now: float, left: float) -> int:
    """A `t` with so many seconds left: whole, and on the same side of now."""
    exact = now + left
    near = round(exact)
    whole = near if abs(exact - near) < EXACT else math.floor(exact) if left < 0 else math.ceil(exact)
    return min(max(0, whole), 10**15 - 1)  # as many digits as are read as a time


def body_of(note: Note, app_id: int, other: int) -> bytes:
    """A noted body, for another account's app id where it was for the recording's own."""
    about = note.about
    body = base64.b64decode(about["body_base64"]) if "body_base64" in about else about["body"].encode("utf-8", "surrogatepass")
    return re.sub(rb'("app_id"\s*:\s*)%d(?![0-9.eE])' % app_id, rb"\g<1>%d" % other, body)


def _verdict(status: int, answer: bytes) -> tuple[int | None, str]:
    """The code and the message of an answer, which may be the cloud's plain `time expired`."""
    text = answer.decode("utf-8", "replace")
    if text.strip() == "time expired":
        return int(Code.EXPIRED), text.strip()
    try:
        document = json.loads(text)
        return int(document["code"]), str(document.get("message", ""))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None, f"no reply, but HTTP status {status}"


# --- control calls ---------------------------------------------------------------------------------------------------


def _control(note: Note, station: Station) -> Turn:
    method, target, document = _CONTROL[note.what](note.about)
    status, answer = station.ask(method, target, json.dumps(document).encode() if document else b"")
    return Turn(note, 200, status, "" if status == 200 else _says(answer))


def _push(about: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    return "PUT", f"/streams/{quote(about['stream'], safe='', errors='replace')}", {side: about.get(side) for side in ("width", "height")}


def _unpush(about: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    return "DELETE", f"/streams/{quote(about['stream'], safe='', errors='replace')}", {}


def _settings(about: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    return "PUT", "/settings", about


_CONTROL = {"push": _push, "unpush": _unpush, "settings": _settings}


def _says(answer: bytes) -> str:
    """What a control call was refused with."""
    try:
        return "; ".join(str(fault["says"]) for fault in json.loads(answer)["faults"])[:200]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
