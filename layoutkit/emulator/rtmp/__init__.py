"""RTMP: what is pushed, what is played, and the server between them; the standard library alone.

with Hub() as hub, Publisher(f"{hub.address}/live/8888_denny") as camera, Player(hub.push_url("8888_denny")) as tags:
    camera.send(tag)
"""

from __future__ import annotations

from layoutkit.emulator.rtmp.client import Player, Publisher
from layoutkit.emulator.rtmp.events import Begun, Ended, Event, Push, Refused, Resized, Showing, Watched
from layoutkit.emulator.rtmp.hub import Hub
from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.tags import AUDIO, DATA, VIDEO, Tag
from layoutkit.emulator.rtmp.watching import Watch
from layoutkit.emulator.rtmp.wrong import Malformed, RtmpError

__all__ = [
    "AUDIO",
    "DATA",
    "VIDEO",
    "Begun",
    "Ended",
    "Event",
    "Hub",
    "Limits",
    "Malformed",
    "Player",
    "Publisher",
    "Push",
    "Refused",
    "Resized",
    "RtmpError",
    "Showing",
    "Tag",
    "Watch",
    "Watched",
]
