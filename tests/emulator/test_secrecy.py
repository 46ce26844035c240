"""What is kept secret, and what is logged."""

from __future__ import annotations

import socket
from functools import partial
from threading import Thread

import pytest

from layoutkit.emulator import Emulator
from layoutkit.emulator.answers import json_answer
from layoutkit.emulator.drip import Drip
from layoutkit.emulator.listener import Listener
from layoutkit.emulator.wire import Handler, Talk

from .stage import APP_ID, DENNY, KEY, PAGE_SIGN, page, query
from .wire import Caller


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


def test_a_log_that_fails_costs_nobody_the_answer() -> None:
    def full(line: str) -> None:
        raise OSError("no space left for the log")

    with Emulator(APP_ID, KEY, log=full) as emulator:
        assert Caller(emulator.url)("GET", "/settings")[0] == 200


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
