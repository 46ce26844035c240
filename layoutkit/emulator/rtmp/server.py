"""The hub's own thread: a loop that listens on loopback, looks after its connections, and does what other threads ask for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread, get_ident
from typing import TypeVar

from layoutkit.emulator.loopback import loopback, port_number
from layoutkit.emulator.rtmp.session import Session
from layoutkit.emulator.rtmp.switchboard import Switchboard
from layoutkit.emulator.rtmp.wrong import RtmpError
from layoutkit.errors import UsageError

T = TypeVar("T")

ANSWER_S = 10.0
"""Seconds within which the hub's thread has done what another asked for."""


class Server:
    """Listens from when it is made until it is closed; it cannot be opened again."""

    def __init__(self, board: Switchboard, host: str, port: int) -> None:
        self._board, self._host = board, loopback(host, "the hub")
        self._sessions: set[Session] = set()
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda loop, about: None)  # a connection that broke is its client's affair
        try:
            self._server = self._loop.run_until_complete(self._listen(port_number(port)))
        except BaseException:
            self._loop.close()
            raise
        self.port = int(self._server.sockets[0].getsockname()[1])
        self._thread = Thread(target=self._run, name="rtmp", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """`rtmp://127.0.0.1:1935`."""
        return f"rtmp://[{self._host}]:{self.port}" if ":" in self._host else f"rtmp://{self._host}:{self.port}"

    def ask(self, act: Callable[[], T]) -> T:
        """Do it on the hub's thread, and wait for what it gives."""
        if get_ident() == self._thread.ident:
            return act()
        answer: Future[T] = Future()
        try:
            self._loop.call_soon_threadsafe(_do, act, answer)
            return answer.result(ANSWER_S)
        except (RuntimeError, TimeoutError):
            raise RtmpError("the hub is not running", "start it") from None

    def close(self) -> None:
        """Hang up on everybody and free the port."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        if get_ident() != self._thread.ident:
            self._thread.join()

    async def _listen(self, port: int) -> asyncio.Server:
        try:
            return await self._loop.create_server(lambda: Session(self._board, self._sessions), self._host, port, backlog=512)
        except OSError as error:
            says = f"cannot listen on {self._host} port {port}: {os.strerror(error.errno) if error.errno else error}"
            raise UsageError(says, "choose another port") from None

    def _run(self) -> None:
        self._look()
        self._loop.run_forever()
        self._loop.run_until_complete(self._clear())
        self._loop.close()

    def _look(self) -> None:
        """Now and then, hang up on whoever keeps everybody waiting."""
        now = self._board.now()
        for session in tuple(self._sessions):
            session.look(now)
        self._loop.call_later(self._board.limits.look, self._look)

    async def _clear(self) -> None:
        self._server.close()
        while self._sessions:
            for session in tuple(self._sessions):
                session.drop()
            await asyncio.sleep(0)
        await self._server.wait_closed()
        await asyncio.sleep(0)


def _do(act: Callable[[], T], answer: Future[T]) -> None:
    try:
        answer.set_result(act())
    except Exception as error:
        answer.set_exception(error)
