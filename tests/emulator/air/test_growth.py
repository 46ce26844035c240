"""Viewers that come and go leave nothing behind, whatever they asked for."""

from __future__ import annotations

from layoutkit.emulator.rtmp.client import Player

from .stage import Room, until


def test_names_that_nobody_watches_any_more_are_forgotten(room: Room) -> None:
    station = room.studio.emulator.station
    assert station
    for n in range(5):
        with Player(f"{room.studio.emulator.rtmp}/nobody_{n}"):
            until(lambda n=n: station._air.viewers(f"nobody_{n}"))
    until(lambda: not any(name.startswith("nobody_") for name in station._air._viewers))
