"""One input: what it shows when, what a new clock makes of what waits, and when it counts as gone."""

from __future__ import annotations

import re
from fractions import Fraction

import av
import pytest

from layoutkit.emulator.mixer.clock import JitterClock, StampClock
from layoutkit.emulator.mixer.encoder import GLOBAL_HEADER
from layoutkit.emulator.mixer.planes import colour_of, empty
from layoutkit.emulator.mixer.source import STALLED_S, Source
from layoutkit.emulator.rtmp.tags import VIDEO, Tag
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


@pytest.mark.parametrize("form", ["yuv420p", "yuvj420p", "yuv444p", "yuv420p10le"])
def test_a_colour_is_the_same_in_whatever_form_it_is_pushed(form: str) -> None:
    """Cameras whose black is 0 and whose white is 255 push `yuvj420p`; others have colour in full detail, or ten bits."""
    coder = av.CodecContext.create("libx264", "w")
    coder.width, coder.height, coder.pix_fmt, coder.time_base = 64, 96, form, Fraction(1, 25)
    coder.options, coder.flags = {"tune": "zerolatency", "preset": "ultrafast"}, coder.flags | GLOBAL_HEADER
    coder.open()
    frame = empty(SMALL, colour_of("0xd02020")).reformat(format=form, src_color_range=1, dst_color_range=2 if form == "yuvj420p" else 1)
    units = re.split(rb"\x00?\x00\x00\x01", bytes(coder.extradata or b""))
    sps, pps = (next(unit for unit in units if unit and unit[0] & 31 == kind) for kind in (7, 8))
    avcc = b"\x01" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2) + sps + b"\x01" + len(pps).to_bytes(2) + pps
    packets = b"".join(bytes(packet) for packet in [*coder.encode(frame), *coder.encode(None)])
    slices = [unit for unit in re.split(rb"\x00?\x00\x00\x01", packets) if unit and unit[0] & 31 in (1, 5)]
    source = Source("rex", StampClock())
    source.take(Tag(VIDEO, 0, b"\x17\0\0\0\0" + avcc))
    source.take(Tag(VIDEO, 0, b"\x17\1\0\0\0" + b"".join(len(unit).to_bytes(4) + unit for unit in slices)))
    shown = source.picture(1.0)
    assert shown is not None
    assert looks(shown, WHOLE, "0xd02020")


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
