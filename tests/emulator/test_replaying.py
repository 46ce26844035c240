"""Recordings: written whole or not at all, read with every fault at once, played to the same verdicts."""

from __future__ import annotations

import json
import os
import resource
import stat
from pathlib import Path
from typing import Any

import pytest

from layoutkit.emulator import Account, Emulator
from layoutkit.emulator.journal.notes import Journal
from layoutkit.emulator.replay.recording import Recorder, Recording, read_recording
from layoutkit.emulator.replay.replaying import replay, replayed
from layoutkit.emulator.replay.stations import own, paced, remote
from layoutkit.errors import DocumentError, SendError, UsageError

from .stage import APP_ID, CANVAS, DENNY, KEY, NOW, REX, STREAMS, Stage, page, query

CODES = [0, -505, 0, -90002, -90001, -90001, -90003, -90003, -90003, -90003, -1, -1, -2, 0]


def show() -> Recording:
    """A show in which all goes wrong that can: recorded as it was judged."""
    lines: list[str] = []
    stage = Stage()
    stage.cloud.journal = Journal(write=lines.append)
    for stream in STREAMS[:2]:
        stage.cloud.push(stream, CANVAS, stage.now)
    stage.ask(page(1))
    stage.cloud.configure({"lag_s": 3}, stage.now)
    stage.cloud.drop(REX, stage.now + 0.5)
    stage.now += 1.25
    stage.cloud.push(REX, CANVAS, stage.now)
    stage.now += 2
    stage.ask(page(1))
    stage.now += 1
    stage.ask(page(1))
    asked = [query(t=NOW + 4), query(sign="wrong"), query(leave="sign"), query() + "&t=1", query(interface="Mix"), query(t="soon")]
    asked += [query() + "".join(f"&x{n}=" for n in range(40))]
    for ask in asked:
        stage.ask(page(1), ask)
    stage.ask(b'{"half')
    stage.ask(b"\xff\xfe")
    stage.ask(page(1, app_id=77))
    stage.ask(page(1))
    return read_recording((Recording("2017", APP_ID, NOW).header + "".join(lines)).encode(), "show.jsonl")


def test_the_show_has_every_verdict() -> None:
    assert [note.about["code"] for note in show().notes if note.what == "request"] == CODES


def test_a_bug_seen_once_is_a_test_of_three_lines(tmp_path: Path) -> None:
    (tmp_path / "bug.jsonl").write_text(show().text)
    differs = [turn for turn in replayed(tmp_path / "bug.jsonl") if turn.differs]
    assert differs == []


@pytest.mark.parametrize("at", [None, 2_000_000_000.0, 2_000_000_000.7])
def test_a_recording_is_played_to_the_same_verdicts_whatever_the_time(at: float | None) -> None:
    """The lag, and a `t` that had expired by 0.25 s, are as they were: the clock goes as the recording's did."""
    turns = list(replay(show(), own(show(), at)))
    assert [turn.now for turn in turns if turn.note.what == "request"] == CODES
    assert [turn.note.what for turn in turns if turn.note.what != "request"] == ["push", "push", "settings", "unpush", "push"]
    assert not [turn for turn in turns if turn.differs]


def test_at_another_endpoint_it_is_signed_and_asked_for_another_account() -> None:
    """A real socket, another app id, another key; here without the lag, which would need the time."""
    notes = tuple(note for note in show().notes if note.what not in ("settings", "unpush"))
    recording = Recording("2017", APP_ID, NOW, notes)
    with Emulator(7, "another key", now=lambda: NOW + 1000.5) as emulator:
        turns = list(replay(recording, remote(emulator.endpoint, Account(7, "another key"), now=lambda: NOW + 1000.5)))
        asked = [note.about for note in emulator.cloud.journal.recent() if note.what == "request"]
    assert [turn.now for turn in turns if turn.note.what == "request"] == [0, 0, *CODES[2:]]
    assert {note["sign"] for note in asked} == {"right", "wrong", "missing"}
    assert '"app_id": 7,' in asked[0]["body"]


def test_an_expired_t_is_sent_as_expired_by_as_much() -> None:
    stage = Stage()
    stage.ask(page(1), query(t=NOW - 30))
    recording = Recording("2017", APP_ID, NOW, stage.cloud.journal.recent()[-1:])
    (turn,) = replay(recording, own(recording, 5_000.0))
    assert (turn.now, turn.message[:19]) == (-90002, "t expired 30.0 s ag")


def test_an_expired_t_that_is_answered_in_plain_text_has_the_same_code() -> None:
    stage = Stage()
    stage.cloud.configure({"expired_as_text": True}, NOW)
    stage.ask(page(1), query(t=NOW - 30))
    recording = Recording("2017", APP_ID, NOW, stage.cloud.journal.recent()[-2:])
    assert [(turn.now, turn.differs) for turn in replay(recording, own(recording))] == [(200, False), (-90002, False)]


def test_a_verdict_that_is_another_one_now_is_told() -> None:
    stage = Stage()
    stage.ask(page(1))
    recording = Recording("2017", APP_ID, NOW, stage.cloud.journal.recent()[-1:])
    (turn,) = replay(recording, own(recording))
    assert (turn.recorded, turn.now, turn.differs) == (0, -505, True)
    assert "'8888_denny' is not pushed" in turn.message


def test_the_pace_is_that_of_the_recording_divided_by_the_speed() -> None:
    slept: list[float] = []
    list(replay(show(), own(show(), pace=paced(2, clock=lambda: 0.0, sleep=slept.append))))
    assert max(slept) == pytest.approx(4.25 / 2)
    assert slept == sorted(slept)


