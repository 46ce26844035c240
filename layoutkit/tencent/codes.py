"""What each code of the endpoint means, and what to do about it (TENCENT, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layoutkit.errors import UsageError

Action = Literal["done", "wait", "fix", "state", "expired"]
"""What to do: nothing more; ask again in 2 seconds; correct the request; change something else first; sign anew."""

PROFILES = ("2017", "2019")
"""The generations of the API that are spoken: Mix_StreamV2 as first published, and its last table (V2C)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One code in words: what it means, what to do, and what would help."""

    code: int
    action: Action
    meaning: str
    advice: str = ""


_PUSHED = "has the push begun (PUSH_EVT_PUSH_BEGIN)? wait about 5 seconds after it; is the stream pushed under this app id?"
_UNKNOWN_SESSION = "there is no such mix to cancel"
_BUSY = "the session is still mixing into another output stream"
_END_FIRST = "end that mix first and wait 30 seconds, or use another session id"
_PAYLOAD = "check the payload with `layoutkit verify`"

_SHARED = (
    Verdict(0, "done", "success"),
    Verdict(-1, "fix", "the body cannot be read, its interface name is wrong, or it lists no input stream", _PAYLOAD),
    Verdict(-2, "fix", "app_id or eventId is 0, or a tile stands out of the background", _PAYLOAD),
    Verdict(-3, "fix", "the number of input streams is not from 1 to 16", "send fewer streams"),
    Verdict(
        -4,
        "fix",
        "a size is not from 1 to 2999 pixels, or an input has no layout_params, an unknown type or too long an id",
        f"{_PAYLOAD}; if it is valid, ask support whether the account is in live code mode",
    ),
    Verdict(-9, "state", _BUSY, _END_FIRST),
    Verdict(-11, "fix", "layers do not match the inputs: one is missing, comes twice or is not from 1 to 16", _PAYLOAD),
    Verdict(-20, "fix", "the inputs do not match the preset template, or a colour is wrong", "a colour is written 0xRRGGBB"),
    Verdict(-27, "wait", "an input stream was not found", _PUSHED),
    Verdict(-28, "wait", "the background's size is not known", f"a canvas needs a size of its own; a stream: {_PUSHED}"),
    Verdict(-33, "fix", "a picture input has no picture_id", "set picture_id to an uploaded picture"),
    Verdict(-34, "wait", "a picture's address is not available", "was the picture uploaded under this app id?"),
    Verdict(-41, "state", "a stream is already in 20 mixes", "end a mix that uses it"),
    Verdict(-103, "state", _BUSY, _END_FIRST),
    Verdict(
        -111,
        "fix",
        "output_stream_id and output_stream_type do not agree",
        "type 0 replaces an input and bears its id; type 1 is a new stream with an id of its own",
    ),
    Verdict(-300, "state", "another mix already writes this output stream", "end that mix, or choose another output id"),
    Verdict(-505, "wait", "an input stream is not known to the backend", _PUSHED),
    Verdict(-507, "wait", "a stream's size is not known", f"a canvas needs a size of its own; a stream: {_PUSHED}"),
    Verdict(-508, "state", "the session already mixes into another output stream", _END_FIRST),
    Verdict(-10021, "fix", "a source picture is wider or higher than 2000 pixels", "push a smaller picture"),
    Verdict(-10031, "wait", "the mix could not be started", _PUSHED),
    Verdict(-30300, "done", _UNKNOWN_SESSION),
    Verdict(-31001, "done", _UNKNOWN_SESSION),
    Verdict(-31002, "done", _UNKNOWN_SESSION),
    Verdict(
        -31003,
        "fix",
        "the mix to cancel has another output stream",
        "cancel with the output id that it was started with",
    ),
    Verdict(-31004, "fix", "the output bitrate is not from 1 to 50000 kbit/s", _PAYLOAD),
    Verdict(-90001, "fix", "the sign is wrong (the local endpoint's own code)", "is the key the one of this app id?"),
    Verdict(-90002, "expired", "t is in the past (the local endpoint's own code)"),
    Verdict(
        -90003,
        "fix",
        "the app id or the interface is wrong (the local endpoint's own code)",
        "is it this account's app id?",
    ),
)

# Two codes changed their meaning between the generations (TENCENT, section 10, 1).
_CHANGED = {
    "2017": (
        Verdict(
            -21,
            "fix",
            "a tile stands out of the primary picture",
            "is the canvas the size that the primary really pushes?",
        ),
        Verdict(-29, "wait", "an input stream was not found", _PUSHED),
    ),
    "2019": (
        Verdict(-21, "fix", "there are fewer than two inputs", "add a stream, or end the mix with the cancel interface"),
        Verdict(
            -29,
            "fix",
            "a crop reaches outside its source picture",
            "crop_x + crop_width and crop_y + crop_height stay inside it",
        ),
    ),
}

_TABLES = {name: {v.code: v for v in (*_SHARED, *_CHANGED[name])} for name in PROFILES}


def verdict(code: int, profile: str) -> Verdict:
    """What a code means in a profile.

    One that no table lists is asked again, as the page says of any failure (Mix_StreamV2, notes). A later generation's
    code met in 2017 keeps its meaning there. An unknown profile is a UsageError.
    """
    known = _TABLES[checked_profile(profile)].get(code)
    if known:
        return known
    if -30999 <= code <= -30000:
        return Verdict(code, "state", _BUSY, _END_FIRST)
    return Verdict(code, "wait", "a code that no table lists", "tell Tencent Cloud's support the code and the message")


def checked_profile(profile: str) -> str:
    """A profile's name as given, or a UsageError."""
    if profile not in PROFILES:
        raise UsageError(f"no profile is named {str(profile)[:40]!r}", "there are " + ", ".join(PROFILES))
    return profile
