"""The codes that the emulator answers with in profile 2019 (TENCENT, section 6, column V2C)."""

from __future__ import annotations

from enum import IntEnum


class LaterCode(IntEnum):
    """What became of a request of the last generation; -2, -21 and -29 do not mean what they meant before."""

    SUCCESS = 0
    UNREADABLE = -1
    OUT_OF_PICTURE = -2
    TOO_MANY = -3
    WRONG_FIELD = -4
    WRONG_LAYERS = -11
    WRONG_PRESET_OR_COLOUR = -20
    TOO_FEW = -21
    BACKGROUND_UNKNOWN = -28
    WRONG_CROP = -29
    NO_PICTURE = -33
    PICTURE_MISSING = -34
    IN_TOO_MANY_MIXES = -41
    OUTPUT_TYPE = -111
    OUTPUT_TAKEN = -300
    NOT_PUSHED = -505
    SIZE_UNKNOWN = -507
    OTHER_OUTPUT = -508
    SOURCE_TOO_LARGE = -10021
    NOT_STARTED = -10031
    NO_SUCH_MIX = -30300
    CANCELS_OTHER_OUTPUT = -31003
    WRONG_BITRATE = -31004
