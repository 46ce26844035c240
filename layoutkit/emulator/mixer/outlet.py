"""A thread that publishes the output, so that no server however slow holds up the mixing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

from layoutkit.emulator.rtmp.client import Publisher
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.emulator.rtmp.wrong import RtmpError

MOST_TAGS = 2_000
"""How many tags may wait, some thirty seconds; beyond it what waits is dropped, and a key frame is asked for."""

AGAIN_S = 0.25

STALE_MS = 1000
"""What waited so long for a connection, in milliseconds of the output's clock, is of the past: the audience gets the present instead."""


class Outlet:
    """Publishes tags to `url`, stamped `base` milliseconds later; a connection that broke is made anew.

    `renew` is called when a connection begins: what decodes on its own must come next, headers and a key frame.
    """

    def __init__(self, url: str, base: int, renew: Callable[[], object], publish: Callable[[str], Publisher] = Publisher) -> None:
        self._url, self._base, self._renew, self._publish = url, base, renew, publish
        self._waiting: deque[Tag] = deque()
        self._more = Condition()
        self._stopped = False
        self.connections = self.dropped = 0
        self._thread = Thread(target=self._run, name="outlet", daemon=True)
        self._thread.start()

    def send(self, tag: Tag) -> None:
        """Hand over a tag; never waits."""
        with self._more:
            if len(self._waiting) >= MOST_TAGS:
                self._drop()
            self._waiting.append(tag)
            self._more.notify()

    def stop(self) -> None:
        """Send what waits, end the publishing, wait a moment for that."""
        with self._more:
            self._stopped = True
            self._more.notify()
        self._thread.join(2.0)

    def _run(self) -> None:
        while not self._stopped:
            try:
                with self._publish(self._url) as publisher:
                    self.connections += 1
                    self._begin()
                    self._pass_on(publisher)
            except (RtmpError, OSError):
                with self._more:
                    self._more.wait_for(lambda: self._stopped, AGAIN_S)

    def _begin(self) -> None:
        """A server that was away is not told afterwards what it missed: it would show the output late from then on."""
        with self._more:
            if self.connections > 1 or (self._waiting and self._waiting[-1].at - self._waiting[0].at > STALE_MS):
                self._drop()

    def _drop(self) -> None:
        """Let go of what waits; what comes next must decode on its own."""
        self.dropped += len(self._waiting)
        self._waiting.clear()
        self._renew()

    def _pass_on(self, publisher: Publisher) -> None:
        while True:
            with self._more:
                self._more.wait_for(lambda: bool(self._waiting) or self._stopped)
                if not self._waiting:
                    return
                tag = self._waiting.popleft()
            publisher.send(Tag(tag.kind, tag.at + self._base, tag.body))
