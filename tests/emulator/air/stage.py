"""What these tests share: cameras that push, players that record, and a studio where both meet; all of it on loopback."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, pairwise, takewhile
from threading import Event, Lock, Thread
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from layoutkit.emulator import Emulator
from layoutkit.emulator.air.media import Media
from layoutkit.emulator.air.output import Output
from layoutkit.emulator.mixer.guest import Guest
from layoutkit.emulator.mixer.planes import colour_of
from layoutkit.emulator.rtmp.client import Player, Publisher
from layoutkit.emulator.rtmp.tags import AUDIO, VIDEO, Tag
from layoutkit.emulator.rtmp.wrong import RtmpError
from layoutkit.geometry import Rect, Size

from ..mixer.stage import colours, decoded, heard, level, luma
from ..stage import APP_ID, KEY, page, para, query
from ..wire import Caller

CANVAS, CAMERA = Size(270, 480), Size(160, 240)
"""The picture of a host, and that of a guest, which has the shape of the tiles."""

PLACES = {"rex": Rect(180, 300, 80, 120), "link": Rect(180, 170, 80, 120), "shock": Rect(180, 40, 80, 120)}
COLOURS = {"host": "0x204060", "rex": "0xd02020", "link": "0x20d020", "shock": "0xe0e020"}
TONES = {"host": 400, "rex": 1000, "link": 1700, "shock": 2600}
"""In Hz; whole numbers of them fit in the time after which a camera begins anew."""

FPS, ROUND_MS = 25, 10_240
"""A camera pushes the same 256 pictures and 441 blocks of sound again and again."""

FRAME_MS = 1000 / FPS


def until(done: Callable[[], Any], seconds: float = 10.0, every: float = 0.05) -> Any:
    """Wait until something is so; what it was. The machine may be slow, so all waits are long."""
    deadline = time.monotonic() + seconds
    while not (found := done()):
        assert time.monotonic() < deadline, f"it did not come to be within {seconds:g} s"
        time.sleep(every)
    return found


# --- cameras ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def tags_of(guest: Guest) -> tuple[Tag, ...]:
    """What a camera pushes in one round. Its sound is that of the second, so that it goes on without a click."""
    tags = [*takewhile(lambda tag: tag.at < 2 * ROUND_MS, guest.tags())]
    first = [tag for tag in tags if tag.is_header or (tag.kind == VIDEO and tag.at < ROUND_MS)]
    second = [Tag(AUDIO, tag.at - ROUND_MS, tag.body) for tag in tags if tag.is_sound and tag.at >= ROUND_MS]
    return tuple(sorted([*first, *second], key=lambda tag: (not tag.is_header, tag.at)))


class Camera:
    """Pushes a round of tags over and over, at the pace of life, until it is stopped, cut or frozen."""

    def __init__(self, url: str, tags: Iterable[Tag], start_ms: int = 0) -> None:
        self._headers = [tag for tag in tags if tag.is_header]
        self._round = [tag for tag in tags if not tag.is_header]
        self._start_ms = start_ms
        self._publisher = Publisher(url)
        self._stopped, self._flows = Event(), Event()
        self._lag = 0.0
        self._flows.set()
        self._thread = Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    def freeze(self) -> None:
        """Stay connected and send nothing."""
        self._flows.clear()

    def thaw(self, lag: float = 0.0) -> None:
        """Send again, from a key frame on; the camera's clock has lost so many seconds."""
        self._lag += lag
        self._flows.set()

    def cut(self) -> None:
        """The cable is pulled: no goodbye."""
        self._publisher._link.close()
        self.stop()

    def stop(self) -> None:
        """Say that it is over, and go."""
        self._stopped.set()
        self._flows.set()
        self._thread.join()
        self._publisher.close()

    def _run(self) -> None:
        start = time.monotonic()
        with suppress(RtmpError, OSError):
            for tag in self._headers:
                self._publisher.send(Tag(tag.kind, self._start_ms, tag.body))
            while not self._stopped.is_set():
                self._flows.wait()
                self._film(start)

    def _film(self, start: float) -> None:
        """Send from the first tag on, stamped with the time since the camera was switched on."""
        began = time.monotonic() - start - self._lag
        base = self._start_ms + round(1000 * began)
        for turn in count():
            for tag in self._round:
                at = turn * ROUND_MS + tag.at
                while (early := start + self._lag + began + at / 1000 - time.monotonic()) > 0:
                    if self._stopped.wait(early):
                        return
                if self._stopped.is_set() or not self._flows.is_set():
                    return
                self._publisher.send(Tag(tag.kind, base + at, tag.body))


