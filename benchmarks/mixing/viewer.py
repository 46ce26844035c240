"""A viewer who notes when each tag came, and looks at every picture the moment it is here."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition, Thread
from typing import Any, Self

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from layoutkit.emulator.rtmp.client import Player
from layoutkit.emulator.rtmp.tags import VIDEO, Tag
from layoutkit.emulator.rtmp.wrong import RtmpError

Sign = Callable[[VideoFrame], bool]
"""Whether a picture shows what is waited for."""


class Viewer:
    """Plays an output: `with Viewer(url) as viewer`. `times` are the stamps of all its pictures in milliseconds."""

    def __init__(self, url: str, *, looks: bool = True) -> None:
        self.times: list[int] = []
        self.headers = 0
        self._looks = looks
        self._decoder: VideoCodecContext | None = None
        self._sign: Sign | None = None
        self._seen: float | None = None
        self._changed = Condition()
        self._player = Player(url)
        self._thread = Thread(target=self._run, name="viewer", daemon=True)
        self._thread.start()

    def look_for(self, sign: Sign) -> None:
        """From the next picture on, look for this."""
        with self._changed:
            self._sign, self._seen = sign, None

    def seen(self, timeout: float = 10.0) -> float:
        """When the first picture with the sign came, on the clock of `time.perf_counter`."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._seen is not None, timeout):
                raise TimeoutError("what was asked for was never seen")
            assert self._seen is not None
            return self._seen

    def _run(self) -> None:
        try:
            for tag in self._player:
                self._take(tag, time.perf_counter())
        except RtmpError:
            pass  # hung up

    def _take(self, tag: Tag, at: float) -> None:
        if tag.kind == VIDEO and tag.is_header:
            self.headers += 1
            self._decoder = av.CodecContext.create("h264", "r")
            self._decoder.extradata, self._decoder.thread_count = tag.body[5:], 1
            self._decoder.flags |= 1 << 19  # low delay
        elif tag.is_picture:
            self.times.append(tag.at)
            if self._looks and self._decoder is not None:
                for frame in self._decoder.decode(av.Packet(tag.body[5:])):
                    self._look(frame, at)

    def _look(self, frame: VideoFrame, at: float) -> None:
        with self._changed:
            if self._sign is not None and self._seen is None and self._sign(frame):
                self._seen = at
                self._changed.notify_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: Any) -> None:
        self._player.close()
        self._thread.join(5)
