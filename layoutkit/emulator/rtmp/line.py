"""A client's socket to an RTMP server, handshaken: bytes both ways. It blocks, and has a thread to itself."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Lock

from layoutkit.emulator.rtmp.handshake import LENGTH, VERSION, hello
from layoutkit.emulator.rtmp.places import Place
from layoutkit.emulator.rtmp.wrong import RtmpError

PIECE = 1 << 16
"""Bytes that are read at a time."""

GOODBYE_S = 1.0
"""Seconds that the server is given to read the last of what was sent."""


class Line:
    """Bytes to and from a server; whatever takes longer than `timeout` seconds is an RtmpError."""

    def __init__(self, place: Place, timeout: float) -> None:
        self._place = place
        self._reading = Lock()
        self._socket = self._dialled(timeout)
        try:
            self._shake()
        except BaseException:
            self.close()
            raise

    def fileno(self) -> int:
        """For select."""
        return self._socket.fileno()

    def be_patient(self, timeout: float | None) -> None:
        """From now on wait so many seconds; None: for ever."""
        with suppress(OSError):
            self._socket.settimeout(timeout)

    def read(self, size: int = PIECE) -> bytes:
        """What comes; nothing when the server has hung up, or we have."""
        try:
            with self._reading:
                return self._socket.recv(size)
        except TimeoutError:
            raise self.failure("says nothing any more") from None
        except OSError:
            return b""

    def write(self, raw: bytes) -> None:
        """Send it all; RtmpError if the server is gone or takes nothing."""
        try:
            self._socket.sendall(raw)
        except TimeoutError:
            raise self.failure("takes nothing any more") from None
        except OSError as error:
            raise self.failure(f"hung up: {error.strerror or error}") from None

    def finish(self) -> None:
        """Say that nothing more comes, and wait a moment for the server to have read it all."""
        with suppress(OSError):
            self._socket.settimeout(GOODBYE_S)
            self._socket.shutdown(socket.SHUT_WR)
            while self._socket.recv(PIECE):
                pass

    def close(self) -> None:
        """Hang up, from any thread; whoever waits for bytes is let go."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        with self._reading:  # the number of a socket that is still read from must not become another's
            self._socket.close()

    def failure(self, says: str) -> RtmpError:
        """What went wrong, with where; the name's query is not told."""
        return RtmpError(f"{self._place} {says}")

    def _dialled(self, timeout: float) -> socket.socket:
        try:
            dialled = socket.create_connection((self._place.host, self._place.port), timeout)
        except OSError as error:
            raise self.failure(f"cannot be reached: {error.strerror or error}") from None
        dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return dialled

    def _shake(self) -> None:
        self.write(hello())
        answer = self._exactly(1 + 2 * LENGTH)
        if answer[:1] != VERSION:
            raise self.failure("does not speak RTMP")
        self.write(answer[1 : 1 + LENGTH])

    def _exactly(self, size: int) -> bytes:
        got = bytearray()
        while len(got) < size:
            piece = self.read(size - len(got))
            if not piece:
                raise self.failure("hung up in the handshake")
            got += piece
        return bytes(got)
