"""When what a publisher stamped is due here: the least delayed packet tells, and a burst of old ones moves nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layoutkit.emulator.mixer.clock import JitterClock


class Watch:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_of_old_packets_does_not_delay_what_follows() -> None:
    """Who joins gets two seconds at once; the newest of them is as late as it is, not by two seconds more."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    for ms in range(0, 2001, 40):
        assert not clock.arrived(ms)
    assert clock.due(2000) == 1000.25
    assert clock.due(1750) == 1000.0


@given(st.lists(st.floats(0, 0.2), min_size=5, max_size=60))
def test_jitter_within_the_buffer_is_due_in_even_steps(delays: list[float]) -> None:
    """Packets late by up to 200 ms are due 40 ms apart, but for the little by which a clock may creep."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    sent = [1000 + n * 0.04 for n in range(len(delays))]
    for n, delay in enumerate(delays):
        watch.now = max(watch.now, sent[n] + delay)
        clock.arrived(40 * n)
    last = clock.due(40 * (len(delays) - 1))
    assert last >= sent[-1]
    assert abs(clock.due(0) + (len(delays) - 1) * 0.04 - last) < 1e-9


def test_a_clock_that_was_set_anew_is_followed_at_once() -> None:
    """The publisher starts again from 0: what waited means nothing any more, and what comes is due in time."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    clock.arrived(50_000)
    watch.now += 0.04
    assert clock.arrived(0)
    assert clock.due(0) == watch.now + 0.25


def test_a_publisher_that_stood_still_is_set_anew_once_and_caught_up() -> None:
    watch = Watch()
    clock = JitterClock(0.25, watch)
    clock.arrived(0)
    watch.now += 6
    anew = [clock.arrived(ms) for ms in range(40, 6001, 40)]
    assert sum(anew) == 1
    assert clock.due(6000) == watch.now + 0.25


def test_a_slower_clock_is_followed_by_a_thousandth() -> None:
    """A publisher whose clock loses 0.05 % for ten minutes stays within the buffer."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    for n in range(15_000):
        watch.now = 1000 + n * 0.04 * 1.0005
        clock.arrived(40 * n)
    assert watch.now <= clock.due(40 * 14_999) <= watch.now + 0.25


def test_nothing_is_due_before_anything_came() -> None:
    assert JitterClock(0.25).due(0) == float("inf")
