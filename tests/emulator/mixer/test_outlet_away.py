"""The outlet publishes what is mixed now, whatever the server did meanwhile."""

from __future__ import annotations

from threading import Event

import pytest

from layoutkit.emulator.mixer.outlet import Outlet
from layoutkit.emulator.rtmp.tags import VIDEO, Tag
from layoutkit.emulator.rtmp.wrong import RtmpError

from ..air.stage import until


class Server:
    """A server that can be away; it keeps the times of what it got."""

    def __init__(self, there: bool) -> None:
        self.there, self.asked = there, Event()
        self.got: list[int] = []

    def __call__(self, url: str) -> Server:
        self.asked.set()
        self.send(None)
        return self

    def send(self, tag: Tag | None) -> None:
        if not self.there:
            raise RtmpError("away")
        self.got += [tag.at] if tag else []

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *failure: object) -> None: ...


@pytest.mark.parametrize("was_there", [True, False])
def test_a_server_that_was_away_gets_the_present_and_not_what_it_missed(was_there: bool) -> None:
    server, renewed = Server(was_there), Event()
    outlet = Outlet("rtmp://nowhere/mixed/denny", 0, renewed.set, server)  # type: ignore[arg-type]
    outlet.send(Tag(VIDEO, 0, b"picture"))
    until(lambda: server.got if was_there else server.asked.is_set())
    server.there = False
    server.asked.clear()
    outlet.send(Tag(VIDEO, 40, b"picture"))
    assert server.asked.wait(5)  # it is asked again, in vain
    for at in range(1000, 9000, 40):
        outlet.send(Tag(VIDEO, at, b"picture"))
    server.there = True
    assert renewed.wait(5)
    outlet.send(Tag(VIDEO, 9000, b"picture"))
    until(lambda: 9000 in server.got)
    outlet.stop()
    assert [at for at in server.got if at > 0] == [9000]
    assert outlet.dropped >= 199
