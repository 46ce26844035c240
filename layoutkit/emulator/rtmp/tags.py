"""A tag: one piece of sound or picture as RTMP and FLV carry it, and what can be seen of it without decoding."""

from __future__ import annotations

from dataclasses import dataclass

AUDIO, VIDEO, DATA = 8, 9, 18
"""Kinds of tags, by their number in RTMP and FLV."""

AVC, AAC = 7, 10
"""The codecs that are understood, H.264 and AAC, by their numbers in a tag."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its kind, when it is due in milliseconds on its publisher's clock, and its body as FLV has it."""

    kind: int
    at: int
    body: bytes

    @property
    def is_header(self) -> bool:
        """Whether it tells how to decode those that follow: an H.264 or AAC sequence header."""
        if self.kind == VIDEO:
            return len(self.body) > 5 and self.body[0] & 15 == AVC and self.body[1] == 0
        return self.kind == AUDIO and len(self.body) > 2 and self.body[0] >> 4 == AAC and self.body[1] == 0

    @property
    def is_picture(self) -> bool:
        """Whether an H.264 picture is in it."""
        return self.kind == VIDEO and len(self.body) > 5 and self.body[0] & 15 == AVC and self.body[1] == 1

    @property
    def is_key(self) -> bool:
        """Whether decoding can begin here: an H.264 key frame."""
        return self.is_picture and self.body[0] >> 4 == 1

    @property
    def is_sound(self) -> bool:
        """Whether AAC sound is in it."""
        return self.kind == AUDIO and len(self.body) > 2 and self.body[0] >> 4 == AAC and self.body[1] == 1
