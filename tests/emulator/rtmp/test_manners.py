"""Whoever comes to the port without manners is hung up on, and nobody else notices."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable

import pytest

from layoutkit.emulator.rtmp import Hub, Limits, Player, Publisher
from layoutkit.emulator.rtmp.amf import encode
from layoutkit.emulator.rtmp.handshake import hello
from layoutkit.emulator.rtmp.messages import Message
from layoutkit.emulator.rtmp.writing import Writer

from .clips import clip, later, loud
from .conftest import connect, until
from .watchers import Viewer, gaps, send, send_at_the_pace_of


def hung_up(connection: socket.socket, within: float = 5.0) -> bool:
    """Whether the hub hangs up, whatever it says before."""
    connection.settimeout(within)
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True


def greeted(hub: Hub) -> socket.socket:
    """A connection after its handshake."""
    connection = connect(hub)
    connection.sendall(hello())
    got = b""
    while len(got) < 3073:
        got += connection.recv(3073 - len(got))
    connection.sendall(got[1:1537])
    return connection


def command(*values: object) -> bytes:
    return Writer().write(Message(20, 0, 0, encode(*values)))  # type: ignore[arg-type]


RUDE: dict[str, Callable[[Hub], socket.socket]] = {
    "an HTTP request": lambda hub: _said(connect(hub), b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    "random bytes": lambda hub: _said(connect(hub), b"\x80" + os.urandom(5000)),
    "another version": lambda hub: _said(connect(hub), b"\x06" + bytes(1536)),
    "nothing": connect,
    "half a handshake": lambda hub: _said(connect(hub), hello()[:700]),
    "a handshake and nothing else": greeted,
    "a handshake and random bytes": lambda hub: _said(greeted(hub), b"\xff" + os.urandom(9000)),
    "a command that is none": lambda hub: _said(greeted(hub), Writer().write(Message(20, 0, 0, b"\xff\xff"))),
    "a command without a name": lambda hub: _said(greeted(hub), command(1, 2)),
    "an empty command": lambda hub: _said(greeted(hub), Writer().write(Message(20, 0, 0, b""))),
    "play without a name": lambda hub: _said(greeted(hub), command("play", 2, None)),
    "publish before connect": lambda hub: _said(greeted(hub), command("publish", 2, None, "denny")),
    "connect to a list": lambda hub: _said(greeted(hub), command("connect", 1, [])),
    "a message without an end": lambda hub: _said(greeted(hub), b"\x03\0\0\0\xff\xff\xff\x14\0\0\0\0"),
}


def _said(connection: socket.socket, raw: bytes) -> socket.socket:
    connection.sendall(raw)
    return connection


def _dripped(connection: socket.socket, raw: bytes) -> None:
    for byte in raw:
        connection.sendall(bytes([byte]))
        time.sleep(0.02)


@pytest.mark.parametrize("rude", RUDE)
def test_the_rude_are_hung_up_on_and_nothing_is_printed(hub: Hub, rude: str, capfd: pytest.CaptureFixture[str]) -> None:
    with Viewer(hub.watch("denny")) as bystander, Publisher(hub.mixed_url("denny")) as mixer:
        send(mixer, clip()[:30])
        with RUDE[rude](hub) as connection:
            assert hung_up(connection)
        send(mixer, clip()[30:])
        until(lambda: len(bystander.pictures) == 50)
    assert capfd.readouterr() == ("", "")


def test_a_handshake_byte_by_byte_has_no_more_time_than_any(hub: Hub) -> None:
    with connect(hub) as connection, pytest.raises(OSError, match=r"reset|[Pp]ipe"):
        _dripped(connection, hello()[:300])


def test_whoever_pushes_nothing_any_more_is_hung_up_on(hub: Hub) -> None:
    with Publisher(f"{hub.address}/live/denny") as camera:
        send(camera, clip()[:20])
        until(lambda: hub.pushed())
        began = time.monotonic()
        until(lambda: not hub.pushed())
        assert 1 < time.monotonic() - began < 3


def test_a_player_that_takes_nothing_is_hung_up_on_and_the_one_beside_it_sees_no_gap(hub: Hub) -> None:
    film = tuple(loud(tag) if tag.is_picture else tag for tag in clip())
    with (
        Player(f"{hub.address}/live/denny"),
        Viewer(Player(f"{hub.address}/live/denny")) as bystander,
        Publisher(hub.mixed_url("denny")) as mixer,
    ):
        for turn in range(3):
            send_at_the_pace_of(bystander, mixer, later(film, 2000 * turn))
        assert len(bystander.pictures) == 150
        assert hub.outputs()[0].dropped > 30
        assert set(gaps(bystander.tags)) == {40}
        until(lambda: hub.outputs()[0].viewers == 1)


def test_only_so_many_connections_are_open_at_a_time() -> None:
    with Hub(limits=Limits(connections=3)) as hub:
        with Player(f"{hub.address}/live/a"), Player(f"{hub.address}/live/b"), Player(f"{hub.address}/live/c"):
            with connect(hub) as fourth:
                assert hung_up(fourth)
            assert len(hub.outputs()) == 3
        until(lambda: not hub.outputs())
        with Player(f"{hub.address}/live/a"):
            assert len(hub.outputs()) == 1


def test_stopping_hangs_up_on_everybody_and_the_port_can_be_taken_again() -> None:
    with Hub() as hub:
        port = int(hub.address.rpartition(":")[2])
        with Viewer(Player(f"{hub.address}/live/denny")) as viewer, Publisher(f"{hub.address}/live/denny"):
            hub.stop()
            hub.stop()
            until(lambda: viewer.is_over)
        with Hub(port=port) as again, Player(f"{again.address}/live/denny"):
            pass


def test_what_is_not_rtmp_any_more_is_hung_up_on_at_once() -> None:
    """After a good beginning, and long before the hub's patience is over: a chunk that goes on with what never began."""
    with Hub() as hub, connect(hub) as rude:
        rude.sendall(b"\x03" + bytes(1536))
        left = 1 + 2 * 1536
        while left:
            left -= len(rude.recv(left))
        rude.sendall(bytes(1536) + b"\xc3" + bytes(10))
        assert hung_up(rude)
