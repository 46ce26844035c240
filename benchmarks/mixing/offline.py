"""A desk that mixes as fast as it can: a thread decodes each input some pictures ahead, and nobody waits for a clock.

As a program it mixes the files it is given and tells on standard output how long that took: python -m benchmarks.mixing.offline SIZE FILE...
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from time import perf_counter

from layoutkit.emulator.mixer.clock import StampClock
from layoutkit.emulator.mixer.desk import Desk
from layoutkit.emulator.mixer.plan import Plan, plan_of
from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.placement import Placement
from layoutkit.emulator.rtmp.flv import HEADER
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Rect, Size

FPS = 25
AHEAD = 10
"""How many pictures are mixed while the next as many are decoded."""

BITRATE = 1_500_000
THREADS = 2


class Input:
    """Tags that are decoded up to a time, and no further: so no input fills the memory."""

    def __init__(self, name: str, tags: Iterable[Tag]) -> None:
        self.source = Source(name, StampClock(), now=lambda: 0.0)
        self._tags = iter(tags)
        self._next = next(self._tags, None)

    def read(self, until_ms: float) -> bool:
        """Decode all before that time; whether more is to come."""
        while self._next is not None and self._next.at < until_ms:
            self.source.take(self._next)
            self._next = next(self._tags, None)
        return self._next is not None


def mixed(
    desk: Desk, inputs: Mapping[str, Iterable[Tag]], frames: int = sys.maxsize, each: Callable[[int], object] = lambda number: None
) -> Iterator[Tag]:
    """All that a desk makes of these inputs, to the end of the first, or so many pictures; `each` is called before each of them."""
    read = {name: Input(name, tags) for name, tags in inputs.items()}
    sources = {name: one.source for name, one in read.items()}
    first = next(iter(read))
    with ThreadPoolExecutor(len(read)) as threads:

        def ahead(batch: int) -> dict[str, Future[bool]]:
            until = 1000 * (batch + 1) * AHEAD / desk.fps + 0.5
            return {name: threads.submit(one.read, until) for name, one in read.items()}

        coming = ahead(0)
        for batch in count():
            more = {name: future.result() for name, future in coming.items()}
            coming = ahead(batch + 1) if more[first] else {}
            for number in range(batch * AHEAD, min((batch + 1) * AHEAD, frames)):
                each(number)
                yield from desk.tick(number, sources)
            if not coming or (batch + 1) * AHEAD >= frames:
                return


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


def read_flv(path: Path) -> Iterator[Tag]:
    """The tags of a file."""
    raw = memoryview(path.read_bytes())
    at = len(HEADER)
    while at < len(raw):
        length = int.from_bytes(raw[at + 1 : at + 4], "big")
        time = int.from_bytes(raw[at + 4 : at + 7], "big") | raw[at + 7] << 24
        yield Tag(raw[at], time, bytes(raw[at + 11 : at + 11 + length]))
        at += 11 + length + 4


def main(size: str, *files: str) -> None:
    """Mix these files."""
    canvas = Size(*map(int, size.split("x")))
    paths = {Path(file).name.partition("-")[0]: Path(file) for file in files}
    before, start = os.times(), perf_counter()
    desk = Desk(FPS, 0.0, threads=THREADS, bitrate=BITRATE)
    desk.plan(plan(canvas, paths), 0.0)
    pictures = 0
    for tag in mixed(desk, {name: read_flv(path) for name, path in paths.items()}):
        pictures += tag.is_picture
    seconds, after = perf_counter() - start, os.times()
    cpu = after.user + after.system - before.user - before.system
    print(json.dumps({"frames": pictures, "seconds": seconds, "cpu_s": cpu}))


if __name__ == "__main__":
    main(*sys.argv[1:])
