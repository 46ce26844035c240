"""What came of a request: the outcome of one attempt, and the reply that a whole send ends with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from layoutkit.documents import to_json
from layoutkit.errors import BadReply, DocumentError, Expired, GaveUp, Refused, SendError
from layoutkit.tencent.codes import Action, verdict
from layoutkit.tencent.hiding import Hide

Status = Literal["mixed", "ended", "superseded"]
"""A mix was started or updated; it was ended; a later send of the same session took this one's place."""

MAX_SHOWN = 200
"""Characters of an answer that a reply or an error repeats."""

_CANCEL = "mix_streamv2.cancel_mix_stream"


@dataclass(frozen=True, slots=True)
class Reply:
    """How a send ended well, after how many attempts; `code`, `message` and `timestamp` (UNIX seconds) as answered."""

    status: Status
    code: int | None = None
    message: str = ""
    timestamp: int | None = None
    attempts: int = 0

    def document(self) -> dict[str, object]:
        """The reply as JSON: status, code, message, timestamp, attempts."""
        return {
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "timestamp": self.timestamp,
            "attempts": self.attempts,
        }


@dataclass(frozen=True, slots=True)
class Request:
    """A payload as it goes out: its bytes, its timestamp, and whether it ends the mix."""

    body: bytes
    timestamp: object
    ends: bool

    @classmethod
    def of(cls, payload: Mapping[str, object]) -> Request:
        """A payload made ready; one without a list of input streams is a DocumentError."""
        return cls(to_json(dict(payload)).encode(), payload.get("timestamp"), _ends(payload))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt met, in words that hold no secret: the endpoint's answer, or why there was none."""

    action: Action | Literal["bad", "unsent"]
    says: str
    advice: str = ""
    code: int | None = None
    message: str = ""
    timestamp: int | None = None
    ended: bool = False

    def reply(self, attempts: int) -> Reply:
        """The reply that this outcome makes after so many attempts."""
        return Reply("ended" if self.ended else "mixed", self.code, self.message, self.timestamp, attempts)

    def error(self, attempts: int) -> SendError:
        """The error that this outcome makes after so many attempts."""
        match self.action:
            case "wait":
                says = f"gave up after {attempts} attempts; the last met: {self.says}"
                return GaveUp(says, self.advice, code=self.code, attempts=attempts)
            case "expired":
                says = "the endpoint said `time expired` to two requests, each freshly signed"
                advice = "set this machine's clock: a request is signed to expire 60 seconds from the time it shows"
                return Expired(says, advice, code=self.code, attempts=attempts)
            case "bad":
                return BadReply(self.says, self.advice, code=self.code, attempts=attempts)
            case "unsent":
                return SendError(self.says, self.advice, attempts=attempts)
            case _:
                return Refused(self.says, self.advice, code=self.code, attempts=attempts)


def read(status: int, text: str, request: Request, profile: str, hide: Hide) -> Outcome:
    """What an answer says: its HTTP status first, then the page's form (Mix_StreamV2, section 4)."""
    if text.strip().lower() == "time expired":
        return Outcome("expired", "time expired")
    if status >= 500:
        return Outcome("wait", f"HTTP {status}, {clean(text, hide)!r}", "the endpoint is in trouble; try again later")
    answer = _json(text) if status == 200 else None
    code = _whole(answer.get("code"), bits=32) if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or code is None:
        return Outcome("bad", f"not a reply of Mix_StreamV2: HTTP {status}, {clean(text, hide)!r}", _elsewhere(status))
    return _judge(code, answer, request, profile, hide)


def clean(text: object, hide: Hide) -> str:
    """A short piece of a text from outside: one line of printable characters, without secrets; empty if it is none."""
    if not isinstance(text, str):
        return ""
    line = hide(" ".join("".join(c if c.isprintable() else " " for c in text).split()))
    return line if len(line) <= MAX_SHOWN else line[:MAX_SHOWN] + "…"


def _judge(code: int, answer: Mapping[str, object], request: Request, profile: str, hide: Hide) -> Outcome:
    """A reply in the page's form, by its code; in 2017 its timestamp is the request's (Mix_StreamV2, section 4)."""
    found, message, echo = verdict(code, profile), clean(answer.get("message"), hide), answer.get("timestamp")
    timestamp = _whole(echo, bits=64)
    if found.action == "done" and profile == "2017" and echo is not None and timestamp != request.timestamp:
        says = f"the reply's timestamp {clean(str(echo), hide)!r} is not the request's {request.timestamp}"
        return Outcome("bad", says, "is it the answer to another request, or an endpoint of profile 2019?", code)
    says = f"code {code}, {found.meaning}" + (f": {message!r}" if message else "")
    # Only a request to cancel meets another `done` than 0: there is no such mix, so it is ended.
    return Outcome(found.action, says, found.advice, code, message, timestamp, request.ends or code != 0)


def _whole(value: object, bits: int) -> int | None:
    """A whole number of at most so many bits; None for anything else, true and false included."""
    return value if type(value) is int and -(2 ** (bits - 1)) <= value < 2 ** (bits - 1) else None


def _json(text: str) -> object:
    """The JSON value of a text; None when it is no JSON, or nests too deep to be a reply."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _elsewhere(status: int) -> str:
    if 300 <= status < 400:
        return "a redirect is not followed, since the sign would go with it: give the endpoint's own address"
    return "is the endpoint's address right?"


def _ends(payload: Mapping[str, object]) -> bool:
    """The primary alone ends the mix (Mix_StreamV2, notes); so does the cancel interface (V2C)."""
    interface = payload.get("interface")
    para = interface.get("para") if isinstance(interface, Mapping) else None
    streams = para.get("input_stream_list") if isinstance(para, Mapping) else None
    if isinstance(para, Mapping) and para.get("interface") == _CANCEL:
        return True
    if not isinstance(streams, list | tuple) or not streams:
        raise DocumentError("the payload lists no streams at interface.para.input_stream_list", "nothing was sent")
    return len(streams) == 1
