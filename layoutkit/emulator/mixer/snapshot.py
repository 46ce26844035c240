"""A small JPEG of what was really encoded: the last key frame, decoded again."""

from __future__ import annotations

from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext

from layoutkit.emulator.rtmp.tags import Tag

LONGEST_SIDE = 480
"""Pixels of a snapshot's longer side, at most."""


def snapshot(header: Tag, key: Tag) -> bytes | None:
    """The key frame as JPEG; None where it cannot be decoded."""
    decoder: VideoCodecContext = av.CodecContext.create("h264", "r")
    decoder.extradata, decoder.thread_count = header.body[5:], 1
    frames = [*decoder.decode(av.Packet(key.body[5:])), *decoder.decode(None)]
    if not frames:
        return None
    frame = frames[0]
    scale = min(1.0, LONGEST_SIDE / max(frame.width, frame.height))
    width, height = (max(2, round(side * scale) & ~1) for side in (frame.width, frame.height))
    small = frame.reformat(width, height, "yuvj420p", threads=1)
    encoder: VideoCodecContext = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
    encoder.time_base, encoder.qmin, encoder.qmax = Fraction(1, 25), 3, 6
    small.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])
