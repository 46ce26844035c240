"""The command: `python -m benchmarks mixing`, from the clone's root, with the development extras installed; on Linux, for its /proc.

It mixes the same four recorded inputs as a fixed ffmpeg graph does, in turn, where ffmpeg is installed; then it mixes live, through the
emulator: what that costs, how soon a change is seen, whether a picture is lost, whether memory grows. `--quick` shows that it runs; only
the full run's numbers mean something. Trust ratios before pictures a second.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np

import layoutkit
from benchmarks.mixing import report, throughput
from benchmarks.mixing.aims import aims
from benchmarks.mixing.changes import changes
from benchmarks.mixing.clips import clips, plain_clips
from benchmarks.mixing.cycles import cycles
from benchmarks.mixing.endurance import endured
from benchmarks.mixing.live import live
from benchmarks.mixing.reaction import reaction
from benchmarks.options import parser, progress, write
from layoutkit.geometry import Size

SIZES = (Size(540, 960), Size(1280, 720))
SMALL = Size(270, 480)
"""The size in which very many pictures are mixed."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    rounds: int = 7
    clip_s: float = 20.0
    live_s: float = 10.0
    samples: int = 20
    changes: int = 100
    changes_s: float = 60.0
    cycles: int = 60
    frames: int = 90_000


QUICK = Extent(rounds=1, clip_s=1.0, live_s=1.0, samples=1, changes=4, changes_s=1.0, cycles=2, frames=300)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write what was found."""
    options = parser(
        "python -m benchmarks mixing", __doc__, "1 round, and little of all", f"rounds of throughput (default {Extent().rounds})"
    )
    asked = options.parse_args(arguments)
    found = measured(QUICK if asked.quick else Extent(), asked.rounds)
    shown = {"json": _json, "markdown": report.markdown, "text": report.text}[asked.format]
    write(shown(found), asked.output)
    return 0


def measured(extent: Extent, rounds: int | None = None) -> dict[str, Any]:
    """The document of one run."""
    told = progress("mixing")
    with TemporaryDirectory() as name:
        folder = Path(name)
        moving = {size: clips(folder, size, extent.clip_s) for size in SIZES}
        plain = plain_clips(folder, SIZES[0], min(6.0, extent.clip_s))
        small = clips(folder, SMALL, min(6.0, extent.clip_s))
        steps = {
            "throughput": lambda: [throughput.throughput(size, found, rounds or extent.rounds) for size, found in moving.items()],
            "live": lambda: [live(size, found, extent.live_s) for size, found in moving.items()],
            "reaction": lambda: reaction(plain, extent.samples),
            "changes": lambda: changes(plain, extent.changes, extent.changes_s),
            "cycles": lambda: cycles(plain, extent.cycles),
            "endurance": lambda: endured(SMALL, small, extent.frames),
        }
        found: dict[str, Any] = {}
        for number, (step, measure) in enumerate(steps.items(), 1):
            found[step] = measure()
            told(number, len(steps))
    missing = [] if shutil.which("ffmpeg") else [{"peer": "ffmpeg", "how": throughput.HOW}]
    return {"benchmark": "mixing", "version": 1, "machine": machine(), "missing": missing, "aims": aims(found), **found}


def machine() -> dict[str, Any]:
    """Where it was measured: cores, system, and the versions that took part."""
    about = {"cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}", "python": platform.python_version()}
    ffmpeg = {"ffmpeg": _ffmpeg_version()} if shutil.which("ffmpeg") else {}
    return {**about, "layoutkit": layoutkit.__version__, "av": av.__version__, "numpy": np.__version__, **ffmpeg}


def _ffmpeg_version() -> str:
    told = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"ffmpeg version ([\w.]+)", told)
    return found[1] if found else "?"


def _json(found: dict[str, Any]) -> str:
    return json.dumps(found, indent=1) + "\n"
