"""Tencent on your own machine: a local endpoint that judges every mix request as a stranger would.

    with Emulator(app_id=1250000000, key=key) as emulator:
        client = Client(app_id=1250000000, key=key, endpoint=emulator.endpoint)

It knows which streams are pushed, and how large they are, from control calls (`PUT /streams/ID`), keeps the state of
every session (`GET /sessions/ID`), and answers `POST /common_access` in the form of Mix_StreamV2, section 4.
With `media=Media()` it takes in real streams over RTMP and mixes them.

    reading/   what a request says          cloud/    what is known, and whether a mix is granted
    journal/   what happened                web/      the HTTP side: endpoint, control calls, pages
    rtmp/      streams on the wire          mixer/    the process that mixes one output
    air/       each output, kept going      replay/   recordings, played once more

It shares no code with the rooms that write payloads: what both understand of a payload is therefore proved by both.
What happens is noted in a journal; `layoutkit.emulator.replay.replaying` plays a recording of it once more.
"""

from __future__ import annotations

from layoutkit.emulator.air.media import Media
from layoutkit.emulator.cloud.endpoint import Reply, answer
from layoutkit.emulator.cloud.session import Session
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.journal.notes import Journal, Note
from layoutkit.emulator.reading.codes import Code
from layoutkit.emulator.reading.placement import Mix, Placement
from layoutkit.emulator.reading.reader import placements
from layoutkit.emulator.server import Emulator
from layoutkit.emulator.settings import Account, Settings
from layoutkit.emulator.web.door import respond

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
