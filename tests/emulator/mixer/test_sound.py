"""What the output sounds like: everybody who is in it, nobody who is not, and never clipped."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.emulator.mixer.clock import StampClock
from layoutkit.emulator.mixer.desk import Desk
from layoutkit.emulator.mixer.encoder import GLOBAL_HEADER
from layoutkit.emulator.mixer.sound import BLOCK, CEILING, RATE, Limiter, Voice
from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.rtmp.tags import AUDIO, Tag
from layoutkit.geometry import Size

from .stage import FPS, TONES, Show, decoded, guest, heard, host, level, luma, place, plan, tags_of

SMALL = Size(160, 240)


def show(seconds: float = 4, **particulars: object) -> Show:
    return Show({name: tags_of(guest(name, SMALL, **particulars), seconds) for name in TONES})


def tile(name: str, layer: int) -> object:
    return place(name, 0, 0, 80, 120, layer)


def second(played: Show, at: float) -> np.ndarray:
    """A second of the output's sound from a time on."""
    begin, samples = heard(played.tags)
    first = round((at - begin / 1000) * RATE)
    return samples[first : first + RATE]


def test_each_guests_tone_is_in_the_spectrum_and_gone_when_they_leave() -> None:
    played = show(6)
    played.plan(host(SMALL), tile("rex", 2), tile("link", 3), canvas=SMALL)
    played.play(2)
    played.plan(host(SMALL), tile("link", 2), canvas=SMALL)
    played.play(2)
    played.plan(host(SMALL), canvas=SMALL)
    played.play(1.5)
    levels = [{name: level(second(played, at), tone) for name, tone in TONES.items()} for at in (0.5, 2.5, 4.4)]
    there = [{"host", "rex", "link"}, {"host", "link"}, {"host"}]
    for found, names in zip(levels, there, strict=True):
        assert {name for name in found if found[name] > -22} == names, found
        assert all(found[name] < -80 for name in TONES.keys() - names), found


def test_sound_alone_is_heard_and_not_seen_and_video_alone_is_not_heard() -> None:
    played = show()
    played.plan(host(SMALL), place("rex", 0, 0, 80, 120, 2, kind="video"), canvas=SMALL, heard=["shock"])
    played.play(2)
    found = {name: level(second(played, 0.5), tone) for name, tone in TONES.items()}
    assert {name for name in found if found[name] > -22} == {"host", "shock"}, found


def test_the_same_stream_twice_is_heard_once() -> None:
    played = show()
    played.plan(host(SMALL), tile("rex", 2), place("rex", 80, 0, 80, 120, 3), canvas=SMALL)
    played.play(2)
    once = show()
    once.plan(host(SMALL), tile("rex", 2), canvas=SMALL)
    once.play(2)
    assert level(second(played, 0.5), TONES["rex"]) == pytest.approx(level(second(once, 0.5), TONES["rex"]), abs=0.1)


def test_four_loud_voices_do_not_clip_and_stay_pure() -> None:
    """Four tones at 0.7 of full scale sum to 2.8; what comes out stays below it, and nothing but the tones is in it."""
    played = show(loudness=0.7)
    played.plan(host(SMALL), tile("rex", 2), tile("link", 3), tile("shock", 4), canvas=SMALL)
    played.play(3.5)
    samples = second(played, 2.0)
    assert 0.85 < np.abs(samples).max() <= 1.0
    for tone in TONES.values():
        assert level(samples, tone) > -15
        assert level(samples, 3 * tone + 7) < -55  # a clipped sum would be full of these
    assert level(samples, 440 + 1000) < -55


@given(st.lists(st.floats(0.0, 4.0), min_size=3, max_size=12), st.integers(0, 2**32 - 1))
def test_no_sample_passes_the_ceiling_and_quiet_sound_is_untouched(peaks: list[float], seed: int) -> None:
    dice = np.random.default_rng(seed)
    blocks = [(peak * dice.uniform(-1, 1, (2, BLOCK))).astype(np.float32) for peak in peaks]
    limiter = Limiter()
    out = [limiter.pass_on(block) for block in [*blocks, np.zeros((2, BLOCK), np.float32)]][1:]
    assert all(np.abs(block).max() <= CEILING + 1e-5 for block in out)
    if max(peaks) <= CEILING:
        assert all(np.array_equal(a, b) for a, b in zip(blocks, out, strict=True))


