"""A hundred layout changes in a minute, and not a picture lost: what one player recorded of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import cycle, islice, pairwise
from typing import Any

from benchmarks.mixing.airing import layout, on_air
from benchmarks.mixing.clips import FPS, Clip
from benchmarks.mixing.viewer import Viewer

SETTLED_S = 1.0


def changes(inputs: Sequence[Clip], count: int, seconds: float) -> dict[str, Any]:
    """So many changes, evenly in so many seconds."""
    _, one, two, three = (clip.name for clip in inputs)
    wanted = [layout(guests) for guests in ([one], [one, two], [two, one], [one, two, three], [three, one], [two])]
    codes: list[int] = []
    memory: list[float] = []
    with on_air(inputs) as air, Viewer(air.play, looks=False) as viewer:
        air.client.mix(wanted[-1])
        time.sleep(SETTLED_S)
        start = time.perf_counter()
        for number, next_one in enumerate(islice(cycle(wanted), count)):
            time.sleep(max(0.0, start + number * seconds / count - time.perf_counter()))
            codes.append(air.client.mix(next_one).code)
            memory.append(air.facts()["mixer"]["rss_mb"])
        time.sleep(SETTLED_S)
        facts = air.facts()
    gaps = [later - earlier for earlier, later in pairwise(viewer.times)]
    return {
        "changes": count,
        "seconds": seconds,
        "refused": sum(code != 0 for code in codes),
        "received": len(viewer.times),
        "expected": 1 + round((viewer.times[-1] - viewer.times[0]) * FPS / 1000),
        "longest_gap_ms": max(gaps),
        "shortest_gap_ms": min(gaps),
        "late": facts["late"],
        "restarts": facts["restarts"],
        "headers": viewer.headers,
        "mixer_mb": [round(memory[count // 3]), round(memory[-1])],
    }
