"""Real peers: ffmpeg and PyAV push, play and record, and see a stream without a flaw."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from layoutkit.emulator.rtmp import Begun, Ended, Event, Hub, Player, Publisher, Refused
from layoutkit.emulator.rtmp.flv import HEADER, framed
from layoutkit.geometry import Size

from .clips import clip
from .conftest import Running, until
from .watchers import Viewer, gaps, media, send

ffmpeg = pytest.mark.skipif(not (shutil.which("ffmpeg") and shutil.which("ffprobe")), reason="ffmpeg is not installed")


def pushing(size: str = "540x960", seconds: float = 3, *more: object) -> list[object]:
    """An ffmpeg that pushes a moving picture with B-frames and a tone in real time; the URL is to follow."""
    source = ("-f", "lavfi", "-i", f"testsrc2=s={size}:r=25", "-f", "lavfi", "-i", "sine=440")
    coded = ("-c:v", "libx264", "-preset", "veryfast", "-g", 25, "-bf", 2, "-pix_fmt", "yuv420p", "-c:a", "aac")
    return ["ffmpeg", "-v", "error", "-re", *source, "-t", seconds, *coded, *more, "-f", "flv"]


def packets(path: Path, kind: str = "v") -> list[dict[str, Any]]:
    """The packets of a recording, as ffprobe sees them."""
    ask = ["ffprobe", "-v", "error", "-select_streams", kind, "-show_entries", "packet=dts,pts,flags", "-of", "json", str(path)]
    found: list[dict[str, Any]] = json.loads(subprocess.run(ask, check=True, capture_output=True, timeout=30).stdout)["packets"]
    return found


@ffmpeg
def test_ffmpeg_pushes_and_ffmpeg_records_every_packet(hub: Hub, told: list[Event], run: Running, tmp_path: Path) -> None:
    recorder = run("ffmpeg", "-v", "error", "-i", hub.push_url("denny"), "-c", "copy", tmp_path / "a.flv")
    until(lambda: "denny" in hub._board._pushed)  # the recorder waits for it
    pusher = run(*pushing(), f"{hub.address}/live/denny?txSecret=1")
    assert pusher.wait(20) == 0
    assert recorder.wait(20) == 0
    found = packets(tmp_path / "a.flv")
    assert len(found) == 75
    assert found[0]["flags"].startswith("K")
    assert any(packet["pts"] > packet["dts"] for packet in found), "B-frames are shown later than they are decoded"
    assert {after["dts"] - before["dts"] for before, after in pairwise(found)} == {40}
    assert len(packets(tmp_path / "a.flv", "a")) >= 125
    begun, ended = told
    assert isinstance(begun, Begun)
    assert (begun.size, ended) == (Size(540, 960), Ended("denny"))


@ffmpeg
def test_ffmpeg_records_an_output_across_two_mixers_on_one_clock(hub: Hub, run: Running, tmp_path: Path) -> None:
    recorder = run("ffmpeg", "-v", "error", "-i", f"{hub.address}/live/denny", "-c", "copy", tmp_path / "a.flv")
    until(lambda: hub.outputs())
    for _ in range(2):
        assert run(*pushing("320x180", 2), hub.mixed_url("denny")).wait(20) == 0
    hub.close_output("denny")
    assert recorder.wait(20) == 0
    for kind in ("v", "a"):
        times = [packet["dts"] for packet in packets(tmp_path / "a.flv", kind)]
        assert times == sorted(set(times))
        assert times[-1] - times[0] > 3800
    log = "".join(path.read_text() for path in tmp_path.glob("log*"))
    assert "monoton" not in log


@ffmpeg
@pytest.mark.parametrize("start", [4 * 3600 + 2370, 49 * 86400 + 61_370])
def test_ffmpeg_pushes_across_the_places_where_its_clock_gets_longer(hub: Hub, run: Running, start: int) -> None:
    """After 4.6 hours the times no longer fit in 24 bits, after 49.7 days no longer in 32."""
    with Viewer(Player(hub.push_url("denny"))) as viewer:
        run(*pushing("64x48", 3, "-output_ts_offset", start), f"{hub.address}/live/denny").wait(20)
        until(lambda: viewer.is_over)
    assert len(viewer.pictures) >= 70
    assert set(gaps(viewer.tags)) == {40}


@ffmpeg
def test_mp3_beside_the_picture_is_told_not_to_be_understood(hub: Hub, told: list[Event], run: Running) -> None:
    run(*pushing("64x48", 1, "-c:a", "libmp3lame"), f"{hub.address}/live/denny").wait(20)
    until(lambda: hub.pushed() == ())
    assert [event for event in told if isinstance(event, Refused)] == [Refused("denny", "MP3 is not understood: push H.264 and AAC")]


@ffmpeg
def test_what_is_killed_ends_and_can_be_pushed_again(hub: Hub, told: list[Event], run: Running) -> None:
    for _ in range(2):
        count = len(told)
        pusher = run(*pushing("64x48", 30), f"{hub.address}/live/denny")
        until(lambda count=count: len(told) == count + 1)
        pusher.kill()
        until(lambda count=count: len(told) == count + 2)
    assert [type(event) for event in told] == [Begun, Ended] * 2


def test_pyav_plays_what_we_publish(hub: Hub) -> None:
    film = clip()
    with Publisher(hub.mixed_url("denny")) as mixer:
        send(mixer, film)
        until(lambda: hub.outputs() and hub.outputs()[0].last_at > 1900)
        with av.open(f"{hub.address}/live/denny", options={"analyzeduration": "100000"}, timeout=10) as played:
            stream = played.streams.video[0]
            assert (stream.width, stream.height) == (320, 180)
            times = [packet.dts for packet, _ in zip(played.demux(stream), range(8), strict=False)]
    assert {after - before for before, after in pairwise(times)} == {40}


PUSH = """
import sys
import av
with av.open(sys.argv[1]) as film, av.open(sys.argv[2], "w", format="flv") as push:
    streams = {stream.index: push.add_stream_from_template(stream) for stream in film.streams}
    for packet in film.demux():
        if packet.dts is not None:
            packet.stream = streams[packet.stream.index]
            push.mux(packet)
"""
"""A program of its own: PyAV holds Python's lock while it connects, so it cannot push to a hub in its own process."""


def test_pyav_pushes_what_we_play(hub: Hub, run: Running, tmp_path: Path) -> None:
    path = tmp_path / "film.flv"
    path.write_bytes(HEADER + b"".join(map(framed, clip())))
    with Viewer(Player(hub.push_url("denny"))) as viewer:
        assert run(sys.executable, "-c", PUSH, path, f"{hub.address}/live/denny").wait(20) == 0
        until(lambda: viewer.is_over)
    assert [tag.body for tag in viewer.pictures] == [tag.body for tag in media(clip()) if tag.is_picture]
