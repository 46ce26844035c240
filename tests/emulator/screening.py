"""A screen for the tests: every output is a film that PyAV made, colour bars and a tone, sent at the speed of life."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np

from layoutkit.emulator.cloud.watching import AirState, OnAir
from layoutkit.geometry import Size

BARS = ((235, 235, 235), (220, 200, 40), (40, 190, 200), (60, 170, 60), (190, 60, 180), (200, 50, 50), (50, 70, 190))
FPS, RATE = 25, 44100


class Bars:
    """Outputs by name and size; who watches is counted."""

    def __init__(self, *outputs: tuple[str, Size], state: AirState = "on air", seconds: int = 20) -> None:
        self.sizes = dict(outputs)
        self.state: AirState = state
        self.seconds = seconds
        self.viewers = 0
        self.late = 0
        self.restarts = 0

    def address(self) -> str:
        return "rtmp://127.0.0.1:1935/live"

    def outputs(self) -> tuple[OnAir, ...]:
        return tuple(self._one(name, size) for name, size in self.sizes.items())

    def _one(self, name: str, size: Size) -> OnAir:
        play = f"{self.address()}/{name}"
        return OnAir(name, size.width, size.height, 25.0, self.viewers, 1234, self.late, self.state, play, self.restarts)

    def thumbnail(self, name: str) -> bytes | None:
        return jpeg(self.sizes[name])

    def plays(self, name: str) -> bool:
        return name in self.sizes

    def flv(self, name: str, write: Callable[[bytes], object]) -> None:
        self.viewers += 1
        try:
            began = time.monotonic()
            for at, tag in tags(film(self.sizes[name], self.seconds)):
                time.sleep(max(0.0, at / 1000 - 0.5 - (time.monotonic() - began)))
                write(tag)
        finally:
            self.viewers -= 1


def picture(size: Size, n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The n-th picture: seven bars, and a white block that walks."""
    image = np.zeros((size.height, size.width, 3), np.uint8)
    for bar, colour in enumerate(BARS):
        image[:, bar * size.width // 7 : (bar + 1) * size.width // 7] = colour
    left = n * 8 % (size.width - 40)
    image[size.height // 2 : size.height // 2 + 40, left : left + 40] = 255
    return image


@lru_cache
def jpeg(size: Size) -> bytes:
    """One picture."""
    coder = av.CodecContext.create("mjpeg", "w")
    coder.width, coder.height, coder.pix_fmt, coder.time_base = size.width, size.height, "yuvj420p", Fraction(1, FPS)
    frame = av.VideoFrame.from_ndarray(picture(size, 0), format="rgb24").reformat(format="yuvj420p")
    return b"".join(bytes(packet) for packet in (*coder.encode(frame), *coder.encode(None)))


@lru_cache
def film(size: Size, seconds: int) -> bytes:
    """The film as FLV: H.264 and AAC."""
    file = io.BytesIO()
    with av.open(file, "w", format="flv", options={"flvflags": "no_duration_filesize"}) as made:
        video = made.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "tune": "zerolatency", "g": "25"})
        video.width, video.height, video.pix_fmt = size.width, size.height, "yuv420p"
        sound = made.add_stream("aac", rate=RATE, layout="mono")
        for n in range(seconds * FPS):
            made.mux(video.encode(av.VideoFrame.from_ndarray(picture(size, n), format="rgb24")))
            made.mux(sound.encode(_tone(n)))
        made.mux(video.encode(None))
        made.mux(sound.encode(None))
    return file.getvalue()


def _tone(n: int) -> av.AudioFrame:
    each = RATE // FPS
    wave = 0.1 * np.sin(2 * np.pi * 440 * (np.arange(each) + n * each) / RATE)
    frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None, :], format="fltp", layout="mono")
    frame.sample_rate, frame.pts = RATE, n * each
    return frame


def tags(flv: bytes) -> Iterator[tuple[int, bytes]]:
    """The file's head, then each tag with its time in milliseconds."""
    yield 0, flv[:13]
    at = 13
    while at < len(flv):
        end = at + 15 + int.from_bytes(flv[at + 1 : at + 4])
        yield int.from_bytes(flv[at + 4 : at + 7]) | flv[at + 7] << 24, flv[at:end]
        at = end
