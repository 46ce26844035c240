"""Mixers that die or stand still: the viewer's connection goes on, the clock too, and the session's layout is on air again."""

from __future__ import annotations

import os
import signal
import time

import pytest

from layoutkit.emulator.air import output
from layoutkit.geometry import Rect

from .stage import Recorder, Room, rises, scene, shows, until


def on_air(room: Room) -> Recorder:
    room.on("host", "rex")
    player = room.watch()
    assert room.mix(scene("rex"))["code"] == 0
    until(lambda: shows(player.last, scene("rex")))
    return player


def back(room: Room, player: Recorder, dead: int) -> int:
    """Wait until another process mixes, and its picture is the same as before."""
    since = player.now
    pid = until(lambda: room.mixer not in (None, dead) and room.mixer, 20)
    until(lambda: player.now > since + 200, 20)
    assert shows(player.last, scene("rex"))
    return int(pid)


@pytest.mark.parametrize("times", [2, pytest.param(5, marks=pytest.mark.long)])
def test_a_mixer_that_is_killed_is_replaced_and_nobody_has_to_reconnect(room: Room, times: int) -> None:
    """Again and again; each new one goes on where the clock stands."""
    player = on_air(room)
    pid = room.mixer
    for _ in range(times):
        assert pid
        os.kill(pid, signal.SIGKILL)
        pid = back(room, player, pid)
    assert (player.over, room.viewers, rises(player)) == (False, 1, True)
    assert sum(tag.is_header and tag.kind == 9 for tag in player.tags) == 1
    assert (room.session()["state"], room.session()["updates"]) == ("mixing", 0)
    mixed = room.output
    assert mixed
    assert (mixed.restarts, mixed.state) == (times, "on air")
    assert len([note for note in room.studio.notes("mixer_died") if note["output"] == room.name("host")]) == times
    assert player.speaking(player.now + 300) == {"host", "rex"}


def test_the_clock_of_the_output_goes_on_with_the_real_one(room: Room) -> None:
    """A mixer that was away for a second is a second later when it is back: sound and picture do not drift from life."""
    player = on_air(room)
    before, then = player.now, time.monotonic()
    assert room.mixer
    os.kill(room.mixer, signal.SIGKILL)
    back(room, player, room.mixer)
    player.plays_on(0.5)
    assert abs((player.now - before) / 1000 - (time.monotonic() - then)) < 1.0


def test_a_layout_that_changes_while_its_mixer_is_dead_is_on_air_afterwards(room: Room) -> None:
    player = on_air(room)
    room.on("link")
    assert room.mixer
    os.kill(room.mixer, signal.SIGKILL)
    assert room.mix(scene("rex", "link"))["code"] == 0
    until(lambda: shows(player.last, scene("rex", "link")), 20)
    assert (player.over, rises(player)) == (False, True)


@pytest.mark.long
def test_a_mixer_that_stands_still_is_replaced(room: Room) -> None:
    player = on_air(room)
    stopped = room.mixer
    assert stopped
    os.kill(stopped, signal.SIGSTOP)
    back(room, player, stopped)
    assert (player.over, rises(player)) == (False, True)


def test_a_mixer_that_stands_still_is_replaced_whatever_else_happens(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts come in all the time: a thread that only looks around when it has nothing to do would never look."""
    monkeypatch.setattr(output, "SILENT_S", 3.0)
    player = on_air(room)
    stopped = room.mixer
    assert stopped
    os.kill(stopped, signal.SIGSTOP)
    deadline = time.monotonic() + 15
    while room.mixer == stopped and time.monotonic() < deadline:
        assert room.mix(scene("rex"))["code"] == 0
        time.sleep(0.1)
    assert room.mixer != stopped
    back(room, player, stopped)
    assert (player.over, rises(player)) == (False, True)


def test_one_mixer_dies_and_another_does_not_notice(room: Room) -> None:
    player, other = on_air(room), room.studio.room()
    bystander = on_air(other)
    since = bystander.now
    assert room.mixer
    os.kill(room.mixer, signal.SIGKILL)
    back(room, player, room.mixer)
    bystander.plays_on(0.5)
    assert other.unbroken(bystander, since)
    assert all(shows(frame, scene("rex")) for frame in bystander.pictures(since))


def test_a_burst_of_layouts_does_not_hurt_a_mixer_that_has_just_been_started(room: Room) -> None:
    """Three hundred orders wait while it wakes up; it takes the last."""
    room.on("host", "rex", "link", "shock")
    ways = [scene("rex", "link", "shock", rex=Rect(2 * n, 300, 80, 120)) for n in range(90)]
    for n in range(300):
        assert room.mix(ways[n % 90])["code"] == 0
    player = room.watch()
    until(lambda: shows(player.last, ways[299 % 90]))
    mixed = room.output
    assert mixed
    assert mixed.restarts == 0


@pytest.mark.xfail(reason="a guest's last picture is kept in the mixer's process alone, and dies with it", strict=True)
def test_a_mixer_that_dies_while_a_guest_is_gone_leaves_the_last_picture_of_the_guest(room: Room) -> None:
    _, rex = room.on("host", "rex")
    player = room.watch()
    assert room.mix(scene("rex"))["code"] == 0
    until(lambda: shows(player.last, scene("rex")))
    rex.cut()
    room.gone("rex")
    dead = room.mixer
    assert dead
    os.kill(dead, signal.SIGKILL)
    since = player.now
    until(lambda: room.mixer not in (None, dead), 20)
    until(lambda: player.now > since + 200, 20)
    player.plays_on(0.5)
    assert shows(player.last, scene("rex"))
