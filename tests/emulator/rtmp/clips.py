"""Short films as tags, encoded once by PyAV: a moving picture, a tone, or one of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import av
import numpy

from layoutkit.emulator.rtmp import Tag


def tags_of(flv: bytes) -> Iterator[Tag]:
    """The tags of an FLV file, read by plain arithmetic."""
    at = 13
    while at + 11 <= len(flv):
        length = int.from_bytes(flv[at + 1 : at + 4], "big")
        time = int.from_bytes(flv[at + 4 : at + 7], "big") | flv[at + 7] << 24
        yield Tag(flv[at], time, flv[at + 11 : at + 11 + length])
        at += 15 + length


@cache
def clip(
    width: int = 320,
    height: int = 180,
    *,
    frames: int = 50,
    gop: int = 10,
    picture: bool = True,
    sound: bool = True,
    options: tuple[tuple[str, str], ...] = (),
) -> tuple[Tag, ...]:
    """Two seconds at 25 frames a second, a key frame every ten, as FLV has it; headers come first."""
    file = io.BytesIO()
    with av.open(file, "w", format="flv") as out:
        video: Any = _picture(out, width, height, gop, dict(options)) if picture else None
        audio: Any = out.add_stream("aac", rate=44100, layout="mono") if sound else None
        for index in range(frames):
            if video:
                out.mux(video.encode(_frame(width, height, index)))
            if audio:
                out.mux(audio.encode(_tone(index)))
        for stream in filter(None, (video, audio)):
            out.mux(stream.encode(None))
    return tuple(tags_of(file.getvalue()))


def _picture(out: Any, width: int, height: int, gop: int, options: dict[str, str]) -> Any:
    given = {"preset": "ultrafast", **options}
    stream = out.add_stream("libx264", rate=25, options=given)
    stream.width, stream.height, stream.gop_size = width, height, gop
    stream.pix_fmt = given.pop("pix_fmt", "yuv420p")
    return stream


def _frame(width: int, height: int, index: int) -> av.VideoFrame:
    picture = numpy.full((height, width, 3), 5 * index % 250, numpy.uint8)
    picture[:, index * 3 % width :, 1] = 200
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    frame.pts = index
    return frame


def _tone(index: int) -> av.AudioFrame:
    count = 44100 // 25
    wave = numpy.sin(numpy.arange(index * count, (index + 1) * count) * 440 * 6.2832 / 44100) / 8
    frame = av.AudioFrame.from_ndarray(wave.astype(numpy.float32)[None, :], format="fltp", layout="mono")
    frame.sample_rate, frame.pts = 44100, index * count
    return frame


def loud(tag: Tag, size: int = 200_000) -> Tag:
    """The same tag with a body so large, as if the picture were hard to encode."""
    return Tag(tag.kind, tag.at, tag.body.ljust(size, b"\0"))


def later(tags: tuple[Tag, ...], by: int) -> tuple[Tag, ...]:
    """The same tags, so many milliseconds later."""
    return tuple(Tag(tag.kind, tag.at + by, tag.body) for tag in tags)
