"""The other direction of the chunk stream: messages cut into chunks."""

from __future__ import annotations

from layoutkit.emulator.rtmp.chunks import FIRST_SIZE
from layoutkit.emulator.rtmp.heads import EXTENDED
from layoutkit.emulator.rtmp.messages import CHUNK_SIZE, COMMAND, Message, number
from layoutkit.emulator.rtmp.tags import AUDIO, DATA, VIDEO

SIZE = 60000
"""Bytes in a chunk as we send them: nearly every picture in one piece."""

_LANES = {COMMAND: 3, AUDIO: 4, DATA: 5, VIDEO: 6}
"""The chunk stream that each kind travels on; what is about the connection has the second."""


class Writer:
    """Messages in, bytes out; every message has a full head, so that whoever reads it needs no memory."""

    def __init__(self) -> None:
        self._size = FIRST_SIZE

    def resize(self, size: int = SIZE) -> bytes:
        """Say that chunks are of another size from now on."""
        said = self.write(number(CHUNK_SIZE, size))
        self._size = size
        return said

    def write(self, message: Message) -> bytes:
        """The message in chunks."""
        lane, at, body = _LANES.get(message.kind, 2), message.at & 0xFFFFFFFF, message.body
        long = at.to_bytes(4, "big") if at >= EXTENDED else b""
        head = bytes([lane]) + min(at, EXTENDED).to_bytes(3, "big") + len(body).to_bytes(3, "big")
        parts = [head + bytes([message.kind]) + message.stream.to_bytes(4, "little") + long, body[: self._size]]
        for start in range(self._size, len(body), self._size):
            parts += (bytes([0xC0 | lane]) + long, body[start : start + self._size])
        return b"".join(parts)
