"""Profile 2019, live: canvases, crops, pictures from files, guests without a picture or without a voice, a cancelled mix."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from layoutkit.emulator.air import air
from layoutkit.emulator.air.media import Media
from layoutkit.emulator.mixer.guest import Guest
from layoutkit.emulator.rtmp.tags import VIDEO
from layoutkit.geometry import Rect, Size

from ...targets.stage import entry, payload
from .stage import CAMERA, COLOURS, FPS, TONES, Recorder, Room, Studio, moves, scene, shows, studio, tags_of, until, which


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio of the later generation, with a picture that is yellow on the left and transparent on the right."""
    file = tmp_path_factory.mktemp("pictures") / "logo.png"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(air, "LINGER_S", 1.0)
        yield from studio(profile="2019", media=Media(fps=FPS, images=((7, png(file)),)))


@pytest.fixture
def room(shared: Studio) -> Iterator[Room]:
    found = shared.room()
    try:
        yield found
    finally:
        cancel(found)
        shared.tidy()


def png(file: Path) -> str:
    """A picture of 40x40 pixels, half of it transparent."""
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:, :20] = (0xE0, 0xE0, 0x20, 255)
    with av.open(str(file), "w", format="image2", options={"update": "1"}) as out:
        stream: Any = out.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 40, 40, "rgba"
        for packet in [*stream.encode(av.VideoFrame.from_ndarray(pixels, "rgba")), *stream.encode(None)]:
            out.mux(packet)
    return str(file)


def ask(room: Room, *inputs: dict[str, Any], output: str = "host", **changes: Any) -> int:
    """Ask for a mix of these inputs."""
    now = int(time.time())
    names = {"mix_stream_session_id": room.prefix, "output_stream_id": room.name(output)}
    document = {**payload(*inputs, **{**names, **changes}), "timestamp": now, "eventId": now}
    return int(room.studio.ask(document)["code"])


def cancel(room: Room, output: str = "host") -> int:
    document = payload(interface="mix_streamv2.cancel_mix_stream", mix_stream_session_id=room.prefix, output_stream_id=room.name(output))
    del document["interface"]["para"]["input_stream_list"]
    return int(room.studio.ask(document)["code"])


def test_guests_stand_on_a_canvas_of_a_colour(room: Room) -> None:
    """A wide canvas with two people beside each other: an output of its own, whose size is that of the canvas."""
    room.on("host", "rex")
    ground = entry("ground", 1, 400, 260, input_type=3, color="0xe0e020")
    pair = [entry(room.name("host"), 2, 90, 160, 20, 50), entry(room.name("rex"), 3, 80, 120, 220, 60)]
    assert ask(room, ground, *pair, output="both", output_stream_type=1) == 0
    player = room.watch("both")
    both = scene("host", "rex", host=Rect(20, 50, 90, 160), rex=Rect(220, 60, 80, 120))
    until(lambda: shows(player.last, both, Size(400, 260), "0xe0e020"))
    assert player.speaking(player.now + 300) == {"host", "rex"}
    assert cancel(room, "both") == 0
    until(lambda: player.over)


def test_a_canvas_stays_when_nobody_pushes(room: Room) -> None:
    """No stream is the ground here, so nothing but the one who is gone stands still."""
    host, _ = room.on("host", "rex", still=False)
    ground = entry("ground", 1, 400, 260, input_type=3, color="0xe0e020")
    pair = [entry(room.name("host"), 2, 90, 160, 20, 50), entry(room.name("rex"), 3, 80, 120, 220, 60)]
    assert ask(room, ground, *pair) == 0
    player = room.watch()
    player.plays_on(0.6)
    host.cut()
    room.gone("host")
    until(lambda: not _moves(player, Rect(20, 50, 90, 160)))
    assert _moves(player, Rect(220, 60, 80, 120))


def _moves(player: Recorder, rect: Rect) -> bool:
    return moves(player.pictures(player.now - 400), rect)


def test_a_crop_shows_a_part_and_a_picture_lies_above_it(room: Room) -> None:
    """The lower half of the camera has the dot, the upper has not; the logo's transparent half shows what is beneath."""
    room.on("host", "rex")
    upper = {"crop_width": 160, "crop_height": 120, "crop_x": 0, "crop_y": 0}
    tile, logo = Rect(100, 100, 160, 120), Rect(120, 120, 40, 40)
    inputs = [
        entry(room.name("host"), 1),
        entry(room.name("rex"), 2, tile.width, tile.height, tile.x, tile.y, crop=upper),
        entry("logo", 3, logo.width, logo.height, logo.x, logo.y, input_type=2, picture_id=7),
    ]
    player = room.watch()
    assert ask(room, *inputs) == 0
    seen = scene("rex", "shock", rex=tile, shock=Rect(120, 120, 20, 40))
    until(lambda: shows(player.last, seen))
    assert room.unbroken(player)
    inputs[2]["layout_params"]["picture_id"] = 8
    assert ask(room, *inputs) != 0
    player.plays_on(0.4)
    assert shows(player.last, seen)


