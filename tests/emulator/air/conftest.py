"""What the tests on air share: one studio for each file, and in it a room of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from layoutkit.emulator.air import air

from .stage import Room, Studio, studio


@pytest.fixture(scope="module")
def shared() -> Iterator[Studio]:
    """A studio that the tests of a file share; outputs that nobody needs go off air soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(air, "LINGER_S", 1.0)
        yield from studio()


@pytest.fixture
def room(shared: Studio) -> Iterator[Room]:
    """A show of its own in that studio; it is cleared afterwards."""
    found = shared.room()
    try:
        yield found
    finally:
        found.mix()
        shared.tidy()