def test_the_gain_moves_in_straight_lines_and_comes_back_in_a_second() -> None:
    """A block of twice the full scale among quiet ones: what is before it is turned down, what follows gets louder by 0.02 a block."""
    limiter = Limiter()
    blocks = [np.full((2, BLOCK), 2.0 if n == 2 else 0.5, np.float32) for n in range(40)]
    out = [limiter.pass_on(block) for block in blocks][1:]
    gain = np.concatenate([(passed / block)[0] for passed, block in zip(out, blocks, strict=False)])
    assert gain[: BLOCK + 1].tolist() == [1.0] * (BLOCK + 1)
    assert np.abs(np.diff(gain)).max() < 1.01 * (1 - CEILING / 2) / BLOCK
    assert gain[2 * BLOCK : 3 * BLOCK] == pytest.approx(np.full(BLOCK, CEILING / 2), abs=1e-5)
    assert gain[3 * BLOCK :: BLOCK] == pytest.approx([min(1.0, CEILING / 2 + 0.02 * n) for n in range(36)], abs=1e-5)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=20))
def test_a_voice_whose_stamps_tremble_is_joined_without_a_gap(tremble: list[int]) -> None:
    """Stamps off by less than 50 ms make neither a hole nor a doubled sample."""
    voice = Voice(StampClock())
    for n, off in enumerate(tremble):
        voice.add(1000 * n * BLOCK / RATE + (off if n else 0) / 2, np.full((2, BLOCK), n + 1.0, np.float32))
    out = np.zeros((2, BLOCK * len(tremble)), np.float32)
    for start in range(0, out.shape[1], 700):
        voice.take(start, out[:, start : start + 700])
    assert np.array_equal(out[0], np.repeat(np.arange(1.0, len(tremble) + 1), BLOCK))


