"""A mixer process as its owner sees it: told by lines, heard by lines, dead when its output ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import Any

MODULE = "layoutkit.emulator.mixer.process"

HOME = Path(__file__).resolve().parents[3]
"""Where the package lies: a process of its own finds it there, however this one came to it."""


class Worker:
    """One process. `heard(worker, message)` is called for each of its lines, and with None when it is gone."""

    def __init__(self, heard: Callable[[Worker, dict[str, Any] | None], object] = lambda worker, message: None) -> None:
        self.heard = heard
        self.ready = False
        """Whether it has begun: it said something."""
        self._lock = Lock()
        path = os.pathsep.join(filter(None, (str(HOME), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", MODULE],  # -P: a random.py in somebody's folder is not the library's
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_for_others(os.environ), "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"},
        )
        assert self._process.stdin
        os.set_blocking(self._process.stdin.fileno(), False)
        self._thread = Thread(target=self._listen, name=f"mixer {self.pid}", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def tell(self, order: dict[str, Any]) -> None:
        """Give an order. A process that takes none, because it is dead or stands still, is killed; `heard` tells."""
        line = json.dumps(order).encode() + b"\n"
        try:
            with self._lock:
                assert self._process.stdin
                if os.write(self._process.stdin.fileno(), line) < len(line):
                    raise BlockingIOError
        except (OSError, ValueError):
            self.kill()

    def close(self, patience: float = 3.0) -> None:
        """Let it end its output and go."""
        self.heard = lambda worker, message: None
        self._close_input()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self.kill()

    def kill(self) -> None:
        """End it at once."""
        with suppress(OSError):
            self._process.kill()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.ready = True
            with suppress(ValueError):
                self.heard(self, json.loads(line))
        self._process.stdout.close()
        self._process.wait()
        self._close_input()
        self.heard(self, None)

    def _close_input(self) -> None:
        with self._lock, suppress(OSError):
            assert self._process.stdin
            self._process.stdin.close()


def _for_others(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for a process that needs no account, and so knows none."""
    return {name: value for name, value in environment.items() if not name.startswith("TENCENTCLOUD_")}


class Pool:
    """Hands out processes, and keeps one ready, so that an output starts at once and a mixer that died is soon replaced."""

    def __init__(self) -> None:
        self._spare: Worker | None = None
        self._leaving: list[Thread] = []
        self._lock = Lock()

    def take(self, heard: Callable[[Worker, dict[str, Any] | None], object]) -> Worker:
        """A process for an output; another is made ready."""
        with self._lock:
            taken, self._spare = self._spare, None
            if taken is None or not taken.alive:
                taken = Worker()
            taken.heard = heard
            with suppress(OSError):  # this one is there; the next may be had when the next is needed
                self._spare = Worker()
        return taken

    def release(self, worker: Worker) -> None:
        """Let a process end its output and go; nobody waits for it, but `close` does."""
        leaving = Thread(target=worker.close, name=f"leaving {worker.pid}", daemon=True)
        leaving.start()
        with self._lock:
            self._leaving = [thread for thread in self._leaving if thread.is_alive()] + [leaving]

    def close(self) -> None:
        """Let the spare one go, and wait until all are gone."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare:
            self.release(spare)
        for thread in self._leaving:
            thread.join()
