"""Pictures that a mix lays beside the streams, by their number: read once, from files that somebody named."""

from __future__ import annotations

from collections.abc import Mapping

import av
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange


class Images:
    """The pictures there are; a file that is no picture is as if it were not there."""

    def __init__(self, files: Mapping[int, str]) -> None:
        self._files = files
        self._read: dict[int, VideoFrame | None] = {}

    def __call__(self, number: int) -> VideoFrame | None:
        """The picture of that number, transparent where it is so; None where there is none."""
        if number not in self._read:
            self._read[number] = _picture(self._files[number]) if number in self._files else None
        return self._read[number]


def _picture(path: str) -> VideoFrame | None:
    """A file's picture; files use all of a byte, from black 0 to white 255, where video has 16 to 235."""
    try:
        with av.open(path) as file:
            for frame in file.decode(video=0):
                return frame.reformat(format="yuva420p", dst_color_range=ColorRange.MPEG)  # a file has black at 0
    except (av.FFmpegError, IndexError, OSError, ValueError):
        pass
    return None
