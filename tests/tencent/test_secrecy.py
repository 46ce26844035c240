"""The key and the sign appear in no log, repr, exception, traceback or process list: each way is tried and searched."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pprint
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from layoutkit.errors import LayoutkitError
from layoutkit.tencent import Client, credentials, sign

from .stage import APP_ID, KEY, NOW, Answer, Received, Stage, answer, http, payload

Listen = Callable[[Callable[[bytes], bytes | None]], str]


def told(error: BaseException) -> str:
    """All that can be got out of an error: texts, fields and causes, and a traceback with every frame's variables."""
    parts = ["".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())]
    link: BaseException | None = error
    while link is not None:
        parts += [str(link), repr(link), repr(link.args), pprint.pformat(vars(link))]
        parts += [link.document().__repr__()] if isinstance(link, LayoutkitError) else []
        link = link.__cause__ or link.__context__
    return "\n".join(parts)


def caught(client: Client, ask: Callable[[], dict[str, Any]] = payload) -> BaseException:
    """What a send raised."""
    try:
        client.send(ask, session="8888_denny")
    except BaseException as error:  # an interruption must keep the secrets too
        return error
    raise AssertionError("nothing was raised")


def assert_hidden(text: str, stage: Stage) -> None:
    """Neither a secret nor half of one, in any case."""
    halves = [half for secret in stage.signs for half in (secret[:16], secret[16:])]
    assert [half for half in halves if half in text.lower()] == []


def echoing(url: str) -> Iterator[tuple[str, Answer]]:
    """Answers of an endpoint, or of a proxy before it, that repeats the address that it was asked at."""
    signed = url.rpartition("sign=")[2]
    yield "no such page", (404, f"<p>{url} was not found</p>")
    yield "escaped", (400, url.replace("&", "&amp;").replace("=", "%3D"))
    yield "in trouble", (500, f"cannot reach {url}")
    yield "upper case", (200, f"{url} {signed} {KEY}".upper())
    yield "cut short", (404, url[:-4])
    yield "over two lines", (200, url.replace("&", "\n&") + "\x00" + KEY)
    yield "a refusal", answer(-21, message=f"bad request {url} by {KEY}")
    yield "escaped as JSON", answer(-21, message="?").replace("?", "".join(f"\\u{ord(c):04x}" for c in url))
    yield "not known", answer(-99999, message=f"sign={signed}")
    yield "another time", answer(0, timestamp=f"{signed} {KEY}")
    yield "beyond the cut", (200, "x" * 190 + url)


ECHOES = [name for name, _ in echoing("")]


@pytest.mark.parametrize("name", ECHOES)
def test_an_endpoint_that_repeats_the_address_betrays_nothing(stage: Stage, name: str) -> None:
    def post(url: str, **_: object) -> Received:
        said = dict(echoing(url))[name]
        return Received(*said) if isinstance(said, tuple) else Received(200, said)  # type: ignore[arg-type]

    assert_hidden(told(caught(stage.client("", post=post))), stage)


def test_a_success_that_repeats_the_address_betrays_nothing(stage: Stage) -> None:
    client = stage.client("", post=lambda url, **_: Received(200, answer(0, message=f"{url} {KEY}")))
    reply = client.send(payload, session="s")
    assert reply.message.endswith("sign=hidden hidden")
    assert_hidden(repr(reply) + repr(reply.document()), stage)


@pytest.mark.parametrize(
    "kind",
    [RuntimeError, OSError, ValueError, TimeoutError, ConnectionError, KeyboardInterrupt, SystemExit, GeneratorExit],
)
def test_a_transport_that_raises_the_address_betrays_nothing(stage: Stage, kind: type[BaseException]) -> None:
    """An interruption keeps its own words, which are none of the client's, and loses the frames that know the sign."""

    def post(url: str, **_: object) -> Received:
        try:
            raise LookupError(f"cannot post to {url}")
        except LookupError as error:
            raise (kind(url) if issubclass(kind, Exception) else kind()) from error

    error = caught(stage.client("", post=post))
    assert issubclass(kind, Exception) or type(error) is kind
    assert error.__cause__ is error.__context__ is None
    assert_hidden(told(error), stage)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"garbage\r\n\r\n",
        http(200, answer(0))[:-5],
        http(500, ""),
        http(302, "", "Location: http://127.0.0.1:1/"),
        None,
    ],
)
def test_the_errors_of_requests_are_not_kept(listen: Listen, stage: Stage, said: bytes | None) -> None:
    endpoint = listen(lambda _: said)
    client = Client(APP_ID, KEY, endpoint=endpoint, sleep=stage.sleep, now=lambda: NOW, retries=0, read_timeout=0.02)
    error = caught(client)
    assert isinstance(error, LayoutkitError)
    assert_hidden(told(error), stage)


def test_what_asking_raises_shows_no_sign(stage: Stage) -> None:
    """Also when it raises at the second attempt, after a first one was signed and sent."""
    payloads = iter([payload()])
    error = caught(stage.client(answer(-505)), lambda: next(payloads))
    assert isinstance(error, StopIteration)
    assert_hidden(told(error), stage)


def leftovers() -> list[object]:
    """What requests made and somebody still holds."""
    import requests

    gc.collect()
    kinds = (requests.Response, requests.PreparedRequest, requests.Session, requests.RequestException)
    return [held for held in gc.get_objects() if isinstance(held, kinds)]


