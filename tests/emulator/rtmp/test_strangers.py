"""Whatever a client says after its handshake, the hub does it or hangs up; whatever a server says, the client ends or tells."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.emulator.rtmp import Hub, Limits, Player, Publisher, RtmpError, Tag
from layoutkit.emulator.rtmp.amf import encode
from layoutkit.emulator.rtmp.handshake import hello
from layoutkit.emulator.rtmp.line import Line
from layoutkit.emulator.rtmp.messages import STREAM_EOF, Message, control
from layoutkit.emulator.rtmp.replies import connected, failure, result, status
from layoutkit.emulator.rtmp.session import Session
from layoutkit.emulator.rtmp.switchboard import Switchboard
from layoutkit.emulator.rtmp.tags import DATA
from layoutkit.emulator.rtmp.writing import Writer

from .clips import clip
from .conftest import until
from .test_amf import VALUES
from .watchers import Viewer, send

NAMES = [
    "connect",
    "createStream",
    "publish",
    "play",
    "deleteStream",
    "FCUnpublish",
    "releaseStream",
    "getStreamLength",
    "pause",
    "onStatus",
]
APPS = st.sampled_from(["live", "push?token=T", "mixed/", "", "vod"])
NAMED = st.sampled_from(["denny", "denny?token=T", "denny?token=%", "", "a-b", "x" * 90])
ARGUMENTS = st.tuples(st.none(), NAMED) | st.tuples(st.fixed_dictionaries({"app": APPS})) | st.lists(VALUES, max_size=3).map(tuple)
COMMANDS = st.builds(lambda name, order, about: encode(name, order, *about), st.sampled_from(NAMES) | VALUES, VALUES, ARGUMENTS)
SAID = st.builds(Message, st.sampled_from([17, 20]), st.just(0), st.integers(0, 0xFFFFFFFF), COMMANDS) | st.builds(
    Message, st.integers(0, 255).filter(lambda kind: kind not in (1, 5)), st.integers(0, 0xFFFFFFFF), st.just(1), st.binary(max_size=40)
)


class Nowhere(asyncio.Transport):
    """A transport whose bytes go nowhere, to a client that takes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting, self.closed = 0, False

    def write(self, data: Any) -> None:
        self.waiting += len(data)

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return self.closed

    def abort(self) -> None:
        self.closed = True

    close = abort


@given(st.lists(SAID, max_size=12))
def test_a_session_does_what_it_is_told_or_hangs_up(said: list[Message]) -> None:
    async def talk() -> None:
        board = Switchboard(Limits(), "T", lambda event: None, lambda: 0.0)
        session = Session(board, set())
        session.connection_made(Nowhere())
        writer = Writer()
        session.data_received(hello() + bytes(1536) + b"".join(writer.write(message) for message in said))
        session.look(1.0)
        session.connection_lost(None)
        assert (board.pushed, board.outputs) == ((), ())

    asyncio.run(talk())


def test_a_real_film_with_spoilt_bytes_harms_nobody() -> None:
    async def talk(place: int) -> None:
        board = Switchboard(Limits(), "T", lambda event: None, lambda: 0.0)
        session = Session(board, set())
        session.connection_made(Nowhere())
        writer = Writer()
        asked = [("connect", {"app": "live"}), ("createStream", None), ("publish", None, "denny", "live")]
        raw = b"".join(writer.write(Message(20, 0, 1, encode(name, 1, *about))) for name, *about in cast(Any, asked))
        raw += b"".join(writer.write(Message(tag.kind, tag.at, 1, tag.body)) for tag in clip())
        spoilt = bytearray(raw)
        for index in range(place, len(spoilt), 1999):
            spoilt[index] ^= 0x5A
        session.data_received(hello() + bytes(1536) + bytes(spoilt))
        session.connection_lost(None)
        assert board.pushed == ()

    for place in range(0, 1999, 67):
        asyncio.run(talk(place))


