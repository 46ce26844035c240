"""The same mixer on a server that is not ours: it pulls from and publishes to a real nginx with its RTMP module."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame

from layoutkit.emulator import Account, Cloud
from layoutkit.emulator.air.media import Media
from layoutkit.emulator.air.station import Station
from layoutkit.errors import UsageError

from ..stage import APP_ID, DENNY, KEY
from .stage import CAMERA, CANVAS, COLOURS, TONES, Camera, Guest, Recorder, Room, Studio, scene, shows, studio, tags_of, until, which

NGINX = Path("/usr/sbin/nginx")
MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")

pytestmark = pytest.mark.skipif(not (NGINX.exists() and MODULE.exists()), reason="nginx with its RTMP module is not installed")

CONF = """
load_module {module};
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
rtmp {{ server {{
  listen 127.0.0.1:{port};
  application in {{ live on; wait_key on; wait_video on; idle_streams on; sync 10ms; on_publish {told}/rtmp; }}
  application live {{ live on; wait_key on; wait_video on; idle_streams on; sync 10ms; on_play {told}/rtmp; on_play_done {told}/rtmp; }}
}} }}
"""
"""As docs/emulator.md has it."""


@dataclass
class Server:
    """An nginx, and an emulator that takes its streams."""

    address: str
    studio: Studio
    cameras: list[Camera] = field(default_factory=list)

    def camera(self, room: Room, who: str) -> Camera:
        """Push somebody to nginx."""
        guest = Guest(COLOURS[who], TONES[who], CANVAS if who == "host" else CAMERA, still=True)
        self.cameras.append(Camera(f"{self.address}/in/{room.name(who)}", tags_of(guest)))
        return self.cameras[-1]


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port


def listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """nginx tells the emulator who pushes and who plays; the emulator's mixers are its clients."""
    port = free_port()
    address = f"rtmp://127.0.0.1:{port}"
    media = Media(pull=f"{address}/in/{{stream}}", publish=f"{address}/live/{{stream}}")
    for found in studio(media=media):
        text = CONF.format(module=MODULE, folder=tmp_path, port=port, told=found.emulator.url)
        (tmp_path / "nginx.conf").write_text(text)
        command = [str(NGINX), "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
        nginx = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(tmp_path)}, stderr=subprocess.DEVNULL)
        server = Server(address, found)
        try:
            until(lambda: listens(port))
            yield server
        finally:
            for camera in server.cameras:
                camera.stop()
            nginx.terminate()
            nginx.wait(10)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_a_show_on_nginx_is_mixed_changed_and_survives_its_mixer(server: Server, tmp_path: Path) -> None:
    """One ffmpeg plays nginx throughout: the host alone, two guests, one of them, a mixer that is killed, and the host again.

    What it wrote has each of these in turn, and its times rise. nginx tells players that a publisher left; ffmpeg stays, our player goes
    and comes back.
    """
    room = Room(server.studio, "far")
    for who in ("host", "rex", "link"):
        server.camera(room, who)
    for who in ("host", "rex", "link"):
        room.known(who)
    address, film = f"{server.address}/live/{room.name('host')}", tmp_path / "film.flv"
    ffmpeg = subprocess.Popen(["ffmpeg", "-v", "error", "-i", address, "-c", "copy", str(film)], stdin=subprocess.PIPE)
    try:
        with seen(address) as watching:
            until(lambda: shows(watching.last, ()), 20)
            for guests in (("rex", "link"), ("link",)):
                assert room.mix(scene(*guests))["code"] == 0
                until(lambda guests=guests: shows(watching.last, scene(*guests)), 20)
            assert watching.speaking(watching.plays_on(0.5)) == {"host", "link"}
            mixer = room.mixer
            assert mixer
            os.kill(mixer, signal.SIGKILL)
            until(lambda: watching.over, 20)
        with seen(address) as watching:
            until(lambda: shows(watching.last, scene("link")), 20)
            assert room.mixer != mixer
            assert room.mix(scene())["code"] == 0
            until(lambda: shows(watching.last, ()), 20)
            watching.plays_on(0.5)
    finally:
        ffmpeg.communicate(b"q", 20)
    frames = filmed(film)
    assert [n for n, _ in groupby(which(frame, SCENES) for _, frame in frames) if n is not None] == list(SCENES)
    assert [at for at, _ in frames] == sorted({at for at, _ in frames})


SCENES = ((), scene("rex", "link"), scene("link"), ())


def filmed(file: Path) -> list[tuple[float, VideoFrame]]:
    """The pictures of a film with their times in seconds, as they stand in it."""
    with av.open(str(file)) as film:
        return [(float(frame.time or 0), frame) for frame in film.decode(video=0)]


@contextmanager
def seen(address: str) -> Iterator[Recorder]:
    """A player of ours."""
    recorder = Recorder(address)
    try:
        yield recorder
    finally:
        recorder.close()


def test_who_stops_pushing_to_nginx_is_known_to_be_gone_and_to_be_back(server: Server) -> None:
    room = Room(server.studio, "back")
    server.camera(room, "host")
    first = server.camera(room, "rex")
    for who in ("host", "rex"):
        room.known(who)
    first.stop()
    room.gone("rex")
    assert room.mix(scene("rex"))["code"] == -505
    server.camera(room, "rex")
    room.known("rex")
    assert room.mix(scene("rex"))["code"] == 0


def test_a_message_that_is_none_of_nginx_is_refused_or_means_nothing(server: Server) -> None:
    call = server.studio.call
    assert call("POST", "/rtmp", b"\xff\xfe")[0] == 400
    assert call("POST", "/rtmp", b"call=publish&name=../../etc")[0] == 200
    assert call("POST", "/rtmp", f"call=dance&name={DENNY}".encode())[0] == 200
    assert server.studio.emulator.cloud.streams() == ()


def test_a_password_in_an_address_is_shown_nowhere() -> None:
    media = Media(pull="rtmp://me:secret@127.0.0.1/in/{stream}", publish="rtmp://me:secret@127.0.0.1/live/{stream}")
    station = Station(Cloud(Account(APP_ID, KEY)), media, lambda: 0.0)
    assert "secret" not in repr(media)
    assert station.address() == "rtmp://127.0.0.1/live"
    with pytest.raises(UsageError) as refused:
        Media(pull="rtmp://me:secret@127.0.0.1/in", publish="http://me:secret@127.0.0.1/live")
    assert "secret" not in str(refused.value)
