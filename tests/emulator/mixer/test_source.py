"""One input: what it shows when, what a new clock makes of what waits, and when it counts as gone."""

from __future__ import annotations

import pytest

from layoutkit.emulator.mixer.clock import JitterClock, StampClock
from layoutkit.emulator.mixer.source import STALLED_S, Source
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Rect, Size

from .stage import guest, looks, tags_of

SMALL = Size(64, 96)
WHOLE = Rect(0, 0, 64, 96)


class Watch:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def later(tags: tuple[Tag, ...], ms: int) -> list[Tag]:
    return [Tag(tag.kind, tag.at + ms, tag.body) for tag in tags]


def test_a_picture_is_shown_from_the_very_moment_it_is_due() -> None:
    source = Source("rex", StampClock())
    for tag in tags_of(guest("rex", SMALL), 0.2):
        source.take(tag)
    shown = [source.picture(at) for at in (-0.01, 0.0, 0.039, 0.04)]
    assert shown[0] is None
    assert shown[1] is shown[2] is not None
    assert shown[3] is not shown[2]


@pytest.mark.parametrize("how", ["a new push", "a clock that was set back"])
def test_what_waits_means_nothing_by_a_new_clock(how: str) -> None:
    """Red waits by the old clock; who comes back is green, begins from 0, and is seen and heard when it is due."""
    watch = Watch()
    source = Source("rex", JitterClock(0.25, watch), watch)
    for tag in later(tags_of(guest("rex", SMALL), 0.2), 50_000):
        source.take(tag)
    source.lost = how == "a new push"
    watch.now += 0.1
    for tag in tags_of(guest("link", SMALL), 0.08):
        source.take(tag)
    assert (source.waiting, len(source.voice._waiting), source.lost) == (2, 2, False)
    assert source.picture(watch.now + 0.2) is None
    frame = source.picture(watch.now + 0.25)
    assert frame is not None
    assert looks(frame, WHOLE, "0x20d020")


def test_a_picture_that_is_sent_before_its_time_waits_for_it() -> None:
    """Cameras send pictures in the order of decoding; each says how much later it is shown."""
    source = Source("rex", StampClock())
    for tag in tags_of(guest("rex", SMALL), 0.2):
        source.take(Tag(tag.kind, tag.at, tag.body[:2] + (80).to_bytes(3, "big") + tag.body[5:]) if tag.is_picture else tag)
    assert source.picture(0.079) is None
    assert source.picture(0.08) is not None


def test_who_sends_nothing_for_two_seconds_is_as_good_as_gone() -> None:
    watch = Watch()
    source = Source("rex", StampClock(), watch)
    assert not source.gone  # nothing is missed before anything came
    source.take(tags_of(guest("rex", SMALL), 0.2)[0])
    watch.now += STALLED_S
    assert not source.gone
    watch.now += 0.01
    assert source.gone
    source.take(tags_of(guest("rex", SMALL), 0.2)[0])
    assert not source.gone
    source.lost = True
    assert source.gone
