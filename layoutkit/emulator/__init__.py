"""Tencent on your own machine: a local endpoint that judges every mix request as a stranger would.

    with Emulator(app_id=1250000000, key=key) as emulator:
        client = Client(app_id=1250000000, key=key, endpoint=emulator.endpoint)

It knows which streams are pushed, and how large they are, from control calls (`PUT /streams/ID`), keeps the state of
every session (`GET /sessions/ID`), and answers `POST /common_access` in the form of Mix_StreamV2, section 4.
With `media=Media()` it takes in real streams over RTMP and mixes them (`air/` keeps each output going, `rtmp/` carries the
streams, `mixer/` is the process that mixes one output).
It shares no code with the rooms that write payloads: what both understand of a payload is therefore proved by both.
What happens is noted in a journal; `layoutkit.emulator.replaying` plays a recording of it once more.
"""

from __future__ import annotations

from layoutkit.emulator.air.media import Media
from layoutkit.emulator.codes import Code
from layoutkit.emulator.door import respond
from layoutkit.emulator.endpoint import Reply, answer
from layoutkit.emulator.journal import Journal, Note
from layoutkit.emulator.placement import Mix, Placement
from layoutkit.emulator.reader import placements
from layoutkit.emulator.server import Emulator
from layoutkit.emulator.session import Session
from layoutkit.emulator.settings import Account, Settings
from layoutkit.emulator.state import Cloud

__all__ = [
    "Account",
    "Cloud",
    "Code",
    "Emulator",
    "Journal",
    "Media",
    "Mix",
    "Note",
    "Placement",
    "Reply",
    "Session",
    "Settings",
    "answer",
    "placements",
    "respond",
]
