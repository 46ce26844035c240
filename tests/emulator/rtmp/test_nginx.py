"""A stranger's server: nginx with its RTMP module takes what we publish, and we play it from there."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from layoutkit.emulator.rtmp import Player, Publisher, RtmpError

from .clips import clip, later
from .conftest import Running, free_port, until
from .watchers import Viewer, gaps, media, send

NGINX = Path("/usr/sbin/nginx")
MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")

pytestmark = pytest.mark.skipif(not (NGINX.exists() and MODULE.exists()), reason="nginx with its RTMP module is not installed")

CONF = """
load_module {module};
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log info;
events {{ worker_connections 64; }}
rtmp {{ server {{
  listen 127.0.0.1:{port}; ping 1s; ping_timeout 2s;
  application in {{ live on; idle_streams on; wait_key on; wait_video on; }}
  application live {{ live on; idle_streams on; wait_key on; wait_video on; }}
  application strict {{ live on; idle_streams off; deny publish all; }}
}} }}
"""


@pytest.fixture
def nginx(tmp_path: Path, run: Running) -> str:
    """The address of a real nginx, `rtmp://127.0.0.1:PORT`, that pings every second."""
    port = free_port()
    (tmp_path / "nginx.conf").write_text(CONF.format(module=MODULE, folder=tmp_path, port=port))
    run(NGINX, "-p", tmp_path, "-c", tmp_path / "nginx.conf", env={**os.environ, "TMPDIR": str(tmp_path)})

    def listens() -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", port)) == 0

    until(listens)
    return f"rtmp://127.0.0.1:{port}"


@pytest.mark.parametrize("start", [0, 0xFFFFFF - 1000])
def test_nginx_hands_on_what_we_publish_and_tells_us_when_it_ends(nginx: str, start: int) -> None:
    film = later(clip(), start)
    with Viewer(Player(f"{nginx}/in/denny")) as viewer:
        with Publisher(f"{nginx}/in/denny") as camera:
            send(camera, film, every=0.004)
            until(lambda: len(viewer.pictures) >= 50)
        until(lambda: viewer.is_over)
    assert [tag.body for tag in viewer.pictures] == [tag.body for tag in media(film) if tag.is_picture]
    assert set(gaps(viewer.tags)) == {40}


def test_pings_are_answered_while_we_publish_and_while_we_play(nginx: str) -> None:
    """nginx here pings every second, and hangs up after two without an answer."""
    films = [later(clip(), 2000 * turn) for turn in range(2)]
    with Viewer(Player(f"{nginx}/live/denny")) as viewer, Publisher(f"{nginx}/live/denny") as mixer:
        for film in films:
            send(mixer, film, every=0.018)
        until(lambda: len(viewer.pictures) >= 100)
        assert not viewer.is_over


def test_what_nginx_refuses_is_told(nginx: str) -> None:
    with pytest.raises(RtmpError, match=r"says no|hung up"), Publisher(f"{nginx}/strict/denny") as camera:
        send(camera, clip(), every=0.01)
    with pytest.raises(RtmpError, match=r"says no: NetStream\.Play\.StreamNotFound"):
        Player(f"{nginx}/strict/denny")
    with pytest.raises(RtmpError, match=r"says no|hung up"):
        Player(f"{nginx}/nowhere/denny")
