"""The inputs: pictures that move all over and a tone each, made once, so that nobody encodes them while something is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise, takewhile
from pathlib import Path

import av.filter
import numpy as np
from av.video.frame import VideoFrame

from layoutkit.emulator.mixer.encoder import PictureEncoder, SoundEncoder
from layoutkit.emulator.mixer.guest import Guest
from layoutkit.emulator.mixer.sound import BLOCK, RATE
from layoutkit.emulator.rtmp.flv import HEADER, framed
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Size

FPS = 25
NAMES = ("host", "rex", "link", "shock")
TONES = dict(zip(NAMES, (440.0, 1000.0, 1700.0, 2600.0), strict=True))
HUES = dict(zip(NAMES, (0, 90, 180, 270), strict=True))
COLOURS = dict(zip(NAMES, ("0x204060", "0xd02020", "0x20d020", "0xe0e020"), strict=True))


@dataclass(frozen=True, slots=True)
class Clip:
    """Somebody's stream for some seconds: as a file that ffmpeg reads too, and as tags."""

    name: str
    path: Path
    tags: tuple[Tag, ...]
    frames: int

    def looped(self, start_ms: int = 0) -> Iterator[Tag]:
        """The clip again and again, its times going on from that one; the headers come once."""
        length = round(1000 * self.frames / FPS)
        yield from (tag for tag in self.tags if tag.is_header)
        rest = [tag for tag in self.tags if not tag.is_header]
        for begin in count(start_ms, length):
            yield from (Tag(tag.kind, begin + tag.at, tag.body) for tag in rest)


def read_clip(path: Path) -> Clip:
    """The clip that was written there."""
    tags = tuple(read_flv(path))
    return Clip(path.name.partition("-")[0], path, tags, sum(tag.is_picture for tag in tags))


def read_flv(path: Path) -> Iterator[Tag]:
    """The tags of a file."""
    raw = memoryview(path.read_bytes())
    at = len(HEADER)
    while at < len(raw):
        length = int.from_bytes(raw[at + 1 : at + 4], "big")
        time = int.from_bytes(raw[at + 4 : at + 7], "big") | raw[at + 7] << 24
        yield Tag(raw[at], time, bytes(raw[at + 11 : at + 11 + length]))
        at += 11 + length + 4


def clips(folder: Path, size: Size, seconds: float) -> list[Clip]:
    """The four of them, all of that size."""
    return [_clip(folder, name, size, round(seconds * FPS)) for name in NAMES]


def plain_clips(folder: Path, size: Size, seconds: float) -> list[Clip]:
    """The same, each of one colour with a dot that moves, by which they are known wherever they are."""
    return [_plain(folder, name, size, round(seconds * FPS)) for name in NAMES]


def _plain(folder: Path, name: str, size: Size, frames: int) -> Clip:
    guest = Guest(COLOURS[name], TONES[name], size)
    tags = tuple(takewhile(lambda tag: tag.at < 1000 * frames / FPS, guest.tags()))
    return _written(folder / f"{name}-plain-{size}.flv", name, tags, frames)


def _clip(folder: Path, name: str, size: Size, frames: int) -> Clip:
    pictures, sound = PictureEncoder(size, FPS), SoundEncoder()
    tags: list[Tag] = [pictures.header, sound.header]
    for number, frame in enumerate(_moving(size, HUES[name], frames)):
        tags += pictures.encode(frame, number, key=False)
    for block in range(frames * RATE // FPS // BLOCK):
        tags += sound.encode(_tone(TONES[name], block), block * BLOCK)
    return _written(folder / f"{name}-{size}.flv", name, tuple(sorted(tags, key=lambda tag: tag.at)), frames)


def _written(path: Path, name: str, tags: tuple[Tag, ...], frames: int) -> Clip:
    path.write_bytes(HEADER + b"".join(map(framed, tags)))
    return Clip(name, path, tags, frames)


def _moving(size: Size, hue: int, frames: int) -> Iterator[VideoFrame]:
    """FFmpeg's moving test picture, in colours of its own."""
    graph = av.filter.Graph()
    chain = [
        graph.add("testsrc2", f"size={size.width}x{size.height}:rate={FPS}"),
        graph.add("format", "yuv420p"),
        graph.add("hue", f"h={hue}"),
        graph.add("buffersink"),
    ]
    for one, other in pairwise(chain):
        one.link_to(other)
    graph.configure()
    for _ in range(frames):
        frame = graph.vpull()
        yield frame


def _tone(tone: float, block: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    at = np.arange(block * BLOCK, (block + 1) * BLOCK, dtype=np.float64) / RATE
    wave = (0.125 * np.sin(2 * np.pi * tone * at)).astype(np.float32)
    return np.stack([wave, wave])
