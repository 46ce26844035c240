"""What is refused while a show is on: the one who asked is told why, and the viewer beside it sees nothing of it."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import groupby
from typing import Any

import pytest

from layoutkit.emulator import Code
from layoutkit.emulator.mixer.guest import Guest
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Rect

from ..wire import status_of
from .stage import CAMERA, Recorder, Room, Scene, Studio, scene, shows, studio, tags_of, until, which

ON_AIR = scene("rex", "link")


@pytest.fixture(scope="module")
def shared() -> Iterator[Studio]:
    """An emulator that has two seconds of patience with a client."""
    yield from studio(patience=2.0)


@pytest.fixture(scope="module")
def on_air(shared: Studio) -> tuple[Room, Recorder]:
    """A show with two guests, and somebody who watches it through all of this file's tests."""
    room = shared.room()
    room.on("host", "rex", "link", "shock")
    player = room.watch()
    assert room.mix(ON_AIR)["code"] == 0
    until(lambda: shows(player.last, ON_AIR))
    return room, player


@pytest.fixture
def room(on_air: tuple[Room, Recorder]) -> Room:
    return on_air[0]


@pytest.fixture
def bystander(on_air: tuple[Room, Recorder]) -> Iterator[Recorder]:
    """Whatever a test does, this viewer sees the same picture before, during and after it, without a gap."""
    room, player = on_air
    since, before = player.now, room.session()
    yield player
    player.plays_on(0.3)
    assert {which(frame, [ON_AIR]) for frame in player.pictures(since)} == {ON_AIR}
    assert room.unbroken(player, since)
    assert (player.over, room.session(), room.viewers) == (False, before, 1)


def out(room: Room) -> dict[str, Any]:
    return room.payload(scene("rex", rex=Rect(191, 300, 80, 120)))


def nobody(room: Room) -> dict[str, Any]:
    return json.loads(json.dumps(room.payload(ON_AIR)).replace(room.name("link"), "nobody"))  # type: ignore[no-any-return]


def five(room: Room) -> dict[str, Any]:
    fifth = ("fifth", Rect(0, 0, 80, 120))
    return room.payload((*scene("rex", "link", "shock"), fifth))


REFUSED: dict[str, tuple[Callable[[Room], object], dict[str, Any], Code]] = {
    "a wrong sign": (lambda room: room.payload(scene("rex")), {"sign": "0" * 32}, Code.WRONG_SIGN),
    "an expired t": (lambda room: room.payload(scene("rex")), {"t": 1490858347}, Code.EXPIRED),
    "another account": (lambda room: room.payload(scene("rex")), {"cmd": 1}, Code.WRONG_QUERY),
    "a stream that nobody pushes": (nobody, {}, Code.NOT_PUSHED),
    "five streams": (five, {}, Code.TOO_MANY),
    "a tile beyond the edge": (out, {}, Code.OUT_OF_PICTURE),
    "half a JSON": (lambda room: json.dumps(room.payload(scene("rex"))).encode()[:300], {}, Code.UNREADABLE),
    "no JSON": (lambda room: b"\x00\xff" * 50, {}, Code.UNREADABLE),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_not_seen(room: Room, bystander: Recorder, what: str) -> None:
    document, changes, code = REFUSED[what]
    assert room.studio.ask(document(room), **changes)["code"] == code


def test_a_body_of_ten_megabytes_is_too_large(room: Room, bystander: Recorder) -> None:
    status, _ = room.studio.call("POST", "/common_access?cmd=1", b"{" + b" " * 10_000_000 + b"}")
    assert status == 413


def test_a_slow_client_is_given_up_while_others_are_served(room: Room, bystander: Recorder) -> None:
    """One byte at a time, it would take a minute: it is told so after the patience that there is with it."""
    with closing(socket.create_connection(room.studio.call.address, timeout=20)) as slow:
        slow.sendall(b"POST /common_access HTTP/1.1\r\nHost: x\r\nContent-Length: 600\r\n\r\n")
        answered = 0
        slow.settimeout(0.1)
        received = b""
        deadline = time.monotonic() + 20
        while not received and time.monotonic() < deadline:
            assert room.studio.ask(b"{")["code"] == Code.UNREADABLE
            answered += 1
            slow.sendall(b" ")
            try:
                received = slow.recv(65536)
            except TimeoutError:
                continue
        slow.settimeout(20)
        while part := slow.recv(65536):
            received += part
    assert status_of(received) == 408
    assert answered > 3


def test_a_t_may_be_used_twice_until_it_expires(room: Room, bystander: Recorder) -> None:
    """Only `t` is signed (Mix_StreamV2, section 2), so a query holds for any number of payloads."""
    t = int(time.time()) + 60
    refused = [room.studio.ask(document(room), t=t)["code"] for document in (out, nobody)]
    assert refused == [Code.OUT_OF_PICTURE, Code.NOT_PUSHED]


GARBAGE = {
    "HTTP": b"GET /live/host HTTP/1.1\r\nHost: x\r\n\r\n",
    "noise": os.urandom(20_000),
    "a handshake, then noise": b"\x03" + bytes(1536) + bytes(1536) + os.urandom(20_000),
    "a huge message": b"\x03" + bytes(1536) + bytes(1536) + b"\x03\x00\x00\x00\xff\xff\xff\x14\x00\x00\x00\x00" + bytes(500),
    "nothing": b"",
}


@pytest.mark.parametrize("what", GARBAGE)
def test_garbage_on_the_port_of_the_streams_is_nobodys_affair(room: Room, bystander: Recorder, what: str) -> None:
    port = int(room.studio.emulator.rtmp.split(":")[2].split("/")[0])
    strangers = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(10)]
    for stranger in strangers:
        with suppress(OSError):  # it may hang up before it has heard all of it
            stranger.sendall(GARBAGE[what])
    bystander.plays_on(0.2)
    for stranger in strangers:
        stranger.close()


