"""The HTTP door: whatever a client sends, slowly, half or too much, it gets an answer and harms nobody else."""

from __future__ import annotations

import http.client
import json
import socket
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from threading import Barrier, Thread

import pytest

from layoutkit.emulator import Emulator
from layoutkit.emulator.answers import json_answer
from layoutkit.emulator.drip import Drip
from layoutkit.emulator.listener import Listener
from layoutkit.emulator.wire import Handler, Talk
from layoutkit.errors import UsageError

from .stage import APP_ID, DENNY, KEY, NOW, PAGE_SIGN, STREAMS, page, para, query
from .wire import Caller

POST = f"POST /common_access?{query()} HTTP/1.1\r\nHost: x\r\n"


def status_of(received: bytes) -> int:
    """The status of a raw reply, whose body must be our own JSON: no HTML page, no traceback."""
    head, _, body = received.partition(b"\r\n\r\n")
    assert json.loads(body)["faults"]
    assert b"Traceback" not in body
    return int(head.split()[1])


# --- bodies that are none --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("", 411),
        ("Transfer-Encoding: chunked\r\n", 411),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 411),
        ("Content-Length: -1\r\n", 400),
        ("Content-Length: ten\r\n", 400),
        ("Content-Length: +5\r\n", 400),
        ("Content-Length: 1_0\r\n", 400),
        ("Content-Length:\r\n", 400),
        ("Content-Length: 5\r\nContent-Length: 6\r\n", 400),
        ("Content-Length: " + "9" * 5000 + "\r\n", 400),
        ("Content-Length: 1000001\r\n", 413),
        ("Content-Length: 999999999999\r\n", 413),
    ],
)
def test_a_length_that_cannot_be_is_refused_before_the_body_is_read(call: Caller, headers: str, status: int) -> None:
    assert status_of(call.bare(f"{POST}{headers}\r\n".encode(), half_close=True)) == status


def test_a_body_of_ten_megabytes_is_refused_and_the_client_sees_it(call: Caller) -> None:
    """The client sends all of it before it looks; it must find the answer and not a broken pipe."""
    status, reply = call("POST", f"/common_access?{query()}", b"[" * 10_000_000)
    assert (status, reply["error"]) == (413, "too_large")
    assert call("GET", "/settings")[0] == 200


