"""`layoutkit send`: from a template, a layout or a payload to a reply; renewed, ended, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layoutkit.emulator import Emulator

from .conftest import Run
from .stage import APP_ID, NOW, Endpoint

PEOPLE = ("--primary", "8888_denny", "--secondary", "8888_rex", "--secondary", "8888_link")
MIX = ("right-column", "--canvas", "540x960", *PEOPLE)


@pytest.fixture(autouse=True)
def slept(account: None, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The account is in the environment; waiting is only noted."""
    seconds: list[float] = []
    monkeypatch.setattr("layoutkit.app.sending.waited", seconds.append)
    return seconds


def test_a_mix_starts_and_the_primary_alone_ends_it(lk: Run, emulator: Emulator) -> None:
    to = ("--endpoint", emulator.endpoint, "--now", NOW)
    said = lk("send", *MIX, *to)
    assert (said.code, said.out, said.err) == (0, "mixed: Success!\n", "")
    session = emulator.cloud.session("8888_denny")
    assert session is not None
    assert session.state == "mixing"
    assert lk("send", "--end", "--primary", "8888_denny", *to).out.startswith("ended")
    session = emulator.cloud.session("8888_denny")
    assert session is not None
    assert session.state == "ended"


def test_the_endpoint_may_come_from_the_environment(lk: Run, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENCENTCLOUD_LIVE_ENDPOINT", endpoint.url)
    assert lk("send", *MIX).code == 0
    assert len(endpoint.posted) == 1


def test_what_is_sent_is_the_payload_that_payload_prints(lk: Run, endpoint: Endpoint) -> None:
    assert lk("send", *MIX, "--endpoint", endpoint.url, "--now", NOW).code == 0
    assert json.loads(endpoint.posted[0]) == lk("payload", *MIX, "--now", NOW).document


def test_a_payloads_timestamps_are_renewed_and_nothing_else(lk: Run, endpoint: Endpoint, payload_file: Path) -> None:
    old = json.loads(payload_file.read_text())
    assert lk("send", "--payload", payload_file, "--endpoint", endpoint.url, "--now", NOW + 500).code == 0
    assert lk("send", "--payload", "-", "--endpoint", endpoint.url, "--now", NOW + 500, stdin=payload_file.read_bytes()).code == 0
    assert [json.loads(body) for body in endpoint.posted] == [old | {"timestamp": NOW + 500, "eventId": NOW + 500}] * 2


def test_a_dry_run_shows_the_payload_and_sends_nothing(lk: Run, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENCENTCLOUD_LIVE_API_KEY")
    said = lk("send", *MIX, "--endpoint", endpoint.url, "--dry-run", "--now", NOW)
    assert said.document == lk("payload", *MIX, "--now", NOW).document
    assert endpoint.posted == []


def test_the_end_names_nobody_but_the_primary(lk: Run) -> None:
    by_id = lk("send", "--end", "--primary", "8888_denny", "--dry-run", "--now", NOW)
    assert [item["input_stream_id"] for item in by_id.document["interface"]["para"]["input_stream_list"]] == ["8888_denny"]
    assert lk("send", "right-column", *PEOPLE, "--end", "--dry-run", "--now", NOW) == by_id
    assert lk("send", "right-column", "--primary", "8888_denny", "--dry-run", "--now", NOW) == by_id


def test_a_stream_that_is_not_pushed_is_asked_for_again_and_then_given_up(lk: Run, emulator: Emulator, slept: list[float]) -> None:
    """Every 2 seconds, at most 5 retries (Mix_StreamV2, notes)."""
    said = lk("send", "right-column", "--secondaries", 1, "--endpoint", emulator.endpoint, "--now", NOW, "--format", "json")
    assert (said.code, said.document["error"], said.document["code"], said.document["attempts"]) == (1, "gave_up", -505, 6)
    assert slept == [2, 2, 2, 2, 2]


def test_a_wrong_key_is_refused_at_once(lk: Run, emulator: Emulator, slept: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENCENTCLOUD_LIVE_API_KEY", "0" * 32)
    said = lk("send", *MIX, "--endpoint", emulator.endpoint, "--now", NOW)
    assert said.code == 1
    assert said.err
    assert len(slept) in (0, 5)  # an undocumented code is retried, as the page says of failures


def test_a_payload_for_another_account_is_refused(lk: Run, endpoint: Endpoint, payload_file: Path) -> None:
    said = lk("send", "--payload", payload_file, "--app-id", APP_ID + 1, "--endpoint", endpoint.url)
    assert said.code in (1, 2)
    assert str(APP_ID) in said.err
    assert endpoint.posted == []


HOST = "127.0.0.1"
WRONG = [
    "nonsense",
    "",
    f"ftp://{HOST}/x",
    "http://",
    f"http://{HOST}:99999/",
    f"http://u:p@{HOST}/",
    f"http://{HOST}/?a=b",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("url", WRONG)
def test_an_endpoint_that_cannot_be_one_is_wrong_usage(lk: Run, payload_file: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """An empty one, say of a shell variable that is not set, must not mean the cloud's own."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("an address was looked up"))
    said = lk("send", "--payload", payload_file, "--endpoint", url, "--format", "json")
    assert (said.code, said.document["error"]) == (2, "usage")


def test_an_endpoint_that_nobody_answers_at_is_told(lk: Run, payload_file: Path, slept: list[float]) -> None:
    """Port 1 of loopback: refused at once, and asked again as the page says."""
    said = lk("send", "--payload", payload_file, "--endpoint", "http://127.0.0.1:1/common_access", "--format", "json")
    assert (said.code, said.document["error"], said.document["attempts"], len(slept)) == (1, "gave_up", 6, 5)
