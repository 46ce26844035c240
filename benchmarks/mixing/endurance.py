"""Memory over very many mixed pictures: layouts change, inputs come and go, and nothing may be kept of them.

It is measured in a process of its own, with the settings of memory that a mixer has:
python -m benchmarks.mixing.endurance SIZE FRAMES FILE...
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.mixing.airing import ROOT, memory_mb
from benchmarks.mixing.clips import FPS, Clip, read_clip
from benchmarks.mixing.offline import THREADS, Table, plan
from layoutkit.emulator.mixer.desk import Desk
from layoutkit.geometry import Size

EACH = 100
"""Pictures between two changes of the layout."""


def endured(size: Size, inputs: Sequence[Clip], frames: int) -> dict[str, Any]:
    """Mix so many pictures, with a change every hundred; memory in MB, the medians of three thirds, and how many pictures came out."""
    command = [sys.executable, "-m", "benchmarks.mixing.endurance", str(size), str(frames), *(str(clip.path) for clip in inputs)]
    environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}
    start = perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return {"canvas": str(size), "frames": frames, **json.loads(done.stdout), "seconds": round(perf_counter() - start, 1)}


def main(size: str, frames: str, *files: str) -> None:
    """Mix so many pictures of these files, and tell what that took."""
    canvas, clips = Size(*map(int, size.split("x"))), {clip.name: clip for clip in map(read_clip, map(Path, files))}
    desk, memory = Desk(FPS, 0.0, threads=THREADS), []
    with Table(desk) as table:
        pictures = 0
        for here in _casts([*clips]):
            if table.number >= int(frames):
                break
            _seat(table, clips, here)
            desk.plan(plan(canvas, here), table.number / FPS)
            pictures += sum(tag.is_picture for tag in table.mix(min(EACH, int(frames) - table.number)))
            memory.append(memory_mb(os.getpid()))
    print(
        json.dumps(
            {"pictures": pictures, "composed": desk.composed, "thirds_mb": thirds(memory), "memory_mb": memory[:: len(memory) // 30 or 1]}
        )
    )


def thirds(memory: Sequence[float]) -> list[float]:
    """The medians of the first, the middle and the last third; of all, where there are too few."""
    third = len(memory) // 3
    parts = (memory[:third], memory[third : 2 * third], memory[2 * third :])
    return [round(median(part or memory), 1) for part in parts]


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


if __name__ == "__main__":
    main(*sys.argv[1:])
