"""Viewers that come and go leave nothing behind, whatever they asked for."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import closing
from threading import Event
from typing import ClassVar

import pytest

from layoutkit.emulator.air import foreign
from layoutkit.emulator.air.foreign import Foreign
from layoutkit.emulator.rtmp.client import Player
from layoutkit.emulator.rtmp.tags import AUDIO, Tag

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


class Line:
    """A player of another server's stream: nothing comes until it is hung up on."""

    made: ClassVar[list[Line]] = []

    def __init__(self, url: str) -> None:
        self.made.append(self)
        self._over = Event()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *failure: object) -> None: ...

    def __iter__(self) -> Iterator[Tag]:
        self._over.wait(10)
        return iter(())

    def close(self) -> None:
        self._over.set()


def test_another_servers_streams_are_looked_at_no_more_when_all_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second push was told of before the first was seen to end: it is not asked for after the stop."""
    monkeypatch.setattr(foreign, "Player", Line)
    monkeypatch.setattr(Line, "made", [])
    ended: list[str] = []
    watching = Foreign("rtmp://nowhere/in/{stream}", lambda name, size: None, ended.append, lambda name, viewers: None)
    for _ in range(2):
        watching.notified("publish", "rex")
    until(lambda: watching._players)
    watching.stop()
    until(lambda: ended)
    time.sleep(0.2)
    assert len(Line.made) == 1


def test_what_another_server_told_of_is_forgotten_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "Player", Line)
    monkeypatch.setattr(Line, "made", [])
    watching = Foreign("rtmp://nowhere/in/{stream}", lambda name, size: None, lambda name: None, lambda name, viewers: None)
    for n in range(5):
        for call in ("publish", "play", "play_done"):
            watching.notified(call, f"rex_{n}")
    until(lambda: len(watching._players) == 5)
    watching.stop()
    until(lambda: not watching._looked)
    assert not watching._viewers
