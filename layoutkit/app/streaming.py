"""The media options of the emulator, and the synthetic guests that somebody without cameras pushes to it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from layoutkit.app.scenes import tried
from layoutkit.documents import to_json
from layoutkit.emulator.air.media import Media, installed, need_mixer
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Size
from layoutkit.scene import Stream

if TYPE_CHECKING:
    from layoutkit.emulator.mixer.guest import Guest

RTMP_PORT = 1935
"""Where RTMP is spoken, by custom."""

COLOURS = {
    "teal": "0x0f8b8d",
    "coral": "0xe4572e",
    "gold": "0xe8b023",
    "violet": "0x7b4fb0",
    "green": "0x4f9d45",
    "blue": "0x2f6fb7",
    "pink": "0xd9578f",
    "brown": "0x8b5a3c",
    "red": "0xd02020",
    "yellow": "0xe0e020",
    "white": "0xffffff",
    "grey": "0x808080",
    "black": "0x000000",
}
"""Colours by name; guests without one take them in turn."""

TONES = (440.0, 554.4, 659.3, 880.0, 1108.7, 1318.5, 1760.0, 2217.5)
"""Tones in Hz, a chord that stays one however many are in it; guests without one take them in turn."""


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


# --- synthetic guests ------------------------------------------------------------------------------------------------


def colour_code(text: str) -> str:
    """0xRRGGBB for a name, `#0f8b8d` or `0x0f8b8d`."""
    name = text.lower()
    code = COLOURS.get(name, "0x" + name.removeprefix("#").removeprefix("0x"))
    digits = code[2:]
    if len(digits) != 6 or not set(digits) <= set("0123456789abcdef"):
        raise UsageError(f"{text[:40]!r} is no colour", f"#0f8b8d, or one of {', '.join(COLOURS)}")
    return code


def guests_of(names: Sequence[str], colours: Sequence[str], tones: Sequence[float], **particulars: Any) -> dict[str, Guest]:
    """A guest for each name; colours and tones go to them in turn, and where there are none, ours do."""
    need_mixer()
    from layoutkit.emulator.mixer.guest import Guest

    faults: list[Fault] = []
    for name in names:
        tried(faults, lambda name=name: Stream(name))  # type: ignore[misc]
    faults += [Fault(f"{name!r} is named twice") for name in sorted({n for n in names if names.count(n) > 1})]
    codes = [code for text in colours or COLOURS if (code := tried(faults, lambda text=text: colour_code(text)))]  # type: ignore[misc]
    if faults:
        raise UsageError(faults)
    heard = tones or TONES
    return {name: Guest(codes[n % len(codes)], heard[n % len(heard)], **particulars) for n, name in enumerate(names)}


def push_all(guests: dict[str, Guest], to: str, seconds: float | None, form: str) -> None:
    """Push every guest to `to/NAME` until the time is up or Ctrl-C; the first that is refused ends it for all."""
    over = Event()
    with ThreadPoolExecutor(max_workers=len(guests)) as pool:
        pushes = [pool.submit(_push, guest, f"{to}/{name}", seconds, over) for name, guest in guests.items()]
        try:
            _tell(guests, to, form)
            wait(pushes, return_when=FIRST_EXCEPTION)
        finally:
            over.set()
        for push in pushes:
            push.result()


def _push(guest: Guest, url: str, seconds: float | None, over: Event) -> None:
    from layoutkit.emulator.rtmp.wrong import RtmpError

    try:
        push_until(over, guest, url, seconds)
    except (RtmpError, OSError) as error:
        raise UsageError(f"cannot push to {url}: {error}", "layoutkit emulator starts an endpoint that takes it") from None


class _Over(Exception):
    """Nobody wants it any more."""


def push_until(over: Event, guest: Guest, url: str, seconds: float | None = None) -> None:
    """Push a guest until it is over, or the time is up; RtmpError where it is refused."""
    from layoutkit.emulator.mixer.guest import push
    from layoutkit.emulator.rtmp.client import Publisher

    def pause(delay: float) -> None:
        if over.wait(delay):
            raise _Over

    with suppress(_Over), Publisher(url) as publisher:
        push(guest, publisher.send, seconds, wait=pause)


def _tell(guests: dict[str, Guest], to: str, form: str) -> None:
    if form == "json":
        told = [
            {"stream": name, "url": f"{to}/{name}", "colour": guest.colour, "tone": guest.tone, **_sides(guest.size)}
            for name, guest in guests.items()
        ]
        click.echo(to_json({"pushing": told}))
        return
    for name, guest in guests.items():
        sound = f"{guest.tone:g} Hz" if guest.tone else "silent"
        click.echo(f"pushing {name}, {guest.size} in {guest.colour.replace('0x', '#')}, {sound}, to {to}/{name}")
    click.echo("Ctrl-C ends it")


def _sides(size: Size) -> dict[str, int]:
    return {"width": size.width, "height": size.height}
