"""Pushes files for ever at the pace of life, nothing encoded: python -m benchmarks.mixing.pushing URL FILE..., till its input ends."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

from benchmarks.mixing.clips import FPS, read_clip
from layoutkit.emulator.rtmp.client import Publisher
from layoutkit.emulator.rtmp.wrong import RtmpError


def push(url: str, path: Path) -> None:
    """Push one file below an address, under the name it begins with."""
    clip = read_clip(path)
    with suppress(RtmpError), Publisher(f"{url}/{clip.name}") as publisher:
        start = time.monotonic()
        for tag in clip.looped():
            time.sleep(max(0.0, start + tag.at / 1000 - time.monotonic()))
            publisher.send(tag)


def main(url: str, *files: str) -> None:
    """Push them all until nobody wants it any more."""
    for n, file in enumerate(files):
        time.sleep(n % 2 * 0.3 / FPS)  # not all at the same moment
        Thread(target=push, args=(url, Path(file)), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
