"""Asking again, and never an older mix after a newer one: with threads, and without a second of real sleep."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.errors import Expired, GaveUp, Refused
from layoutkit.tencent import Client, Reply
from layoutkit.tencent.patience import EVERYONE, Sessions

from .stage import APP_ID, KEY, Answer, Received, Stage, answer, payload

OK, WAIT, FIX, EXPIRED = answer(0), answer(-505), answer(-21), "time expired"
LONG_S = 10
"""Longer than any of these tests can take; whoever waits so long has failed."""


def until(true: Callable[[], bool]) -> None:
    """Wait for another thread to come to a point that it cannot tell of."""
    end = time.monotonic() + LONG_S
    while not true():
        assert time.monotonic() < end, "the other thread never came there"
        time.sleep(0.001)


class Gate:
    """A place where a thread stands until it is let through."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def stand(self) -> None:
        self.reached.set()
        assert self.opened.wait(LONG_S)


def named(name: str) -> Callable[[], dict[str, Any]]:
    """Asks for a payload that can be told from others."""
    return lambda: payload(2) | {"eventId": name}


class Shared:
    """One client among threads; `on_post` decides what a payload's name is answered, `on_sleep` what a wait is."""

    def __init__(self, on_post: Callable[[str], str], on_sleep: Callable[[], None] = lambda: None) -> None:
        self.posted: list[str] = []
        self.on_post = on_post
        self.client = Client(APP_ID, KEY, post=self.post, sleep=lambda _: on_sleep(), now=lambda: 1490858287.0)
        self.threads = ThreadPoolExecutor(8)

    def post(self, url: str, *, data: bytes, **_: object) -> Received:
        name = json.loads(data)["eventId"]
        self.posted.append(name)
        return Received(200, self.on_post(name))

    def start(self, name: str, session: str = "room") -> Future[Reply]:
        return self.threads.submit(self.client.send, named(name), session=session)

    def under_way(self, session: str = "room") -> int:
        found = EVERYONE._open.get((self.client.endpoint, self.client.account.app_id, session))
        return found.under_way if found else 0


def test_a_later_mix_supersedes_one_that_waits() -> None:
    gate = Gate()
    show = Shared({"old": WAIT, "new": OK}.__getitem__, gate.stand)
    old = show.start("old")
    assert gate.reached.wait(LONG_S)
    assert show.client.send(named("new"), session="room").status == "mixed"
    gate.opened.set()
    assert old.result(LONG_S) == Reply("superseded", attempts=1)
    assert show.posted == ["old", "new"]


def test_a_later_mix_supersedes_even_when_it_fails() -> None:
    """The newer one is what the room wants now; to bring back the older would be wrong whatever came of it."""
    gate = Gate()
    show = Shared({"old": WAIT, "new": FIX}.__getitem__, gate.stand)
    old = show.start("old")
    assert gate.reached.wait(LONG_S)
    with pytest.raises(Refused):
        show.client.send(named("new"), session="room")
    gate.opened.set()
    assert old.result(LONG_S).status == "superseded"


def test_attempts_of_one_session_do_not_overlap_and_stay_in_order() -> None:
    """Three mixes while the first is on its way: the second never goes out, the third goes last."""
    gate = Gate()

    def reply(name: str) -> str:
        if name == "first":
            gate.stand()
        return OK

    show = Shared(reply)
    first = show.start("first")
    assert gate.reached.wait(LONG_S)
    second = show.start("second")
    until(lambda: show.under_way() == 2)
    third = show.start("third")
    until(lambda: show.under_way() == 3)
    assert show.posted == ["first"]
    gate.opened.set()
    assert [sent.result(LONG_S).status for sent in (first, second, third)] == ["mixed", "superseded", "mixed"]
    assert second.result() == Reply("superseded", attempts=0)
    assert show.posted == ["first", "third"]


