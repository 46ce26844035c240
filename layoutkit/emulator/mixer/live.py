"""One output, live: its sources, its desk, its outlet, and the clock that makes them move."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Any

from layoutkit.emulator.mixer.clock import JitterClock
from layoutkit.emulator.mixer.desk import PATIENCE_S, Desk
from layoutkit.emulator.mixer.feed import Feed
from layoutkit.emulator.mixer.images import Images
from layoutkit.emulator.mixer.outlet import Outlet
from layoutkit.emulator.mixer.plan import plan_from
from layoutkit.emulator.mixer.snapshot import snapshot
from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.rtmp.tags import VIDEO, Tag

DELAY_S = 0.25
"""The jitter buffer, in seconds: how late a packet may come and still be shown in time."""

BEHIND_S = 0.5
"""By how much the mixing may be late, in seconds, before it leaves pictures out: it is faster than time, and makes up for less."""


@dataclass(slots=True)
class _Last:
    """What a picture of the output can be made from."""

    header: Tag | None = None
    key: Tag | None = None


class Live:
    """Mixes in real time until it is stopped. The clock of the output is its own; no input can hold it up."""

    def __init__(
        self,
        tell: Callable[[dict[str, Any]], None],
        *,
        publish: str,
        pull: str,
        fps: int = 25,
        delay_s: float = DELAY_S,
        base_ms: int = 0,
        threads: int = 1,
        patience_s: float = PATIENCE_S,
        pull_first: str = "",
        images: Mapping[str, str] | None = None,
    ) -> None:
        self._tell, self._pull, self._first, self._delay = tell, pull, pull_first, delay_s
        files = {int(number): path for number, path in (images or {}).items()}
        self._desk = Desk(fps, time.monotonic(), threads=threads, patience=patience_s, images=Images(files))
        self._lock, self._stopped = Lock(), Event()
        self._feeds: dict[str, Feed] = {}
        self._serial = self._told = -1
        self._number = self._late = 0
        self._second = (time.monotonic(), 0)  # when pictures were last counted, and how many there were
        self._last = _Last()
        self._outlet = Outlet(publish, base_ms, self._desk.renew)
        self._thread = Thread(target=self._run, name="desk", daemon=True)
        self._thread.start()

    # --- orders ---

    def show(self, document: Mapping[str, Any], serial: int) -> None:
        """Show a plan from the next picture on, or as soon as those who are new in it have a picture."""
        plan = plan_from(document)
        with self._lock:
            for stream in plan.streams:
                if stream not in self._feeds:
                    source = Source(stream, JitterClock(self._delay), delay=self._delay)
                    self._feeds[stream] = Feed(source, self._pull.replace("{stream}", stream), self._first)
            self._desk.plan(plan, time.monotonic())
            self._serial = serial

    def snapshot(self) -> bytes | None:
        """A JPEG of the output's last key frame."""
        last = self._last
        return snapshot(last.header, last.key) if last.header and last.key else None

    def stop(self) -> None:
        """Stop mixing and hang up."""
        self._stopped.set()
        self._thread.join(2.0)
        for feed in self._feeds.values():
            feed.stop()
        self._outlet.stop()

    # --- the clock ---

    def _run(self) -> None:
        second = 0
        while not self._stopped.wait(self._until()):
            self._skip()
            self._tick()
            self._number += 1
            if self._number // self._desk.fps > second:
                second = self._number // self._desk.fps
                self._tell({"told": self._facts()})

    def _until(self) -> float:
        """Seconds until the next picture is due."""
        return max(0.0, self._desk.start + self._number / self._desk.fps - time.monotonic())

    def _skip(self) -> None:
        """Leave pictures out, if the machine was too slow for them."""
        behind = int((time.monotonic() - self._desk.start) * self._desk.fps) - self._number
        omitted = left_out(behind, self._desk.fps)
        self._late += omitted
        self._number += omitted

    def _tick(self) -> None:
        with self._lock:
            sources = {name: feed.source for name, feed in self._feeds.items()}
            tags = list(self._desk.tick(self._number, sources))
            waits = self._desk.waits
            serial = self._serial
        for tag in tags:
            self._note(tag)
            self._outlet.send(tag)
        if not waits and serial != self._told:
            self._told = serial
            self._let_go()
            self._tell({"shown": serial})

    def _note(self, tag: Tag) -> None:
        if tag.kind == VIDEO and (tag.is_header or tag.is_key):
            self._last = _Last(tag) if tag.is_header else _Last(self._last.header, tag)

    def _let_go(self) -> None:
        """Hang up on those whom the plan has no more."""
        with self._lock:
            wanted = self._desk.streams
            gone = [self._feeds.pop(name) for name in [*self._feeds] if name not in wanted]
        for feed in gone:
            feed.stop()

    # --- what is told ---

    def _facts(self) -> dict[str, Any]:
        times = os.times()
        (then, made), self._second = self._second, (time.monotonic(), self._number - self._late)
        return {
            "fps": round((self._second[1] - made) / max(1e-3, self._second[0] - then), 1),
            "frames": self._number,
            "late": self._late,
            "composed": self._desk.composed,
            "dropped": self._outlet.dropped,
            "connections": self._outlet.connections,
            "cpu_s": round(times.user + times.system, 2),
            "sources": {name: _source(feed.source) for name, feed in self._feeds.items()},
        }


def left_out(behind: int, fps: int) -> int:
    """How many pictures are left out when so many are due at once: none while that can be made up for, else all of them."""
    return behind if behind > BEHIND_S * fps else 0


def _source(source: Source) -> dict[str, Any]:
    return {"decoded": source.decoded, "errors": source.errors, "waiting": source.waiting, "gone": source.gone}
