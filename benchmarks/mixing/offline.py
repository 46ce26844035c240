"""A desk that mixes as fast as it can: a thread decodes each input some pictures ahead, and nobody waits for a clock.

As a program it mixes files and tells how long that took: python -m benchmarks.mixing.offline SIZE FRAMES FILE...
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Self

from benchmarks.mixing.clips import FPS, read_flv
from layoutkit.emulator.mixer.clock import StampClock
from layoutkit.emulator.mixer.desk import Desk
from layoutkit.emulator.mixer.plan import Plan, plan_of
from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.reading.placement import Placement
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Rect, Size

AHEAD = 10
"""How many pictures are mixed while the next as many are decoded."""

THREADS = 2


class Input:
    """Tags that are decoded up to a time, and no further: so no input fills the memory."""

    def __init__(self, name: str, tags: Iterable[Tag]) -> None:
        self.source = Source(name, StampClock(), now=lambda: 0.0)
        self._tags = iter(tags)
        self._next = next(self._tags, None)

    def read(self, until_ms: float) -> None:
        """Decode all before that time."""
        while self._next is not None and self._next.at < until_ms:
            self.source.take(self._next)
            self._next = next(self._tags, None)


class Table:
    """A desk and its inputs, who may come and go: `with Table(desk) as table`."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.number = desk, 0
        self._inputs: dict[str, Input] = {}
        self._reading: dict[str, Future[None]] = {}
        self._threads = ThreadPoolExecutor()

    @property
    def names(self) -> tuple[str, ...]:
        """Who is here, in the order of coming."""
        return tuple(self._inputs)

    def come(self, name: str, tags: Iterable[Tag]) -> None:
        """Somebody comes, whose first tag is due now or later."""
        self._inputs[name] = Input(name, tags)
        self._decode(name, self.number + AHEAD)

    def go(self, name: str) -> None:
        """Somebody goes, with all that was kept of them."""
        self._reading.pop(name).result()
        del self._inputs[name]

    def mix(self, frames: int) -> Iterator[Tag]:
        """The next so many pictures; those after them are decoded meanwhile."""
        end = self.number + frames
        while self.number < end:
            last = min(self.number + AHEAD, end)
            for name, reading in self._reading.items():
                reading.result()
                self._decode(name, last + AHEAD)
            sources = {name: one.source for name, one in self._inputs.items()}
            while self.number < last:
                yield from self.desk.tick(self.number, sources)
                self.number += 1

    def _decode(self, name: str, until: int) -> None:
        self._reading[name] = self._threads.submit(self._inputs[name].read, 1000 * until / self.desk.fps)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._threads.shutdown()


def tiles(canvas: Size) -> tuple[Rect, ...]:
    """Where three guests stand: in a column at the right, of their pictures' shape, so that nobody draws bars."""
    wide, high = (144, 256) if canvas.height > canvas.width else (256, 144)
    return tuple(Rect(canvas.width - wide, canvas.height - high * (n + 1), wide, high) for n in range(3))


def plan(canvas: Size, names: Iterable[str]) -> Plan:
    """The first fills the canvas, the others stand in the column."""
    host, *guests = names
    whole = Placement(host, 0, 0, canvas.width, canvas.height, 1)
    places = enumerate(zip(guests, tiles(canvas), strict=False))
    return plan_of(canvas, [whole, *(Placement(name, r.x, r.y, r.width, r.height, n + 2) for n, (name, r) in places)])


def main(size: str, frames: str, *files: str) -> None:
    """Mix so many pictures of these files."""
    canvas = Size(*map(int, size.split("x")))
    before, start = os.times(), perf_counter()
    desk = Desk(FPS, 0.0, threads=THREADS)
    with Table(desk) as table:
        for name, path in ((Path(file).name.partition("-")[0], Path(file)) for file in files):
            table.come(name, read_flv(path))
        desk.plan(plan(canvas, table.names), 0.0)
        pictures = sum(tag.is_picture for tag in table.mix(int(frames)))
    seconds, after = perf_counter() - start, os.times()
    cpu = after.user + after.system - before.user - before.system
    print(json.dumps({"pictures": pictures, "seconds": seconds, "cpu_s": cpu}))


if __name__ == "__main__":
    main(*sys.argv[1:])
