"""The emulator in a process of its own, with somebody in another who pushes files: what every live measurement stands on.

As a program it is that emulator: it tells where it listens, and what is on air whenever a line comes; it goes when its input ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import layoutkit as lk
from benchmarks.mixing.clips import Clip
from layoutkit.emulator import Emulator
from layoutkit.emulator.air.media import Media

ROOT = Path(__file__).parents[2]
APP_ID, KEY = 1250000000, "40328529ca4381a80c6ecf2e6aa57438"
OUTPUT = "host"


class OnAir:
    """A running emulator, seen from outside."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        about = self._told()
        self.rtmp: str = about["rtmp"]
        self.play = f"{self.rtmp}/{OUTPUT}"
        self.client = lk.Client(app_id=APP_ID, key=KEY, endpoint=about["endpoint"])

    def facts(self) -> dict[str, Any]:
        """The mixer's facts, as soon as it tells any; for the hub's process and the mixer's, CPU in seconds and memory in MB."""
        while "late" not in (told := self._asked()):
            time.sleep(0.02)
        return {**told, "hub": used(self._process.pid), "mixer": used(told["pid"])}

    def wait_for(self, streams: Iterable[str]) -> None:
        """Wait until all these are pushed."""
        while not set(streams) <= set(self._asked()["pushed"]):
            time.sleep(0.02)

    def _asked(self) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._told()

    def _told(self) -> dict[str, Any]:
        assert self._process.stdout
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told


def used(pid: int) -> dict[str, float]:
    """The CPU that a process used, in seconds, and what it holds of memory, in MB: from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    cpu_s = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return {"cpu_s": cpu_s, "rss_mb": memory_mb(pid)}


def memory_mb(pid: int) -> float:
    """What a process holds of memory now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def on_air(inputs: Sequence[Clip]) -> Iterator[OnAir]:
    """An emulator to which these are pushed."""
    with _started("benchmarks.mixing.airing") as process:
        air = OnAir(process)
        with _started("benchmarks.mixing.pushing", air.rtmp, *(str(clip.path) for clip in inputs)):
            air.wait_for(clip.name for clip in inputs)
            yield air


def layout(guests: Sequence[str], canvas: str = "540x960") -> lk.Layout:
    """The host with these guests in the page's column, which is a little narrower where the canvas is lower."""
    settings = {"tile_width": 140} if canvas == "1280x720" else {}
    return lk.arrange("right-column", canvas=canvas, primary=OUTPUT, secondaries=guests, settings=settings)


@contextmanager
def _started(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            yield process
        finally:
            assert process.stdin
            process.stdin.close()
            _let_go(process)


def _let_go(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def main() -> None:
    """Run until the input ends."""
    with Emulator(APP_ID, KEY, media=Media()) as emulator:
        _tell({"endpoint": emulator.endpoint, "rtmp": emulator.rtmp})
        for _ in sys.stdin:
            pushed = [stream.stream for stream in emulator.cloud.streams()]
            output = emulator.station.output(OUTPUT) if emulator.station else None
            facts = {**output.facts, "shown": output.shown, "restarts": output.restarts} if output else {}
            _tell({**facts, "pid": output.pid if output else None, "pushed": pushed})


def _tell(document: dict[str, Any]) -> None:
    print(json.dumps(document), flush=True)


if __name__ == "__main__":
    main()
