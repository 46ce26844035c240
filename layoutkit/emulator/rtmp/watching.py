"""Watching an output from inside the process, from any thread: what HTTP-FLV is made of."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from threading import Condition
from typing import Self

from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.sink import Sink
from layoutkit.emulator.rtmp.tags import Tag

IDLE_S = 1.0
"""How often, in seconds, a viewer who gets nothing is looked after."""

TAGS = 4000
"""How many tags may wait at most, however small."""


class Watch(Sink):
    """A viewer in this process: `with hub.watch(name) as tags: for tag in tags`. It ends with the output, the hub, or `close()`.

    `idle` is called every second while nothing comes, on the thread that waits: what it raises ends the waiting.
    """

    def __init__(self, limits: Limits, leave: Callable[[Watch], None]) -> None:
        super().__init__(limits)
        self.idle: Callable[[], object] = lambda: None
        self._leave = leave
        self._tags: deque[Tag] = deque()
        self._bytes = 0
        self._changed = Condition()
        self._over = False

    def put(self, tag: Tag) -> None:
        with self._changed:
            self._tags.append(tag)
            self._bytes += len(tag.body)
            self._changed.notify()

    @property
    def backlog(self) -> int:
        return self._bytes if len(self._tags) < TAGS else max(self._bytes, self._limits.backlog + 1)

    def unpublished(self) -> None:
        """Nothing: whoever watches an output stays."""

    def over(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def close(self) -> None:
        """Watch no more; whoever waits for a tag is let go at once."""
        self.over()
        with self._changed:
            self._tags.clear()
        self._leave(self)

    def __iter__(self) -> Iterator[Tag]:
        return self

    def __next__(self) -> Tag:
        while not self._waited():
            self.idle()
        with self._changed:
            if not self._tags:
                raise StopIteration
            tag = self._tags.popleft()
            self._bytes -= len(tag.body)
            return tag

    def _waited(self) -> bool:
        """Wait for a tag or the end; whether there is one of them."""
        with self._changed:
            return bool(self._changed.wait_for(lambda: self._tags or self._over, IDLE_S))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()
