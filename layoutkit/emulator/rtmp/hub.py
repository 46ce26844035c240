"""The hub: an RTMP server on this machine, where cameras push, the mixer gets and delivers, and the world watches."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from layoutkit.emulator.rtmp.events import Event, Push, Showing
from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.names import read
from layoutkit.emulator.rtmp.server import Server
from layoutkit.emulator.rtmp.switchboard import MIXED, PUSH, Switchboard
from layoutkit.emulator.rtmp.watching import Watch
from layoutkit.emulator.rtmp.wrong import RtmpError
from layoutkit.errors import UsageError


class Hub:
    """An RTMP server: `with Hub() as hub: hub.address`. Streams are pushed to, and watched at, `live/NAME`.

    `told` hears of every event, on the hub's thread: it must be quick, and what it raises is lost. `port` 0 takes a free one.
    A host that is not loopback is a UsageError: the hub trusts whoever can reach it with everything but the mixer's part,
    which asks for `token`. `now` is a monotonic clock in seconds.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        told: Callable[[Event], None] = lambda event: None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = secrets.token_hex(16)
        self._where = (host, port)
        self._limits = limits
        self._board = Switchboard(limits, self.token, told, now)
        self._server: Server | None = None

    def start(self) -> Self:
        """Listen; from now on `address` is known. A port that is taken is a UsageError."""
        if self._server is None:
            self._server = Server(self._board, *self._where)
        return self

    def stop(self) -> None:
        """Hang up on everybody and free the port; stopping twice is no mistake."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(RtmpError):
                server.ask(self._board.close)
            server.close()

    @property
    def address(self) -> str:
        """Where it listens: `rtmp://127.0.0.1:1935`."""
        return self._running.address

    def push_url(self, name: str) -> str:
        """Where the mixer gets what is pushed under that name; its token is in it."""
        return f"{self.address}/{PUSH}/{name}?token={self.token}"

    def mixed_url(self, name: str) -> str:
        """Where the mixer delivers the output of that name; its token is in it."""
        return f"{self.address}/{MIXED}/{name}?token={self.token}"

    def pushed(self) -> tuple[Push, ...]:
        """What is pushed now, in the order of coming."""
        return self._running.ask(lambda: tuple(stream.facts for stream in self._board.pushed))

    def outputs(self) -> tuple[Showing, ...]:
        """What is watched or delivered now."""
        return self._running.ask(lambda: tuple(output.facts for output in self._board.outputs))

    def close_output(self, name: str) -> None:
        """End an output for good: its viewers are told and hung up on."""
        self._running.ask(lambda: self._board.close_output(name))

    def watch(self, name: str) -> Watch:
        """Watch an output from this process, from any thread."""
        if not read(name).is_good or "?" in name:
            raise UsageError(f"{name!r} is no stream's name", "1 to 80 letters, digits and underscores")
        return self._running.ask(lambda: self._watch(name))

    def _watch(self, name: str) -> Watch:
        output = self._board.output(name)

        def leave(watch: Watch) -> None:
            output.leave(watch)
            self._board.tidy(output)

        watch = Watch(self._limits, lambda watch: self._quietly(lambda: leave(watch)))
        output.join(watch)
        return watch

    def _quietly(self, act: Callable[[], None]) -> None:
        """Do it on the hub's thread, if that is still there."""
        server = self._server
        if server is not None:
            with suppress(RtmpError):
                server.ask(act)

    @property
    def _running(self) -> Server:
        if self._server is None:
            raise UsageError("the hub is not running", "call start(), or use it in a with statement")
        return self._server

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *failure: object) -> None:
        self.stop()
