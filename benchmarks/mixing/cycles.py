"""Memory of a live mixer over many mixes that start and end, with a viewer who stays."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from benchmarks.mixing.airing import layout, on_air
from benchmarks.mixing.clips import Clip
from benchmarks.mixing.endurance import thirds
from benchmarks.mixing.viewer import Viewer

MIXED_S, ALONE_S = 0.6, 0.3
"""Seconds for which a mix lasts, and until the next."""


def cycles(inputs: Sequence[Clip], count: int) -> dict[str, Any]:
    """So many times: all four, then the host alone. Memory in MB, the medians of three thirds."""
    _, *guests = (clip.name for clip in inputs)
    wanted, memory = layout(guests), []
    with on_air(inputs) as air, Viewer(air.play, looks=False):
        for _ in range(count):
            air.client.mix(wanted)
            time.sleep(MIXED_S)
            memory.append(air.facts()["mixer"]["rss_mb"])
            air.client.end(inputs[0].name)
            time.sleep(ALONE_S)
        late = air.facts()["late"]
    return {"cycles": count, "thirds_mb": thirds(memory), "late": late}
