"""A message: what two ends of RTMP say to each other, whole, whatever chunks it travels in."""

from __future__ import annotations

from dataclasses import dataclass

CHUNK_SIZE, ABORT, ACKNOWLEDGED, CONTROL, WINDOW, BANDWIDTH = 1, 2, 3, 4, 5, 6
"""Kinds that are about the connection itself."""

COMMAND, COMMAND_AMF3, DATA_AMF3 = 20, 17, 15
"""Kinds in words; sound, picture and data have the numbers of their tags."""

STREAM_BEGIN, STREAM_EOF, BUFFER, PING, PONG = 0, 1, 3, 6, 7
"""What a CONTROL message is about, its first two bytes."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its kind, its time in milliseconds, the number of the stream it belongs to (0: the connection), its body."""

    kind: int
    at: int
    stream: int
    body: bytes


def number(kind: int, value: int) -> Message:
    """A message about the connection that is one number of 32 bits: a chunk size, a window, what was acknowledged."""
    return Message(kind, 0, 0, (value & 0xFFFFFFFF).to_bytes(4, "big"))


def control(about: int, *values: int) -> Message:
    """A control message: `control(STREAM_BEGIN, 1)`."""
    return Message(CONTROL, 0, 0, about.to_bytes(2, "big") + b"".join(value.to_bytes(4, "big") for value in values))


def pong(ping: Message) -> Message | None:
    """The answer to a ping; None when the message is none."""
    if ping.kind == CONTROL and ping.body[:2] == PING.to_bytes(2, "big"):
        return Message(CONTROL, 0, 0, PONG.to_bytes(2, "big") + ping.body[2:6])
    return None
