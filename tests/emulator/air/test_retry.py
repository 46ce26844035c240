"""A mix that is asked for before the cloud knows of the push: the page's retry, with real waits and a real push."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Timer

import pytest

from layoutkit import Client, arrange
from layoutkit.emulator import Emulator
from layoutkit.errors import GaveUp
from layoutkit.geometry import Size

from ..stage import APP_ID, KEY
from .stage import Room, scene, shows, until

PAGE = Size(540, 960)


@pytest.fixture
def waits(room: Room) -> Iterator[list[float]]:
    """How long the client waited, each time."""
    emulator = room.studio.emulator
    yield []
    emulator.cloud.configure({"lag_s": 0.0})


def client(emulator: Emulator, waits: list[float], **patience: float) -> Client:
    def sleep(seconds: float) -> None:
        waits.append(seconds)
        time.sleep(seconds)

    return Client(APP_ID, KEY, endpoint=emulator.endpoint, sleep=sleep, **patience)  # type: ignore[arg-type]


def test_a_push_that_comes_late_and_is_known_later_is_mixed_in_the_end(room: Room, waits: list[float]) -> None:
    """Three seconds until the primary pushes, one more until the cloud knows: the third of the page's attempts succeeds."""
    emulator = room.studio.emulator
    emulator.cloud.configure({"lag_s": 1.0})
    room.on("rex")
    player = room.studio.watch(room.name("host"))
    layout = arrange("right-column", canvas=str(PAGE), primary=room.name("host"), secondaries=[room.name("rex")])
    late = Timer(3.0, lambda: room.camera("host", PAGE))
    late.start()
    reply = client(emulator, waits).mix(layout)
    late.join()
    assert reply.code == 0
    assert 3 <= reply.attempts <= 5
    assert waits == [2.0] * (reply.attempts - 1)
    codes = [note["code"] for note in room.studio.notes("request") if room.name("host") in note["body"]]
    assert codes == [-505] * (reply.attempts - 1) + [0]
    until(lambda: shows(player.last, (("rex", layout.tiles[1].rect),), PAGE))


def test_a_push_that_never_comes_is_given_up_after_five_retries(room: Room, waits: list[float]) -> None:
    layout = arrange("right-column", canvas=str(PAGE), primary=room.name("host"), secondaries=[room.name("rex")])
    with pytest.raises(GaveUp):
        client(room.studio.emulator, waits, wait_s=0.05).mix(layout)
    assert waits == [0.05] * 5


def test_a_push_is_known_from_its_first_key_frame_to_its_end(room: Room) -> None:
    """The calls between say what the cloud would: -505, success, and -505 again when it is over."""
    room.on("rex")
    assert room.mix(scene("rex"))["code"] == -505
    (host,) = room.on("host")
    assert room.mix(scene("rex"))["code"] == 0
    assert room.mix()["code"] == 0
    host.stop()
    room.gone("host")
    assert room.mix(scene("rex"))["code"] == -505
    assert [note["by"] for note in room.studio.notes("unpush") if note["stream"] == room.name("host")] == ["rtmp"]
