"""Judges one request to `common_access`: who asks, what is asked, and whether it can be mixed now."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from layoutkit.emulator.codes import Code, Refusal, shown
from layoutkit.emulator.fields import INT64, parse
from layoutkit.emulator.placement import Mix
from layoutkit.emulator.reader import read
from layoutkit.emulator.state import Account, Cloud
from layoutkit.geometry import Rect, Size

FAR_S = 366 * 86_400
"""A `t` more than a year ahead, in seconds, is a mistake, most often milliseconds; the page adds 60 seconds."""

_SECONDS = re.compile(r"[0-9]{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reply:
    """The verdict in the page's form (Mix_StreamV2, section 4): code, message, and the request's timestamp."""

    code: Code
    message: str
    timestamp: int
    plain: bool = False
    """The message alone, as plain text."""

    @property
    def content_type(self) -> str:
        """What the body is: JSON, but for the cloud's plain `time expired`."""
        return "text/plain; charset=utf-8" if self.plain else "application/json"

    @property
    def body(self) -> bytes:
        """The reply as it is sent, keys in the page's order."""
        document = {"code": int(self.code), "message": self.message, "timestamp": self.timestamp}
        return (self.message if self.plain else json.dumps(document)).encode()


def answer(cloud: Cloud, query: str, body: bytes, now: float) -> Reply:
    """The verdict on a request: its query text (after the `?`), its body, and the time in UNIX seconds."""
    timestamp = int(now)
    try:
        _admit(cloud.account, query, now)
        document = parse(body)
        timestamp = _echo(document, timestamp)
        _grant(cloud, read(document, cloud.account.app_id), now)
    except Refusal as refusal:
        if refusal.code is Code.EXPIRED and cloud.settings.expired_as_text:
            return Reply(Code.EXPIRED, "time expired", timestamp, plain=True)
        return Reply(refusal.code, refusal.message, timestamp)
    return Reply(Code.SUCCESS, "Success!", timestamp)


def _echo(document: Any, otherwise: int) -> int:
    """The request's timestamp, wherever it can be read; else the emulator's own."""
    stated = document.get("timestamp") if isinstance(document, dict) else None
    return stated if type(stated) is int and 0 <= stated <= INT64 else otherwise


# --- who asks: the query (Mix_StreamV2, section 2) --------------------------------------------------------------------


def _admit(account: Account, query: str, now: float) -> None:
    """Let the account's own, fresh requests pass. No message quotes the query, which holds the sign."""
    fields = _fields(query)
    if {fields[k] for k in ("cmd", "appid") if k in fields} != {str(account.app_id)}:
        raise Refusal(Code.WRONG_QUERY, "cmd (or appid) is not the app id of this account")
    if fields.get("interface") != "Mix_StreamV2":
        raise Refusal(Code.WRONG_QUERY, "interface is not Mix_StreamV2")
    if not hmac.compare_digest(_sign(account.key, fields.get("t", "")), fields.get("sign", "").encode()):
        raise Refusal(Code.WRONG_SIGN, "sign is not the lower-case hex MD5 of key + t")
    _fresh(fields.get("t", ""), now)


def _fields(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=32)
    except ValueError:
        raise Refusal(Code.WRONG_QUERY, "the query has more than 32 fields") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Refusal(Code.WRONG_QUERY, "a field stands in the query twice")
    return fields


def _sign(key: str, t: str) -> bytes:
    return hashlib.md5((key + t).encode(), usedforsecurity=False).hexdigest().encode()


def _fresh(t: str, now: float) -> None:
    if not _SECONDS.fullmatch(t):
        raise Refusal(Code.WRONG_QUERY, "t is not a UNIX time in whole seconds")
    if int(t) > now + FAR_S:
        raise Refusal(Code.WRONG_QUERY, "t is more than a year ahead; it is in seconds, not in milliseconds")
    if int(t) < now:
        raise Refusal(Code.EXPIRED, f"t expired {now - int(t):.1f} s ago; sign the request anew")


# --- what is asked, and whether it can be ----------------------------------------------------------------------------


def _grant(cloud: Cloud, mix: Mix, now: float) -> None:
    """Start, change or end the mix, as one step: nobody sees half of it."""
    with cloud.lock:
        _own_session(cloud, mix)
        if mix.ends:
            cloud.end(mix, now)
            return
        canvas = _canvas(cloud, mix, now)
        _inside(mix, canvas)
        _all_pushed(cloud, mix.streams, now)
        if cloud.mix(mix, canvas, now) is None:
            raise Refusal(Code.NOT_STARTED, f"{cloud.max_sessions} mixes are running, more than the emulator holds; end one")


def _own_session(cloud: Cloud, mix: Mix) -> None:
    """ "Enter the stream ID of primary VJ for both mix_stream_session_id and output_stream_id"."""
    running = cloud.mixing(mix.session)
    if running and running.output != mix.output:
        raise Refusal(Code.SESSION_BUSY, f"session {mix.session!r} is still mixing into output {running.output!r}")
    if not mix.session == mix.output == mix.primary:
        says = f"session {mix.session!r} and output {mix.output!r} must both be the primary's id, {mix.primary!r}"
        raise Refusal(Code.WRONG_FIELD, says)


def _canvas(cloud: Cloud, mix: Mix, now: float) -> Size:
    """The size of the picture: that of the primary, which must be pushed."""
    _all_pushed(cloud, (mix.primary,), now)
    primary = cloud.pushed(mix.primary)
    ...
