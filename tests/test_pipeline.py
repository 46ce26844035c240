"""The main path, joined: arrange, mix over a real endpoint, retry with the newest layout, end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import layoutkit as lk
from layoutkit.emulator import Emulator, Settings
from layoutkit.errors import GaveUp, NotCarried, Refused

APP_ID, KEY = 1250000000, "40328529ca4381a80c6ecf2e6aa57438"
PEOPLE = ("8888_denny", "8888_rex", "8888_link", "8888_shock")


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 1490079302.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cloud(clock: Clock) -> Iterator[Emulator]:
    with Emulator(APP_ID, KEY, now=clock.now) as emulator:
        yield emulator


def client(cloud: Emulator, clock: Clock, **more: Any) -> lk.Client:
    return lk.Client(APP_ID, KEY, endpoint=cloud.endpoint, now=clock.now, sleep=clock.sleep, **more)


def push(cloud: Emulator, clock: Clock, *streams: str) -> None:
    for stream in streams or PEOPLE:
        cloud.cloud.push(stream, lk.Size(540, 960), clock.now())


def column(*guests: str) -> lk.Layout:
    return lk.arrange("right-column", canvas="540x960", primary=PEOPLE[0], secondaries=guests)


def test_start_update_and_end_a_mix(cloud: Emulator, clock: Clock) -> None:
    push(cloud, clock)
    sender = client(cloud, clock)
    started = sender.mix(column(*PEOPLE[1:]))
    assert (started.status, started.code, started.message, started.timestamp) == ("mixed", 0, "Success!", 1490079302)
    assert sender.mix(column(PEOPLE[1])).status == "mixed"
    session = cloud.cloud.session(PEOPLE[0])
    assert session is not None
    assert [(p.stream, p.layer, p.rect) for p in session.placements] == [
        ("8888_denny", 1, lk.Rect(0, 0, 540, 960)),
        ("8888_rex", 2, lk.Rect(380, 630, 160, 240)),
    ]
    assert sender.mix(column()).status == "ended", "the primary alone ends it"
    assert sender.end(PEOPLE[0]).status == "ended", "and ending twice does no harm"


def test_a_lag_of_five_seconds_is_outlasted(cloud: Emulator, clock: Clock) -> None:
    cloud.cloud.configure({"lag_s": 5})
    push(cloud, clock)
    reply = client(cloud, clock).mix(column(PEOPLE[1]))
    assert (reply.status, reply.attempts, clock.slept) == ("mixed", 4, [2.0, 2.0, 2.0])


def test_a_lag_of_eleven_seconds_is_not(cloud: Emulator, clock: Clock) -> None:
    cloud.cloud.configure({"lag_s": 11})
    push(cloud, clock)
    with pytest.raises(GaveUp, match="-505") as caught:
        client(cloud, clock).mix(column(PEOPLE[1]))
    assert (caught.value.attempts, clock.slept) == (6, [2.0] * 5)


def test_a_retry_sends_the_layout_of_that_moment(cloud: Emulator, clock: Clock) -> None:
    """Rex is announced and never pushed; before the first retry he has left, and Link is there."""
    push(cloud, clock, PEOPLE[0], PEOPLE[2])
    layouts = iter([column(PEOPLE[1])])
    reply = client(cloud, clock).mix(lambda: next(layouts, column(PEOPLE[2])))
    assert (reply.status, reply.attempts) == ("mixed", 2)
    session = cloud.cloud.session(PEOPLE[0])
    assert session is not None
    assert [p.stream for p in session.placements] == [PEOPLE[0], PEOPLE[2]]
    assert session.timestamp == 1490079304, "with the timestamp of that moment"


def test_a_wrong_key_fails_at_once_and_says_what_to_do(cloud: Emulator, clock: Clock) -> None:
    push(cloud, clock)
    with pytest.raises(Refused, match="sign") as caught:
        lk.Client(APP_ID, "b" * 32, endpoint=cloud.endpoint, now=clock.now, sleep=clock.sleep).mix(column(PEOPLE[1]))
    assert caught.value.attempts == 1
    assert clock.slept == []


def test_what_cannot_be_carried_is_refused_before_anything_is_sent(clock: Clock) -> None:
    def post(*_: Any, **__: Any) -> Any:
        raise AssertionError("something was sent")

    layout = lk.arrange("grid", canvas="540x960", primary="host", secondaries=["a", "b", "c", "d"])
    with pytest.raises(NotCarried):
        lk.Client(APP_ID, KEY, post=post).mix(layout)


def test_the_settings_of_the_endpoint_can_be_made_beforehand(clock: Clock) -> None:
    with Emulator(APP_ID, KEY, now=clock.now, settings=Settings(lag_s=1)) as cloud:
        push(cloud, clock)
        assert client(cloud, clock).mix(column(PEOPLE[1])).attempts == 2


# --- arrange ---------------------------------------------------------------------------------------------------------


def test_the_same_question_has_the_same_answer_without_solving_again() -> None:
    assert column(PEOPLE[1]) is column(PEOPLE[1])


def test_a_changed_file_is_read_again(tmp_path: Any) -> None:
    file = tmp_path / "mine.yaml"
    text = "name: mine\nsecondaries: 1\ncanvases: [100x100]\nrules: [{size: {width: %d, height: 10}}]\n"
    for width in (20, 30):
        file.write_text(text % width)
        assert lk.arrange(file, canvas="100x100", primary="p", secondaries=["a"]).secondaries[0].rect.width == width


def test_settings_may_be_texts_and_a_flag_is_not_a_number() -> None:
    def width(value: object) -> int:
        return lk.arrange("right-column", canvas="540x960", primary="p", secondaries=["a"], settings={"gap": value}).canvas.width

    assert width("8") == width(8) == 540
    with pytest.raises(lk.UsageError, match="setting 'gap' cannot be True"):
        width(True)


def test_all_faults_of_a_scene_are_told_at_once() -> None:
    with pytest.raises(lk.UsageError) as caught:
        lk.arrange("right-column", canvas="0x0", primary="no good", secondaries=["a b"], keep_clear={"x": (0, 0, 0, 0)})
    assert len(caught.value.faults) == 4


def test_a_stream_that_comes_twice_is_refused() -> None:
    with pytest.raises(lk.UsageError, match="stream 'a' is in the scene 2 times"):
        lk.arrange("right-column", canvas="540x960", primary="p", secondaries=["a", "a"])


def test_more_than_can_be_remembered_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    from layoutkit import pipeline

    monkeypatch.setattr(pipeline, "MOST_SEEN", 4)
    monkeypatch.setattr(pipeline, "_seen", {})
    for width in range(540, 560):
        lk.arrange("right-column", canvas=f"{width}x960", primary="p", secondaries=["a"])
        assert len(pipeline._seen) <= 4


@pytest.mark.parametrize(
    "asked",
    [
        {"canvas": (540, 960)},
        {"canvas": b"540x960"},
        {"canvas": 540},
        {"secondaries": "abc"},
        {"secondaries": 3},
        {"secondaries": [1]},
        {"settings": {1: 2, "gap": 3}},
        {"settings": {"gap": [8]}},
        {"settings": [8]},
        {"keep_clear": {"x": 5}},
        {"keep_clear": {"x": (0, 0, 10)}},
        {"keep_clear": {"x": (0.0, 0, 10, 10)}},
        {"primary": None},
    ],
    ids=str,
)
def test_whatever_is_asked_the_error_is_ours(asked: dict[str, Any]) -> None:
    lk.arrange("right-column", canvas="540x960", primary="p", secondaries=["a"], keep_clear={"x": (0, 0, 10, 10)})
    with pytest.raises(lk.UsageError):
        lk.arrange("right-column", **{"canvas": "540x960", "primary": "p", "secondaries": ["a"], **asked})


def test_a_later_mix_of_another_client_supersedes_too(cloud: Emulator, clock: Clock) -> None:
    """A backend may make a client for each request: the newest layout stays on air all the same."""
    push(cloud, clock, PEOPLE[0], PEOPLE[2])
    later: list[lk.Reply] = []

    def meanwhile(seconds: float) -> None:
        clock.sleep(seconds)
        if not later:
            later.append(client(cloud, clock).mix(column(PEOPLE[2])))

    first = lk.Client(APP_ID, KEY, endpoint=cloud.endpoint, now=clock.now, sleep=meanwhile)
    assert first.mix(column(PEOPLE[1])).status == "superseded", "Rex is not pushed; while it waits, the other client sends"
    assert later[0].status == "mixed"


def test_a_mix_that_had_to_wait_asks_for_the_layout_again(cloud: Emulator, clock: Clock) -> None:
    """Between asking and sending seconds may pass, while an earlier mix of the session is under way: the newest layout goes out."""
    push(cloud, clock)
    asked: list[int] = []

    def newest() -> lk.Layout:
        asked.append(1)
        return column(*PEOPLE[1 : 1 + len(asked)])

    def hurrying() -> float:
        clock.time += 5
        return clock.time

    lk.Client(APP_ID, KEY, endpoint=cloud.endpoint, now=hurrying, sleep=clock.sleep).mix(newest)
    session = cloud.cloud.session(PEOPLE[0])
    assert session is not None
    assert len(asked) == 2
    assert len(session.placements) == 3
