"""The options of the emulator that are about real streams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layoutkit.emulator.air.media import Media, installed, need_mixer
from layoutkit.errors import Fault, UsageError

RTMP_PORT = 1935
"""Where RTMP is spoken, by custom."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says of real streams."""

    media: bool | None = None
    """Whether there are to be any; None: where the extra is installed."""
    rtmp_port: int | None = None
    fps: int = 25
    jitter: float = 0.25
    pictures: tuple[str, ...] = ()
    pull: str = ""
    publish: str = ""

    def made(self, port: int) -> Media | None:
        """The media side for an endpoint on that HTTP port; None where there is to be none."""
        if self.media is False and self != Wanted(media=False, fps=self.fps, jitter=self.jitter):
            raise UsageError("--no-media beside an option for real streams", "leave out one of them")
        if self.media is False or (self.media is None and not installed()):
            return None
        need_mixer()
        rtmp = self.rtmp_port if self.rtmp_port is not None else RTMP_PORT if port else 0
        return Media(rtmp, self.fps, self.jitter, self.pull, self.publish, pictures_of(self.pictures))


def pictures_of(texts: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Pictures by their numbers, from `12=logo.png`; all that is wrong is told at once."""
    faults, found = [], {}
    for text in texts:
        number, _, path = text.partition("=")
        if not (number.isascii() and number.isdecimal() and len(number) < 10 and int(number) and path):
            faults.append(Fault(f"--picture {text[:80]!r} is no picture", hint="NUMBER=FILE: 12=logo.png"))
        elif not _readable(path):
            faults.append(Fault(f"--picture {text[:80]!r}: the file cannot be read"))
        elif not _is_picture(int(number), path):
            faults.append(Fault(f"--picture {text[:80]!r}: the file is no picture", hint="a PNG or JPEG"))
        else:
            found[int(number)] = path
    if faults:
        raise UsageError(faults)
    return tuple(sorted(found.items()))


def _readable(path: str) -> bool:
    try:
        with open(path, "rb"):
            return True
    except (OSError, ValueError):
        return False


def _is_picture(number: int, path: str) -> bool:
    from layoutkit.emulator.mixer.images import Images

    return Images({number: path})(number) is not None
