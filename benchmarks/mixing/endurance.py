"""Memory over very many mixed pictures: layouts change, inputs come and go, and nothing may be kept of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.mixing.airing import memory_mb
from benchmarks.mixing.clips import FPS, Clip
from benchmarks.mixing.offline import THREADS, Table, plan
from layoutkit.emulator.mixer.desk import Desk
from layoutkit.geometry import Size

EACH = 100
"""Pictures between two changes of the layout."""

Told = Callable[[int, int], object]


def endured(size: Size, inputs: Sequence[Clip], frames: int, told: Told = lambda done, of: None) -> dict[str, Any]:
    """Mix so many pictures, with a change every hundred; memory in MB, the medians of three thirds, and how many pictures came out."""
    memory: list[float] = []
    pictures, start = 0, perf_counter()
    by_name = {clip.name: clip for clip in inputs}
    with Table(Desk(FPS, 0.0, threads=THREADS)) as table:
        for here in _casts([*by_name]):
            if table.number >= frames:
                break
            _seat(table, by_name, here)
            table.desk.plan(plan(size, here), table.number / FPS)
            pictures += sum(tag.is_picture for tag in table.mix(min(EACH, frames - table.number)))
            memory.append(memory_mb(os.getpid()))
            told(table.number, frames)
        composed = table.desk.composed
    third = max(1, len(memory) // 3)
    thirds = [round(median(part), 1) for part in (memory[:third], memory[third : 2 * third], memory[2 * third :] or memory)]
    return {
        "canvas": str(size),
        "frames": frames,
        "pictures": pictures,
        "composed": composed,
        "seconds": round(perf_counter() - start, 1),
        "thirds_mb": thirds,
    }


def _casts(names: Sequence[str]) -> Iterator[list[str]]:
    """The host with some of the guests, in ever other orders."""
    host, one, two, three = names
    yield from cycle([[host, *guests] for guests in ([one, two, three], [three, one], [one, three], [two], [three, two, one], [one, two])])


def _seat(table: Table, clips: dict[str, Clip], here: Sequence[str]) -> None:
    """Have those go who are not in it any more, and those come who are new, whose stream begins now."""
    for name in table.names:
        if name not in here:
            table.go(name)
    for name in here:
        if name not in table.names:
            table.come(name, clips[name].looped(1000 * table.number // FPS))