def test_one_superseded_while_it_is_answered_wait_does_not_sleep() -> None:
    gate = Gate()

    def reply(name: str) -> str:
        if name == "old":
            gate.stand()
        return {"old": WAIT, "new": OK}[name]

    slept: list[bool] = []
    show = Shared(reply, lambda: slept.append(True))
    old = show.start("old")
    assert gate.reached.wait(LONG_S)
    new = show.start("new")
    until(lambda: show.under_way() == 2)
    gate.opened.set()
    assert (old.result(LONG_S).status, new.result(LONG_S).status, slept) == ("superseded", "mixed", [])


def test_different_sessions_go_in_parallel() -> None:
    """Four posts wait for one another: were they in a row, none would return."""
    together = threading.Barrier(4)
    show = Shared(lambda _: (together.wait(LONG_S), OK)[1])
    sent = [show.start(name, session=name) for name in "abcd"]
    assert [one.result(LONG_S).status for one in sent] == ["mixed"] * 4


def test_many_mixes_of_one_session_never_overlap() -> None:
    inside = threading.Semaphore(1)

    def reply(name: str) -> str:
        assert inside.acquire(blocking=False), "two attempts of one session at the same time"
        time.sleep(0)
        inside.release()
        return OK

    show = Shared(reply)
    results = [one.result(LONG_S) for one in [show.start(str(n)) for n in range(200)]]
    mixed = [str(n) for n, result in enumerate(results) if result.status == "mixed"]
    assert sorted(show.posted) == sorted(mixed)


def test_sessions_are_forgotten_when_nothing_of_them_is_under_way(stage: Stage) -> None:
    client = stage.client(OK, FIX)
    client.send(stage.ask, session="good")
    for number in range(100):
        with pytest.raises(Refused):
            client.send(stage.ask, session=f"bad {number}")
    with pytest.raises(ZeroDivisionError):
        client.send(lambda: {"never": 1 // 0}, session="raises")
    assert len(EVERYONE) == 0


def test_the_place_of_a_send_is_after_all_others_of_its_session() -> None:
    sessions = Sessions()
    with sessions.turn("room") as old, sessions.turn("other") as other:
        assert old.is_newest
        with sessions.turn("room") as new:
            assert (old.is_newest, new.is_newest, other.is_newest) == (False, True, True)
        assert not old.is_newest
        assert len(sessions) == 2
    assert len(sessions) == 0


KINDS: dict[str, Answer] = {
    "ok": OK,
    "fix": FIX,
    "expired": EXPIRED,
    "wait": WAIT,
    "5xx": (500, ""),
    "refused": ConnectionRefusedError(),
}


@given(names=st.lists(st.sampled_from([*KINDS, "wait", "wait"]), min_size=1, max_size=12), streams=st.integers(1, 4))
def test_any_course_of_answers_ends_as_the_page_says(names: list[str], streams: int) -> None:
    """At most 6 attempts, one more when one expired; 2 seconds before each retry; the end that a plain count gives."""
    stage = Stage()
    expected = reckon([*names, *[names[-1]] * 8])
    try:
        end: type = type(stage.send(*(KINDS[name] for name in names), streams=streams))
    except (Refused, Expired, GaveUp) as error:
        end = type(error)
    assert (end, len(stage.posted), stage.slept) == expected
    assert len(stage.posted) == stage.asked <= 6 + ("expired" in names)


def reckon(names: list[str]) -> tuple[type, int, list[float]]:
    """How a course of answers must end: with what, after how many attempts, after which waits."""
    waits: list[float] = []
    for attempts, name in enumerate(names, 1):
        if name in ("ok", "fix"):
            return (Reply if name == "ok" else Refused), attempts, waits
        if name == "expired" and names[:attempts].count("expired") == 2:
            return Expired, attempts, waits
        if name != "expired" and len(waits) == 5:
            return GaveUp, attempts, waits
        if name != "expired":
            waits.append(2.0)
    raise AssertionError("a course without an end")
