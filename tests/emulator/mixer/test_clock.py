"""When what a publisher stamped is due here: the least delayed packet tells, and a burst of old ones moves nothing."""

from __future__ import annotations

import pytest
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


@pytest.mark.parametrize("still_s", [0.4, 0.8, 1.4])
def test_a_clock_that_stood_still_for_a_moment_is_read_anew(still_s: float) -> None:
    """Its stamps go on where they were, and all that follow are as late: after a while they are due in time again."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    for n in range(150):
        watch.now = 1000 + n * 0.04 + (still_s if n >= 50 else 0)
        assert not clock.arrived(40 * n)
    assert 0 <= clock.due(40 * 149) - watch.now <= 0.25


def test_a_network_that_stood_still_for_a_moment_moves_nothing() -> None:
    """What waited comes in a burst, and then all is as before."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    for n in range(300):
        watch.now = 1000 + (n if n < 50 else max(n, 75)) * 0.04
        clock.arrived(40 * n)
    assert abs(clock.due(0) - 1000.25) < 0.01


def test_who_comes_back_has_a_clock_of_his_own() -> None:
    """A second of pushing, and again from 0 half a second later: the new stamps are not taken for late old ones."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    clock.arrived(1000)
    clock.restart()
    watch.now += 0.5
    assert clock.arrived(0)
    assert clock.due(0) == watch.now + 0.25
    assert not clock.arrived(10)


def test_a_long_buffer_is_waited_for() -> None:
    watch = Watch()
    clock = JitterClock(3.0, watch)
    clock.arrived(0)
    watch.now += 2.0
    assert not clock.arrived(40)


def test_the_least_delayed_packet_tells() -> None:
    """The first one came 200 ms late, the next at once: from then on all is due by the next."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    watch.now = 1000.2
    clock.arrived(0)
    watch.now = 1000.24
    clock.arrived(240)
    assert clock.due(240) == pytest.approx(1000.49)
    assert clock.due(0) == pytest.approx(1000.25)


def test_one_late_packet_moves_the_others_by_no_more_than_a_clock_may_creep() -> None:
    watch = Watch()
    clock = JitterClock(0.25, watch)
    clock.arrived(0)
    watch.now = 1000.14
    clock.arrived(40)
    assert 0 <= clock.due(40) - 1000.29 <= 0.04 * 1e-3 + 1e-9


def test_who_is_late_and_still_in_time_is_not_delayed_further() -> None:
    """For five seconds all comes 200 ms later than the first: the buffer is there for that."""
    watch = Watch()
    clock = JitterClock(0.25, watch)
    for n in range(125):
        watch.now = 1000 + n * 0.04 + (0.2 if n else 0)
        clock.arrived(40 * n)
    assert watch.now <= clock.due(40 * 124) <= 1000 + 124 * 0.04 + 0.25 + 0.006
