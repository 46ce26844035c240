"""Real sockets on loopback: what a network does to a request, and what the client makes of it."""

from __future__ import annotations

import gzip
import logging
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from layoutkit.errors import BadReply, GaveUp, SendError
from layoutkit.tencent import Client
from layoutkit.tencent.transport import _body

from .stage import APP_ID, KEY, Stage, answer, http

Listen = Callable[[Callable[[bytes], bytes | None]], str]
OK = http(200, answer(0))


def client(endpoint: str, stage: Stage, **settings: Any) -> Client:
    """A client over real sockets, with a clock and waits of its own."""
    return Client(APP_ID, KEY, endpoint=endpoint, sleep=stage.sleep, now=lambda: stage.now, **settings)


def keeping(seen: list[bytes]) -> Callable[[bytes], bytes]:
    """Answers every request well, and keeps it."""

    def reply(request: bytes) -> bytes:
        seen.append(request)
        return OK

    return reply


@pytest.fixture
def deaf() -> Iterator[str]:
    """An address that is taken, so that nobody else can have it, and where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/common_access"


def test_a_request_as_it_stands_on_the_wire(listen: Listen, stage: Stage) -> None:
    seen: list[bytes] = []
    endpoint = listen(keeping(seen))
    assert client(endpoint, stage).send(stage.ask, session="s").status == "mixed"
    head, _, body = seen[0].partition(b"\r\n\r\n")
    line, *headers = head.decode().split("\r\n")
    assert line == ("POST /common_access?cmd=1250000000&interface=Mix_StreamV2&t=1490858347&sign=7f29ed83c61b77de1b0d66936fd4fd44 HTTP/1.1")
    assert "Content-Type: application/json" in headers
    assert body == (
        b'{"timestamp":1490858287,"interface":{"para":{"input_stream_list":[{"input_stream_id":"8888_0"},{"input_stream_id":"8888_1"}]}}}'
    )


def test_a_connection_that_comes_back_is_used(listen: Listen, stage: Stage) -> None:
    """Broken off, broken off within the answer, in trouble; then well."""
    troubles = iter([b"", http(200, answer(0))[:-5], http(502, "Bad Gateway"), OK])
    reply = client(listen(lambda _: next(troubles)), stage).send(stage.ask, session="s")
    assert (reply.status, reply.attempts, stage.slept) == ("mixed", 4, [2.0] * 3)


@pytest.mark.parametrize(
    ("said", "met"),
    [
        (b"", "broke before an answer came"),
        (b"no HTTP at all\r\n\r\n", "broke before an answer came"),
        (http(200, answer(0))[:-5], "closed the connection within its answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{", "closed the connection within its answer"),
        (http(500, "oops"), "HTTP 500, 'oops'"),
        (http(503, ""), "HTTP 503, ''"),
    ],
)
def test_trouble_on_the_way_is_met_with_patience(listen: Listen, stage: Stage, said: bytes, met: str) -> None:
    with pytest.raises(GaveUp) as caught:
        client(listen(lambda _: said), stage).send(stage.ask, session="s")
    assert met in str(caught.value)
    assert (caught.value.attempts, stage.slept) == (6, [2.0] * 5)


def test_a_refused_connection_names_the_address(deaf: str, stage: Stage) -> None:
    with pytest.raises(GaveUp, match=r"no connection with http://127\.0\.0\.1:.* could be made") as caught:
        client(deaf, stage).send(stage.ask, session="s")
    assert "does anything listen there?" in caught.value.faults[0].hint
    assert caught.value.attempts == 6


def test_an_endpoint_that_keeps_silent_is_waited_for_as_long_as_allowed(listen: Listen, stage: Stage) -> None:
    with pytest.raises(GaveUp, match=r"no answer from .* within the time-out"):
        client(listen(lambda _: None), stage, read_timeout=0.02, retries=0).send(stage.ask, session="s")


def test_a_name_that_is_not_found_is_told_as_one(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(GaveUp, match=r"the name of http://nowhere\.invalid/ was not found"):
        client("http://nowhere.invalid/", stage).send(stage.ask, session="s")


def test_a_connection_that_takes_too_long_is_told_as_one(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(GaveUp, match=r"no connection with .* within the time-out"):
        client("http://127.0.0.1:9/", stage).send(stage.ask, session="s")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(listen: Listen, stage: Stage, status: int) -> None:
    seen: list[bytes] = []
    elsewhere = listen(keeping(seen))
    endpoint = listen(lambda _: http(status, "moved", f"Location: {elsewhere}"))
    with pytest.raises(BadReply, match=f"HTTP {status}, 'moved'"):
        client(endpoint, stage).send(stage.ask, session="s")
    assert seen == []


@pytest.mark.parametrize("text", ["<html>Welcome</html>", "garbage \x00\x01", "404 page", "{" + " " * 200_000 + "}"])
def test_other_text_is_no_reply(listen: Listen, stage: Stage, text: str) -> None:
    with pytest.raises(BadReply, match="not a reply of Mix_StreamV2: HTTP 200"):
        client(listen(lambda _: http(200, text)), stage).send(stage.ask, session="s")


def test_an_endless_answer_is_read_to_64_kb_and_no_further(stage: Stage) -> None:
    """It would go on for a gigabyte; to read it all would take minutes and all memory."""
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        for _ in range(2**20):
            read += 1024
            yield b"x" * 1024

    assert len(_body(endless())) == 65536
    assert read <= 65536 + 1024


def test_a_long_answer_is_not_waited_for(listen: Listen, stage: Stage) -> None:
    """A gigabyte is announced and the line breaks after 100 KB: by then the client has long left."""
    said = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100_000
    with pytest.raises(BadReply, match="HTTP 200, 'xxx"):
        client(listen(lambda _: said), stage).send(stage.ask, session="s")


def test_an_answer_that_cannot_be_unpacked_is_no_reply(listen: Listen, stage: Stage) -> None:
    with pytest.raises(BadReply, match="cannot be unpacked"):
        client(listen(lambda _: http(200, "this is not packed", "Content-Encoding: gzip")), stage).send(stage.ask, session="s")


def test_a_packed_answer_is_read(listen: Listen, stage: Stage) -> None:
    packed = gzip.compress(answer(0).encode())
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    assert client(listen(lambda _: head.encode() + packed), stage).send(stage.ask, session="s").code == 0


def test_messages_are_read_as_utf_8_whatever_the_header_says(listen: Listen, stage: Stage) -> None:
    said = http(200, '{"code":0,"message":"成功"}', "Content-Type: text/plain")
    assert client(listen(lambda _: said), stage).send(stage.ask, session="s").message == "成功"


def test_loopback_is_never_asked_through_a_proxy(listen: Listen, stage: Stage, deaf: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", deaf)
    monkeypatch.delenv("no_proxy", raising=False)
    assert client(listen(lambda _: OK), stage).send(stage.ask, session="s").status == "mixed"


def test_other_endpoints_are_asked_through_the_proxy_of_the_environment(
    listen: Listen, stage: Stage, deaf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", listen(lambda _: OK))
    monkeypatch.delenv("no_proxy", raising=False)
    assert client("http://endpoint.invalid/", stage).send(stage.ask, session="s").status == "mixed"
    monkeypatch.setenv("http_proxy", deaf)
    with pytest.raises(GaveUp, match=r"the proxy on the way to http://endpoint\.invalid/ did not answer"):
        client("http://endpoint.invalid/", stage).send(stage.ask, session="s")


def test_https_to_an_endpoint_of_http_is_told_at_once(listen: Listen, stage: Stage) -> None:
    endpoint = listen(lambda _: OK).replace("http:", "https:")
    with pytest.raises(SendError, match="no secure connection"):
        client(endpoint, stage).send(stage.ask, session="s")


def test_an_impossible_host_is_told_at_once(stage: Stage) -> None:
    with pytest.raises(SendError, match=r"a request to http://\.host/ cannot be made") as caught:
        client("http://.host/", stage).send(stage.ask, session="s")
    assert (caught.value.attempts, stage.slept) == (1, [])


def test_the_log_shows_the_request_without_its_sign(listen: Listen, stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client(listen(lambda _: OK), stage).send(stage.ask, session="s")
    assert "/common_access?cmd=1250000000&interface=Mix_StreamV2&t=1490858347&sign=hidden" in caplog.text
    assert not [secret for secret in stage.signs if secret in caplog.text]
