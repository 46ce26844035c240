"""What a server says to commands, in RTMP's words."""

from __future__ import annotations

from layoutkit.emulator.rtmp.amf import Value, encode
from layoutkit.emulator.rtmp.messages import COMMAND, Message

WINDOW_SIZE = 2_500_000
"""Bytes that may be on their way unacknowledged, as every server says it."""


def command(name: str, number: float, *values: Value, stream: int = 0) -> Message:
    """A command, or the answer to one."""
    return Message(COMMAND, 0, stream, encode(name, number, *values))


def result(number: float, *values: Value) -> Message:
    """The command of that number was done."""
    return command("_result", number, *values)


def connected(number: float) -> Message:
    """The application is there."""
    about: dict[str, Value] = {**_info("status", "NetConnection.Connect.Success", "connected"), "objectEncoding": 0}
    return result(number, {"fmsVer": "FMS/3,5,7,7009", "capabilities": 31, "mode": 1}, about)


def unconnected(number: float, why: str) -> Message:
    """There is no such application."""
    return command("_error", number, None, _info("error", "NetConnection.Connect.Rejected", why))


def status(stream: int, code: str, says: str) -> Message:
    """What became of a stream: `NetStream.Play.Start`."""
    return command("onStatus", 0, None, _info("status", code, says), stream=stream)


def failure(stream: int, code: str, says: str) -> Message:
    """The stream cannot be had, or not be sent."""
    return command("onStatus", 0, None, _info("error", code, says), stream=stream)


def _info(level: str, code: str, says: str) -> dict[str, Value]:
    return {"level": level, "code": code, "description": says}
