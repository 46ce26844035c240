"""Pictures of an output as JPEG: of what was really encoded, decoded again."""

from __future__ import annotations

from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from layoutkit.emulator.rtmp.tags import Tag

LONGEST_SIDE = 480
"""Pixels of a snapshot's longer side, at most."""


def snapshot(header: Tag, key: Tag) -> bytes | None:
    """A key frame as JPEG; None where it cannot be decoded."""
    decoder: VideoCodecContext = av.CodecContext.create("h264", "r")
    decoder.extradata, decoder.thread_count = header.body[5:], 1
    frames = [*decoder.decode(av.Packet(key.body[5:])), *decoder.decode(None)]
    return jpeg(frames[0]) if frames else None


def jpeg(frame: VideoFrame, longest: int = LONGEST_SIDE) -> bytes:
    """A picture as JPEG, its longer side of so many pixels at most."""
    scale = min(1.0, longest / max(frame.width, frame.height))
    width, height = (max(2, round(side * scale) & ~1) for side in (frame.width, frame.height))
    small = frame.reformat(width, height, "yuvj420p", threads=1)
    encoder: VideoCodecContext = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
    encoder.time_base, encoder.qmin, encoder.qmax = Fraction(1, 25), 3, 6
    small.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])
