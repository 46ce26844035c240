"""Joins what the cloud knows, what the hub carries and the mixers: what should be on air is, as soon as it can be."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Self

from layoutkit.emulator.air.media import STREAM, Media
from layoutkit.emulator.air.output import Output
from layoutkit.emulator.air.worker import Pool, Worker
from layoutkit.emulator.cloud.session import Session
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.mixer.plan import Plan, plan_of
from layoutkit.emulator.reading.placement import Placement
from layoutkit.emulator.rtmp.hub import Hub
from layoutkit.geometry import Size

LINGER_S = 10.0
"""How long, in seconds, an output that nobody watches or mixes stays on air, and how long a picture without its push stands still."""

PATIENCE_S, FOREIGN_PATIENCE_S = 1.0, 3.0
"""How long, in seconds, a new layout waits for the first pictures of those who are new in it. Our hub hands out the last key frame
at once; from another server one comes after as long as its pushers let pass between two."""

LOOK_S = 0.25
"""How often, in seconds, all outputs are looked after."""


class Air:
    """Everything on air. Facts come from any thread; one thread of its own acts on them, always on the newest.

    An output is on air while it is mixed or watched. It shows its session's layout; without one, the stream of its name.
    """

    def __init__(self, cloud: Cloud, media: Media, now: Callable[[], float], hub: Hub | None) -> None:
        self.cloud, self.media, self.hub = cloud, media, hub
        self._now = now
        self._pool = Pool()
        self._todo: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self.outputs: dict[str, Output] = {}
        self._viewers: dict[str, int] = {}
        self._sizes: dict[str, Size] = {}
        self._idle: dict[str, float] = {}
        self._thread = Thread(target=self._run, name="air", daemon=True)

    def start(self) -> Self:
        """Begin to act."""
        self.cloud.follow(self.changed)
        self._thread.start()
        return self

    def stop(self) -> None:
        """End every output."""
        self.cloud.unfollow(self.changed)
        self._todo.put(None)
        self._thread.join()

    # --- facts, from any thread ---

    def changed(self, name: str) -> None:
        """What an output should show may have changed."""
        self._todo.put(lambda: self._settle(name))

    def watched(self, name: str, viewers: int) -> None:
        """So many watch an output now; a name that nobody watches is forgotten."""
        if viewers:
            self._viewers[name] = viewers
        else:
            self._viewers.pop(name, None)
        self.changed(name)

    def viewers(self, name: str) -> int:
        """How many watch an output."""
        return self._viewers.get(name, 0)

    def _lost(self, name: str, worker: Worker) -> None:
        self._todo.put(lambda: self._died(name, worker))

    # --- acting ---

    def _run(self) -> None:
        looked = time.monotonic()
        while (act := self._next()) is not None:
            self._safely(act)
            if time.monotonic() - looked >= LOOK_S:  # however much there is to do
                looked = time.monotonic()
                self._look()
        for output in self.outputs.values():
            self._safely(output.close)
        self._pool.close()

    def _next(self) -> Callable[[], object] | None:
        """What is to be done next, which may be nothing; None when it is over."""
        try:
            return self._todo.get(timeout=LOOK_S)
        except Empty:
            return lambda: None

    def _safely(self, act: Callable[[], object]) -> None:
        """Do it; a process or a connection that cannot be had now is tried again when all outputs are looked after."""
        try:
            act()
        except Exception as error:  # the thread's last door: one output's fault must not end all others
            self.cloud.journal.note(self._now(), "air_failed", why=getattr(error, "strerror", None) or type(error).__name__)

    def _settle(self, name: str) -> None:
        """Have the output show what it should; one that was mixed and is nobody's stream ends with its mix."""
        plan = self._wanted(name)
        if plan is None:
            self._close(name)
            return
        if name not in self.outputs:
            self.outputs[name] = Output(name, self._order(name), self._pool, lambda worker: self._lost(name, worker))
        self.outputs[name].show(plan)

    def _died(self, name: str, worker: Worker) -> None:
        output = self.outputs.get(name)
        if output and output.died(worker):
            self.cloud.journal.note(self._now(), "mixer_died", output=name, restarts=output.restarts, why=output.why or "it was ended")
            output.check()

    def _look(self) -> None:
        """What comes with time: sessions whose inputs are all gone end, outputs that nobody needs do, dead mixers are replaced."""
        self._safely(lambda: self.cloud.end_deserted(self._now()))
        for name, output in [*self.outputs.items()]:
            self._safely(output.check)
            self._safely(partial(self._release, name))

    def _release(self, name: str) -> None:
        """Take an output off air that nobody has needed for some time."""
        if self._needed(name):
            self._idle.pop(name, None)
        elif time.monotonic() - self._idle.setdefault(name, time.monotonic()) > LINGER_S:
            self._close(name)

    def _close(self, name: str) -> None:
        self._idle.pop(name, None)
        self._sizes.pop(name, None)
        output = self.outputs.pop(name, None)
        if output is None:
            return
        output.close()
        if self.hub:
            self.hub.close_output(name)

    # --- what should be on air ---

    def _needed(self, name: str) -> bool:
        """A mix needs its output; a stream alone needs viewers and somebody who pushes it."""
        return self._session(name) is not None or (self.viewers(name) > 0 and self.cloud.pushed(name) is not None)

    def _wanted(self, name: str) -> Plan | None:
        """What the output should show: its session's layout, else the stream of its name; None where nothing is needed."""
        session = self._session(name)
        if session is not None:
            return plan_of(session.canvas, session.placements, session.heard, session.bitrate) if self._real(session) else None
        pushed = self.cloud.pushed(name)
        if pushed is not None and pushed.size is not None:
            self._sizes[name] = pushed.size
        size = self._sizes.get(name)
        if size is None or (name not in self.outputs and not self.viewers(name)):
            return None
        return plan_of(size, [Placement(name, 0, 0, size.width, size.height, 1)])

    def _session(self, name: str) -> Session | None:
        return self.cloud.mixing_into(name)

    def _real(self, session: Session) -> bool:
        """Whether any of its streams is really pushed, and not only declared by a control call."""
        names = {p.stream for p in session.placements} | set(session.heard)
        return session.output in self.outputs or any(p.stream in names and p.by == "rtmp" for p in self.cloud.streams())

    def _order(self, name: str) -> dict[str, Any]:
        """What a mixer must know to open an output."""
        media, hub = self.media, self.hub
        pull = hub.push_url(STREAM) if hub else media.pull
        publish = hub.mixed_url(name) if hub else media.publish.replace(STREAM, name)
        images = {str(number): path for number, path in media.images}
        how = {"fps": media.fps, "delay_s": media.delay_s, "patience_s": PATIENCE_S if hub else FOREIGN_PATIENCE_S}
        return {"publish": publish, "pull": pull, "pull_first": "&last=1" if hub else "", "images": images, **how}
