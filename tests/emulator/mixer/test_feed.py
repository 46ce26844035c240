"""A feed pulls one stream for as long as it is wanted, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

from layoutkit.emulator.mixer.clock import StampClock
from layoutkit.emulator.mixer.feed import Feed
from layoutkit.emulator.mixer.source import Source


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
    feed = Feed(Source("rex", StampClock()), "rtmp://nowhere/push/rex", lambda url: connection)  # type: ignore[arg-type, return-value]
    assert connection.made.wait(10)
    feed.stop()
    connection.may.set()
    assert connection.closed.wait(5)
    feed._thread.join(5)
    assert not feed._thread.is_alive()
