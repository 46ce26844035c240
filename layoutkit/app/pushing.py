"""Synthetic guests, for those without cameras: who they are, and how they are pushed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from layoutkit.app.scenes import tried
from layoutkit.documents import to_json
from layoutkit.emulator.air.media import need_mixer
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Size
from layoutkit.scene import Stream

if TYPE_CHECKING:
    from layoutkit.emulator.mixer.guest import Guest
    from layoutkit.emulator.rtmp.client import Publisher

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

HOST_COLOUR, HOST_TONE = "blue", 220.0
"""What a host has who is shown in a room: no guest's."""


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
    for given, what in ((colours, "colours"), (tones, "tones")):
        if len(given) > len(names):
            faults.append(Fault(f"{len(given)} {what} for {len(names)} names", hint="one for each NAME, in their order"))
    ours: Sequence[str] = (HOST_COLOUR,) if particulars.get("scene") else tuple(COLOURS)
    codes = [code for text in colours or ours if (code := tried(faults, lambda text=text: colour_code(text)))]  # type: ignore[misc]
    if faults:
        raise UsageError(faults)
    heard = tones or ((HOST_TONE,) if particulars.get("scene") else TONES)
    return {name: Guest(codes[n % len(codes)], heard[n % len(heard)], **particulars) for n, name in enumerate(names)}


def push_all(guests: dict[str, Guest], to: str, seconds: float | None, form: str) -> None:
    """Push every guest to `to/NAME` until the time is up or Ctrl-C; one that is refused, at the start or later, ends it for all."""
    over = Event()
    with ExitStack() as stack:
        publishers = {name: stack.enter_context(_connected(f"{to}/{name}")) for name in guests}
        _tell(guests, to, form)
        with ThreadPoolExecutor(max_workers=len(guests)) as pool:
            pushes = [pool.submit(push_until, over, guest, publishers[name], seconds) for name, guest in guests.items()]
            try:
                wait(pushes, return_when=FIRST_EXCEPTION)
            finally:
                over.set()
            for push in pushes:
                push.result()


def _connected(url: str) -> Publisher:
    """A connection that may push; who refuses it is told with what would help."""
    from layoutkit.emulator.rtmp.client import Publisher
    from layoutkit.emulator.rtmp.wrong import RtmpError

    try:
        return Publisher(url)
    except RtmpError as error:
        says = error.faults[0].says
        pushed = "pushes this name" in says
        raise RtmpError(says, "take another NAME" if pushed else "layoutkit emulator starts an endpoint that takes it") from None


class _Over(Exception):
    """Nobody wants it any more."""


def push_until(over: Event, guest: Guest, publisher: Publisher, seconds: float | None = None) -> None:
    """Push a guest until it is over, or the time is up; RtmpError where the server hangs up."""
    from layoutkit.emulator.mixer.guest import push

    def pause(delay: float) -> None:
        if over.wait(delay):
            raise _Over

    with suppress(_Over):
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
