"""`layoutkit emulator`: Tencent's endpoint on this machine, as somebody starts it and sends to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

import layoutkit
from layoutkit.app.local import serve
from layoutkit.documents import check

from .conftest import Run
from .stage import ACCOUNT, APP_ID, KEY, NOW, Said

SECRET = "s3cr3t" + "0123456789abcdef" * 2
MIX = ("right-column", "--canvas", "540x960", "--primary", "8888_denny", "--secondary", "8888_rex")


@pytest.fixture
def started() -> Iterator[Any]:
    """The command in a process of its own, as a terminal starts it; `started(...)` gives the first line it says."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> Any:
        environment = {name: value for name, value in os.environ.items() if name not in ACCOUNT}
        environment["PYTHONPATH"] = str(Path(layoutkit.__file__).parents[1])
        command = [sys.executable, "-u", "-c", "from layoutkit.app.cli import main; main()", "emulator", "--port", "0", *arguments]
        running.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        assert running[-1].stdout
        return running[-1], running[-1].stdout.readline().decode()

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_what_is_pushed_from_the_start_can_be_mixed(lk: Run, account: None, started: Any) -> None:
    """Without an account it is the published example's, and its first line of JSON says where it listens."""
    process, line = started("--stream", "8888_denny=540x960", "--stream", "8888_rex=540x960", "--format", "json")
    told = json.loads(line)
    assert told["app_id"] == APP_ID
    said = lk("send", *MIX, "--endpoint", told["endpoint"])
    assert (said.code, said.out) == (0, "mixed: Success!\n")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert b"Traceback" not in err


def test_it_speaks_the_profile_that_is_asked_for(lk: Run, account: None, started: Any) -> None:
    """A cancel request is known in 2019 only."""
    end = ("send", "--end", "--primary", "8888_denny", "--profile", "2019", "--endpoint")
    for profile, told in (("2019", "ended"), ("2017", "code -1")):
        _, line = started("--profile", profile, "--format", "json")
        assert told in lk(*end, json.loads(line)["endpoint"]).all


def test_it_says_where_it_listens_and_how_to_push(started: Any) -> None:
    _, line = started()
    assert line.startswith("listening on http://127.0.0.1:")
    assert line.rstrip().endswith(f"for app id {APP_ID}; Ctrl-C ends it")


def test_its_clock_stands_where_it_is_told(lk: Run, account: None, started: Any) -> None:
    """So a mix that was signed for the page's own second is in time, today."""
    streams = ("--stream", "8888_denny=540x960", "--stream", "8888_rex=540x960")
    _, line = started(*streams, "--now", str(NOW), "--format", "json")
    check(json.loads(line), "emulator")
    endpoint = json.loads(line)["endpoint"]
    assert lk("send", *MIX, "--endpoint", endpoint, "--now", NOW).code == 0
    said = lk("send", *MIX, "--endpoint", endpoint, "--now", NOW - 3600)
    assert (said.code, "time expired" in said.err) == (1, True)


def test_all_that_is_wrong_with_its_streams_is_told_at_once(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with the account too."""
    monkeypatch.setenv("TENCENTCLOUD_LIVE_APPID", "7")
    streams = ("a b=1x1", "c", "d=0x5", "e=9x9", "e=9x9", "f g=x")
    said = lk("emulator", "--port", 0, *(f"--stream={text}" for text in streams), "--format", "json")
    told = [(fault["says"], fault["hint"]) for fault in said.document["faults"]]
    assert said.code == 2
    assert "TENCENTCLOUD_LIVE_API_KEY" in told[0][0]
    wrong = ["'a b=1x1'", "'c'", "'d=0x5'", "'e=9x9'", "'f g=x'", "'f g=x'"]
    assert [says.split(":")[0] for says, _ in told[1:]] == [f"--stream {text}" for text in wrong]
    assert {hint for _, hint in told[1:]} == {"ID=WxH: 8888_denny=540x960"}
    assert "'e' is pushed a second time" in told[4][0]


def said_by_serve(capsys: pytest.CaptureFixture[str], form: str) -> Said:
    capsys.readouterr()
    serve(0, ("8888_denny=540x960",), {}, form, wait=lambda: None)
    return Said(0, *capsys.readouterr())


def test_its_streams_are_pushed_at_the_time_it_is_told(lk: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """So a lag is counted from there."""
    known = []

    def look() -> None:
        url = json.loads(capsys.readouterr().out)["url"]
        with urlopen(f"{url}/streams") as answer:
            known.extend(stream["known"] for stream in json.load(answer)["streams"])

    for lag in (0.0, 5.0):
        capsys.readouterr()
        serve(0, ("8888_denny=540x960",), {"lag_s": lag}, "json", now=lambda: NOW, wait=look)
    assert known == [True, False]


@pytest.mark.parametrize("form", ["text", "json"])
def test_it_shows_the_published_key_and_never_one_of_the_environment(
    lk: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert (KEY in said_by_serve(capsys, form).out) == (form == "text")
    monkeypatch.setenv("TENCENTCLOUD_LIVE_APPID", "7")
    monkeypatch.setenv("TENCENTCLOUD_LIVE_API_KEY", SECRET)
    said = said_by_serve(capsys, form)
    assert "7" in said.out
    assert SECRET not in said.all
    assert KEY not in said.all


def test_half_an_account_is_wrong_usage(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENCENTCLOUD_LIVE_APPID", "7")
    said = lk("emulator", "--port", 0)
    assert said.code == 2
    assert "TENCENTCLOUD_LIVE_API_KEY" in said.err


def test_a_port_that_is_taken_is_told(lk: Run, started: Any) -> None:
    _, line = started("--format", "json")
    port = json.loads(line)["url"].rsplit(":", 1)[1]
    said = lk("emulator", "--port", port)
    assert said.code in (1, 2)
    assert port in said.err
