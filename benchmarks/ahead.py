"""What is solved ahead: an event answered from the atlas, a command from a cold start, and the proof of the whole shelf."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import layoutkit as lk
from benchmarks.race import Disagreement, Told, timed
from layoutkit.pipeline import atlases

ROOT = Path(__file__).parents[1]
WARM = 50
APP_ID, NOW = 1250000000, 1490079362

BOOK = """\
name: column
domain: {secondaries: 1..3, canvases: [540x960, 720x1280, 1080x1920]}
rows:
  - use: right-column
"""

Event = tuple[str, list[str]]
"""The primary's id and those of the secondaries: somebody joined, or left."""


def ahead(folder: Path, events: int, processes: int, names: Sequence[str], told: Told = lambda done, of: None) -> dict[str, Any]:
    """All three; `names` are the templates to prove, the whole shelf if there are none."""
    folder.mkdir(exist_ok=True)
    every = [part for part in atlases() if part.path]
    return {
        "events": _events(folder, events),
        "cold": _cold(folder, processes, told),
        "proofs": _proofs(folder, names),
        "atlas_bytes": sum(len(part.path.read_bytes()) for part in every if part.path),
    }


# --- events ----------------------------------------------------------------------------------------------------------


def _events(folder: Path, events: int) -> dict[str, Any]:
    """So many events, each with people nobody saw before, by layoutkit and by hand in turn; what both wrote is compared."""
    book = folder / "column.yaml"
    book.write_text(BOOK, "utf-8")
    ways = {"by_layoutkit": _by_layoutkit(str(book)), "by_hand": by_hand}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(WARM + events):
        event = f"{number}_host", [f"{number}_guest_{guest}" for guest in range(1 + number % 3)]
        written = set()
        for name, way in ways.items():
            microseconds, text = timed(lambda way=way, event=event: way(event))  # type: ignore[misc]
            times[name].append(microseconds)
            written.add(text)
        if len(written) > 1:
            raise Disagreement(f"two payloads of one event: {' and '.join(sorted(written))}")
    return {"count": events, **{name: _spread(found[WARM:]) for name, found in times.items()}}


def _by_layoutkit(book: str) -> Callable[[Event], str]:
    def written(event: Event) -> str:
        primary, guests = event
        pick = lk.pick(book, canvas="540x960", secondaries=guests)
        layout = lk.arrange(pick.template, canvas="540x960", primary=primary, secondaries=guests, settings=pick.settings)
        return json.dumps(lk.render(layout, app_id=APP_ID, now=NOW))

    return written


def by_hand(event: Event) -> str:
    """The right column as a backend writes it without layoutkit: three numbers, and nothing checked."""
    primary, guests = event
    tiles = [f'{{"input_stream_id": {json.dumps(primary)}, "layout_params": {{"image_layer": 1}}}}']
    for index, guest in enumerate(guests):
        place = f'"image_width": 160, "image_height": 240, "location_x": 380, "location_y": {630 - 240 * index}'
        tiles.append(f'{{"input_stream_id": {json.dumps(guest)}, "layout_params": {{"image_layer": {index + 2}, {place}}}}}')
    mixed = f'"mix_stream_session_id": {json.dumps(primary)}, "output_stream_id": {json.dumps(primary)}'
    start = f'"app_id": {APP_ID}, "interface": "mix_streamv2.start_mix_stream_advanced", {mixed}'
    para = f'{{{start}, "input_stream_list": [{", ".join(tiles)}]}}'
    return f'{{"timestamp": {NOW}, "eventId": {NOW}, "interface": {{"interfaceName": "Mix_StreamV2", "para": {para}}}}}'


def _spread(times: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile (nearest rank), and how many a second on one core."""
    ordered = sorted(times)
    p99 = ordered[ceil(0.99 * len(ordered)) - 1]
    return {"p50_us": round(median(ordered), 2), "p99_us": round(p99, 2), "a_second": round(1e6 * len(ordered) / sum(ordered))}


# --- a cold start ----------------------------------------------------------------------------------------------------


def _cold(folder: Path, processes: int, told: Told) -> dict[str, Any]:
    """`layoutkit solve right-column` in processes of its own, beside an interpreter that does nothing; both with their bytecode cached."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    bare, solve = ["-c", "pass"], ["-m", "layoutkit", "solve", "right-column"]
    _process_ms(solve, environment)
    times: dict[str, list[float]] = {"bare": [], "solve": []}
    for turn in range(processes):
        times["bare"].append(_process_ms(bare, environment))
        times["solve"].append(_process_ms(solve, environment))
        told(turn + 1, processes)
    return {"runs": processes, **{f"{name}_ms": round(median(found), 1) for name, found in times.items()}}


def _process_ms(arguments: Sequence[str], environment: dict[str, str]) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (perf_counter() - start) * 1000


# --- the proof of a shelf --------------------------------------------------------------------------------------------


def _proofs(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    """`layoutkit check --fresh` on two cores."""
    file = folder / "check.json"
    command = [sys.executable, "-m", "layoutkit", "check", *names, "--fresh", "--jobs", "2", "--format", "json", "-o", str(file)]
    start = perf_counter()
    subprocess.run(command, cwd=ROOT, check=True)
    seconds = perf_counter() - start
    reports = json.loads(file.read_text("utf-8"))["templates"]
    return {"templates": len(reports), "cases": sum(one["cases"] for one in reports), "seconds": round(seconds, 2)}
