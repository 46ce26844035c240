"""The outlet: what is mixed goes out stamped on the output's clock, whatever becomes of a connection, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from layoutkit.emulator.mixer import outlet as room
from layoutkit.emulator.mixer.outlet import Outlet
from layoutkit.emulator.rtmp.tags import VIDEO, Tag
from layoutkit.emulator.rtmp.wrong import RtmpError


class Server:
    """Takes what is published once it is opened; every connection is remembered, and one may be made to break."""

    def __init__(self) -> None:
        self.open, self.breaks = Event(), False
        self.connections: list[list[int]] = []
        self.asked = 0

    @contextmanager
    def __call__(self, url: str) -> Iterator[Any]:
        self.asked += 1
        assert self.open.wait(10)
        self.connections.append([])
        yield self

    def send(self, tag: Tag) -> None:
        if self.breaks:
            self.breaks = False
            raise RtmpError("it broke")
        self.connections[-1].append(tag.at)


def tag(at: int) -> Tag:
    return Tag(VIDEO, at, b"\x27\x01\0\0\0")


def until(done: Callable[[], Any]) -> None:
    waiting = Event()
    for _ in range(500):
        if done():
            return
        waiting.wait(0.01)
    raise AssertionError("it did not come to be")


def test_stamps_are_moved_by_the_base_and_what_waits_is_sent_before_the_end() -> None:
    server = Server()
    outlet = Outlet("rtmp://nowhere", 5000, lambda: None, publish=server)  # type: ignore[arg-type]
    for at in (0, 40, 80):
        outlet.send(tag(at))
    server.open.set()
    outlet.stop()
    assert server.connections == [[5000, 5040, 5080]]


def test_a_connection_that_broke_is_made_anew_and_begins_with_what_decodes_on_its_own() -> None:
    server, renewed = Server(), []
    server.open.set()
    outlet = Outlet("rtmp://nowhere", 0, lambda: renewed.append(len(server.connections)), publish=server)  # type: ignore[arg-type]
    outlet.send(tag(0))
    until(lambda: server.connections == [[0]])
    assert renewed == []
    server.breaks = True
    outlet.send(tag(40))
    until(lambda: len(server.connections) == 2)
    outlet.send(tag(80))
    outlet.stop()
    assert (server.connections, renewed, outlet.connections) == ([[0], [80]], [2], 2)


def test_what_nobody_takes_is_dropped_whole_and_a_key_frame_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten tags may wait; with the eleventh all that waits is dropped, since pictures without those before them are none."""
    monkeypatch.setattr(room, "MOST_TAGS", 10)
    server, renewed = Server(), []
    outlet = Outlet("rtmp://nowhere", 0, lambda: renewed.append(1), publish=server)  # type: ignore[arg-type]
    for at in range(10):
        outlet.send(tag(at))
    assert (outlet.dropped, renewed) == (0, [])
    outlet.send(tag(10))
    assert (outlet.dropped, renewed) == (10, [1])
    server.open.set()
    outlet.stop()
    assert server.connections == [[10]]
