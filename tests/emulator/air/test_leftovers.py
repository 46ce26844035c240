"""Starting and stopping: whatever was going on, no process, no thread and no socket is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from layoutkit import UsageError
from layoutkit.emulator import Emulator
from layoutkit.emulator.air import air, worker
from layoutkit.emulator.air.media import Media
from layoutkit.emulator.air.station import Station
from layoutkit.emulator.air.worker import MODULE
from layoutkit.emulator.mixer.guest import Guest

from ..stage import APP_ID, KEY
from .stage import CANVAS, Camera, Recorder, Studio, scene, shows, studio, tags_of, until

ROOT = Path(__file__).resolve().parents[3]


def children(of: int) -> set[int]:
    """The processes that a process has started and that are still there."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(of)], capture_output=True, text=True, timeout=30, check=False)
    return {int(line.split()[0]) for line in found.stdout.splitlines() if MODULE in line}


def handles() -> int:
    """How many files, pipes and sockets this process has open."""
    return len(os.listdir("/dev/fd"))


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """After each test there are as many mixers, threads and open files as before it."""
    before = (children(os.getpid()), {thread.ident for thread in threading.enumerate()}, handles())
    yield
    until(lambda: children(os.getpid()) <= before[0], 15)
    until(lambda: {thread.ident for thread in threading.enumerate() if thread.is_alive()} <= before[1], 15)
    until(lambda: handles() <= before[2], 15)


def new(**particulars: object) -> Emulator:
    return Emulator(APP_ID, KEY, media=Media(), **particulars)  # type: ignore[arg-type]


def test_a_stop_in_the_middle_of_a_show_leaves_nothing() -> None:
    """Guests push, somebody plays, one guest is frozen, a mixer is dead: all of it ends, and the player is told."""
    emulator = new().start()
    found = Studio(emulator)
    one, other = found.room(), found.room()
    players = []
    for room in (one, other):
        _, rex = room.on("host", "rex")
        players.append(room.watch())
        assert room.mix(scene("rex"))["code"] == 0
        until(lambda room=room, player=players[-1]: shows(player.last, scene("rex")))
    rex.freeze()
    assert one.mixer
    os.kill(one.mixer, signal.SIGKILL)
    emulator.stop()
    until(lambda: all(player.over for player in players))
    found.tidy()
    assert emulator.station is None
    assert [pushed.stream for pushed in emulator.cloud.streams()] == []
    emulator.stop()


@pytest.mark.parametrize("after", [0.0, 0.05, 0.3, 0.8])
def test_a_stop_while_a_mixer_starts_leaves_nothing(after: float) -> None:
    emulator = new().start()
    found = Studio(emulator)
    room = found.room()
    room.on("host", "rex")
    found.watch(room.name("host"))
    assert room.mix(scene("rex"))["code"] == 0
    time.sleep(after)
    emulator.stop()
    found.tidy()


