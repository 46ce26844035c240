"""Who may ask: the account, the interface, the sign and the expiry in a request's query (Mix_StreamV2, section 2)."""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import parse_qsl

from layoutkit.emulator.reading.codes import Code, Refusal
from layoutkit.emulator.settings import Account

FAR_S = 366 * 86_400
"""A `t` more than a year ahead, in seconds, is a mistake, most often milliseconds; the page adds 60 seconds."""

SECONDS = re.compile(r"[0-9]{1,15}")
"""How `t` is written."""


def admit(account: Account, query: str, now: float) -> None:
    """Let the account's own, fresh requests pass. No message quotes the query, which holds the sign."""
    fields = _fields(query)
    if {fields[k] for k in ("cmd", "appid") if k in fields} != {str(account.app_id)}:
        raise Refusal(Code.WRONG_QUERY, "cmd (or appid) is not the app id of this account")
    if fields.get("interface") != "Mix_StreamV2":
        raise Refusal(Code.WRONG_QUERY, "interface is not Mix_StreamV2")
    t = fields.get("t", "")
    if not SECONDS.fullmatch(t):
        raise Refusal(Code.WRONG_QUERY, "t is not a UNIX time in whole seconds")
    if not hmac.compare_digest(signed(account.key, t), fields.get("sign", "").encode()):
        raise Refusal(Code.WRONG_SIGN, "sign is not the lower-case hex MD5 of key + t")
    _fresh(int(t), now)


def _fields(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=32)
    except ValueError:
        raise Refusal(Code.WRONG_QUERY, "the query has more than 32 fields") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Refusal(Code.WRONG_QUERY, "a field stands in the query twice")
    return fields


def signed(key: str, t: str) -> bytes:
    """The sign of an account for a `t`: MD5 of the key and it, in lower-case hex (Mix_StreamV2, section 2)."""
    text = (key + t).encode(errors="surrogateescape")
    return hashlib.md5(text, usedforsecurity=False).hexdigest().encode()


def _fresh(t: int, now: float) -> None:
    if t > now + FAR_S:
        raise Refusal(Code.WRONG_QUERY, "t is more than a year ahead; it is in seconds, not in milliseconds")
    if t < now:
        raise Refusal(Code.EXPIRED, f"t expired {now - t:.1f} s ago; sign the request anew")
