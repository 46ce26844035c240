"""Slow clients, broken ones and many at once: none of them keeps another waiting."""

from __future__ import annotations

import http.client
import json
import socket
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest

from layoutkit.emulator import Emulator

from .stage import APP_ID, DENNY, KEY, NOW, page, para
from .wire import POST, Caller, status_of


def test_a_slow_client_keeps_nobody_waiting(call: Caller) -> None:
    body = json.dumps(page(0)).encode()
    head = f"{POST}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
    with closing(socket.create_connection(call.address, timeout=10)) as slow:
        slow.sendall(head + body[:20])
        call.push_all()
        assert call.mix(page())["code"] == 0
        slow.sendall(body[20:])
        with slow.makefile("rb") as reply:
            assert reply.readline().split()[1] == b"200"
    assert call("GET", f"/sessions/{DENNY}")[1]["state"] == "ended"


@pytest.mark.parametrize("sent", [b"", b"POST /common", f"{POST}Content-Length: 10\r\n\r\n[1,".encode()])
def test_a_client_that_never_goes_on_is_hung_up_on(sent: bytes) -> None:
    """After the patience: in silence before a request, with 408 in the midst of its body."""
    with Emulator(APP_ID, KEY, patience=0.05) as emulator:
        received = Caller(emulator.url).bare(sent)
        assert received == b"" or status_of(received) == 408


@pytest.mark.parametrize(("head", "told"), [(b"POST /common", b""), (f"{POST}Content-Length: 999999\r\n\r\n".encode(), b"HTTP/1.1 408 ")])
def test_bytes_that_keep_dripping_do_not_renew_the_patience(head: bytes, told: bytes) -> None:
    """The patience is for the whole of a request, so a head or a body that never ends does not hold a thread."""
    with Emulator(APP_ID, KEY, patience=0.1) as emulator:
        address = Caller(emulator.url).address
        with closing(socket.create_connection(address, timeout=0.01)) as dripping:
            dripping.sendall(head)
            received = next(filter(None, (_drip(dripping) for _ in range(3000))))
    assert received.startswith(told or b"hung up")


def _drip(dripping: socket.socket) -> bytes:
    """Send one more byte; what came back, nothing while the other side listens on."""
    try:
        dripping.sendall(b"X")
        return dripping.recv(4096) or b"hung up"
    except TimeoutError:
        return b""
    except OSError:
        return b"hung up"


def test_a_connection_that_breaks_leaves_no_trace_on_stderr(emulator: Emulator, call: Caller, capfd: pytest.CaptureFixture[str]) -> None:
    with closing(socket.create_connection(call.address, timeout=10)) as broken:
        broken.sendall(f"{POST}Content-Length: 10\r\n\r\n[".encode())
        broken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
    assert call("GET", "/settings")[0] == 200
    emulator.stop()
    assert capfd.readouterr() == ("", "")


def test_one_connection_carries_many_requests(call: Caller) -> None:
    with closing(http.client.HTTPConnection(*call.address, timeout=10)) as connection:
        for _ in range(3):
            connection.request("GET", "/settings", body=b"ignored")
            reply = connection.getresponse()
            assert (reply.status, reply.read()) == (200, b'{"lag_s": 0.0, "idle_s": 900.0, "expired_as_text": false}')


def test_a_head_request_gets_no_body(call: Caller) -> None:
    received = call.bare(b"HEAD /settings HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 200 ")
    assert b"Content-Length: 57\r\n" in received
    assert received.endswith(b"\r\n\r\n")


def test_a_client_that_asks_whether_to_go_on_is_told_to(call: Caller) -> None:
    """`curl` sends `Expect: 100-continue` with a long body, and waits."""
    body = json.dumps(page(0)).encode()
    lines = f"{POST}Content-Length: {len(body)}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    received = call.bare(lines.encode(), body)
    assert received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_two_hundred_shows_at_once_each_get_their_own(call: Caller) -> None:
    """Two hundred threads, each with a session of its own: started, changed and ended side by side."""
    call.push_all()
    together = Barrier(200)

    def show(number: int) -> tuple[list[int], str, int]:
        name = f"show_{number}"
        call("PUT", f"/streams/{name}", {"width": 540, "height": 960})
        together.wait(timeout=60)
        codes = [call.mix(_of(name, secondaries, NOW + number))["code"] for secondaries in (1, 3)]
        _, session = call("GET", f"/sessions/{name}")
        codes.append(call.mix(_of(name, 0, NOW))["code"])
        return codes, session["placements"][0]["stream"], session["timestamp"]

    with ThreadPoolExecutor(200) as pool:
        results = list(pool.map(show, range(200)))
    assert results == [([0, 0, 0], f"show_{n}", NOW + n) for n in range(200)]
    _, document = call("GET", "/sessions")
    assert sorted(session["state"] for session in document["sessions"]) == ["ended"] * 200


def test_many_changes_of_one_session_are_each_counted(call: Caller) -> None:
    call.push_all()
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda n: call.mix(page(1 + n % 3)), range(120)))
    assert {reply["code"] for reply in replies} == {0}
    assert call("GET", f"/sessions/{DENNY}")[1]["updates"] == 119


def _of(primary: str, secondaries: int, timestamp: int) -> dict[str, object]:
    fields = {"mix_stream_session_id": primary, "output_stream_id": primary, "timestamp": timestamp}
    document = page(secondaries, **fields)
    para(document)["input_stream_list"][0]["input_stream_id"] = primary
    return document
