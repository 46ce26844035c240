"""What is kept secret, and what is logged."""

from __future__ import annotations

import base64
import hashlib
import socket
from functools import partial
from threading import Thread

import pytest

from layoutkit.emulator import Emulator
from layoutkit.emulator.journal.blanking import Blanking
from layoutkit.emulator.journal.notes import Journal
from layoutkit.emulator.web.answers import json_answer
from layoutkit.emulator.web.drip import Drip
from layoutkit.emulator.web.listener import Listener
from layoutkit.emulator.web.wire import Handler, Talk

from .stage import APP_ID, DENNY, KEY, NOW, PAGE_SIGN, Stage, page, query
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


ODD = (
    f"/common_access/{PAGE_SIGN}",
    f"/streams/{PAGE_SIGN}",
    f"/common_access?{query()}&sign={PAGE_SIGN}",
    f"/common_access?{query(Sign=PAGE_SIGN, leave='sign')}",
    f"/common_access?{query(interface=PAGE_SIGN)}",
    f"/common_access?{query(t=PAGE_SIGN)}",
    f"/common_access?{query(cmd=KEY)}",
    f"/common_access?{PAGE_SIGN}=1&{KEY}",
    f"/common_access?{query()}#{PAGE_SIGN}",
    f"/common_access?{query(sign=PAGE_SIGN.upper())}",
)
"""Targets with the sign or the key where nobody would look for it."""


@pytest.mark.parametrize("target", ODD)
def test_wherever_a_client_puts_the_sign_the_journal_has_it_not(target: str) -> None:
    lines: list[str] = []
    with Emulator(APP_ID, KEY, now=lambda: NOW, journal=Journal(write=lines.append)) as emulator:
        call = Caller(emulator.url)
        call.raw("POST", target, page())
        call.raw("PUT", target, {"width": 1, "height": 1})
        kept = "".join(lines) + "".join(call.raw("GET", where)[2] for where in ("/requests", "/events"))
    assert not [secret for secret in (KEY, PAGE_SIGN) if secret in kept.lower()]


def escaped(text: str) -> str:
    """A text as JSON may write it too."""
    return "".join(f"\\u{ord(char):04x}" for char in text)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f'{{"sign": "{PAGE_SIGN}"}}', '{"sign": "***"}'),
        (f'["{PAGE_SIGN.upper()}", "{KEY}"]', '["***", "***"]'),
        (f'["x{PAGE_SIGN}0{PAGE_SIGN}"]', '["x***0***"]'),
        (f'["{escaped(PAGE_SIGN)}", "{escaped(KEY[:9]) + KEY[9:]}"]', '["***", "***"]'),
        (f"sign%3D{PAGE_SIGN}", "sign%3D***"),
        ('["0123456789abcdef0123456789abcdef"]', '["0123456789abcdef0123456789abcdef"]'),
    ],
)
@pytest.mark.parametrize("ask", [query(), query(t=NOW + 7), "", "cmd=1"])
def test_a_body_is_kept_without_key_and_sign(stage: Stage, body: str, kept: str, ask: str) -> None:
    """Signs are known by trying, whatever the query says; another hash is a stream's name, and stays."""
    stage.ask(body.encode(), ask)
    (note,) = (note for note in stage.cloud.journal.recent() if note.what == "request")
    assert note.about["body"] == kept


def test_what_a_query_signs_with_is_in_no_body_right_or_wrong(stage: Stage) -> None:
    """Somebody signs with another account's key, and says the sign in the body too: it may be right over there."""
    other = "0123456789abcdef0123456789abcdef"
    stage.ask(f'["{other}", "somebodys-password"]'.encode(), f"cmd=1&t=1&sign={other}&key=somebodys-password")
    assert stage.cloud.journal.recent()[-1].about["body"] == '["***", "***"]'


@pytest.mark.parametrize("t", [NOW - 3600, NOW + 3600, 1])
def test_a_sign_of_an_hour_ago_or_ahead_is_known_and_any_whose_t_is_in_the_request(t: int) -> None:
    sign = hashlib.md5(f"{KEY}{t}".encode()).hexdigest()
    assert Blanking(KEY)(f'["{sign}"]', NOW, query="" if t > 1 else "t=1") == '["***"]'
    assert Blanking(KEY)(f'["{sign}", {t}]', NOW + 10**6) == f'["***", {t}]'


def test_a_short_text_is_kept_without_the_key_and_without_whatever_may_be_a_sign() -> None:
    kept = Blanking(KEY).signs(f"{KEY} {'0' * 32} Mix_StreamV2")
    assert kept == "*** *** Mix_StreamV2"
    assert Blanking("a key in words").signs("x a key in words y") == "x *** y"


def test_a_body_that_is_no_text_is_kept_without_them_too(stage: Stage) -> None:
    stage.ask(b"\xff" + KEY.encode() + PAGE_SIGN.encode())
    assert base64.b64decode(stage.cloud.journal.recent()[-1].about["body_base64"]) == b"\xff******"


def test_a_sign_that_is_a_streams_name_is_in_no_note_and_no_log(call: Caller, emulator: Emulator, log: list[str]) -> None:
    """A sign looks like any id; so a client may well send it as one."""
    call("PUT", f"/streams/{PAGE_SIGN}", {"width": 1, "height": 1})
    assert PAGE_SIGN in call.mix(page(1, input_stream_id=PAGE_SIGN))["message"]  # the client's own words go back to the client
    kept = [*log, *(note.line for note in emulator.cloud.journal.recent())]
    assert not [text for text in kept if PAGE_SIGN in text]
    assert [note.about["stream"] for note in emulator.cloud.journal.recent() if note.what == "push"] == ["***"]


def test_a_key_of_a_few_letters_is_taken_out_as_a_word_and_leaves_others_alone() -> None:
    assert Blanking("k")('{"key": "k", "ok": 1}', NOW) == '{"key": "***", "ok": 1}'


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