def test_a_stop_that_comes_while_the_emulator_starts_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread stops what is half started: it is whole for a moment, and then it is gone, the hub as well."""
    begun, go_on, start = threading.Event(), threading.Event(), Station.start

    def slow(station: Station) -> Station:
        begun.set()
        assert go_on.wait(10)
        return start(station)

    monkeypatch.setattr(Station, "start", slow)
    emulator = new()
    starting = threading.Thread(target=emulator.start)
    starting.start()
    assert begun.wait(10)
    stopping = threading.Thread(target=emulator.stop)
    stopping.start()
    time.sleep(0.2)
    go_on.set()
    starting.join(10)
    stopping.join(10)
    assert emulator.station is None


def test_a_mixer_that_stands_still_does_not_hold_up_the_stop() -> None:
    emulator = new().start()
    found = Studio(emulator)
    room = found.room()
    room.on("host")
    room.watch()
    assert room.mixer
    os.kill(room.mixer, signal.SIGSTOP)
    began = time.monotonic()
    emulator.stop()
    assert time.monotonic() - began < 15
    found.tidy()


def test_an_emulator_that_starts_again_is_on_air_again() -> None:
    """What the cloud knows is kept; the old streams are gone, and nothing of the first run listens to the second."""
    emulator = new()
    for _ in range(2):
        with emulator:
            found = Studio(emulator)
            room = found.room()
            room.on("host", "rex")
            player = room.watch()
            assert room.mix(scene("rex"))["code"] == 0
            until(lambda room=room, player=player: shows(player.last, scene("rex")))
            assert room.mix()["code"] == 0
            found.tidy()
            until(lambda: not emulator.cloud.streams())
    assert emulator.cloud._followers == []


def test_a_taken_port_is_said_and_leaves_nothing() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        emulator = Emulator(APP_ID, KEY, media=Media(port=port))
        with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1 port {port}"):
            emulator.start()
        assert emulator.station is None
        with pytest.raises(UsageError, match="is not running"):
            _ = emulator.url
    with emulator:  # the port is free now, and nothing stands in the way
        assert emulator.rtmp == f"rtmp://127.0.0.1:{port}/live"


def test_two_emulators_do_not_disturb_each_other() -> None:
    """The same stream names on both: each shows its own."""
    with new() as one, new() as other:
        studios = [Studio(one), Studio(other)]
        rooms = [found.room() for found in studios]
        players: list[Recorder] = []
        for room, guest in zip(rooms, ("rex", "link"), strict=True):
            room.on("host", guest)
            players.append(room.watch())
            assert room.mix(scene(guest))["code"] == 0
        for player, guest in zip(players, ("rex", "link"), strict=True):
            until(lambda player=player, guest=guest: shows(player.last, scene(guest)))
        one.stop()
        since = players[1].plays_on(0.5)
        assert rooms[1].unbroken(players[1], since)
        for found in studios:
            found.tidy()


def test_viewers_who_come_and_go_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty in a row, each for a moment: the bystander sees an unbroken picture, and one mixer does it all."""
    monkeypatch.setattr(air, "LINGER_S", 0.5)
    for found in studio():
        room = found.room()
        room.on("host")
        bystander = room.watch()
        pid, since = room.mixer, bystander.now
        for _ in range(20):
            viewer = found.watch(room.name("host"))
            until(lambda viewer=viewer: viewer.now >= 0)
            viewer.close()
        until(lambda room=room: room.viewers == 1)
        bystander.plays_on(0.5)
        assert (room.mixer, room.unbroken(bystander, since)) == (pid, True)
        bystander.close()
        until(lambda room=room: room.mixer is None)


def test_outputs_that_start_and_stop_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four shows one after the other, each with a mixer of its own."""
    monkeypatch.setattr(air, "LINGER_S", 0.1)
    for found in studio():
        counts = []
        for _ in range(4):
            room = found.room()
            (host,) = room.on("host")
            player = room.watch()
            player.close()
            host.stop()
            until(lambda room=room: room.mixer is None)
            until(lambda: len(children(os.getpid())) == 1, 15)  # the one that is kept ready
            counts.append(handles())
        assert counts[-1] <= counts[1] + 2


def test_a_process_that_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has no more processes for a moment: the show begins a little later, and the journal says why."""
    for found in studio():
        room = found.room()
        room.on("host")
        with monkeypatch.context() as patch:
            patch.setattr(worker.subprocess, "Popen", _no_more)
            player = found.watch(room.name("host"))
            until(lambda found=found: found.notes("air_failed"))
        until(lambda player=player: shows(player.last, ()))
        assert found.notes("air_failed")[0] == {"why": os.strerror(11)}


def _no_more(*order: object, **particulars: object) -> None:
    raise BlockingIOError(11, os.strerror(11))


ALONE = f"""
import sys, time
from layoutkit.emulator import Emulator
from layoutkit.emulator.air.media import Media
emulator = Emulator({APP_ID}, {KEY!r}, media=Media()).start()
print(emulator.rtmp, flush=True)
time.sleep(60)
"""


def test_an_emulator_that_is_killed_takes_its_mixers_along() -> None:
    with subprocess.Popen([sys.executable, "-c", ALONE], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as alone:
        assert alone.stdout
        url = f"{alone.stdout.readline().decode().strip()}/host"
        camera = Camera(url, tags_of(Guest("0x204060", 400, CANVAS, still=True)))
        player = Recorder(url)
        until(lambda: player.now >= 0, 20)
        mixers = children(alone.pid)
        assert mixers
        alone.kill()
    until(lambda: player.over)
    player.close()
    camera.stop()
    until(lambda: not any(map(alive, mixers)))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
