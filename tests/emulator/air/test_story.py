"""A whole show, live: what a viewer with one player sees and hears from the first picture to the last."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from layoutkit import Client, arrange
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout

from ..stage import APP_ID, KEY
from .stage import Room, Scene, rises, scene, shows, until, which

PAGE = Size(540, 960)
"""The page's picture, and the rectangles that it prints for it."""


def laid(room: Room, *guests: str) -> Scene:
    """What a template makes of it, as a scene."""
    layout = arranged(room, *guests)
    return tuple((tile.stream.id.removeprefix(f"{room.prefix}_"), tile.rect) for tile in layout.tiles[1:])


def arranged(room: Room, *guests: str) -> Layout:
    """The same as a layout."""
    return arrange("right-column", canvas=str(PAGE), primary=room.name("host"), secondaries=[room.name(guest) for guest in guests])


CAST: list[tuple[str, ...]] = [(), ("rex",), ("rex", "link"), ("rex", "link", "shock"), ("rex", "shock"), ()]


def test_a_show_is_one_unbroken_picture(room: Room) -> None:
    """Alone, one guest, two, three, one leaves, the end: one connection, one header, stamps that rise, only whole layouts."""
    room.on("host", size=PAGE)
    room.on("rex", "link", "shock")
    player = room.watch()
    client = Client(APP_ID, KEY, endpoint=room.studio.emulator.endpoint)
    turns = []
    for guests in CAST:
        if turns:
            assert client.mix(arranged(room, *guests)).code == 0
            until(lambda guests=guests: shows(player.last, laid(room, *guests), PAGE))
        since = player.plays_on(1.3)
        turns.append((since, {"host", *guests}))
    assert (player.over, room.viewers) == (False, 1)
    assert room.unbroken(player)
    assert sum(tag.is_header and tag.kind == 9 for tag in player.tags) == 1
    seen = [which(frame, {laid(room, *guests) for guests in CAST}, PAGE) for frame in player.pictures()]
    assert [found for found, _ in groupby(seen)] == [laid(room, *guests) for guests in CAST]
    assert [player.speaking(since + 200) for since, _ in turns] == [who for _, who in turns]


@pytest.mark.parametrize("upper", ["rex", "link"])
def test_layers_order_what_overlaps(room: Room, upper: str) -> None:
    lower = "link" if upper == "rex" else "rex"
    room.on("host", "rex", "link")
    player = room.watch()
    both = scene(lower, upper, **{lower: Rect(20, 20, 80, 120), upper: Rect(60, 80, 80, 120)})
    assert room.mix(both)["code"] == 0
    until(lambda: shows(player.last, both))


def test_what_moves_and_what_changes_places_is_whole_in_every_picture(room: Room) -> None:
    """Two guests change places ten times: no picture shows one of them twice, or in a place between."""
    room.on("host", "rex", "link")
    player = room.watch()
    left, right = Rect(10, 20, 80, 120), Rect(180, 20, 80, 120)
    ways = [scene("rex", "link", rex=left, link=right), scene("rex", "link", rex=right, link=left)]
    for n in range(10):
        assert room.mix(ways[n % 2])["code"] == 0
        until(lambda n=n: shows(player.last, ways[n % 2]))
    seen = [which(frame, [(), *ways]) for frame in player.pictures()]
    assert [found for found, _ in groupby(seen)] == [(), *(ways[n % 2] for n in range(10))]
    assert room.unbroken(player)


@pytest.mark.skipif(not (shutil.which("ffmpeg") and shutil.which("ffprobe")), reason="ffmpeg is not installed")
def test_a_recording_by_ffmpeg_plays_from_end_to_end(room: Room, tmp_path: Path) -> None:
    room.on("host", "rex", "link")
    file = tmp_path / "show.mkv"
    url = f"{room.studio.emulator.rtmp}/{room.name('host')}"
    order = ["ffmpeg", "-v", "error", "-analyzeduration", "1000000", "-i", url, "-c", "copy", "-flush_packets", "1", str(file)]
    with subprocess.Popen(order, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as recording:
        until(lambda: file.exists() and file.stat().st_size > 1000, 30)
        began = time.monotonic()
        for guests in (("rex",), ("rex", "link"), ("link",), ()):
            assert room.mix(scene(*guests))["code"] == 0
            time.sleep(1.0)
        lasted = time.monotonic() - began
        _, says = recording.communicate(b"q", timeout=20)
    assert says == b""
    stamps = probed(file)
    assert all(a < b for a, b in pairwise(stamps))
    assert stamps[-1] - stamps[0] >= lasted - 1
    assert stamps[-1] - stamps[0] < lasted + 15
    count = len(stamps)
    assert count >= 25 * (stamps[-1] - stamps[0]) - 25 * room.studio.late(room.name("host")) - 2


def probed(file: Path) -> list[float]:
    """When the pictures in a file are due, in seconds, as ffprobe has it; it must have nothing to say against it."""
    asked = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=dts_time", "-of", "json", str(file)]
    found = subprocess.run(asked, capture_output=True, timeout=30, check=True)
    assert found.stderr == b""
    return [float(packet["dts_time"]) for packet in json.loads(found.stdout)["packets"]]


def test_a_viewer_who_comes_late_sees_it_at_once(room: Room) -> None:
    room.on("host", "rex")
    first = room.watch()
    assert room.mix(scene("rex"))["code"] == 0
    until(lambda: shows(first.last, scene("rex")))
    second = room.watch()
    assert shows(second.pictures()[0], scene("rex"))
    assert room.viewers == 2
    assert rises(second)


def test_a_mix_that_nobody_watches_is_on_air(room: Room) -> None:
    room.on("host", "rex")
    assert room.mix(scene("rex"))["code"] == 0
    until(lambda: room.mixer)
    assert shows(room.watch().pictures()[0], scene("rex"))


def test_a_stream_alone_is_on_air_for_whoever_watches(room: Room) -> None:
    """Before the push the player waits; with it there is the primary's own picture, and it goes when nobody watches."""
    player = room.studio.watch(room.name("host"))
    room.on("host")
    until(lambda: shows(player.last, ()))
    assert not player.over
    player.close()
    until(lambda: room.mixer is None)
