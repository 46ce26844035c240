"""The HTTP door: whatever a client sends, half or too much or none of it HTTP, it gets an answer that says why."""

from __future__ import annotations

import json

import pytest

from .stage import PAGE_SIGN, page, query
from .wire import POST, Caller, status_of


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
