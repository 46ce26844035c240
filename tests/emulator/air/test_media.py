"""How real streams are handled: what cannot be is refused."""

from __future__ import annotations

import pytest

from layoutkit.emulator.air.media import DELAYS_S, Media
from layoutkit.emulator.mixer.desk import HELD_BACK
from layoutkit.emulator.mixer.sound import BLOCK, RATE
from layoutkit.errors import UsageError


@pytest.mark.parametrize("seconds", [0, 0.05, 5.1, float("nan"), -1.0])
def test_a_jitter_buffer_in_which_no_sound_could_come_in_time_is_refused(seconds: float) -> None:
    with pytest.raises(UsageError, match="a jitter buffer of"):
        Media(delay_s=seconds)


def test_the_shortest_jitter_buffer_is_longer_than_what_sound_is_mixed_ahead() -> None:
    """The encoder holds two blocks back, the limiter looks at one more, and a block has a length."""
    assert Media(delay_s=DELAYS_S[0])
    assert DELAYS_S[0] > (HELD_BACK + 2) * BLOCK / RATE