def test_spoilt_pictures_harm_only_who_pushes_them(room: Room, bystander: Recorder) -> None:
    """A guest whose pictures are noise is in another mix; its mixer counts the errors and goes on."""

    def spoilt(tag: Tag) -> Tag:
        return Tag(tag.kind, tag.at, tag.body[:9] + os.urandom(len(tag.body))) if tag.is_picture or tag.is_sound else tag

    other = room.studio.room()
    cameras = other.on("host")
    cameras.append(room.studio.push(other.name("rex"), tuple(map(spoilt, tags_of(Guest("0xd02020", 1000, CAMERA))))))
    other.known("rex")
    player = other.watch()
    assert other.mix(scene("rex"))["code"] == 0
    output = other.output
    assert output
    until(lambda: output.facts.get("sources", {}).get(other.name("rex"), {}).get("errors", 0) > 20)
    assert shows(player.last, ())
    assert (output.restarts, other.unbroken(player)) == (0, True)
    assert other.mix()["code"] == 0
    player.close()
    for camera in cameras:
        camera.stop()


# --- many at once ----------------------------------------------------------------------------------------------------


def wandering(n: int) -> Scene:
    """One of twenty places that a guest can be in."""
    return scene("rex", rex=Rect(10 * (n % 20) & ~1, 20 + 4 * (n % 20), 80, 120))


def test_two_hundred_requests_at_once_end_in_the_last_that_was_granted(shared: Studio) -> None:
    """All are answered; the session has one of the layouts whole, and that one is on air."""
    room = shared.room()
    room.on("host", "rex")
    player = room.watch()
    with ThreadPoolExecutor(200) as crowd:
        replies = list(crowd.map(lambda n: room.mix(wandering(n)), range(200)))
    assert [reply["code"] for reply in replies] == [0] * 200
    session = shared.emulator.cloud.session(room.name("host"))
    assert session
    assert session.updates == 199
    granted = [json.loads(note["body"]) for note in shared.notes("request")][-1]
    last = next(way for way in map(wandering, range(20)) if way[0][1] == session.placements[1].rect)
    assert granted["interface"] == room.payload(last)["interface"]
    until(lambda: shows(player.last, last))
    player.plays_on(0.5)
    seen = [which(frame, [(), *map(wandering, range(20))]) for frame in player.pictures()]
    assert None not in seen
    assert [found for found, _ in groupby(seen)][-1] == last
    assert room.unbroken(player)
