"""The journal: what happened at the endpoint, in order, in memory and as lines."""

from __future__ import annotations

import json
from threading import Thread
from typing import Any

import pytest

from layoutkit.documents import check
from layoutkit.emulator import Account, Cloud, Emulator
from layoutkit.emulator.journal.notes import Journal
from layoutkit.geometry import Size

from .stage import APP_ID, CANVAS, DENNY, KEY, NOW, REX, Stage, page, query
from .wire import POST, Caller


def notes(cloud: Cloud, *kinds: str) -> list[dict[str, Any]]:
    """What was noted of these kinds; each is as its schema says."""
    found = [note.document() for note in cloud.journal.recent() if note.what in kinds]
    for document in found:
        check(document, "recording")
    return found


def test_a_request_is_noted_with_its_verdict(stage: Stage) -> None:
    stage.ask(page())
    (note,) = notes(stage.cloud, "request")
    assert json.loads(note.pop("body")) == page()
    assert note == {
        "at": NOW,
        "what": "request",
        "query": {"cmd": str(APP_ID), "interface": "Mix_StreamV2", "t_in": 60},
        "sign": "right",
        "code": 0,
        "message": "Success!",
        "timestamp": page()["timestamp"],
    }


@pytest.mark.parametrize(
    ("ask", "said", "sign"),
    [
        (query(t=NOW - 5), {"t_in": -5}, "right"),
        (query(sign="nonsense"), {"t_in": 60}, "wrong"),
        (query(leave="sign"), {"t_in": 60}, "missing"),
        (query(t="soon"), {"t": "soon"}, "right"),
        (query(leave="t"), {}, "wrong"),
        (query() + "&t=7&a=&b=&a=", {"t_in": 7 - NOW, "twice": ["t", "others"], "others": 3}, "wrong"),
        (query(interface="x" * 500), {"interface": "x" * 80, "t_in": 60}, "right"),
    ],
)
def test_of_a_query_all_is_noted_that_is_needed_to_ask_again(stage: Stage, ask: str, said: dict[str, Any], sign: str) -> None:
    stage.ask(page(), ask)
    (note,) = notes(stage.cloud, "request")
    assert note["query"] == {"cmd": str(APP_ID), "interface": "Mix_StreamV2"} | said
    assert note["sign"] == sign


def test_pushes_and_settings_are_noted_by_whomever_they_come() -> None:
    cloud = Cloud(Account(APP_ID, KEY))
    cloud.push(DENNY, CANVAS, 1)
    cloud.push(REX, Size(720, 1280), 2, by="rtmp")
    cloud.configure({"lag_s": 5}, 3)
    cloud.drop(REX, 4, by="rtmp")
    cloud.drop("nobody", 5)
    assert notes(cloud, "push", "unpush", "settings") == [
        {"at": 1, "what": "push", "stream": DENNY, "width": 540, "height": 960, "by": "control"},
        {"at": 2, "what": "push", "stream": REX, "width": 720, "height": 1280, "by": "rtmp"},
        {"at": 3, "what": "settings", "lag_s": 5, "idle_s": 900.0, "expired_as_text": False},
        {"at": 4, "what": "unpush", "stream": REX, "by": "rtmp"},
    ]


def test_what_never_reaches_the_endpoint_is_noted_too(call: Caller, emulator: Emulator) -> None:
    call("GET", f"/common_access?{query()}")
    call("POST", f"/Common_Access?{query()}", page())
    call("GET", "/nothing")
    call.bare(f"{POST}Content-Length: 1000001\r\n\r\n".encode(), half_close=True)
    call.bare(f"{POST}Content-Length: 10\r\n\r\n[1,".encode(), half_close=True)
    assert [(note["status"], note["says"]) for note in notes(emulator.cloud, "turned_away")] == [
        (405, "this address does not take that method"),
        (404, "there is nothing at this address"),
        (413, "the body has 1000001 bytes"),
        (400, "the body ends after 3 of its 10 bytes"),
    ]


def test_what_came_too_slowly_is_noted() -> None:
    with Emulator(APP_ID, KEY, now=lambda: NOW, patience=0.2) as emulator:
        Caller(emulator.url).bare(f"{POST}Content-Length: 10\r\n\r\n[1,".encode())
        assert [note["status"] for note in notes(emulator.cloud, "turned_away")] == [408]


def test_the_journal_remembers_so_many_notes_and_so_many_bytes() -> None:
    journal = Journal(kept=3, kept_bytes=1_000)
    for n in range(5):
        journal.note(n, "tick")
    assert [note.at for note in journal.recent()] == [2, 3, 4]
    journal.note(5, "long", body="x" * 920)
    assert [note.at for note in journal.recent()] == [4, 5]
    journal.note(6, "longer", body="x" * 5_000)
    assert [note.at for note in journal.recent()] == [6]


def test_every_note_is_written_as_a_line_whatever_its_length() -> None:
    lines: list[str] = []
    cloud = Cloud(Account(APP_ID, KEY), journal=Journal(kept=1, write=lines.append))
    stage = Stage()
    stage.cloud = cloud
    stage.ask(b'["' + b"x" * 900_000 + b'\n"]')
    stage.ask("ünïcode \u2028".encode())
    assert [line.count("\n") for line in lines] == [1, 1]
    assert [len(json.loads(line)["body"]) for line in lines] == [900_005, 9]


def test_a_sink_that_fails_costs_nobody_the_answer_and_is_told_once() -> None:
    told: list[str] = []

    def full(line: str) -> None:
        raise OSError(28, "No space left on device")

    stage = Stage()
    stage.cloud.journal = Journal(write=full, tell=told.append)
    assert [stage.ask(page()).code for _ in range(3)] == [0, 0, 0]
    assert told == ["nothing is recorded any more: No space left on device"]
    assert len(stage.cloud.journal.recent()) == 3


def test_what_is_judged_first_is_noted_first() -> None:
    """Pushes and requests from many threads: played in the journal's order, every verdict is the same."""
    lines: list[str] = []
    stage = Stage()
    stage.cloud.journal = Journal(write=lines.append)

    def come_and_go() -> None:
        for _ in range(40):
            stage.cloud.drop(REX, NOW)
            stage.cloud.push(REX, CANVAS, NOW)

    threads = [Thread(target=come_and_go), *(Thread(target=lambda: [stage.ask(page(1)) for _ in range(40)]) for _ in range(3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there = True
    for note in map(json.loads, lines):
        there = {"push": True, "unpush": False}.get(note["what"], there)
        if note["what"] == "request":
            assert note["code"] == (0 if there else -505)


def test_the_last_requests_and_events_can_be_asked_for(call: Caller, emulator: Emulator) -> None:
    call.push_all()
    call.mix(page(1))
    call.mix(page(1), query(sign="wrong"))
    status, document = call("GET", "/requests")
    assert status == 200
    assert [(asked["code"], asked["sign"], asked["t_in"]) for asked in document["requests"]] == [(0, "right", 60), (-90001, "wrong", 60)]
    assert all(asked["curl"].startswith(f'curl -X POST "{emulator.endpoint}?cmd={APP_ID}&') for asked in document["requests"])
    assert [event["what"] for event in call("GET", "/events")[1]["events"]] == ["push"] * 4