# --- players ---------------------------------------------------------------------------------------------------------


class Recorder:
    """Plays an output on one connection and keeps what comes, each tag with when it came."""

    def __init__(self, url: str) -> None:
        self.tags: list[Tag] = []
        self.came: list[float] = []
        self.over = False
        """Whether the connection ended, from whatever side."""
        self._player = Player(url)
        self._thread = Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with suppress(RtmpError):
            for tag in self._player:
                self.came.append(time.monotonic())
                self.tags.append(tag)
        self.over = True

    def close(self) -> None:
        self._player.close()
        self._thread.join()

    @property
    def now(self) -> int:
        """The stamp of the last picture, in milliseconds; -1 before the first."""
        return next((tag.at for tag in reversed(self.tags[:]) if tag.is_picture), -1)

    @property
    def stamps(self) -> list[int]:
        """When the pictures are due, in milliseconds."""
        return [tag.at for tag in self.tags[:] if tag.is_picture]

    def pictures(self, since: float = 0, to: float = float("inf")) -> list[VideoFrame]:
        """The pictures from one stamp to another, decoded."""
        tags = [tag for tag in self.tags[:] if (tag.is_picture and tag.at < to) or (tag.kind == VIDEO and tag.is_header)]
        keys = [n for n, tag in enumerate(tags) if tag.is_key and tag.at <= since]
        first = keys[-1] if keys else 0
        header = next((tag for tag in reversed(tags[:first]) if tag.is_header), None)
        frames = decoded([*([header] if header else []), *tags[first:]])
        wanted = sum(tag.is_picture and tag.at >= since for tag in tags[first:])
        return frames[len(frames) - wanted :]

    @property
    def last(self) -> VideoFrame | None:
        """The newest picture."""
        now = self.now
        return self.pictures(now)[-1] if now >= 0 else None

    def plays_on(self, seconds: float = 1.0) -> int:
        """Wait until so much more has come; the stamp from which on it did."""
        since = self.now
        until(lambda: self.now > since + 1000 * seconds, 15 + seconds)
        return since

    def loud(self, since: float, seconds: float = 1.0) -> dict[str, float]:
        """How loud the tone of each is in a second of sound from some stamp on, in dB of full scale."""
        until(lambda: any(tag.is_sound and tag.at > since + 1000 * seconds + 150 for tag in self.tags[:]), 15 + seconds)
        begin, samples = heard([tag for tag in self.tags[:] if tag.is_header or tag.at >= since - 300])
        first = round((since - begin) * 44.1)
        assert first >= 0, f"no sound before {begin} ms"
        return {name: level(samples[first : first + round(44_100 * seconds)], tone) for name, tone in TONES.items()}

    def speaking(self, since: float, seconds: float = 1.0) -> set[str]:
        """Who is heard from a stamp on; everybody else must be 20 dB below, at least."""
        levels = self.loud(since, seconds)
        found = {name for name, loud in levels.items() if loud > -26}
        assert all(loud < -46 for name, loud in levels.items() if name not in found), levels
        return found


def rises(recorder: Recorder) -> bool:
    """Whether each picture comes after the one before, and no tag before another."""
    stamps, all_of_them = recorder.stamps, [tag.at for tag in recorder.tags[:] if tag.kind in (AUDIO, VIDEO)]
    return all(a < b for a, b in pairwise(stamps)) and all_of_them == sorted(all_of_them)


# --- eyes ------------------------------------------------------------------------------------------------------------

Scene = tuple[tuple[str, Rect], ...]
"""What stands where, the lowest first; the host's colour is beneath."""


def scene(*guests: str, **moved: Rect) -> Scene:
    """These guests, in their places or in others."""
    return tuple((name, moved.get(name) or PLACES[name]) for name in guests)


