"""From the request to the first changed picture at a viewer: somebody comes, moves, leaves."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from math import ceil
from statistics import median
from typing import Any

from av.video.frame import VideoFrame

import layoutkit as lk
from benchmarks.mixing.airing import layout, on_air
from benchmarks.mixing.clips import COLOURS, FPS, Clip
from benchmarks.mixing.viewer import Sign, Viewer
from layoutkit.emulator.air.media import Media
from layoutkit.emulator.mixer.planes import colour_of, planes
from layoutkit.geometry import Rect

BUFFER_MS = 1000 * Media().delay_s
"""The jitter buffer, which a new guest has to pass."""

REST_S = 0.5
"""Between two requests, and up to one picture more: so they fall anywhere between two pictures."""


def shows(rect: Rect, name: str) -> Sign:
    """Whether the middle of a rectangle has somebody's colour."""
    colour = colour_of(COLOURS[name])

    def sign(frame: VideoFrame) -> bool:
        y, x = (rect.y + rect.height // 2) // 2, (rect.x + rect.width // 2) // 2
        parts = [plane[y - 8 : y + 8, x - 8 : x + 8] for plane in planes(frame)[1:]]
        return all(abs(float(part.mean()) - wanted) < 12 for part, wanted in zip(parts, colour[1:], strict=True))

    return sign


def reaction(inputs: Sequence[Clip], samples: int) -> dict[str, Any]:
    """So many of each: Link comes, changes places with Rex, and leaves; all inputs are pushed all the time."""
    alone, both, swapped = layout(["rex"]), layout(["rex", "link"]), layout(["link", "rex"])
    lower, upper = (tile.rect for tile in both.secondaries)
    steps = {
        "comes": (both, shows(upper, "link")),
        "moves": (swapped, shows(lower, "link")),
        "leaves": (layout(["rex"]), shows(upper, "host")),
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    with on_air(inputs) as air, Viewer(air.play) as viewer:
        _asked(air.client, viewer, alone, shows(lower, "rex"))
        for _ in range(samples):
            for name, (wanted, sign) in steps.items():
                time.sleep(REST_S + random.random() / FPS)
                times[name].append(_asked(air.client, viewer, wanted, sign))
        facts = air.facts()
    return {**{name: _spread(found) for name, found in times.items()}, "samples": samples, "late": facts["late"]}


def _asked(client: lk.Client, viewer: Viewer, wanted: lk.Layout, sign: Sign) -> float:
    """Milliseconds from the request to the picture."""
    viewer.look_for(sign)
    start = time.perf_counter()
    client.mix(wanted)
    return 1000 * (viewer.seen() - start)


def _spread(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"median_ms": round(median(ordered), 1), "p95_ms": round(ordered[ceil(0.95 * len(ordered)) - 1], 1)}
