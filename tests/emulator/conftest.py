"""What the tests of this room share: a cloud without HTTP, and an emulator on a real socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from layoutkit.emulator import Emulator

from .stage import APP_ID, KEY, NOW, Stage
from .wire import Caller


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def log() -> list[str]:
    """The lines that the emulator logged."""
    return []


@pytest.fixture
def emulator(log: list[str]) -> Iterator[Emulator]:
    """An emulator on a free port of loopback, whose clock stands at the page's time."""
    with Emulator(APP_ID, KEY, now=lambda: NOW, log=log.append) as running:
        yield running


@pytest.fixture
def call(emulator: Emulator) -> Caller:
    """Any HTTP client: `call("PUT", "/streams/ID", {"width": 540, "height": 960})` gives status and document."""
    return Caller(emulator.url)