def shows(frame: VideoFrame | None, scene: Scene, canvas: Size = CANVAS, ground: str = COLOURS["host"]) -> bool:
    """Whether a picture is exactly that scene: each colour fills its rectangle, and nothing else is seen."""
    if frame is None or (frame.width, frame.height) != (canvas.width, canvas.height):
        return False
    off = [np.abs(seen - painted) for seen, painted in zip((luma(frame), *colours(frame)), _painted(scene, canvas, ground), strict=True)]
    return bool(all((plane > 14).mean() < 0.003 for plane in off) and off[0].max() < 60)


@lru_cache(maxsize=64)
def _painted(scene: Scene, canvas: Size, ground: str) -> tuple[NDArray[np.int16], ...]:
    """The same scene by plain arithmetic, at even places."""
    found = []
    for plane, by in enumerate((1, 2, 2)):
        paper = np.full((canvas.height // by, canvas.width // by), colour_of(ground)[plane], np.int16)
        for name, rect in scene:
            colour = colour_of(COLOURS.get(name, name))[plane]
            paper[rect.y // by : rect.bottom // by, rect.x // by : rect.right // by] = colour
        found.append(paper)
    return tuple(found)


def which(frame: VideoFrame, scenes: Iterable[Scene], canvas: Size = CANVAS) -> Scene | None:
    """Which of the scenes a picture shows; None for none of them."""
    return next((scene for scene in scenes if shows(frame, scene, canvas)), None)


def same(one: VideoFrame, other: VideoFrame) -> bool:
    """Whether two pictures look the same, up to what an encoder does to them."""
    return bool((np.abs(luma(one) - luma(other)) > 14).mean() < 0.001)


def moves(frames: list[VideoFrame], rect: Rect | None = None) -> bool:
    """Whether anything moves, in a part of the picture or in all of it."""
    part = (slice(rect.y, rect.bottom), slice(rect.x, rect.right)) if rect else (slice(None), slice(None))
    first = luma(frames[0])[part]
    return any(bool((np.abs(luma(frame)[part] - first) > 40).any()) for frame in frames[1:])


# --- the studio ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Room:
    """One host's show: its streams have names of their own, so that shows do not disturb each other."""

    studio: Studio
    prefix: str

    def name(self, who: str) -> str:
        """The stream of somebody."""
        return f"{self.prefix}_{who}"

    def on(self, *who: str, size: Size | None = None, **particulars: Any) -> list[Camera]:
        """Switch cameras on, and wait until the cloud knows of them."""
        cameras = [self.camera(name, size=size, **particulars) for name in who]
        for name in who:
            self.known(name)
        return cameras

    def camera(self, who: str, size: Size | None = None, start_ms: int = 0, colour: str = "", **particulars: Any) -> Camera:
        """Switch one camera on."""
        size = size or (CANVAS if who == "host" else CAMERA)
        guest = Guest(colour or COLOURS[who], TONES[who], size, **{"still": True, **particulars})
        return self.studio.push(self.name(who), tags_of(guest), start_ms)

    def known(self, who: str) -> None:
        """Wait until the cloud knows that somebody pushes."""
        until(lambda: self.studio.emulator.cloud.pushed(self.name(who)))

    def gone(self, who: str) -> None:
        """Wait until the cloud knows that somebody does not."""
        until(lambda: self.studio.emulator.cloud.pushed(self.name(who)) is None, 20)

    def watch(self, who: str = "host") -> Recorder:
        """Play an output, and wait for its first picture."""
        recorder = self.studio.watch(self.name(who))
        until(lambda: recorder.now >= 0, 20)
        return recorder

    def mix(self, scene: Scene = (), **changes: Any) -> dict[str, Any]:
        """Ask for a scene as a stranger would: in the page's words, over HTTP. Nobody in it ends the mix."""
        return self.studio.ask(self.payload(scene, **changes))

    def payload(self, scene: Scene = (), **changes: Any) -> dict[str, Any]:
        """The page's payload for a scene."""
        host, now = self.name("host"), int(time.time())
        document = page(0, app_id=APP_ID, mix_stream_session_id=host, output_stream_id=host, timestamp=now, eventId=now)
        inputs: list[Any] = [{"input_stream_id": host, "layout_params": {"image_layer": 1}}]
        for layer, (who, rect) in enumerate(scene, 2):
            where = {"image_width": rect.width, "image_height": rect.height, "location_x": rect.x, "location_y": rect.y}
            inputs.append({"input_stream_id": self.name(who), "layout_params": {"image_layer": layer, **where}})
        para(document).update({"input_stream_list": inputs, **changes})
        return document

    def session(self) -> dict[str, Any]:
        """What a control call says of the session."""
        _, document = self.studio.call("GET", f"/sessions/{self.name('host')}")
        assert isinstance(document, dict)
        return document

    @property
    def mixer(self) -> int | None:
        """The process that mixes this show."""
        return self.studio.mixer(self.name("host"))

    @property
    def output(self) -> Output | None:
        """The output, while it is on air."""
        station = self.studio.emulator.station
        return station.output(self.name("host")) if station else None

    @property
    def viewers(self) -> int:
        """How many connections play the output."""
        return self.studio.viewers(self.name("host"))

    def unbroken(self, recorder: Recorder, since: int = 0) -> bool:
        """Whether no picture is missing, but those that the mixer itself left out because this machine is too slow for it."""
        stamps = [at for at in recorder.stamps if at >= since]
        gap = max((b - a for a, b in pairwise(stamps)), default=0)
        return rises(recorder) and (gap <= 2 * FRAME_MS or gap <= FRAME_MS * (2 + self.studio.late(self.name("host"))))


class Studio:
    """An emulator that handles real streams, with whatever was switched on in it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.call = Caller(emulator.url)
        self._rooms = count(1)
        self._lock = Lock()
        self._cameras: list[Camera] = []
        self._recorders: list[Recorder] = []

    def room(self) -> Room:
        """A new show."""
        return Room(self, f"r{next(self._rooms)}")

    def push(self, name: str, tags: tuple[Tag, ...], start_ms: int = 0) -> Camera:
        """Switch a camera on."""
        camera = Camera(f"{self.emulator.rtmp}/{name}", tags, start_ms)
        with self._lock:
            self._cameras.append(camera)
        return camera

    def watch(self, name: str) -> Recorder:
        """Play an output."""
        recorder = Recorder(f"{self.emulator.rtmp}/{name}")
        with self._lock:
            self._recorders.append(recorder)
        return recorder

    def ask(self, document: object, **changes: object) -> dict[str, Any]:
        """Post a payload, signed now."""
        return self.call.mix(document, query(**{"t": int(time.time()) + 60, **changes}))

    def mixer(self, name: str) -> int | None:
        """The process that mixes an output."""
        station = self.emulator.station
        output = station.output(name) if station else None
        return output.pid if output else None

    def viewers(self, name: str) -> int:
        """How many connections play an output."""
        station = self.emulator.station
        assert station
        assert station._hub
        return next((output.viewers for output in station._hub.outputs() if output.name == name), 0)

    def late(self, name: str) -> int:
        """How many pictures the mixer left out; what it told a second ago does not count."""
        station = self.emulator.station
        output = station.output(name) if station else None
        if output is None:
            return 0
        before = output.facts.get("frames", 0)
        until(lambda: output.facts.get("frames", 0) != before or output.plan is None, 15)
        return int(output.facts.get("late", 0))

    def notes(self, what: str) -> list[dict[str, Any]]:
        """What the journal says of something."""
        return [note.about for note in self.emulator.cloud.journal.recent() if note.what == what]

    def tidy(self) -> None:
        """Switch everything off."""
        for camera in self._cameras:
            camera.stop()
        for recorder in self._recorders:
            recorder.close()
        self._cameras, self._recorders = [], []


def studio(**particulars: Any) -> Iterator[Studio]:
    """A studio from its opening to its closing."""
    with Emulator(APP_ID, KEY, **{"media": Media(fps=FPS), **particulars}) as emulator:
        found = Studio(emulator)
        try:
            yield found
        finally:
            found.tidy()
