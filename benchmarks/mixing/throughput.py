"""Pictures a second, as fast as it can: the desk beside a fixed ffmpeg graph that does the same with the same files, in turn."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.mixing.clips import FPS, Clip
from benchmarks.mixing.offline import tiles
from layoutkit.emulator.mixer.encoder import KEY_EVERY_S, SOUND_BITRATE, bitrate_for
from layoutkit.geometry import Size

ROOT = Path(__file__).parents[2]
HOW = "apt-get install ffmpeg"

Run = dict[str, float]
"""Seconds from the first file opened to the last tag, and of CPU in them."""


def throughput(size: Size, inputs: Sequence[Clip], rounds: int) -> dict[str, Any]:
    """So many rounds of both, each first in every other; without ffmpeg, of ours alone."""
    ways = {"ours": _ours, **({"ffmpeg": _ffmpeg} if shutil.which("ffmpeg") else {})}
    runs: dict[str, list[Run]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in sorted(ways, reverse=number % 2 == 1):
            runs[name].append(ways[name](size, inputs))
    frames = inputs[0].frames
    ratios = [other["seconds"] / own["seconds"] for own, other in zip(runs["ours"], runs.get("ffmpeg", ()), strict=False)]
    cpu = [own["cpu_s"] / other["cpu_s"] for own, other in zip(runs["ours"], runs.get("ffmpeg", ()), strict=False)]
    return {
        "canvas": str(size),
        "rounds": rounds,
        "frames": frames,
        **{name: _summary(found, frames) for name, found in runs.items()},
        "ratios": [round(ratio, 3) for ratio in ratios],
        "ratio": round(median(ratios), 3) if ratios else None,
        "cpu_ratio": round(median(cpu), 3) if cpu else None,
    }


def _summary(runs: Sequence[Run], frames: int) -> dict[str, float]:
    return {"fps": round(median(frames / run["seconds"] for run in runs), 1), "cpu_s": round(median(run["cpu_s"] for run in runs), 2)}


def _ours(size: Size, inputs: Sequence[Clip]) -> Run:
    command = [sys.executable, "-m", "benchmarks.mixing.offline", str(size), str(inputs[0].frames), *(str(clip.path) for clip in inputs)]
    told = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    assert told["pictures"] == inputs[0].frames, told
    return {"seconds": told["seconds"], "cpu_s": told["cpu_s"]}


def _ffmpeg(size: Size, inputs: Sequence[Clip]) -> Run:
    """The same with `overlay` and `amix`, the same encoder settings, and threads as ffmpeg likes them."""
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-y", "-benchmark"]
    command += [word for clip in inputs for word in ("-i", str(clip.path))]
    command += ["-filter_complex", graph(size), "-map", "[v]", "-map", "[a]"]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline"]
    command += [
        "-b:v",
        str(bitrate_for(size, FPS)),
        "-g",
        str(KEY_EVERY_S * FPS),
        "-c:a",
        "aac",
        "-b:a",
        str(SOUND_BITRATE),
        "-f",
        "flv",
        "/dev/null",
    ]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stderr
    found = re.search(r"bench: utime=([\d.]+)s stime=([\d.]+)s rtime=([\d.]+)s", told)
    assert found, told
    user, system, seconds = map(float, found.groups())
    return {"seconds": seconds, "cpu_s": user + system}


def graph(size: Size) -> str:
    """The filter graph: three pictures scaled and laid over the first one after the other, and the sum of four sounds."""
    places = [*enumerate(tiles(size), 1)]
    scaled = [f"[{n}:v]scale={r.width}:{r.height}:flags=bilinear[s{n}]" for n, r in places]
    laid = [f"[{f'o{n - 1}' if n > 1 else '0:v'}][s{n}]overlay={r.x}:{r.y}[{f'o{n}' if n < len(places) else 'v'}]" for n, r in places]
    return ";".join([*scaled, *laid, "[0:a][1:a][2:a][3:a]amix=inputs=4:normalize=0[a]"])
