"""What is aimed at, line by line: what, beside whom, the aim, what was seen, and whether that meets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.aims import NOT_MEASURED, Aim
from benchmarks.mixing.reaction import BUFFER_MS

Document = Mapping[str, Any]

RATIO = 0.9
"""The least of ffmpeg's pictures a second."""
SOON_MS = 40
"""A picture of the output: within so many milliseconds a change is seen."""
GROWN = 1.03
"""Memory's last third by the one before, at most, where enough pictures were mixed for it to have settled."""
ENOUGH = 30_000


def aims(document: Document) -> list[Aim]:
    """Every line; `met` is None where it was not measured."""
    return [
        *(_throughput(found) for found in document["throughput"]),
        *(_live(found) for found in document["live"]),
        *_reaction(document["reaction"]),
        _changes(document["changes"]),
        _memory(document["endurance"]),
        _cycles(document["cycles"]),
    ]


def _aim(what: str, aim: str, seen: str, met: bool | None, beside: str = "") -> Aim:
    return {"what": what, "beside": beside, "aim": aim, "seen": seen, "met": met}


def _throughput(found: Document) -> Aim:
    ratio, what = found["ratio"], f"pictures a second, four inputs, {found['canvas']}"
    seen = (
        f"{ratio:.2f}: {found['ours']['fps']:.0f} by {found['ffmpeg']['fps']:.0f}, CPU {found['cpu_ratio']:.2f}" if ratio else NOT_MEASURED
    )
    return _aim(what, f"at least {RATIO}", seen, ratio and ratio >= RATIO, "ffmpeg overlay and amix")


def _live(found: Document) -> Aim:
    pictures, mixer, hub = found["seconds"] * found["wanted_fps"], found["mixer_cores"], found["hub_cores"]
    seen = f"{found['late']} of {pictures:.0f}, {mixer:.2f} core, the hub {hub:.2f}"
    return _aim(f"live, {found['canvas']}, pictures late", "none", seen, found["late"] == 0)


def _reaction(found: Document) -> Iterator[Aim]:
    """The medians of each kind of change."""
    within = {"moves": SOON_MS, "leaves": SOON_MS, "comes": BUFFER_MS + SOON_MS}
    for name, most in within.items():
        times = found[name]
        seen = f"{times['median_ms']:.0f} ms, p95 {times['p95_ms']:.0f} ms"
        yield _aim(f"a guest {name}: request to the first changed picture", f"under {most:g} ms", seen, times["median_ms"] < most)


def _changes(found: Document) -> Aim:
    lost, gaps = found["expected"] - found["received"], (found["shortest_gap_ms"], found["longest_gap_ms"])
    seen = f"{found['refused']} refused, {lost} of {found['expected']} lost, {found['late']} late, {gaps[0]} to {gaps[1]} ms apart"
    met = not any((found["refused"], lost, found["late"], found["restarts"])) and gaps[0] > 0 and gaps[1] <= SOON_MS
    return _aim(f"{found['changes']} layout changes in {found['seconds']:g} s", "all granted, no picture lost", seen, met)


def _memory(found: Document) -> Aim:
    seen = f"{_thirds(found['thirds_mb'])} in {found['seconds']:.0f} s"
    met = steady(found["thirds_mb"]) and found["pictures"] == found["frames"] if found["frames"] >= ENOUGH else None
    return _aim(f"memory over {found['frames']} pictures", "no growth", seen, met)


def _cycles(found: Document) -> Aim:
    met = steady(found["thirds_mb"]) if found["cycles"] >= 30 else None
    return _aim(f"memory over {found['cycles']} mixes, live", "no growth", _thirds(found["thirds_mb"]), met)


def steady(thirds: Sequence[float]) -> bool:
    """Whether memory stays as it is, once it has what it needs."""
    return thirds[2] <= thirds[1] * GROWN


def _thirds(thirds: Sequence[float]) -> str:
    return ", ".join(f"{part:.0f}" for part in thirds) + " MB"
