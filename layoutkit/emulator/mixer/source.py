"""One input: its tags decoded as they come, its pictures and its sound kept until they are due."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange

from layoutkit.emulator.mixer.clock import Clock
from layoutkit.emulator.mixer.sound import RATE, Voice
from layoutkit.emulator.rtmp.tags import Tag

LEAST_KEPT, A_SECOND = 20, 60
"""Decoded pictures that may wait: so many, and so many for each second of the jitter buffer; 35 of 540x960 take 27 MB."""

MS = Fraction(1, 1000)

STALLED_S = 2.0
"""A publisher that stays connected and sends nothing for so long, in seconds, is as good as gone."""

PLAIN = "yuv420p"
"""The form in which pictures are laid, black at 16 and white at 235; others are brought to it."""


class Source:
    """A pushed stream as the mixer sees it. One thread takes tags, another asks for pictures and sound.

    A picture stays until the next is due: a guest that freezes or vanishes keeps its last one.
    """

    def __init__(self, name: str, clock: Clock, now: Callable[[], float] = time.monotonic, delay: float = 0.25) -> None:
        self.name, self.voice = name, Voice(clock)
        self.errors = self.decoded = 0
        self.lost = False
        """Whether nobody pushes it now."""
        self._clock, self._now = clock, now
        self._pictures: deque[tuple[float, VideoFrame]] = deque(maxlen=LEAST_KEPT + round(A_SECOND * delay))
        self._shown: VideoFrame | None = None
        self._heard_at = float("inf")  # nothing is missed before anything came
        self._video: VideoCodecContext | None = None
        self._audio: AudioCodecContext | None = None
        self._resampler: av.AudioResampler | None = None

    # --- the thread that reads ---

    def take(self, tag: Tag) -> None:
        """Decode one tag. What cannot be decoded is counted and left out."""
        if self.lost:
            self._clock.restart()
        self.lost, self._heard_at = False, self._now()
        try:
            self._read(tag)
        except (av.FFmpegError, ValueError, OverflowError):
            self.errors += 1

    def _read(self, tag: Tag) -> None:
        if tag.is_header:
            self._open(tag)
        elif tag.is_picture or tag.is_sound:
            if self._clock.arrived(tag.at):
                self._pictures.clear()
                self.voice.forget()
            self._picture(tag) if tag.is_picture else self._sound(tag)

    def _open(self, tag: Tag) -> None:
        if tag.kind == 9:
            self._video = av.CodecContext.create("h264", "r")
            self._video.extradata, self._video.thread_count = tag.body[5:], 1
            self._video.open()
        else:
            self._audio = av.CodecContext.create("aac", "r")
            self._audio.extradata = tag.body[2:]
            self._audio.open()
            self._resampler = av.AudioResampler("fltp", "stereo", RATE)

    def _picture(self, tag: Tag) -> None:
        if self._video is None:
            return
        packet = av.Packet(tag.body[5:])
        packet.dts, packet.time_base = tag.at, MS
        packet.pts = tag.at + int.from_bytes(tag.body[2:5], "big", signed=True)
        for frame in self._video.decode(packet):
            self._pictures.append((tag.at if frame.pts is None else frame.pts, _plain(frame)))
            self.decoded += 1

    def _sound(self, tag: Tag) -> None:
        if self._audio is None or self._resampler is None:
            return
        packet = av.Packet(tag.body[2:])
        packet.pts = packet.dts = tag.at
        packet.time_base = MS
        at: float = tag.at
        for frame in self._audio.decode(packet):
            for piece in self._resampler.resample(frame):
                samples = np.ascontiguousarray(piece.to_ndarray(), dtype=np.float32)
                if np.isfinite(samples).all():  # spoilt sound may decode to anything, and the encoder takes only numbers
                    self.voice.add(at, samples)
                at += 1000 * samples.shape[1] / RATE

    # --- the thread that mixes ---

    def picture(self, at: float) -> VideoFrame | None:
        """The picture that is due at that time of our clock: the newest whose time has come; None before the first."""
        while self._pictures:
            try:
                stamp, frame = self._pictures[0]
                if self._clock.due(stamp) > at:
                    break
                self._pictures.popleft()
            except IndexError:  # forgotten meanwhile
                break
            self._shown = frame
        return self._shown

    @property
    def waiting(self) -> int:
        """How many pictures wait for their time."""
        return len(self._pictures)

    @property
    def newest(self) -> float:
        """When the last waiting picture is due; minus infinity when none waits."""
        try:
            return self._clock.due(self._pictures[-1][0])
        except IndexError:
            return float("-inf")

    @property
    def silent_s(self) -> float:
        """For how many seconds nothing has come."""
        return self._now() - self._heard_at

    @property
    def gone(self) -> bool:
        """Whether nobody pushes it, or nothing has come for too long."""
        return self.lost or self.silent_s > STALLED_S


def _plain(frame: VideoFrame) -> VideoFrame:
    """The picture in the form in which pictures are laid: some phones and screens push black at 0 and white at 255."""
    if frame.format.name == PLAIN and frame.color_range != ColorRange.JPEG:
        return frame
    return frame.reformat(format=PLAIN, dst_color_range=ColorRange.MPEG)
