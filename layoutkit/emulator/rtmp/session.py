"""One connection at the hub: from its handshake to its end, whatever comes."""

from __future__ import annotations

import asyncio
from typing import cast

from layoutkit.emulator.rtmp.chunks import Reader
from layoutkit.emulator.rtmp.commands import Commands
from layoutkit.emulator.rtmp.handshake import Greeting
from layoutkit.emulator.rtmp.messages import COMMAND, COMMAND_AMF3, Message, pong
from layoutkit.emulator.rtmp.patience import Patience
from layoutkit.emulator.rtmp.switchboard import Switchboard
from layoutkit.emulator.rtmp.writing import Writer
from layoutkit.emulator.rtmp.wrong import Malformed

GOODBYE_S = 1.0
"""Seconds that a client is given to read why it is hung up on."""


class Session(asyncio.Protocol):
    """Bytes come in and become messages; what they ask for is done by `Commands`, how long it may take is for `Patience`."""

    def __init__(self, board: Switchboard, others: set[Session]) -> None:
        self._board, self._others = board, others
        self._greeting, self._reader, self._writer = Greeting(), Reader(), Writer()
        self._commands = Commands(board, self)
        self._patience = Patience(board.limits)
        self._leaving: asyncio.TimerHandle | None = None
        self._sent = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody came; with too many here already, it is sent away."""
        self._transport = cast(asyncio.Transport, transport)
        self._others.add(self)
        if len(self._others) > self._board.limits.connections:
            self._transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        """It is gone, and with it what it was there for."""
        self._others.discard(self)
        if self._leaving is not None:
            self._leaving.cancel()
        self._commands.rest()

    def data_received(self, data: bytes) -> None:
        """Do what these bytes say; whoever says what is not RTMP is hung up on."""
        try:
            if self._leaving is None:
                self._hear(data)
        except Malformed:
            self.drop()

    def _hear(self, data: bytes) -> None:
        if not self._greeting.done:
            self._transport.write(self._greeting.feed(data))
            if not self._greeting.done:
                return
            self._transport.write(self._writer.resize())
            data = bytes(self._greeting.rest)
        for message in self._reader.feed(data):
            if self._leaving is not None or self._transport.is_closing():
                return
            self._obey(message)
        acknowledgement = self._reader.acknowledgement()
        if acknowledgement is not None:
            self.send(acknowledgement)

    def _obey(self, message: Message) -> None:
        if message.kind in (COMMAND, COMMAND_AMF3):
            self._commands.obey(message)
        elif (answer := pong(message)) is not None:
            self.send(answer)
        elif self._commands.role is not None:
            self._commands.role.take(message)

    @property
    def backlog(self) -> int:
        """Bytes that wait to be taken by the client."""
        return self._transport.get_write_buffer_size()

    def send(self, message: Message) -> None:
        """Say something to the client; what it does not take is kept for it, and who has gone is told nothing."""
        if self._transport.is_closing():  # asyncio would complain of every further one
            return
        raw = self._writer.write(message)
        self._sent += len(raw)
        self._transport.write(raw)

    def dismiss(self) -> None:
        """Hear no more of it, and hang up after a moment in which it can read why."""
        self._commands.rest()
        if self._leaving is None:
            self._leaving = asyncio.get_running_loop().call_later(GOODBYE_S, self._transport.close)

    def drop(self) -> None:
        """Hang up at once."""
        self._commands.rest()
        self._transport.abort()

    def look(self, now: float) -> None:
        """Hang up if the time for something has run out."""
        if self._patience.ends(now, self._commands, self._sent, self.backlog):
            self.drop()
