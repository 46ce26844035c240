"""A viewer in a thread of its own, that remembers what it got; and how the hub's clients are used in the tests."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from threading import Thread
from types import TracebackType
from typing import Any, Self

from layoutkit.emulator.rtmp import VIDEO, Publisher, Tag

from .conftest import until


class Viewer:
    """Takes tags from a Player or a Watch until they end: `with Viewer(hub.watch(name)) as viewer`."""

    def __init__(self, source: Any) -> None:
        self.source = source
        self.tags: list[Tag] = []
        self.came: list[float] = []
        self._thread = Thread(target=self._take, daemon=True)

    def _take(self) -> None:
        for tag in self.source:
            self.came.append(time.monotonic())
            self.tags.append(tag)

    @property
    def is_over(self) -> bool:
        """Whether the tags have ended."""
        return not self._thread.is_alive()

    @property
    def pictures(self) -> list[Tag]:
        """The pictures that came, without headers."""
        return [tag for tag in self.tags if tag.is_picture]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.source.close()
        self._thread.join(5)
        assert self.is_over, "close() did not end the iteration"


def send(publisher: Publisher, tags: Iterable[Tag], every: float = 0.0) -> None:
    """Send them all, one after the other."""
    for tag in tags:
        publisher.send(tag)
        if every:
            time.sleep(every)


def send_at_the_pace_of(viewer: Viewer, publisher: Publisher, tags: Sequence[Tag]) -> None:
    """Send them all, never more than a dozen ahead of that viewer."""
    for start in range(0, len(tags), 12):
        piece = tags[start : start + 12]
        send(publisher, piece)
        last = [tag.at for tag in media(piece)][-1:]
        until(lambda last=last: not last or (viewer.tags and viewer.tags[-1].at >= last[0]))


def media(tags: Sequence[Tag]) -> list[Tag]:
    """The tags without headers and data."""
    return [tag for tag in tags if tag.is_picture or tag.is_sound]


def gaps(tags: Sequence[Tag]) -> list[int]:
    """Milliseconds between one picture and the next."""
    times = [tag.at for tag in tags if tag.kind == VIDEO and tag.is_picture]
    return [after - before for before, after in pairwise(times)]
