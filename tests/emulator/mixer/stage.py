"""What these tests share: guests whose tags are ready, a desk that mixes them as fast as it can, and eyes and ears for what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from layoutkit.emulator.mixer.clock import StampClock
from layoutkit.emulator.mixer.desk import Desk
from layoutkit.emulator.mixer.guest import Guest
from layoutkit.emulator.mixer.plan import Plan, plan_of
from layoutkit.emulator.mixer.planes import planes
from layoutkit.emulator.mixer.sound import RATE
from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.reading.placement import Placement
from layoutkit.emulator.rtmp.tags import AUDIO, VIDEO, Tag
from layoutkit.geometry import Rect, Size

CANVAS = Size(540, 960)
FPS = 25

COLOURS = {"host": "0x204060", "rex": "0xd02020", "link": "0x20d020", "shock": "0xe0e020"}
TONES = {"host": 440.0, "rex": 1000.0, "link": 1700.0, "shock": 2600.0}


def guest(name: str, size: Size = CANVAS, **particulars: Any) -> Guest:
    """One of the four, still, each with a colour and a tone of its own."""
    return Guest(COLOURS[name], TONES[name], **{"size": size, "still": True, **particulars})


@lru_cache(maxsize=64)
def tags_of(guest: Guest, seconds: float) -> tuple[Tag, ...]:
    """So many seconds of what a guest pushes."""
    return tuple(takewhile(lambda tag: tag.at < 1000 * seconds, guest.tags()))


def place(stream: str, x: int, y: int, width: int, height: int, layer: int, **particulars: Any) -> Placement:
    return Placement(stream, x, y, width, height, layer, **particulars)


def host(canvas: Size = CANVAS, stream: str = "host") -> Placement:
    """The host, who fills the canvas."""
    return place(stream, 0, 0, canvas.width, canvas.height, 1)


def plan(*placements: Placement, canvas: Size = CANVAS, heard: Iterable[str] = ()) -> Plan:
    return plan_of(canvas, placements, heard)


@dataclass
class Show:
    """A desk with sources whose tags come when they are due, a little ahead, as the jitter buffer has it."""

    guests: dict[str, tuple[Tag, ...]]
    desk: Desk = field(default_factory=lambda: Desk(FPS, 0.0))
    now: float = 0.0

    def __post_init__(self) -> None:
        self.sources = {name: Source(name, StampClock(), now=lambda: self.now) for name in self.guests}
        self.tags: list[Tag] = []
        self.number = 0
        self._come: dict[str, Iterator[Tag]] = {name: iter(tags) for name, tags in self.guests.items()}
        self._next: dict[str, Tag | None] = {name: next(it) for name, it in self._come.items()}

    def plan(self, *placements: Placement, canvas: Size = CANVAS, heard: Iterable[str] = ()) -> None:
        self.desk.plan(plan(*placements, canvas=canvas, heard=heard), self.now)

    def play(self, seconds: float, without: Iterable[str] = ()) -> list[Tag]:
        """Mix on for so many seconds; nothing comes from those named. The tags of this time."""
        mixed: list[Tag] = []
        for _ in range(round(seconds * FPS)):
            self.now = self.number / FPS
            self._arrive(set(without))
            mixed += self.desk.tick(self.number, self.sources)
            self.number += 1
        self.tags += mixed
        return mixed

    def _arrive(self, without: set[str]) -> None:
        for name, source in self.sources.items():
            while (tag := self._next[name]) is not None and tag.at <= 1000 * self.now + 250:
                if name not in without:
                    source.take(tag)
                self._next[name] = next(self._come[name], None)


# --- eyes ------------------------------------------------------------------------------------------------------------


def decoded(tags: Iterable[Tag]) -> list[VideoFrame]:
    """The pictures of an output, by whatever headers stand in it."""
    frames: list[VideoFrame] = []
    decoder: Any = None
    for tag in tags:
        if tag.kind == VIDEO and tag.is_header:
            decoder = av.CodecContext.create("h264", "r")
            decoder.extradata, decoder.thread_count = tag.body[5:], 1
        elif tag.is_picture:
            frames += decoder.decode(av.Packet(tag.body[5:]))
    return frames


def luma(frame: VideoFrame) -> NDArray[np.int16]:
    return planes(frame)[0].astype(np.int16)


def colours(frame: VideoFrame) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    return planes(frame)[1].astype(np.int16), planes(frame)[2].astype(np.int16)


def edges(line: NDArray[np.int16], step: int = 20) -> list[int]:
    """Where a line of pixels changes: the index of the first pixel of each new stretch."""
    return [int(i) + 1 for i in np.flatnonzero(np.abs(np.diff(line)) > step)]


def looks(frame: VideoFrame, rect: Rect, colour: str) -> bool:
    """Whether a rectangle is of that colour all over, up to what an encoder does to it."""
    from layoutkit.emulator.mixer.planes import colour_of

    y, u, v = colour_of(colour)
    inside = luma(frame)[rect.y : rect.bottom, rect.x : rect.right]
    chroma = [plane[(rect.y + 1) // 2 : rect.bottom // 2, (rect.x + 1) // 2 : rect.right // 2] for plane in colours(frame)]
    return bool(np.abs(inside - y).max() <= 6 and np.abs(chroma[0] - u).max() <= 8 and np.abs(chroma[1] - v).max() <= 8)


# --- ears ------------------------------------------------------------------------------------------------------------


def heard(tags: Iterable[Tag]) -> tuple[int, NDArray[np.float32]]:
    """When the sound of an output begins, in milliseconds, and its samples, left channel."""
    decoder: Any = None
    pieces: list[Any] = []
    begin = None
    for tag in tags:
        if tag.kind == AUDIO and tag.is_header:
            decoder = av.CodecContext.create("aac", "r")
            decoder.extradata = tag.body[2:]
        elif tag.is_sound:
            begin = tag.at if begin is None else begin
            pieces += [frame.to_ndarray()[0] for frame in decoder.decode(av.Packet(tag.body[2:]))]
    return begin or 0, np.concatenate(pieces)


def level(samples: NDArray[np.float32], tone: float) -> float:
    """How loud a tone is in some sound, in dB of full scale."""
    window = np.hanning(len(samples))
    spectrum = 2 * np.abs(np.fft.rfft(samples * window)) / window.sum()
    at = round(tone * len(samples) / RATE)
    return float(20 * np.log10(spectrum[max(0, at - 3) : at + 4].max() + 1e-9))
