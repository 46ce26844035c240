"""The output's encoders, H.264 and AAC: pictures and sound in, and out the tags that RTMP and FLV carry."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from layoutkit.emulator.mixer.sound import RATE, Samples
from layoutkit.emulator.rtmp.tags import AUDIO, VIDEO, Tag
from layoutkit.geometry import Size

GLOBAL_HEADER = 1 << 22
"""FFmpeg's flag for headers that stand apart from the packets."""

KEY_EVERY_S = 2
"""Seconds between key frames: the longest that a new viewer waits for a picture of his own."""

BITS_PER_PIXEL = 0.12
LEAST_BITRATE = 400_000
"""Bits for each pixel of a picture, and bits a second at least: 1.6 Mbit/s for 540x960 at 25 pictures a second."""

SOUND_BITRATE = 96_000


def bitrate_for(size: Size, fps: int) -> int:
    """Bits a second for pictures of that size."""
    return max(LEAST_BITRATE, round(size.width * size.height * fps * BITS_PER_PIXEL))


class PictureEncoder:
    """Pictures in, tags out, each at once: nothing is held back for those to come.

    It uses `kbits` kbit/s; 0 leaves it to the size of the pictures. Both are for its whole life: x264 takes no other bitrate while it runs.
    """

    def __init__(self, size: Size, fps: int, threads: int = 1, kbits: int = 0) -> None:
        self.size, self.fps, self.kbits = size, fps, kbits
        context: VideoCodecContext = av.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = size.width, size.height, "yuv420p"
        context.time_base, context.framerate = Fraction(1, fps), Fraction(fps)
        context.bit_rate, context.thread_count = 1000 * kbits or bitrate_for(size, fps), threads
        context.flags |= GLOBAL_HEADER
        context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.SMPTE170M  # else a player takes large pictures for BT.709
        context.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "profile": "baseline",
            "g": str(KEY_EVERY_S * fps),
            "forced-idr": "1",
        }
        context.open()
        self._context = context

    @property
    def header(self) -> Tag:
        """How to decode what follows: an AVC decoder configuration."""
        units = {unit[0] & 31: unit for unit in _units(bytes(self._context.extradata or b""))}
        sps, pps = units[7], units[8]
        record = b"\x01" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2, "big") + sps + b"\x01" + len(pps).to_bytes(2, "big") + pps
        return Tag(VIDEO, 0, b"\x17\x00\x00\x00\x00" + record)

    def encode(self, frame: VideoFrame, number: int, key: bool) -> Iterator[Tag]:
        """One picture, the `number`th of the output; `key` makes it one where decoding can begin."""
        frame.pts, frame.time_base = number, Fraction(1, self.fps)
        frame.pict_type = PictureType.I if key else PictureType.NONE
        for packet in self._context.encode(frame):
            yield self._tag(packet)

    def _tag(self, packet: av.Packet[Any]) -> Tag:
        units = [unit for unit in _units(bytes(packet)) if unit[0] & 31 not in (7, 8, 9)]
        body = b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)
        kind = b"\x17" if packet.is_keyframe else b"\x27"
        return Tag(VIDEO, round(1000 * (packet.pts or 0) / self.fps), kind + b"\x01\x00\x00\x00" + body)


class SoundEncoder:
    """Blocks of sound in, tags out."""

    def __init__(self) -> None:
        context: AudioCodecContext = av.CodecContext.create("aac", "w")
        context.sample_rate, context.layout, context.format = RATE, "stereo", "fltp"
        context.bit_rate, context.time_base = SOUND_BITRATE, Fraction(1, RATE)
        context.flags |= GLOBAL_HEADER
        context.open()
        self._context = context
        self._first: int | None = None

    @property
    def header(self) -> Tag:
        """How to decode what follows: an AAC configuration."""
        return Tag(AUDIO, 0, b"\xaf\x00" + bytes(self._context.extradata or b""))

    def encode(self, samples: Samples, start: int) -> Iterator[Tag]:
        """A block that begins at sample `start` of the output. The encoder's own first packet, which is before all sound, is left out."""
        self._first = start if self._first is None else self._first
        frame = AudioFrame.from_ndarray(samples, "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        for packet in self._context.encode(frame):
            if packet.pts is not None and packet.pts >= self._first:
                yield Tag(AUDIO, round(1000 * packet.pts / RATE), b"\xaf\x01" + bytes(packet))


def _units(stream: bytes) -> list[bytes]:
    """The NAL units of a stream where each begins with 00 00 01."""
    starts = []
    at = stream.find(b"\x00\x00\x01")
    while at >= 0:
        starts.append(at)
        at = stream.find(b"\x00\x00\x01", at + 3)
    ends = [*starts[1:], len(stream)]
    return [
        stream[start + 3 : end].rstrip(b"\x00") if end < len(stream) else stream[start + 3 :]
        for start, end in zip(starts, ends, strict=True)
    ]
