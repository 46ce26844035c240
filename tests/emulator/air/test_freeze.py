"""Guests and hosts that freeze, vanish and come back (TENCENT, section 7): the last picture stays, and life goes on when they are back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from av.video.frame import VideoFrame

from layoutkit.geometry import Rect, Size

from ..mixer.stage import edges, looks, luma
from .stage import PLACES, Camera, Recorder, Room, moves, same, scene, shows, until, which

REX = PLACES["rex"]
ROOT = Path(__file__).resolve().parents[3]

PUSHER = """
import sys
from layoutkit.emulator.mixer.guest import Guest, push
from layoutkit.emulator.rtmp.client import Publisher
from layoutkit.geometry import Size
with Publisher(sys.argv[1]) as publisher:
    push(Guest("0xd02020", 1000, Size(160, 240)), publisher.send)
"""


def on_air(room: Room, **particulars: bool) -> tuple[Camera, Camera, Recorder]:
    """A host and a guest, both with a dot that moves, and a viewer who sees both moving."""
    host, rex = room.on("host", "rex", still=False)
    player = room.watch()
    assert room.mix(scene("rex"))["code"] == 0
    until(lambda: moving(player, REX))
    return host, rex, player


def newest(player: Recorder, ms: int = 400) -> list[VideoFrame]:
    return player.pictures(player.now - ms)


def moving(player: Recorder, rect: Rect | None = None) -> bool:
    return moves(newest(player), rect)


def test_a_guest_who_freezes_keeps_the_last_picture_and_is_silent(room: Room) -> None:
    _, rex, player = on_air(room)
    rex.freeze()
    until(lambda: not moving(player, REX))
    since = player.plays_on(1.2)
    assert not moves(player.pictures(since), REX)
    assert moves(player.pictures(since))
    assert player.speaking(since, 1.0) == {"host"}
    rex.thaw()
    until(lambda: moving(player, REX))
    assert player.speaking(player.now + 300) == {"host", "rex"}
    assert room.unbroken(player)


def test_a_guest_whose_clock_stood_still_for_a_moment_is_heard_again(room: Room) -> None:
    """Its stamps go on where they were, so that all that it sends is late from now on; it is not too late for ever."""
    _, rex, player = on_air(room)
    rex.freeze()
    player.plays_on(1.0)
    rex.thaw(lag=1.0)
    until(lambda: moving(player, REX))
    until(lambda: player.loud(player.now)["rex"] > -26, 15)


@pytest.mark.parametrize("how", ["stop", "cut"])
def test_a_guest_who_vanishes_stays_in_the_picture_and_comes_back_with_another_clock(room: Room, how: str) -> None:
    _, rex, player = on_air(room)
    getattr(rex, how)()
    room.gone("rex")
    assert room.session()["frozen"] == [room.name("rex")]
    until(lambda: not moving(player, REX))
    since = player.plays_on(1.0)
    assert not moves(player.pictures(since), REX)
    assert moves(player.pictures(since))
    room.on("rex", still=False, start_ms=3_600_000 if how == "stop" else 0)
    assert room.session()["frozen"] == []
    until(lambda: moving(player, REX))
    assert player.speaking(player.now + 300) == {"host", "rex"}
    assert (room.unbroken(player), player.over, room.session()["updates"]) == (True, False, 0)


def test_a_guest_who_reconnects_at_once_is_heard_at_once(room: Room) -> None:
    """Pushing for a second only, then again from 0: what is sent then is no second late."""
    room.on("host")
    player = room.watch()
    (rex,) = room.on("rex")
    assert room.mix(scene("rex"))["code"] == 0
    until(lambda: shows(player.last, scene("rex")))
    rex.stop()
    room.gone("rex")
    room.on("rex", still=False)
    until(lambda: moving(player, REX))
    until(lambda: player.speaking(player.now + 300) == {"host", "rex"})


def test_a_pusher_that_is_killed_stays_in_the_picture(room: Room) -> None:
    room.on("host", still=False)
    player = room.watch()
    order = [sys.executable, "-c", PUSHER, f"{room.studio.emulator.rtmp}/{room.name('rex')}"]
    with subprocess.Popen(order, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}) as pushing:
        room.known("rex")
        assert room.mix(scene("rex"))["code"] == 0
        until(lambda: moving(player, REX))
        pushing.kill()
    room.gone("rex")
    until(lambda: not moving(player, REX))
    assert shows_rex(player.last)
    assert room.session()["frozen"] == [room.name("rex")]
    assert room.unbroken(player)


def shows_rex(frame: VideoFrame | None) -> bool:
    """Whether the guest is in the picture, whatever moves in it."""
    assert frame is not None
    return looks(frame, Rect(REX.x, REX.y, REX.width, 80), "0xd02020")


def test_a_guest_with_another_picture_keeps_the_rectangle(room: Room) -> None:
    """160x240 fills the tile; 240x160 comes back with black bars above and below it."""
    _, rex = room.on("host", "rex")
    player = room.watch()
    assert room.mix(scene("rex"))["code"] == 0
    until(lambda: shows(player.last, scene("rex")))
    rex.stop()
    room.gone("rex")
    room.on("rex", size=Size(240, 160))
    inner = Rect(REX.x, REX.y + 33, 80, 53)
    until(lambda: _barred(player.last, inner))
    assert room.session()["placements"][1]["height"] == REX.height
    assert room.unbroken(player)


def _barred(frame: VideoFrame | None, inner: Rect) -> bool:
    assert frame is not None
    return edges(luma(frame)[:, REX.x + 40], 25) == [REX.y, inner.y, inner.bottom, REX.bottom]


@pytest.mark.parametrize("how", ["freeze", "cut"])
def test_without_its_host_the_whole_picture_stands_still(room: Room, how: str) -> None:
    """Though the guest goes on pushing; and when the host is back, all of it moves again."""
    host, _, player = on_air(room)
    getattr(host, how)()
    until(lambda: not moving(player), 15)
    since = player.plays_on(1.2)
    frames = player.pictures(since)
    assert all(same(frames[0], frame) for frame in frames)
    if how == "cut":
        assert room.session()["frozen"] == [room.name("host")]
        room.on("host", still=False)
    else:
        host.thaw()
    until(lambda: moving(player, REX))
    until(lambda: moving(player, Rect(0, 340, 170, 60)))
    assert (room.unbroken(player), player.over) == (True, False)


def test_a_layout_may_change_without_its_guest(room: Room) -> None:
    """Who is gone and stays in the list would be refused; who is taken out of it leaves the picture."""
    _, rex, _ = room.on("host", "rex", "link")
    player = room.watch()
    assert room.mix(scene("rex", "link"))["code"] == 0
    until(lambda: shows(player.last, scene("rex", "link")))
    rex.cut()
    room.gone("rex")
    assert room.mix(scene("link", "rex"))["code"] == -505
    assert room.mix(scene("link"))["code"] == 0
    until(lambda: shows(player.last, scene("link")))
    assert {which(frame, [(), scene("rex", "link"), scene("link")]) for frame in player.pictures()} >= {scene("link")}


def test_a_mix_ends_some_time_after_the_last_of_its_inputs(room: Room) -> None:
    emulator = room.studio.emulator
    host, rex = room.on("host", "rex")
    player = room.watch()
    assert room.mix(scene("rex"))["code"] == 0
    emulator.cloud.configure({"idle_s": 0.5})
    try:
        host.cut()
        room.gone("host")
        player.plays_on(1.2)
        assert room.session()["state"] == "mixing"  # somebody still pushes
        rex.cut()
        room.gone("rex")
        until(lambda: room.session()["state"] == "ended")
    finally:
        emulator.cloud.configure({"idle_s": 900.0})
    assert room.session()["history"][-1]["what"] == "deserted"
    assert room.studio.notes("deserted")[-1] == {"session": room.name("host")}
    until(lambda: player.over)
    assert room.mixer is None
