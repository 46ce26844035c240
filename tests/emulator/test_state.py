"""The cloud by itself: how long a mix outlives its inputs, when a push is known, whom it tells of what, and what it notes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from layoutkit.emulator import Account, Cloud, Settings
from layoutkit.emulator.cloud.session import Session
from layoutkit.emulator.reading.placement import Mix, Placement

from .stage import APP_ID, CANVAS, DENNY, KEY, NOW, PAGE_SIGN, REX

TILE = Placement(REX, 380, 630, 160, 240, 2)
SHOW = Mix(DENNY, DENNY, NOW, DENNY, (TILE,))
END = Mix(DENNY, DENNY, NOW, DENNY, ())


def cloud(**settings: float) -> Cloud:
    """A cloud where both are pushed, the one really."""
    made = Cloud(Account(APP_ID, KEY), Settings(**settings))  # type: ignore[arg-type]
    made.push(DENNY, CANVAS, NOW, "rtmp")
    made.push(REX, CANVAS, NOW)
    return made


def mixed(made: Cloud) -> Session:
    session = made.mix(SHOW, CANVAS, NOW)
    assert session
    return session


def state(made: Cloud) -> str:
    session = made.session(DENNY)
    assert session
    return session.state


def notes(made: Cloud, what: str) -> list[dict[str, object]]:
    return [note.document() for note in made.journal.recent() if note.what == what]


# --- a mix that nobody pushes to ---------------------------------------------------------------------------------------


def test_a_mix_ends_so_many_seconds_after_the_last_of_its_inputs() -> None:
    """From the moment at which nobody was seen any more; one who is left holds it."""
    made = cloud(idle_s=60)
    mixed(made)
    made.drop(DENNY, NOW)
    made.end_deserted(NOW + 1000)
    made.drop(REX, NOW + 1000)
    for later in (0, 30, 59.9):
        made.end_deserted(NOW + 1000 + later)
        assert state(made) == "mixing"
    made.end_deserted(NOW + 1060)
    assert (state(made), made.mixing(DENNY)) == ("ended", None)
    assert notes(made, "deserted") == [{"at": NOW + 1060, "what": "deserted", "session": DENNY}]


def test_whoever_comes_back_gives_a_mix_all_its_time_again() -> None:
    made = cloud(idle_s=60)
    mixed(made)
    made.drop(DENNY, NOW)
    made.drop(REX, NOW)
    made.end_deserted(NOW)
    made.push(REX, CANVAS, NOW + 50)
    made.end_deserted(NOW + 50)
    made.drop(REX, NOW + 55)
    made.end_deserted(NOW + 60)
    made.end_deserted(NOW + 114.9)
    assert state(made) == "mixing"
    made.end_deserted(NOW + 115)
    assert state(made) == "ended"


# --- who is told -------------------------------------------------------------------------------------------------------


def test_followers_are_told_of_each_start_change_and_end() -> None:
    made, told = cloud(idle_s=0), []
    follow = told.append
    made.follow(follow)
    mixed(made)
    mixed(made)
    made.end(END, NOW)
    assert told == [DENNY] * 3
    mixed(made)
    made.drop(DENNY, NOW)
    made.drop(REX, NOW)
    made.end_deserted(NOW)
    assert told == [DENNY] * 5
    made.unfollow(follow)
    mixed(made)
    assert told == [DENNY] * 5


@dataclass(frozen=True, slots=True)
class Loud(Mix):
    """A mix in which somebody is only heard, as profile 2019 has it."""

    @property
    def heard(self) -> tuple[str, ...]:
        return ("8888_voice",)


def test_whoever_was_only_heard_is_not_when_the_mix_is_over() -> None:
    made = cloud()
    session = made.mix(Loud(DENNY, DENNY, NOW, DENNY, (TILE,)), CANVAS, NOW)
    assert session
    assert session.heard == ("8888_voice",)
    ended = made.end(END, NOW)
    assert ended
    assert (ended.heard, ended.streams) == ((), (DENNY,))


# --- pushes ------------------------------------------------------------------------------------------------------------


def test_the_lag_is_that_of_every_push_whoever_tells_of_it() -> None:
    """A real push is no sooner known than one that was declared: that is what the lag is for."""
    made = cloud(lag_s=5)
    for stream in (DENNY, REX):
        pushed = made.pushed(stream)
        assert pushed
        assert [made.known(pushed, NOW + later) for later in (0, 4.999, 5)] == [False, False, True]


@pytest.mark.parametrize("name", [KEY, PAGE_SIGN])
def test_a_secret_that_is_a_streams_name_is_in_no_note_of_it(name: str) -> None:
    """Neither of its begin nor of its end, nor of the end of its mix."""
    made = cloud(idle_s=0)
    made.push(name, CANVAS, NOW, "rtmp")
    made.mix(Mix(name, name, NOW, name, ()), CANVAS, NOW)
    made.drop(name, NOW, "rtmp")
    made.end_deserted(NOW)
    assert [note.what for note in made.journal.recent()][-3:] == ["push", "unpush", "deserted"]
    assert not [note for note in made.journal.recent() if name in note.line]


def test_who_says_that_a_push_begins_and_ends_is_noted() -> None:
    made = cloud()
    made.push("voice", None, NOW + 1, "rtmp")
    made.drop("voice", NOW + 2, "rtmp")
    made.drop("nobody", NOW + 3)
    assert [(note["stream"], note["by"]) for note in notes(made, "push")] == [(DENNY, "rtmp"), (REX, "control"), ("voice", "rtmp")]
    assert notes(made, "unpush") == [{"at": NOW + 2, "what": "unpush", "stream": "voice", "by": "rtmp"}]
