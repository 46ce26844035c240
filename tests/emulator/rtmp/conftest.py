"""What the tests of this room share: a hub on a free port, what it told, and real programs that are ended with the test."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from layoutkit.emulator.rtmp import Event, Hub, Limits

Running = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def told() -> list[Event]:
    """What the hub told so far."""
    return []


@pytest.fixture
def hub(told: list[Event]) -> Iterator[Hub]:
    """A hub with a clients' limits made short enough to be waited for."""
    with Hub(told=told.append, limits=Limits(greeting=0.6, idle=1.5, stuck=1.0, look=0.1)) as running:
        yield running


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Running]:
    """Start a program; whatever still runs when the test is over is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: object, **more: Any) -> subprocess.Popen[bytes]:
        log = (tmp_path / f"log{len(started)}").open("wb")
        with log:
            more.setdefault("stdout", log)
            started.append(subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stderr=log, **more))
        return started[-1]

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def until(condition: Callable[[], object], within: float = 10.0) -> None:
    """Wait for it to hold; it must within so many seconds."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, "this did not come to pass"
        time.sleep(0.01)


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def connect(hub: Hub) -> socket.socket:
    """A bare connection to the hub."""
    host, port = hub.address.removeprefix("rtmp://").split(":")
    return socket.create_connection((host, int(port)), 10)
