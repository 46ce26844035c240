"""What a client sends, read with a limit on the whole of a request, so that dripping it slowly gains nothing."""

from __future__ import annotations

import socket
import time
from io import RawIOBase
from typing import Any


class Drip(RawIOBase):
    """The reading side of a connection. Past its deadline, a read is a TimeoutError even while bytes still come."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Set the deadline so many seconds from now."""
        self._deadline = time.monotonic() + seconds

    def readable(self) -> bool:
        """Yes; the base class says no."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The bytes that come next, 0 at the end."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the client took too long")
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)
