"""The demo with real streams: synthetic people push, an ordinary player records what the audience sees."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple, Self

from layoutkit.app.shell import put, put_bytes
from layoutkit.app.streaming import COLOURS, push_until
from layoutkit.emulator import Emulator
from layoutkit.errors import ExtraMissing, UsageError
from layoutkit.geometry import Size
from layoutkit.picture import Still, contact_sheet, to_png

if TYPE_CHECKING:
    from layoutkit.emulator.mixer.film import Film
    from layoutkit.emulator.mixer.guest import Guest

SCENE_S = 2.0
"""How long each scene is shown, in seconds."""

PATIENCE_S = 15.0
"""How long the pushes and the first picture may take."""

FILM, SHEET = "demo.mp4", "demo.png"
"""What is left behind, beside the picture."""


class Take(NamedTuple):
    """A scene: what happened, what the endpoint said, and when it was on air (monotonic seconds)."""

    title: str
    says: str
    at: float


class Filming:
    """Pushes the people of the demo to an emulator that takes real streams, and records its output."""

    def __init__(self, emulator: Emulator, primary: str, guests: Sequence[str], size: Size, folder: Path) -> None:
        self.emulator, self.primary = emulator, primary
        self._people = people(primary, guests, size)
        self._size, self._folder = size, folder
        self._over = Event()
        self._pool = ThreadPoolExecutor(max_workers=len(self._people))
        self._film: Film | None = None
        self.takes: list[Take] = []

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _begin(self) -> None:
        from layoutkit.emulator.mixer.film import Film

        for name, person in self._people.items():
            self._pool.submit(self._push, name, person)
        self._wait_for_pushes()
        self._film = Film(f"{self.emulator.rtmp}/{self.primary}", str(self._folder / f".{FILM}.part"))
        if not self._film.begun(PATIENCE_S):
            raise UsageError("no picture came from the mixer", "layoutkit doctor tells what is missing")
        time.sleep(SCENE_S / 2)

    def take(self, title: str, says: str) -> None:
        """Let a scene be seen for a while, from when it is on air."""
        self._wait_until_on_air()
        time.sleep(SCENE_S)
        self.takes.append(Take(title, says, time.monotonic() - SCENE_S / 4))

    def leave(self) -> tuple[str, str]:
        """End the film; where it and its contact sheet are."""
        assert self._film
        self._film.stop()
        if self._film.failure is not None:
            raise UsageError(f"the film could not be written: {self._film.failure}")
        film = self._folder / FILM
        Path(self._film.path).replace(film)
        return str(film), self._sheet(film)

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        self._pool.shutdown()
        if self._film:
            self._film.stop()
            Path(self._film.path).unlink(missing_ok=True)

    # --- the people ---

    def _push(self, name: str, person: Guest) -> None:
        from layoutkit.emulator.rtmp.wrong import RtmpError

        with suppress(RtmpError, OSError):  # the demo is over, or tells that nobody came
            push_until(self._over, person, f"{self.emulator.rtmp}/{name}")

    def _wait_for_pushes(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while missing := [name for name in self._people if self.emulator.cloud.pushed(name) is None]:
            if time.monotonic() > deadline:
                raise UsageError(f"the pushes of {', '.join(missing)} did not begin", "layoutkit doctor tells what is missing")
            time.sleep(0.02)

    def _wait_until_on_air(self) -> None:
        deadline, station = time.monotonic() + PATIENCE_S, self.emulator.station
        while station is not None and not station.settled(self.primary) and time.monotonic() < deadline:
            time.sleep(0.02)

    # --- the sheet ---

    def _sheet(self, film: Path) -> str:
        from layoutkit.emulator.mixer.film import stills

        assert self._film
        pictures = stills(str(film), [self._film.time_at(take.at) for take in self.takes], 960)
        shown = [Still(picture, take.title, take.says) for picture, take in zip(pictures, self.takes, strict=True)]
        return write_sheet(contact_sheet(shown, self._size, "What the audience saw, in one stream"), self._folder / SHEET)


def write_sheet(svg: str, path: Path) -> str:
    """As PNG where the extra `preview` is there, else as SVG beside it; which it was."""
    try:
        put_bytes(to_png(svg), str(path))
    except ExtraMissing:
        path = path.with_suffix(".sheet.svg")
        put(svg, str(path))
    return str(path)


def people(primary: str, guests: Iterable[str], size: Size) -> dict[str, Guest]:
    """A host in a room, and guests of one colour each, whose pictures have the shape of the tiles."""
    from layoutkit.emulator.mixer.guest import Guest

    cast = {primary: Guest(COLOURS["blue"], 220.0, size, scene=True, still=True)}
    chord = zip(guests, ("teal", "coral", "gold"), (440.0, 554.4, 659.3), strict=False)
    return cast | {name: Guest(COLOURS[colour], tone, Size(320, 480)) for name, colour, tone in chord}
