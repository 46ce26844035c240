"""Synthetic guests: what they look and sound like, and that they push at the pace of life."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

import numpy as np
import pytest

from layoutkit.emulator.mixer.guest import LOUDNESS, Guest, push
from layoutkit.emulator.rtmp.tags import VIDEO, Tag
from layoutkit.geometry import Rect, Size

from .stage import decoded, heard, level, looks, luma

TEAL = Guest("0x0f8b8d", 440.0, Size(96, 144))


def first(guest: Guest, seconds: float = 1) -> list[Tag]:
    return [*takewhile(lambda tag: tag.at < 1000 * seconds, guest.tags())]


def test_a_guest_is_a_colour_with_a_dot_that_goes_to_and_fro() -> None:
    frames = decoded(first(TEAL, 2))
    dots = [np.flatnonzero(luma(frame)[110] > 200) for frame in frames]
    assert {len(dot) for dot in dots} == {8}
    ways = [int(dot[0]) for dot in dots]
    assert (min(ways), max(ways) >= 76, ways[1] > ways[0], ways[-1] < max(ways)) == (8, True, True, True)
    assert looks(frames[0], Rect(0, 0, 96, 96), TEAL.colour)


def test_a_still_guest_is_nothing_but_its_colour() -> None:
    assert all(looks(frame, Rect(0, 0, 96, 144), TEAL.colour) for frame in decoded(first(replace(TEAL, still=True))))


def test_a_tone_is_as_loud_as_it_says_and_silence_is_no_sound_at_all() -> None:
    assert level(heard(first(TEAL, 1.5))[1][11_025:55_125], 440) == pytest.approx(20 * np.log10(LOUDNESS), abs=0.5)
    silent = first(replace(TEAL, tone=0.0))
    assert not any(tag.is_sound for tag in silent)
    assert sum(tag.is_picture for tag in silent) == 25


def test_pictures_are_stamped_by_the_pace_that_was_asked_for() -> None:
    assert [tag.at for tag in first(replace(TEAL, fps=10)) if tag.is_picture] == list(range(0, 1000, 100))


@pytest.mark.parametrize("seconds", [0.04, 0.5, 1.0])
def test_it_pushes_at_the_pace_of_life_for_so_long(seconds: float) -> None:
    """By a clock that stands still but for the waits: each tag goes out when it is due, none after the end."""
    clock, sent = [1000.0], []

    def wait(delay: float) -> None:
        clock[0] += delay

    push(TEAL, lambda tag: sent.append((tag, clock[0])), seconds, now=lambda: clock[0], wait=wait)
    pictures = [(tag.at, round(1000 * (at - 1000))) for tag, at in sent if tag.kind == VIDEO and tag.is_picture]
    assert pictures == [(at, at) for at in range(0, round(1000 * seconds), 40)]
    assert all(at - 1000 >= tag.at / 1000 - 1e-9 for tag, at in sent)
