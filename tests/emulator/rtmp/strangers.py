"""Another writer of chunks, as free as RTMP allows: any head where it is possible, any lane, any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from layoutkit.emulator.rtmp.messages import Message


@dataclass
class Stranger:
    """Writes messages with the shortest heads that are possible, down to the one that `pick` chooses: `pick(shapes)`."""

    pick: Callable[[list[int]], int]
    size: int = 128
    repeats: bool = True
    """Whether a long time is repeated in every chunk; some old publishers do not."""
    last: dict[int, tuple[Message, int]] = field(default_factory=dict)

    def resize(self, size: int) -> bytes:
        """Say another chunk size."""
        told = self.write(Message(1, 0, 0, size.to_bytes(4, "big")), 2, shape=0)
        self.size = size
        return told

    def write(self, message: Message, lane: int, shape: int | None = None) -> bytes:
        """The message on that lane (2 to 65599)."""
        return b"".join(self.pieces(message, lane, shape))

    def pieces(self, message: Message, lane: int, shape: int | None = None) -> list[bytes]:
        """The message in chunks, so that they can be mixed with those of other lanes."""
        before, step_before = self.last.get(lane, (None, 0))
        step = (message.at - before.at) % (1 << 32) if before else message.at
        shape = self.pick(self._shapes(message, before, step, step_before)) if shape is None else shape
        time = message.at if shape == 0 else step
        long = time.to_bytes(4, "big") if time >= 0xFFFFFF else b""
        head = min(time, 0xFFFFFF).to_bytes(3, "big") + len(message.body).to_bytes(3, "big") + bytes([message.kind])
        head = (head + message.stream.to_bytes(4, "little"))[: (11, 7, 3, 0)[shape]]
        self.last[lane] = (message, time)
        parts = [self._basic(shape, lane) + head + long + message.body[: self.size]]
        for start in range(self.size, len(message.body), self.size):
            parts.append(self._basic(3, lane) + (long if self.repeats else b"") + message.body[start : start + self.size])
        return parts

    def _shapes(self, message: Message, before: Message | None, step: int, step_before: int) -> list[int]:
        possible = [0]
        if before and before.stream == message.stream:
            possible.append(1)
            if len(before.body) == len(message.body) and before.kind == message.kind:
                possible += [2, 3] if step == step_before else [2]
        return possible

    def _basic(self, shape: int, lane: int) -> bytes:
        if lane < 64:
            return bytes([shape << 6 | lane])
        if lane < 320:
            return bytes([shape << 6, lane - 64])
        return bytes([shape << 6 | 1]) + (lane - 64).to_bytes(2, "little")
