"""The clock of an output goes on, whoever delivers it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layoutkit.emulator.rtmp import AUDIO, DATA, VIDEO, Tag
from layoutkit.emulator.rtmp.rebase import JUMP_MS, Rebase

KINDS = st.sampled_from([AUDIO, VIDEO, DATA])


def test_a_new_publisher_goes_on_after_as_much_as_has_really_passed() -> None:
    now = [100.0]
    rebase = Rebase(lambda: now[0])
    assert [rebase(Tag(VIDEO, at, b"")).at for at in (5000, 5040)] == [5000, 5040]
    now[0] += 2.5
    rebase.begin()
    assert [rebase(Tag(kind, at, b"")).at for kind, at in ((AUDIO, 0), (VIDEO, 7), (AUDIO, 23), (VIDEO, 47))] == [7540, 7547, 7563, 7587]


def test_a_publisher_that_comes_at_once_is_a_millisecond_later() -> None:
    rebase = Rebase(lambda: 0.0)
    rebase(Tag(VIDEO, 80, b""))
    rebase.begin()
    assert rebase(Tag(VIDEO, 0, b"")).at == 81


def test_a_clock_that_jumps_is_another_clock() -> None:
    rebase = Rebase(lambda: 0.0)
    assert rebase(Tag(VIDEO, 0, b"")).at == 0
    assert rebase(Tag(VIDEO, JUMP_MS + 1, b"")).at == 1
    assert rebase(Tag(VIDEO, JUMP_MS + 41, b"")).at == 41


@given(st.lists(st.tuples(KINDS, st.integers(-50_000, 1 << 33), st.booleans(), st.floats(0, 5)), max_size=30))
def test_nothing_goes_back_and_no_two_pictures_are_at_once(steps: list) -> None:
    now = [0.0]
    rebase = Rebase(lambda: now[0])
    sent = []
    for kind, at, anew, passed in steps:
        now[0] += passed
        if anew:
            rebase.begin()
        sent.append(rebase(Tag(kind, at, b"")))
    sounds, pictures = [tag.at for tag in sent if tag.kind != VIDEO], [tag.at for tag in sent if tag.kind == VIDEO]
    assert sounds == sorted(sounds)
    assert pictures == sorted(set(pictures))


def test_sound_that_comes_after_a_later_picture_keeps_its_time() -> None:
    """Publishers interleave as they like; moving the sound would take it from its picture."""
    rebase = Rebase(lambda: 0.0)
    assert [rebase(Tag(kind, at, b"")).at for kind, at in ((VIDEO, 40), (AUDIO, 23), (VIDEO, 80), (AUDIO, 46))] == [40, 23, 80, 46]