@pytest.mark.parametrize("pace", [1 - 2e-4, 1 + 2e-4])
def test_a_clock_of_another_pace_makes_no_click(pace: float) -> None:
    """Ten minutes by a clock that is 200 millionths off: the tone goes on without a hole, and never far from its time."""
    voice, tone = Voice(StampClock()), 441.0  # a hundred samples a wave
    out = np.zeros((2, BLOCK), np.float32)
    wave = np.sin(2 * np.pi * np.arange(BLOCK * 25) / 100).astype(np.float32).reshape(25, BLOCK)
    steepest = 0.0
    last = None
    for n in range(600 * RATE // BLOCK):
        voice.add(1000 * n * BLOCK * pace / RATE, np.stack([wave[n % 25], wave[n % 25]]))
        if n < 8:
            continue
        out[:] = 0
        voice.take((n - 8) * BLOCK, out)
        joined = out[0] if last is None else np.append(last, out[0])
        steepest = max(steepest, float(np.abs(np.diff(joined)).max()))
        last = out[0, -1]
    assert steepest < 1.1 * 2 * np.pi * tone / RATE
    assert voice._next is not None
    assert abs(voice._next - (n + 1 - len(voice._waiting)) * BLOCK * pace) < 0.035 * RATE


def test_a_voice_that_paused_goes_on_where_its_stamps_say() -> None:
    voice = Voice(StampClock())
    voice.add(0, np.ones((2, BLOCK), np.float32))
    voice.add(1000, np.ones((2, BLOCK), np.float32))
    out = np.zeros((2, 2 * RATE), np.float32)
    voice.take(0, out)
    assert np.flatnonzero(np.diff(out[0])).tolist() == [BLOCK - 1, RATE - 1, RATE + BLOCK - 1]


def test_old_sound_is_dropped_and_never_comes_late() -> None:
    voice = Voice(StampClock())
    voice.add(0, np.ones((2, BLOCK), np.float32))
    out = np.zeros((2, BLOCK), np.float32)
    voice.take(RATE, out)
    assert not out.any()


def test_what_waits_can_be_forgotten() -> None:
    voice = Voice(StampClock())
    voice.add(0, np.ones((2, BLOCK), np.float32))
    voice.forget()
    out = np.zeros((2, BLOCK), np.float32)
    voice.take(0, out)
    assert not out.any()


@pytest.mark.parametrize("layout", ["mono", "stereo", "5.1"])
def test_sound_of_any_kind_is_heard_on_both_sides_at_its_pitch(layout: str) -> None:
    """A microphone at 48 kHz, of one channel or of six: 1000 Hz stay 1000 Hz, without a hole."""
    coder = av.CodecContext.create("aac", "w")
    coder.sample_rate, coder.layout, coder.format, coder.time_base = 48_000, layout, "fltp", Fraction(1, 48_000)
    coder.flags |= GLOBAL_HEADER
    coder.open()
    source, tags = Source("rex", StampClock()), []
    for n in range(94):
        wave = 0.2 * np.sin(2 * np.pi * 1000 * np.arange(1024 * n, 1024 * (n + 1)) / 48_000)
        channels = np.tile(wave.astype(np.float32), (len(coder.layout.channels), 1))
        frame = av.AudioFrame.from_ndarray(channels, "fltp", layout)
        frame.sample_rate, frame.pts = 48_000, 1024 * n
        tags += [Tag(AUDIO, round(1000 * (p.pts or 0) / 48_000), b"\xaf\x01" + bytes(p)) for p in coder.encode(frame) if (p.pts or 0) >= 0]
    for tag in [Tag(AUDIO, 0, b"\xaf\0" + bytes(coder.extradata or b"")), *tags]:
        source.take(tag)
    out = np.zeros((2, 2 * RATE), np.float32)
    source.voice.take(0, out)
    for side in out:
        part = side[RATE // 2 : 3 * RATE // 2]
        assert level(part, 1000) > -20
        assert max(level(part, tone) for tone in (918, 1088, 2000, 43)) < -55
    assert source.errors == 0


def test_sound_is_taken_by_the_clock_on_which_the_output_began() -> None:
    """As in life: the desk begins at some moment, and stamps are due by that clock. The output's own sound begins at 0."""
    source, desk = Source("host", StampClock(), delay=1.0), Desk(FPS, 100.0)
    for tag in tags_of(guest("host", SMALL), 2):
        source.take(Tag(tag.kind, tag.at + 100_000, tag.body))
    desk.plan(plan(host(SMALL), canvas=SMALL), 100.0)
    tags = [tag for n in range(45) for tag in desk.tick(n, {"host": source})]
    begin, samples = heard(tags)
    assert begin < 100
    assert level(samples[RATE // 2 : 3 * RATE // 2], TONES["host"]) > -22


def test_sound_and_picture_stay_together() -> None:
    """A guest flashes white and beeps at the same moment; both come out within 40 ms of each other."""
    from layoutkit.emulator.mixer.encoder import PictureEncoder, SoundEncoder
    from layoutkit.emulator.mixer.planes import colour_of, empty

    pictures, sound = PictureEncoder(SMALL, FPS), SoundEncoder()
    tags: list[Tag] = [pictures.header, sound.header]
    dark, light = (empty(SMALL, colour_of(text)) for text in ("0x101010", "0xffffff"))
    for n in range(75):
        tags += pictures.encode(light if n == 50 else dark, n, key=False)
    wave = np.zeros((2, 130 * BLOCK), np.float32)
    wave[:, 2 * RATE : 2 * RATE + RATE // 25] = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE // 25) / RATE)
    for block in range(130):
        tags += sound.encode(wave[:, block * BLOCK : (block + 1) * BLOCK], block * BLOCK)
    played = Show({"host": tuple(sorted(tags, key=lambda tag: tag.at))})
    played.plan(host(SMALL), canvas=SMALL)
    played.play(2.8)
    times = [tag.at for tag in played.tags if tag.is_picture]
    flash = times[next(n for n, frame in enumerate(decoded(played.tags)) if luma(frame).mean() > 128)]
    begin, samples = heard(played.tags)
    beep = begin + 1000 * int(np.flatnonzero(np.abs(samples) > 0.2)[0]) / RATE
    assert abs(flash - beep) <= 40
    assert abs(beep - 2000) <= 10


class Drifting:
    """A publisher's clock that goes by some millionths faster than ours, read without an error."""

    def __init__(self, millionths: float) -> None:
        self._rate = 1 - millionths / 1e6

    def due(self, ms: float) -> float:
        return ms / 1000 * self._rate


@pytest.mark.parametrize("millionths", [100, -100, 0])
def test_a_clock_that_goes_a_little_wrong_makes_no_click_in_an_hour(millionths: float) -> None:
    """A tone of 441 Hz, to the sample: no step in it is larger than the tone's own, and it is never off by more than some 10 ms."""
    voice = Voice(Drifting(millionths))  # type: ignore[arg-type]
    piece = (0.25 * np.sin(2 * np.pi * 441 * np.arange(100 * BLOCK) / RATE)).astype(np.float32)  # whole periods: it may begin anew
    step = 1.05 * 0.25 * 2 * np.pi * 441 / RATE
    given, last, worst = 0, 0.0, 0.0
    for block in range(3600 * RATE // BLOCK):
        while given <= block + 20:
            at = given % 100 * BLOCK
            voice.add(1000 * given * BLOCK / RATE, np.stack([piece[at : at + BLOCK]] * 2))
            given += 1
        into = np.zeros((2, BLOCK), np.float32)
        voice.take(block * BLOCK, into)
        worst = max(worst, float(np.abs(np.diff(into[0], prepend=last)).max()))
        last = float(into[0, -1])
    assert worst < step