def test_where_nobody_listens_is_told_without_the_sign() -> None:
    recording = show()
    with pytest.raises(SendError, match=r"no answer from http://127.0.0.1:1/common_access") as refused:
        list(replay(recording, remote("http://127.0.0.1:1/common_access", Account(APP_ID, KEY))))
    assert "sign" not in str(refused.value)


@pytest.mark.parametrize("endpoint", ["", "ftp://a/b", "http://", "http://u:p@a/b", "http://a/b?sign=x", "http://a b/", "http://a:99999/"])
def test_what_is_no_endpoint_is_not_repeated(endpoint: str) -> None:
    with pytest.raises(UsageError, match="not an endpoint's address"):
        remote(endpoint, Account(APP_ID, KEY))


# --- the file --------------------------------------------------------------------------------------------------------


def test_a_recording_is_for_its_owner_alone_and_begins_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "show.jsonl"
    path.touch(0o644)
    recorder = Recorder(str(path))
    recorder("one\n")
    recorder("two\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == "one\ntwo\n"
    recorder.close()
    with pytest.raises(OSError, match="file descriptor"):
        recorder("three\n")
    with pytest.raises(UsageError, match="something in"):
        Recorder(str(path))
    with pytest.raises(UsageError, match="cannot be recorded to"):
        Recorder(str(tmp_path))


FULL = """
import resource, signal, sys
from layoutkit.emulator.replay.recording import Recorder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
recorder = Recorder(sys.argv[1])
recorder("12345\\n")
try:
    recorder("this is too long\\n")
except OSError as error:
    print("refused")
"""


def test_where_a_line_does_not_fit_none_of_it_is_left(tmp_path: Path) -> None:
    """A file that may have ten bytes, as on a disk that is full."""
    import subprocess
    import sys

    path = tmp_path / "full.jsonl"
    done = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, env=os.environ, check=True)
    assert (done.stdout, path.read_text()) == ("refused\n", "12345\n")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 10


def wrong(*lines: object) -> list[tuple[int, str, str]]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    with pytest.raises(DocumentError) as refused:
        read_recording(text.encode("utf-8", "surrogateescape"), "bug.jsonl")
    return [(fault.where.line if fault.where else 0, fault.says, fault.hint) for fault in refused.value.faults]


HEAD: dict[str, Any] = {"recording": 1, "profile": "2017", "app_id": APP_ID, "at": NOW}


def test_all_that_is_wrong_with_a_recording_is_told_at_once_with_its_lines() -> None:
    push = {"at": NOW, "what": "push", "stream": "a", "width": 1, "height": 1}
    told = wrong(
        HEAD, push | {"width": "wide"}, '{"at": 1', "\udcff", [1], {"at": NOW}, HEAD, {"at": 1, "what": "request"}, "NaN", "9" * 5000
    )
    assert list(dict.fromkeys(line for line, _, _ in told)) == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert "'wide' must be a whole number" in told[0][1]
    assert told[1][1].startswith("this line is no JSON")
    assert told[2] == (4, "this line is not UTF-8", "is it a recording?")
    assert "'what' is missing" in told[4][1]
    assert told[5][1] == "another recording begins here"


@pytest.mark.parametrize("at", ["NaN", "Infinity", "-Infinity"])
def test_a_time_that_is_no_number_is_no_time(at: str) -> None:
    """Python's own JSON writes and reads these; nothing else does, and nobody can wait for them."""
    told = wrong(HEAD, f'{{"at": {at}, "what": "push", "stream": "a", "width": 1, "height": 1}}')
    assert (told[0][0], "cannot be read" in told[0][1]) == (2, True)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((), "the recording is empty"),
        (("", HEAD), "the recording is empty"),
        (({"at": 1, "what": "push"},), "a recording begins with another line"),
        ((HEAD | {"recording": 2},), "2 must be 1"),
        ((HEAD | {"profile": "2018"},), "'2018' is not one of 2017, 2019"),
        ((HEAD, "x\n" * 500), "and so on"),
        (("x\n" * 500,), "this line is no JSON"),
    ],
)
def test_a_recording_that_does_not_begin_as_one(lines: tuple[object, ...], says: str) -> None:
    assert says in wrong(*lines)[-1][1]


def test_notes_of_other_kinds_are_passed_over() -> None:
    lines = [HEAD, {"at": NOW, "what": "started", "session": DENNY}, {"at": NOW, "what": "turned_away", "status": 413, "says": "long"}]
    recording = read_recording("\n".join(map(json.dumps, lines)).encode(), "x")
    assert len(recording.notes) == 2
    assert list(replay(recording, own(recording))) == []


def test_a_recording_is_written_as_it_is_read() -> None:
    text = show().text
    assert read_recording(text.encode(), "x").text == text


def test_a_push_of_sound_alone_is_read_and_played_too() -> None:
    """Such a push has no size; what it makes impossible is impossible again."""
    lines: list[str] = []
    stage = Stage()
    stage.cloud.journal = Journal(write=lines.append)
    stage.cloud.push(DENNY, CANVAS, stage.now, "rtmp")
    stage.cloud.push(REX, None, stage.now, "rtmp")
    stage.ask(page(1))
    recording = read_recording((Recording("2017", APP_ID, NOW).header + "".join(lines)).encode(), "sound.jsonl")
    turns = list(replay(recording, own(recording)))
    assert [(turn.note.what, turn.recorded, turn.now) for turn in turns] == [
        ("push", 200, 200),
        ("push", 200, 200),
        ("request", -507, -507),
    ]