def test_half_a_json_text_is_a_verdict_like_any_other(call: Caller) -> None:
    body = json.dumps(page()).encode()
    assert call.mix(body[: len(body) // 2])["code"] == -1


def test_a_client_that_hangs_up_in_the_middle_is_told_what_was_missing(call: Caller) -> None:
    received = call.bare(f"{POST}Content-Length: 10\r\n\r\n[1,".encode(), half_close=True)
    assert status_of(received) == 400
    assert b"ends after 3 of its 10 bytes" in received


@pytest.mark.parametrize(
    "line",
    [
        f"POST /common_access?{query()}",
        f"GET /common_access?{query()} HTTP/9.9",
        f"GET /common_access?{query()} FTP/1.1",
        f"GET /a b c?{query()} HTTP/1.1",
        f"BREW /common_access?{query()} HTTP/1.1",
        f"GET /{query()}{'x' * 70_000} HTTP/1.1",
    ],
)
def test_what_is_no_request_is_refused_without_quoting_it(call: Caller, line: str) -> None:
    """The standard library's own error page would print the request line, and the sign in it."""
    received = call.bare(f"{line}\r\n\r\n".encode(), half_close=True)
    assert PAGE_SIGN not in received.decode()
    assert status_of(received) in (400, 405, 414, 505)


def test_too_many_headers_are_refused(call: Caller) -> None:
    many = "".join(f"X-{n}: 1\r\n" for n in range(200))
    assert status_of(call.bare(f"{POST}{many}\r\n".encode(), half_close=True)) == 431


def test_bytes_that_are_no_http_at_all_do_no_harm(call: Caller) -> None:
    call.bare(bytes(range(256)) * 10, half_close=True)
    call.bare(b"\r\n", half_close=True)
    call.bare(half_close=True)
    assert call("GET", "/settings")[0] == 200


# --- slow clients, many clients --------------------------------------------------------------------------------------


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
            assert (reply.status, reply.read()) == (200, b'{"lag_s": 0.0, "expired_as_text": false}')


def test_a_head_request_gets_no_body(call: Caller) -> None:
    received = call.bare(b"HEAD /settings HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 405 ")
    assert b"Allow: GET, PUT\r\n" in received
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


# --- what is kept secret, what is logged -----------------------------------------------------------------------------


def test_the_key_and_the_sign_come_back_nowhere(call: Caller, log: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    call.push_all()
    wrong = query(sign=PAGE_SIGN[::-1])
    asked = (query(), wrong, query(t=1), query() + "&t=1")
    seen = [call.raw("POST", f"/common_access?{ask}", page())[2] for ask in asked]
    looked = ("/sessions", "/streams", f"/common_access?{query()}", f"/?{query()}", f"/{query()}")
    seen += [call.raw("GET", target)[2] for target in looked]
    call.bare(f"{query()} / HTTP/1.1\r\n\r\n".encode(), half_close=True)
    seen += [*log, *capfd.readouterr()]
    for secret in (KEY, PAGE_SIGN, PAGE_SIGN[::-1]):
        assert not [text for text in seen if secret in text]


def test_the_log_has_a_line_for_each_request(call: Caller, log: list[str]) -> None:
    call("PUT", f"/streams/{DENNY}", {"width": 540, "height": 960})
    call.mix(page(0))
    call.mix(page(1))
    call("GET", "/nothing")
    assert log == [
        f"PUT -> 200 /streams/{DENNY}",
        "POST -> 200 /common_access code 0: Success!",
        "POST -> 200 /common_access code -505: stream '8888_rex' is not pushed",
        "GET -> 404",
    ]


def test_a_fault_of_the_emulator_itself_is_told_without_a_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    def broken() -> float:
        raise RuntimeError(f"a clock that knows {KEY}")

    with Emulator(APP_ID, KEY, now=broken) as emulator:
        status, document = Caller(emulator.url)("GET", "/settings")
    assert (status, document["faults"][0]["says"]) == (500, "the emulator failed: RuntimeError")
    assert capfd.readouterr() == ("", "")


def test_a_connection_that_ended_is_forgotten() -> None:
    """Else the emulator would grow by a socket with every client."""
    talk = Talk(lambda method, target, body: json_answer(200, {}), lambda line: None, 10)
    with Listener(("127.0.0.1", 0), partial(Handler, talk=talk)) as listener:
        serving = Thread(target=listener.serve_forever, args=(0.01,))
        serving.start()
        for _ in range(20):
            assert Caller(f"http://127.0.0.1:{listener.server_port}")("GET", "/")[0] == 200
        listener.shutdown()
        serving.join()
        listener.hang_up()  # which waits for those that are just ending
        assert listener.connections == 0


def test_a_read_past_its_deadline_times_out_even_when_bytes_are_there() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, Drip(ours, seconds=0) as drip:
        theirs.sendall(b"X")
        with pytest.raises(TimeoutError, match="too long"):
            drip.read(1)


# --- starting and stopping -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.com", "", "::"])
def test_only_loopback_is_listened_on(host: str) -> None:
    with pytest.raises(UsageError, match="loopback only"):
        Emulator(APP_ID, KEY, host=host)


@pytest.mark.parametrize(("app_id", "key"), [(0, KEY), (2**31, KEY), ("1", KEY), (True, KEY), (APP_ID, ""), (APP_ID, None)])
def test_an_account_that_cannot_be_is_refused_without_showing_the_key(app_id: int, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        Emulator(app_id, key)
    assert KEY not in str(refused.value)


@pytest.mark.parametrize("port", [-1, 65536, "8088", True])
def test_a_port_that_cannot_be_is_refused(port: int) -> None:
    with pytest.raises(UsageError, match="port"):
        Emulator(APP_ID, KEY, port=port)


def test_a_port_that_is_taken_is_a_clear_error(emulator: Emulator, call: Caller) -> None:
    with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1 port {call.address[1]}"):
        Emulator(APP_ID, KEY, port=call.address[1]).start()


def test_it_listens_under_the_name_localhost_and_tells_its_addresses() -> None:
    emulator = Emulator(APP_ID, KEY, host="localhost")
    with pytest.raises(UsageError, match="not running"):
        _ = emulator.url
    with emulator:
        assert emulator.url.startswith("http://127.0.0.1:")
        assert emulator.endpoint == f"{emulator.url}/common_access"


def test_stopping_hangs_up_on_whoever_is_connected_and_frees_the_port() -> None:
    """It does not wait for a client that is silent, and stopping twice is no mistake."""
    emulator = Emulator(APP_ID, KEY, patience=3600).start()
    call = Caller(emulator.url)
    with closing(socket.create_connection(call.address, timeout=10)) as idle:
        call("PUT", f"/streams/{DENNY}", {"width": 540, "height": 960})
        emulator.stop()
        emulator.stop()
        assert idle.recv(1) == b""
    with Emulator(APP_ID, KEY, port=call.address[1]):
        assert call("GET", "/streams") == (200, {"streams": []})
    assert [pushed.stream for pushed in emulator.cloud.streams()] == [STREAMS[0]]  # what the stopped one knew is kept


def test_it_listens_on_the_other_loopback_too() -> None:
    if not _has_ipv6():
        pytest.skip("this machine has no ::1")
    with Emulator(APP_ID, KEY, host="::1") as emulator:
        assert emulator.url.startswith("http://[::1]:")
        assert Caller(emulator.url)("GET", "/settings")[0] == 200


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True
