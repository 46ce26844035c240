"""The long proof: an hour of output, and the mixer holds no more memory at its end than it did in the middle."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.mixing.aims import steady
from benchmarks.mixing.clips import clips
from benchmarks.mixing.endurance import endured
from layoutkit.emulator.mixer.live import left_out
from layoutkit.geometry import Size

SMALL = Size(270, 480)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")


@pytest.mark.long
def test_an_hour_of_changing_layouts_and_guests_who_come_and_go_takes_no_more_and_more_memory(tmp_path: Path) -> None:
    """90,000 pictures at 25 a second, a new layout every hundred: none is lost, and the last third holds what the middle one did."""
    found = endured(SMALL, clips(tmp_path, SMALL, 6), 90_000)
    assert found["pictures"] == found["composed"] == 90_000
    assert steady(found["thirds_mb"]), found["thirds_mb"]


def test_guests_come_and_go_and_no_picture_is_lost(tmp_path: Path) -> None:
    """The same for some seconds; how much memory that takes says nothing yet."""
    small = Size(90, 160)
    found = endured(small, clips(tmp_path, small, 1), 650)
    assert found["pictures"] == found["composed"] == 650


@pytest.mark.parametrize(("behind", "omitted"), [(0, 0), (3, 0), (12, 0), (13, 13), (100, 100)])
def test_a_stall_of_less_than_half_a_second_costs_no_picture(behind: int, omitted: int) -> None:
    """A machine that stood still for a moment is caught up with; one that is too slow for good loses pictures, not time."""
    assert left_out(behind, 25) == omitted
