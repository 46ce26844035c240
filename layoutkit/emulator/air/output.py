"""One output on air: its mixer, what that was told, and how it does."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from threading import Condition
from typing import Any

from layoutkit.emulator.air.worker import Pool, Worker
from layoutkit.emulator.cloud.watching import AirState
from layoutkit.emulator.mixer.plan import Plan

SILENT_S, START_S = 5.0, 30.0
"""A mixer that told nothing for so long, in seconds, stands still, and is replaced; one that has not begun is given longer, since many
that begin at once have one machine between them."""

STABLE_S, FIRST_WAIT_S, LONGEST_WAIT_S = 10.0, 0.25, 5.0
"""A mixer that dies is replaced at once; one that dies again within ten seconds, after longer and longer waits."""

SNAPSHOT_S = 1.0
"""How long, in seconds, to wait for a snapshot, and how long one is good."""


class Output:
    """Keeps a mixer showing the newest plan. All but `snapshot` is called from one thread, the owner's.

    `order` opens the mixer; `lost` is called, from another thread, with a worker that is gone.
    """

    def __init__(
        self,
        name: str,
        order: dict[str, Any],
        pool: Pool,
        lost: Callable[[Worker], object],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.plan: Plan | None = None
        self.facts: dict[str, Any] = {}
        self.shown = -1
        """The serial of the last plan that is really on air."""
        self.restarts = 0
        self.why = ""
        """What the last mixer that broke said of it: the name of an exception."""
        self._order, self._pool, self._lost, self._now = order, pool, lost, now
        self._born = now()
        self._worker: Worker | None = None
        self._started = self._heard_at = self._born
        self._serial, self._wait = 0, 0.0
        self._fresh = Condition()
        self._snapshot: tuple[float, bytes | None] = (float("-inf"), None)

    @property
    def pid(self) -> int | None:
        """The mixer's process; None while there is none."""
        return self._worker.pid if self._worker else None

    @property
    def settled(self) -> bool:
        """Whether the last plan is really on air."""
        return self.plan is not None and self.shown == self._serial

    @property
    def state(self) -> AirState:
        """`starting`, `on air`, or `restarting` after its mixer died."""
        if self._worker is None:
            return "restarting"
        return "on air" if self.shown >= 0 else "starting" if not self.restarts else "restarting"

    def show(self, plan: Plan) -> None:
        """Have this shown; the same as before is no news."""
        if plan == self.plan:
            return
        self.plan, self._serial = plan, self._serial + 1
        if self._worker is None:
            self._start()
        else:
            self._tell_plan()

    def check(self) -> None:
        """See to it that a mixer runs: a dead one is replaced, one that stands still is killed."""
        now = self._now()
        if self._worker is not None and not self._worker.alive:  # it may have died before anybody listened
            self._lost(self._worker)
        elif self._worker is not None and now - max(self._heard_at, self._started) > (SILENT_S if self._worker.ready else START_S):
            self._worker.kill()
        if self._worker is None and self.plan is not None and now >= self._started + self._wait:
            self._start()

    def close(self) -> None:
        """End the output."""
        self.plan = None
        worker, self._worker = self._worker, None
        if worker:
            self._pool.release(worker)

    def died(self, worker: Worker) -> bool:
        """Its process is gone; whether it was the one that mattered. A new one is started by `check`."""
        if worker is not self._worker:
            return False
        brief = self._now() - self._started < STABLE_S
        self._wait = self._longer if brief and self.restarts else 0.0
        self._worker, self.shown = None, -1
        self.restarts += 1
        return True

    def _start(self) -> None:
        self._started = self._heard_at = self._now()
        self.why = ""
        before, self._wait = self._wait, self._longer  # where no process can be had, that is not asked four times a second
        self._worker = self._pool.take(self._heard)
        self._wait = before
        base = round(1000 * (self._started - self._born))
        self._worker.tell({"open": {**self._order, "base_ms": base}})
        self._tell_plan()

    @property
    def _longer(self) -> float:
        """The wait after this one, in seconds."""
        return min(LONGEST_WAIT_S, 2 * self._wait or FIRST_WAIT_S)

    def _tell_plan(self) -> None:
        assert self._worker
        assert self.plan
        self._worker.tell({"plan": self.plan.document(), "serial": self._serial})

    # --- the mixer's own thread ---

    def _heard(self, worker: Worker, message: dict[str, Any] | None) -> None:
        self._heard_at = self._now()
        if message is None:
            self._lost(worker)
        elif "shown" in message:
            self.shown = message["shown"]
        elif "told" in message:
            self.facts = message["told"]
        elif "failed" in message:
            self.why = message["failed"]
        elif "snapshot" in message:
            self._keep(base64.b64decode(message["snapshot"]) if message["snapshot"] else None)

    def _keep(self, picture: bytes | None) -> None:
        with self._fresh:
            self._snapshot = (self._now(), picture)
            self._fresh.notify_all()

    # --- any thread ---

    def snapshot(self) -> bytes | None:
        """A JPEG of the output, a second old at most while the mixer runs; None before there is one."""
        worker = self._worker
        with self._fresh:
            asked = self._now()
            if worker is not None and asked - self._snapshot[0] > SNAPSHOT_S:
                worker.tell({"snap": True})
                self._fresh.wait_for(lambda: self._snapshot[0] >= asked, SNAPSHOT_S)
            return self._snapshot[1]