def test_a_guest_without_a_picture_is_heard_and_one_without_a_voice_is_seen(room: Room) -> None:
    room.on("host", "rex")
    sound = tuple(tag for tag in tags_of(Guest(COLOURS["link"], TONES["link"], CAMERA, still=True)) if tag.kind != VIDEO)
    voice = room.studio.push(room.name("link"), sound)
    room.known("link")
    player = room.watch()
    rex = scene("rex")[0][1]
    tile = entry(room.name("rex"), 2, rex.width, rex.height, rex.x, rex.y, input_type=5)
    seen = [entry(room.name("host"), 1), tile]
    assert ask(room, *seen, entry(room.name("link"), 3, rex.width, rex.height, 0, 0)) == -507
    assert ask(room, *seen, entry(room.name("link"), 3, input_type=4)) == 0
    until(lambda: shows(player.last, scene("rex")))
    assert player.speaking(player.now + 300) == {"host", "link"}
    voice.cut()
    room.gone("link")
    assert player.speaking(player.now + 300) == {"host"}
    assert ask(room, *seen) == 0
    player.plays_on(0.5)
    assert {which(frame, [(), scene("rex")]) for frame in player.pictures()} == {(), scene("rex")}
    assert room.unbroken(player)


def test_a_cancelled_mix_shows_the_host_alone_again(room: Room) -> None:
    room.on("host", "rex")
    player = room.watch()
    rex = scene("rex")[0][1]
    assert ask(room, entry(room.name("host"), 1), entry(room.name("rex"), 2, rex.width, rex.height, rex.x, rex.y)) == 0
    until(lambda: shows(player.last, scene("rex")))
    assert cancel(room) == 0
    until(lambda: shows(player.last, ()))
    assert cancel(room) == -30300
    seen = [which(frame, [(), scene("rex")]) for frame in player.pictures()]
    assert [found for found, _ in groupby(seen)] == [(), scene("rex"), ()]
    assert (player.speaking(player.now + 300), room.unbroken(player)) == ({"host"}, True)


def test_an_output_of_its_own_ends_with_its_mix_and_guests_are_not_shown_on(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long an output that nobody needs lingers: the mix was cancelled, so nobody in it is seen or heard any more."""
    monkeypatch.setattr(air, "LINGER_S", 60.0)
    room.on("host", "rex", still=False)
    assert ask(room, entry(room.name("host"), 1), entry(room.name("rex"), 2, 80, 120), output="both", output_stream_type=1) == 0
    player = room.watch("both")
    assert cancel(room, "both") == 0
    until(lambda: player.over)


@pytest.mark.parametrize("side", [16, 18, 2])
def test_a_small_canvas_is_no_trouble(room: Room, side: int) -> None:
    room.on("host")
    ground = entry("ground", 1, side, side, input_type=3, color="0xe0e020")
    assert ask(room, ground, entry(room.name("host"), 2, 2, 2), output="tiny", output_stream_type=1) == 0
    player = room.watch("tiny")
    player.plays_on(0.3)
    assert player.last is not None
    assert (player.last.width, player.last.height) == (side, side)


def test_sixteen_inputs_are_all_seen_in_their_places(room: Room) -> None:
    """Fifteen guests in five columns on a canvas, each with its own shade."""
    shades = [f"0x{40 + 12 * n:02x}{220 - 12 * n:02x}{(60 * n) % 256:02x}" for n in range(15)]
    names = [f"v{n}" for n in range(15)]
    for name, shade in zip(names, shades, strict=True):
        room.studio.push(room.name(name), tags_of(replace(Guest(shade, 0, Size(80, 120)), still=True)))
    for name in names:
        room.known(name)
    places = [Rect(4 + 84 * (n % 5), 4 + 124 * (n // 5), 80, 120) for n in range(15)]
    ground = entry("ground", 1, 424, 376, input_type=3, color="0x000000")
    tiles = [entry(room.name(name), 2 + n, p.width, p.height, p.x, p.y) for n, (name, p) in enumerate(zip(names, places, strict=True))]
    assert ask(room, ground, *tiles, output="wall", output_stream_type=1) == 0
    player = room.watch("wall")
    wall = tuple(zip(shades, places, strict=True))
    until(lambda: shows(player.last, wall, Size(424, 376), "0x000000"), 20)
    since = player.plays_on(1.0)
    assert all(shows(frame, wall, Size(424, 376), "0x000000") for frame in player.pictures(since))