@pytest.mark.parametrize("said", [http(200, answer(0)), http(404, "nothing here"), b""])
def test_nothing_of_a_request_stays_behind(listen: Listen, said: bytes) -> None:
    """After a send the process holds no response, no prepared request, no exception of requests."""
    client = Client(APP_ID, KEY, endpoint=listen(lambda _: said), now=lambda: NOW, retries=0)
    before = leftovers()
    with contextlib.suppress(LayoutkitError):
        client.send(payload, session="s")
    assert len(leftovers()) == len(before)


def test_the_objects_themselves_show_nothing(stage: Stage) -> None:
    client = stage.client(answer(0))
    client.send(payload, session="s")
    parts = [client._wire, client._patience, client.account, credentials(client.account, NOW)]
    shown = [client, vars(client), *parts, client.send, client._attempt]
    assert_hidden(" ".join(f"{one} {one!r} {pprint.pformat(one)}" for one in shown), stage)


def test_edges_that_remember_their_calls_are_not_shown() -> None:
    """A transport, a clock or a sleep of the caller's own may say in its repr what it was called with."""

    class Recorder(list[str]):
        def __call__(self, url: str, **_: object) -> Received:
            self.append(url)
            return Received(500, "")

        def sleep(self, seconds: float) -> None:
            self.append(f"slept {seconds}")

        def now(self) -> float:
            return NOW

    edges = Recorder()
    client = Client(APP_ID, KEY, post=edges, sleep=edges.sleep, now=edges.now)
    shown = told(caught(client)) + repr(vars(client)) + pprint.pformat(vars(client))
    assert len(edges) == 11
    assert "sign=" not in shown


@pytest.mark.parametrize(
    "said",
    [
        http(200, answer(0)),
        http(404, "nothing"),
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nthis is no header\r\n\r\n{}",
    ],
    ids=["success", "not found", "broken off", "broken headers"],
)
def test_no_log_shows_the_sign(listen: Listen, stage: Stage, caplog: pytest.LogCaptureFixture, said: bytes) -> None:
    """At DEBUG, on every logger, over a real socket; urllib3 warns of broken headers with the whole address."""
    caplog.set_level(logging.DEBUG)
    client = Client(APP_ID, KEY, endpoint=listen(lambda _: said), now=lambda: NOW, retries=0)
    try:
        client.send(payload, session="s")
    except LayoutkitError as error:
        logging.getLogger("app").exception("the mix failed", exc_info=error)
    assert "Starting new HTTP connection" in caplog.text
    assert_hidden(caplog.text + repr([vars(record) for record in caplog.records]), stage)
    for record in caplog.records:
        if record.exc_info and record.exc_info[1]:
            assert_hidden(told(record.exc_info[1]), stage)


def test_a_record_with_a_sign_loses_the_traceback_too(caplog: pytest.LogCaptureFixture, stage: Stage) -> None:
    """The frames of urllib3 hold the address, and a log handler may show the variables of frames."""
    stage.send(answer(0))
    address = f"/common_access?t=1&sign={sign(KEY, NOW)}"
    with caplog.at_level(logging.DEBUG, "urllib3.connection"):
        try:
            raise ValueError(address)
        except ValueError as error:
            logging.getLogger("urllib3.connection").warning("broken (url=%s): %r", address, error, exc_info=True)
    assert caplog.records[0].getMessage().startswith("broken (url=/common_access?t=1&sign=hidden)")
    assert caplog.records[0].exc_info is None
    assert_hidden(caplog.text, stage)


def test_the_filter_stands_once_and_leaves_other_records_alone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        stage.send(answer(0))
    logger = logging.getLogger("urllib3.connectionpool")
    assert len([one for one in logger.filters if type(one).__module__ == "layoutkit.tencent.hiding"]) == 1
    with caplog.at_level(logging.DEBUG, "urllib3.connectionpool"):
        logger.debug("%s redesign=%d", "a", 5)
    assert caplog.records[0].args == ("a", 5)


PROGRAM = """
import logging, os, sys, traceback
from layoutkit.errors import GaveUp
from layoutkit.tencent import Client
logging.basicConfig(level=logging.DEBUG)
client = Client(1250000000, os.environ.pop("KEY"), endpoint=sys.argv[1], now=lambda: 1490858287, wait_s=0)
payload = {"timestamp": 1490858287, "interface": {"para": {"input_stream_list": [{}, {}]}}}
print(client.send(lambda: payload, session="s").document())
try:
    client.send(lambda: payload, session="s")
except GaveUp as error:
    print("".join(traceback.TracebackException.from_exception(error, capture_locals=True).format()))
with open("/proc/self/cmdline") if os.path.exists("/proc/self/cmdline") else open(os.devnull) as line:
    print(line.read().replace(chr(0), " "))
client.send(lambda: 1 / 0, session="s")
"""


def test_a_whole_program_prints_no_secret(listen: Listen, stage: Stage) -> None:
    """With the log at DEBUG, a traceback with variables, its own command line, and an end in an uncaught error."""
    answers = iter([http(200, answer(0))])
    endpoint = listen(lambda _: next(answers, b""))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, endpoint],
        env=os.environ | {"KEY": KEY},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "'status': 'mixed'" in done.stdout
    assert "layoutkit.errors.GaveUp: gave up after 6 attempts" in done.stdout
    assert "ZeroDivisionError" in done.stderr
    assert "sign=hidden" in done.stderr
    assert_hidden(done.stdout + done.stderr, stage)
