"""The handshake: both sides send a version and 1536 bytes, and each repeats what the other sent; no digest is asked for."""

from __future__ import annotations

import os

from layoutkit.emulator.rtmp.wrong import Malformed

VERSION = b"\x03"
LENGTH = 1536
"""Bytes that each side sends, and sends back."""


def hello() -> bytes:
    """A version and the bytes to repeat: a time of 0, a version of 0 (no digest), and chance."""
    return VERSION + bytes(8) + os.urandom(LENGTH - 8)


class Greeting:
    """The server's half: fed with bytes it gives what to answer; once it is `done`, the `rest` is no longer handshake."""

    def __init__(self) -> None:
        self.done = False
        self.rest = bytearray()
        self._answered = False

    def feed(self, data: bytes) -> bytes:
        """What to answer, mostly nothing; Malformed for whoever speaks something else."""
        self.rest += data
        if not self._answered and self.rest[:1] not in (b"", VERSION):
            raise Malformed("not RTMP")
        answer = self._answer()
        if self._answered and not self.done and len(self.rest) >= LENGTH:
            del self.rest[:LENGTH]
            self.done = True
        return answer

    def _answer(self) -> bytes:
        if self._answered or len(self.rest) < 1 + LENGTH:
            return b""
        theirs = bytes(self.rest[1 : 1 + LENGTH])
        del self.rest[: 1 + LENGTH]
        self._answered = True
        return hello() + theirs