class Server:
    """A server that says what it is told to, once, and hangs up."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"rtmp://127.0.0.1:{self._listening.getsockname()[1]}/live/denny?token=secret"

    def say(self, raw: bytes, *, greets: bool = True, then: bytes = b"") -> None:
        """Answer the next client with a handshake and these bytes; `then` a little later with these."""
        Thread(target=self._answer, args=(raw, greets, then), daemon=True).start()

    def _answer(self, raw: bytes, greets: bool, then: bytes) -> None:
        with self._listening.accept()[0] as client, suppress(OSError):
            client.settimeout(5)
            theirs = client.recv(1537, socket.MSG_WAITALL)
            client.sendall((hello() + theirs[1:] if greets else b"") + raw)
            if then:
                time.sleep(0.2)
                client.sendall(then)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def written(*messages: Message) -> bytes:
    writer = Writer()
    return b"".join(writer.write(message) for message in messages)


@pytest.mark.parametrize(
    ("raw", "greets", "says"),
    [
        (b"", True, "hung up"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", False, "handshake"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n".ljust(4000), False, "does not speak RTMP"),
        (b"\xff" * 100, True, "not RTMP"),
        (written(Message(20, 0, 0, encode("_error", 1, None, None))), True, "does not say why"),
        (written(connected(1), result(2, None, "?"), failure(1, "NetStream.Play.StreamNotFound", "none")), True, "StreamNotFound none"),
        (written(connected(1), Message(20, 0, 0, b"\xff"), result(2, None, float("nan"))), True, "hung up"),
    ],
)
def test_a_server_that_is_no_good_is_told_and_its_token_is_not(server: Server, raw: bytes, greets: bool, says: str) -> None:
    server.say(raw, greets=greets)
    with pytest.raises(RtmpError, match=says) as failed:
        Player(server.address, 5)
    assert "secret" not in str(failed.value)


def test_a_server_that_says_nothing_is_waited_for_only_so_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(RtmpError, match="says nothing"):
        Player(f"rtmp://127.0.0.1:{silent.getsockname()[1]}/live/denny", 0.2)


@pytest.mark.parametrize("words", ["NetStream.Play.UnpublishNotify", "NetStream.Play.Stop", "NetStream.Play.Complete", ""])
def test_a_server_may_say_in_any_of_four_ways_that_a_stream_is_over(server: Server, words: str) -> None:
    """By a word, or by the control message for the end of a stream; what it says after that is not waited for."""
    end = status(1, words, "it is over") if words else control(STREAM_EOF, 1)
    begun = (connected(1), result(2, None, 1.0), status(1, "NetStream.Play.Start", "here it comes"))
    server.say(written(*begun, clip_message(0), end, clip_message(40)))
    with Player(server.address, 5) as player:
        assert [tag.at for tag in player] == [0]


def clip_message(at: int) -> Message:
    return Message(9, at, 1, b"\x27\x01\0\0\0inter")


def test_a_player_may_have_enough_of_silence() -> None:
    with Hub() as hub, Player(f"{hub.address}/live/nobody", silence=0.2) as player, pytest.raises(RtmpError, match="says nothing"):
        next(iter(player))


def test_a_player_waits_for_a_source_for_as_long_as_it_takes() -> None:
    """How long an answer may take is another question."""
    with Hub() as hub, Viewer(Player(f"{hub.address}/live/show", 0.3)) as viewer:
        time.sleep(0.6)
        with Publisher(hub.mixed_url("show")) as mixer:
            send(mixer, clip())
            until(lambda: len(viewer.pictures) == 50)


def test_a_publisher_says_what_is_metadata_and_that_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers keep what is set as the data of a stream, and some wait long for who hangs up without a word."""
    said: list[bytes] = []
    write = Line.write
    monkeypatch.setattr(Line, "write", lambda line, data: (said.append(data), write(line, data))[1])
    with Hub() as hub, Publisher(f"{hub.address}/live/rex") as publisher:
        said.clear()
        publisher.send(next(tag for tag in clip() if tag.kind == DATA))
        assert b"@setDataFrame" in said[-1]
        said.clear()
    assert [word for word in (b"FCUnpublish", b"deleteStream") if word in b"".join(said)] == [b"FCUnpublish", b"deleteStream"]


def test_a_publisher_that_is_told_no_later_on_raises(server: Server) -> None:
    """A server that allowed it and then changed its mind."""
    begun = (connected(1), result(2, None, 1.0), status(1, "NetStream.Publish.Start", "go ahead"))
    server.say(written(*begun), then=written(failure(1, "NetStream.Publish.Denied", "no more")))

    def publish() -> None:
        with Publisher(server.address, 5) as publisher:
            for at in range(0, 4000, 40):
                publisher.send(Tag(9, at, b"\x27\x01\0\0\0inter"))
                time.sleep(0.01)

    with pytest.raises(RtmpError, match=r"says no: NetStream\.Publish\.Denied"):
        publish()
