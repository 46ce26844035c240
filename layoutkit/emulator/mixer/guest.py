"""A synthetic guest, for those without cameras: one colour with a dot that moves, and a tone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame

from layoutkit.emulator.mixer.encoder import PictureEncoder, SoundEncoder
from layoutkit.emulator.mixer.planes import Colour, colour_of, empty, fill, planes
from layoutkit.emulator.mixer.sound import BLOCK, RATE, Samples
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Rect, Size

LOUDNESS = 0.125
"""Of full scale: eight such tones together do not clip."""


@dataclass(frozen=True, slots=True)
class Guest:
    """What a synthetic guest looks and sounds like: a colour as 0xRRGGBB, a tone in Hz, 0 for silence."""

    colour: str
    tone: float = 0.0
    size: Size = Size(540, 960)  # noqa: RUF009 - frozen
    fps: int = 25
    still: bool = False
    """Without the dot that moves."""
    scene: bool = False
    """A picture with depth instead of one flat colour: for a host."""
    loudness: float = LOUDNESS

    def tags(self) -> Iterator[Tag]:
        """All that it pushes, by time, without end."""
        pictures, sound = PictureEncoder(self.size, self.fps), SoundEncoder()
        yield pictures.header
        yield sound.header
        number = block = 0
        draw = self._drawn()
        while True:
            yield from pictures.encode(draw(number), number, key=False)
            number += 1
            while self.tone and block * BLOCK * self.fps < number * RATE:
                yield from sound.encode(self._tone(block), block * BLOCK)
                block += 1

    def _drawn(self) -> Callable[[int], VideoFrame]:
        ground = _scenery(self.size, colour_of(self.colour)) if self.scene else empty(self.size, colour_of(self.colour))
        dot = max(2, min(self.size.width, self.size.height) // 12 & ~1)
        span = max(1, self.size.width - 3 * dot)

        def drawn(number: int) -> VideoFrame:
            frame = VideoFrame(self.size.width, self.size.height, "yuv420p")
            for target, source in zip(planes(frame), planes(ground), strict=True):
                target[...] = source
            if not self.still:
                way = number * 4 % (2 * span)
                x = dot + min(way, 2 * span - way) & ~1
                fill(planes(frame), Rect(x, self.size.height * 3 // 4 & ~1, dot, dot), Colour(235, 128, 128))
            return frame

        return drawn

    def _tone(self, block: int) -> Samples:
        at = np.arange(block * BLOCK, (block + 1) * BLOCK, dtype=np.float64) / RATE
        wave = (self.loudness * np.sin(2 * np.pi * self.tone * at)).astype(np.float32)
        return np.stack([wave, wave])


def push(
    guest: Guest,
    send: Callable[[Tag], object],
    seconds: float | None = None,
    now: Callable[[], float] = time.monotonic,
    wait: Callable[[float], object] = time.sleep,
) -> None:
    """Push a guest at the pace of life, for so many seconds, or for ever."""
    start = now()
    for tag in guest.tags():
        due = start + tag.at / 1000
        if seconds is not None and tag.at >= 1000 * seconds:
            return
        if due > now():
            wait(due - now())
        send(tag)


def _scenery(size: Size, colour: Colour) -> VideoFrame:
    """A room of that colour: light from above, a floor, somebody's head and shoulders before the wall."""
    frame = empty(size, colour)
    y, x = np.mgrid[0 : size.height, 0 : size.width]
    across, down = x / size.width - 0.5, y / size.height
    light = 30 - 70 * down - 60 * across**2
    narrow = size.height / size.width
    head = (across / 0.16) ** 2 + ((down - 0.42) * narrow / 0.2) ** 2 < 1
    body = (across / 0.34) ** 2 + ((down - 1.0) * narrow / (0.42 * narrow)) ** 2 < 1
    luma, u, v = planes(frame)
    shade = colour.y + light
    shade = np.where(down > 0.8, shade - 18, shade)
    shade = np.where(body, 60 + 40 * (1 - down), shade)
    shade = np.where(head, 165 - 25 * np.abs(across) / 0.16, shade)
    luma[...] = np.clip(shade, 16, 235).astype(np.uint8)
    for plane, skin, cloth in ((u, 112, 140), (v, 150, 120)):
        plane[...] = np.where(head[::2, ::2], skin, np.where(body[::2, ::2], cloth, plane))
    return frame
