"""`layoutkit emulator --record` and `replay`: a show is recorded as somebody sends to it, and played once more."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from layoutkit.app.local import serve
from layoutkit.documents import check
from layoutkit.emulator import Emulator

from .conftest import Run
from .stage import APP_ID, KEY, NOW

STREAMS = ("8888_denny=540x960", "8888_rex=540x960")
MIX = ("right-column", "--canvas", "540x960", "--primary", "8888_denny", "--secondary", "8888_rex", "--now", NOW)


@pytest.fixture
def recording(lk: Run, account: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    """A recording of a mix, of one that had expired, and of the end."""
    capsys.readouterr()

    def show() -> None:
        endpoint = json.loads(capsys.readouterr().out)["endpoint"]
        assert lk("send", *MIX, "--endpoint", endpoint).code == 0
        assert lk("send", *MIX[:-1], NOW - 3600, "--endpoint", endpoint).code == 1
        assert lk("send", "--end", "--primary", "8888_denny", "--now", NOW, "--endpoint", endpoint).code == 0

    serve(0, STREAMS, {}, "json", now=lambda: NOW, wait=show, record="show.jsonl")
    return tmp_path / "show.jsonl"


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_recording_is_lines_of_json_that_only_its_owner_reads(recording: Path) -> None:
    lines = lines_of(recording)
    for line in lines:
        check(line, "recording")
    assert lines[0] == {"recording": 1, "profile": "2017", "app_id": APP_ID, "at": NOW}
    assert [line["what"] for line in lines[1:]] == ["push", "push", "request", "request", "request", "request"]
    assert stat.S_IMODE(recording.stat().st_mode) == 0o600
    assert KEY not in recording.read_text()


def test_a_lag_that_it_begins_with_is_recorded(lk: Run, tmp_path: Path) -> None:
    serve(0, STREAMS, {"lag_s": 5.0}, "text", now=lambda: NOW, wait=lambda: None, record="show.jsonl")
    assert lines_of(tmp_path / "show.jsonl")[1] == {"at": NOW, "what": "settings", "lag_s": 5.0, "idle_s": 900.0, "expired_as_text": False}


def test_it_is_played_to_the_same_verdicts(lk: Run, recording: Path) -> None:
    said = lk("emulator", "replay", recording)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("\n4 requests, every verdict as recorded\n")
    assert [line.split()[3:6] for line in said.out.splitlines() if "request " in line] == [
        ["0", "0", "="],
        *2 * [["-90002"] * 2 + ["="]],
        ["0", "0", "="],
    ]


def test_a_program_gets_every_turn(lk: Run, recording: Path) -> None:
    document = lk("emulator", "replay", "-", "--format", "json", stdin=recording.read_bytes()).document
    check(document, "replay")
    assert (document["same"], document["requests"], document["differ"], document["passed_over"]) == (True, 4, 0, 0)
    assert [turn["what"] for turn in document["turns"]] == ["push", "push", *4 * ["request"]]


def test_it_is_played_where_somebody_listens_for_whomever_is_there(lk: Run, recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed anew, and asked for another app id; a fourth guest is pushed there, and one of the recording's is dropped before."""
    monkeypatch.setenv("TENCENTCLOUD_LIVE_APPID", "7")
    monkeypatch.setenv("TENCENTCLOUD_LIVE_API_KEY", "another_key")
    with Emulator(7, "another_key", now=lambda: NOW + 50_000) as there:
        said = lk("emulator", "replay", recording, "--endpoint", there.endpoint, "--now", NOW + 50_000)
        assert (said.code, len(there.cloud.streams())) == (0, 2)


def test_a_verdict_that_differs_is_told_and_exits_with_1(lk: Run, recording: Path) -> None:
    recording.write_text("".join(line for line in recording.read_text().splitlines(True) if '"8888_rex", "width"' not in line))
    said = lk("emulator", "replay", recording)
    assert said.code == 1
    assert "differs  stream '8888_rex' is not pushed (then: Success!)" in said.out
    assert said.out.endswith("4 requests, 1 verdict differs\n")
    document = lk("emulator", "replay", recording, "--format", "json").document
    check(document, "replay")
    assert (document["same"], document["differ"]) == (False, 1)


def test_another_machine_gets_no_published_account(lk: Run, recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENCENTCLOUD_LIVE_APPID")
    monkeypatch.delenv("TENCENTCLOUD_LIVE_API_KEY")
    said = lk("emulator", "replay", recording, "--endpoint", "http://example.invalid/common_access")
    assert said.code == 2
    assert "TENCENTCLOUD_LIVE_API_KEY in the environment" in said.err


def test_all_that_is_wrong_with_a_file_is_told_with_its_lines(lk: Run, recording: Path) -> None:
    recording.write_text(recording.read_text() + '{"at": 1}\n{"what": "push"\n')
    said = lk("emulator", "replay", recording)
    assert said.code == 1
    assert f"{recording}:8: 'what' is missing" in said.err
    assert f"{recording}:9:16: this line is no JSON" in said.err
    faults = lk("emulator", "replay", recording, "--format", "json").document["faults"]
    assert [fault["line"] for fault in faults] == [8, 9]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("replay", "missing.jsonl"), "cannot be read"),
        (("replay",), "Missing argument"),
        (("replay", "show.jsonl", "--endpoint", "http://a/?sign=1"), "not an endpoint's address"),
        (("replay", "show.jsonl", "--speed", "-1"), "--speed"),
        (("--port", "1", "--format", "text", "replay", "show.jsonl"), "--port, --format before replay"),
        (("--record", "show.jsonl"), "something in 'show.jsonl' already"),
        (("--record", "no/folder/show.jsonl"), "cannot be recorded to"),
        (("rewind",), "rewind"),
    ],
)
def test_wrong_usage_is_told(lk: Run, recording: Path, arguments: tuple[str, ...], says: str) -> None:
    said = lk("emulator", *arguments)
    assert said.code == 2
    assert says in said.err


def test_a_port_that_is_taken_leaves_no_recording(lk: Run, account: None, emulator: Emulator, tmp_path: Path) -> None:
    """So the same command works, once the port is free."""
    port = emulator.url.rsplit(":", 1)[1]
    assert lk("emulator", "--port", port, "--record", "show.jsonl").code == 2
    assert (tmp_path / "show.jsonl").read_text() == ""


def test_a_show_of_the_later_profile_is_played_in_it(lk: Run, account: None, capsys: pytest.CaptureFixture[str]) -> None:
    def show() -> None:
        there = ("--profile", "2019", "--now", NOW, "--endpoint", json.loads(capsys.readouterr().out)["endpoint"])
        assert lk("send", *MIX[:-2], *there).code == 0
        assert lk("send", "--end", "--primary", "8888_denny", *there).code == 0
        assert lk("send", "--end", "--primary", "8888_denny", *there).code in (0, 1)

    capsys.readouterr()
    serve(0, STREAMS, {}, "json", now=lambda: NOW, wait=show, profile="2019", record="show.jsonl")
    document = lk("emulator", "replay", "show.jsonl", "--format", "json").document
    assert (document["profile"], document["same"]) == ("2019", True)
    assert [turn["now"] for turn in document["turns"] if turn["what"] == "request"] == [0, 0, -30300]
