"""The codes that the emulator answers with, and where each of them is documented."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from layoutkit.emulator.reading.codes_2019 import LaterCode


class Code(IntEnum):
    """What became of a request; 0 is success (Mix_StreamV2, section 4)."""

    SUCCESS = 0
    UNREADABLE = -1
    WRONG_ACCOUNT = -2
    TOO_MANY = -3
    WRONG_FIELD = -4
    SESSION_BUSY = -9
    WRONG_LAYERS = -11
    OUT_OF_PICTURE = -21
    NOT_PUSHED = -505
    SIZE_UNKNOWN = -507
    NOT_STARTED = -10031
    WRONG_SIGN = -90001
    EXPIRED = -90002
    WRONG_QUERY = -90003


SOURCES: Mapping[int, str] = {
    Code.SUCCESS: "the page of 2017",
    Code.UNREADABLE: "V2C; the tables of 2017 and 2018 (V2A, V2B) have no number for it",
    Code.WRONG_ACCOUNT: "V2C; V2A and V2B have no number for it",
    Code.TOO_MANY: "V2C, whose limit is 16 instead of 4; V2A and V2B have no number for it",
    Code.WRONG_FIELD: "V2C; V2A and V2B have no number for it",
    Code.SESSION_BUSY: "V2A",
    Code.WRONG_LAYERS: "V2C; V2A and V2B have no number for it",
    Code.OUT_OF_PICTURE: "V2A, V2B",
    Code.NOT_PUSHED: "V2B",
    Code.SIZE_UNKNOWN: "V2C; V2A and V2B have no number for it",
    Code.NOT_STARTED: "V2C; V2A and V2B have no number for it",
    Code.WRONG_SIGN: "the emulator's own",
    Code.EXPIRED: "the emulator's own",
    Code.WRONG_QUERY: "the emulator's own",
}
"""The source of each number (TENCENT, section 6): the generation's own where it has one, else the last table's."""


class Refusal(Exception):
    """The request is refused: the code, and a message that names what is wrong. It never leaves the emulator."""

    def __init__(self, code: Code | LaterCode, message: str) -> None:
        own = " (the emulator's own code)" if SOURCES.get(code) == "the emulator's own" else ""
        self.code, self.message = code, message + own
        super().__init__(self.message)


def shown(value: object) -> str:
    """A value from a request as a message quotes it: cut when it is long, so that none can flood a reply."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    words = {None: "null", True: "true", False: "false"}
    text = words[value] if value is None or isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
