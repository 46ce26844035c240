"""What a live mix of four costs: cores of the mixer's process and of the hub's, memory, pictures that were late."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from benchmarks.mixing.airing import layout, on_air
from benchmarks.mixing.clips import FPS, Clip
from benchmarks.mixing.viewer import Viewer
from layoutkit.geometry import Size

SETTLED_S = 2.0
"""Seconds before it counts: joining brings each input's last pictures at once."""


def live(size: Size, inputs: Sequence[Clip], seconds: float) -> dict[str, Any]:
    """So many seconds of one mix with one viewer, who decodes nothing."""
    _, *guests = (clip.name for clip in inputs)
    with on_air(inputs) as air, Viewer(air.play, looks=False):
        reply = air.client.mix(layout(guests, str(size)))
        time.sleep(SETTLED_S)
        before, start = air.facts(), time.perf_counter()
        time.sleep(seconds)
        after, passed = air.facts(), time.perf_counter() - start
    return {
        "canvas": str(size),
        "seconds": seconds,
        "wanted_fps": FPS,
        "code": reply.code,
        "mixer_cores": round((after["mixer"]["cpu_s"] - before["mixer"]["cpu_s"]) / passed, 3),
        "hub_cores": round((after["hub"]["cpu_s"] - before["hub"]["cpu_s"]) / passed, 3),
        "mixer_mb": round(after["mixer"]["rss_mb"]),
        "hub_mb": round(after["hub"]["rss_mb"]),
        "fps": after["fps"],
        "late": after["late"] - before["late"],
    }
