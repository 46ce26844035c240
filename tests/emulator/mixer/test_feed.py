"""A feed pulls one stream for as long as it is wanted, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from layoutkit.emulator.mixer import feed as feed_room
from layoutkit.emulator.mixer.clock import StampClock
from layoutkit.emulator.mixer.feed import Feed
from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.rtmp.wrong import RtmpError


class Connection:
    """A player that says when it is being made, is made when it may be, and gives nothing until it is closed."""

    def __init__(self, url: str) -> None:
        self.made, self.may, self.closed = Event(), Event(), Event()

    def __enter__(self) -> Connection:
        self.made.set()
        assert self.may.wait(10)
        return self

    def __exit__(self, *failure: object) -> None:
        self.closed.set()

    close = __exit__

    def __iter__(self) -> Iterator[Any]:
        self.closed.wait(10)
        return iter(())


def test_a_feed_that_is_stopped_while_it_connects_hangs_up() -> None:
    connection = Connection("")
    feed = Feed(Source("rex", StampClock()), "rtmp://nowhere/push/rex", play=lambda url: connection)  # type: ignore[arg-type, return-value]
    assert connection.made.wait(10)
    feed.stop()
    connection.may.set()
    assert connection.closed.wait(5)
    feed._thread.join(5)
    assert not feed._thread.is_alive()


class Ending:
    """A player whose stream is over as soon as it is had; every address that was asked for is remembered."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.enough = Event()

    def __call__(self, url: str) -> Ending:
        self.asked.append(url)
        if len(self.asked) == 3:
            self.enough.set()
        if len(self.asked) == 1:
            raise RtmpError("nobody is there yet")
        return self

    def __enter__(self) -> Ending:
        return self

    def __exit__(self, *failure: object) -> None:
        pass

    def close(self) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())


def test_a_stream_that_ended_or_is_not_there_is_asked_for_again_and_its_source_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands behind the address asks for the last pictures of a push that is over: until it was had once, and then no more."""
    monkeypatch.setattr(feed_room, "AGAIN_S", 0.01)
    source, play = Source("rex", StampClock()), Ending()
    feed = Feed(source, "rtmp://nowhere/push/rex", "&last=1", play=play)  # type: ignore[arg-type]
    assert play.enough.wait(10)
    feed.stop()
    feed._thread.join(5)
    assert play.asked[:3] == ["rtmp://nowhere/push/rex&last=1"] * 2 + ["rtmp://nowhere/push/rex"]
    assert source.lost
