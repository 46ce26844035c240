"""One output, live, on a hub of its own: its clock, what it tells, whom it lets go, and what it shows while it is looked at."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import av
import pytest

from layoutkit.emulator.mixer.guest import Guest, push
from layoutkit.emulator.mixer.live import Live
from layoutkit.emulator.mixer.planes import colour_of, empty
from layoutkit.emulator.mixer.snapshot import jpeg
from layoutkit.emulator.reading.placement import Placement
from layoutkit.emulator.rtmp import Hub, Publisher
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Rect, Size

from ..rtmp.watchers import Viewer
from .stage import COLOURS, decoded, looks, place, plan

SMALL, WHOLE = Size(64, 96), Rect(0, 0, 64, 96)
TILE = (0, 0, 32, 48)


def until(done: Callable[[], Any], seconds: float = 10.0) -> Any:
    deadline = monotonic() + seconds
    while not (found := done()):
        assert monotonic() < deadline, "it did not come to be"
        sleep(0.02)
    return found


class Desk:
    """A mixer of the output `show` and who looks at it; `told` is what it said."""

    def __init__(self, hub: Hub, stack: ExitStack, **particulars: Any) -> None:
        self.hub, self.stack = hub, stack
        self.told: list[dict[str, Any]] = []
        self.viewer = stack.enter_context(Viewer(hub.watch("show")))
        opened = {"publish": hub.mixed_url("show"), "pull": hub.push_url("{stream}"), **particulars}
        self.live = Live(self.told.append, **opened)
        stack.callback(self.live.stop)
        self.serial = 0

    def push(self, name: str) -> None:
        """Have somebody push, still and silent, until the test is over."""
        over = Event()

        def pause(delay: float) -> None:
            if over.wait(delay):
                raise InterruptedError

        def run() -> None:
            with Publisher(f"{self.hub.address}/live/{name}") as publisher, pytest.raises(InterruptedError):
                push(Guest(COLOURS[name], 0.0, SMALL, still=True), publisher.send, wait=pause)

        thread = Thread(target=run)
        thread.start()
        self.stack.callback(thread.join)
        self.stack.callback(over.set)

    def show(self, *placements: Placement) -> int:
        self.serial += 1
        self.live.show(plan(*placements, canvas=SMALL).document(), self.serial)
        return self.serial

    def shown(self, serial: int) -> bool:
        return {"shown": serial} in self.told

    @property
    def pictures(self) -> list[Tag]:
        return [tag for tag in self.viewer.tags if tag.is_picture]

    @property
    def facts(self) -> dict[str, Any]:
        return next((told["told"] for told in reversed(self.told) if "told" in told), {})


@pytest.fixture
def mixer() -> Iterator[Callable[..., Desk]]:
    with Hub() as hub, ExitStack() as stack:
        yield lambda **particulars: Desk(hub, stack, **particulars)


def card(colour: str) -> Placement:
    """A canvas of one colour: nobody has to push for it."""
    return place("ground", 0, 0, 64, 96, 1, kind="canvas", colour=colour)


def host(stream: str = "host") -> Placement:
    return place(stream, 0, 0, 64, 96, 1)


def seen(picture: bytes | None, colour: str) -> bool:
    """Whether a snapshot shows that colour all over."""
    if picture is None:
        return False
    with av.open(io.BytesIO(picture)) as file:
        return looks(next(file.decode(video=0)).reformat(format="yuv420p", src_color_range=2, dst_color_range=1), WHOLE, colour)


def test_the_clock_begins_where_it_was_told_to_and_ticks_as_often_as_it_was_told_to(mixer: Callable[..., Desk]) -> None:
    """The second mixer of an output goes on where the first one was: here after a minute, ten pictures a second."""
    desk = mixer(base_ms=60_000, fps=10)
    desk.show(card("0x336699"))
    until(lambda: len(desk.pictures) > 6)
    stamps = [tag.at for tag in desk.pictures]
    assert 60_000 <= stamps[0] < 62_000
    assert {later - former for former, later in pairwise(stamps)} == {100}


def test_what_is_on_air_is_told_when_it_is(mixer: Callable[..., Desk]) -> None:
    """Rex never comes: the layout is on air when the patience is over, and not when it was asked for."""
    desk = mixer(patience_s=0.6)
    desk.show(card("0x336699"))
    until(lambda: desk.shown(1))
    began = monotonic()
    desk.show(card("0x336699"), place("rex", *TILE, 2))
    until(lambda: desk.shown(2))
    assert monotonic() - began > 0.5


def test_who_is_not_in_the_plan_any_more_is_let_go(mixer: Callable[..., Desk]) -> None:
    desk = mixer()
    desk.push("host")
    desk.push("rex")
    desk.show(host(), place("rex", *TILE, 2))
    until(lambda: desk.shown(1) and set(desk.facts.get("sources", ())) == {"host", "rex"})
    serial = desk.show(host())
    until(lambda: desk.shown(serial) and set(desk.facts["sources"]) == {"host"})
    assert looks(decoded(desk.viewer.tags)[-1], WHOLE, COLOURS["host"])


def test_a_snapshot_is_of_what_is_on_air_now(mixer: Callable[..., Desk]) -> None:
    desk = mixer()
    assert desk.live.snapshot() is None
    for colour in ("0x20d020", "0xd02020"):
        serial = desk.show(card(colour))
        until(lambda serial=serial: desk.shown(serial))
        assert seen(desk.live.snapshot(), colour)


def test_what_comes_is_shown_after_the_jitter_buffer(mixer: Callable[..., Desk]) -> None:
    """With a buffer of a second nobody is in the picture before a second has passed."""
    desk = mixer(delay_s=1.0, patience_s=8.0)
    desk.show(host())
    until(lambda: "host" in desk.live._feeds)
    began = monotonic()
    desk.push("host")
    until(lambda: desk.shown(1))
    assert 0.9 < monotonic() - began < 6


def test_a_machine_that_stood_still_leaves_pictures_out_and_is_in_time_again(mixer: Callable[..., Desk]) -> None:
    """A second, which is two dozen pictures: they are counted, and the stamps that follow are those of the moment."""
    desk = mixer()
    desk.show(card("0x336699"))
    until(lambda: len(desk.pictures) > 3)
    with desk.live._lock:
        sleep(1.0)
    number = len(desk.pictures)
    until(lambda: len(desk.pictures) > number + 5)
    steps = [later.at - former.at for former, later in pairwise(desk.pictures)]
    assert max(steps) > 500
    assert all(step == 40 for step in steps[-3:])
    until(lambda: desk.facts and desk.facts["late"] >= 12)
    assert abs((monotonic() - desk.live._desk.start) * 1000 - desk.pictures[-1].at) < 200


def test_pictures_are_laid_by_their_numbers(mixer: Callable[..., Desk], tmp_path: Path) -> None:
    logo = tmp_path / "logo.jpg"
    logo.write_bytes(jpeg(empty(SMALL, colour_of("0xd02020"))))
    desk = mixer(images={"7": str(logo)})
    serial = desk.show(card("0x20d020"), place("", 0, 0, 64, 96, 2, kind="picture", picture=7))
    until(lambda: desk.shown(serial))
    assert seen(desk.live.snapshot(), "0xd02020")


def test_a_mixer_that_is_new_asks_once_for_the_last_pictures_of_who_is_gone(mixer: Callable[..., Desk]) -> None:
    """Its pushes are asked for with `&last=1`, and after the first time without."""
    desk = mixer(pull_first="&last=1")
    with Publisher(f"{desk.hub.address}/live/rex") as publisher:
        push(Guest(COLOURS["rex"], 0.0, SMALL, still=True), publisher.send, 0.2)
    until(lambda: not desk.hub.pushed())
    serial = desk.show(host("rex"))
    until(lambda: desk.shown(serial))
    assert seen(desk.live.snapshot(), COLOURS["rex"])
    assert desk.live._feeds["rex"]._first == ""
