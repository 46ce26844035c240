"""Viewers that come and go leave nothing behind, whatever they asked for."""

from __future__ import annotations

import http.client
from contextlib import closing

from layoutkit.emulator.rtmp.client import Player
from layoutkit.emulator.rtmp.tags import AUDIO

from .stage import COLOURS, TONES, Guest, Room, tags_of, until


def test_names_that_nobody_watches_any_more_are_forgotten(room: Room) -> None:
    station = room.studio.emulator.station
    assert station
    for n in range(5):
        with Player(f"{room.studio.emulator.rtmp}/nobody_{n}"):
            until(lambda n=n: station._air.viewers(f"nobody_{n}"))
    until(lambda: not any(name.startswith("nobody_") for name in station._air._viewers))


def test_a_viewer_over_http_is_seen_to_go_even_where_nothing_comes(room: Room) -> None:
    """A push of sound alone has no output: whoever asks for its film waits, and a page that tries again must not pile up threads."""
    emulator = room.studio.emulator
    assert emulator.station
    name, sound = room.name("rex"), [tag for tag in tags_of(Guest(COLOURS["rex"], TONES["rex"], still=True)) if tag.kind == AUDIO]
    room.studio.push(name, sound, 0)
    room.known("rex")
    for _ in range(3):
        with closing(http.client.HTTPConnection(emulator.url.removeprefix("http://"), timeout=5)) as connection:
            connection.request("GET", f"/live/{name}.flv")
            reply = connection.getresponse()
            assert (reply.status, reply.read1(3)) == (200, b"FLV")
            reply.close()
    until(lambda: emulator.station and emulator.station._air.viewers(name) == 0, 10)
