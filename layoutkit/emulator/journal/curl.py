"""A noted request as a line for a shell: it is signed anew there, so that no recording and no page holds a sign."""

from __future__ import annotations

import re
import shlex
from typing import Any
from urllib.parse import urlencode

from layoutkit.emulator.journal.notes import Note
from layoutkit.emulator.journal.noting import WRONG_SIGN, fields_of

LIFETIME_S = 60
"""Seconds that a sign of `layoutkit credentials` is good for."""

LONGEST = 100_000
"""A longer body is not an argument, in bytes: Linux takes 128 KiB for one."""


def signing_of(note: Note) -> str:
    """The line before: it sets `$T` and `$SIGN`, with as many seconds left as the request had, where it had expired or came early."""
    left = note.about["query"].get("t_in", LIFETIME_S)
    if 0 <= left < LIFETIME_S + 1:
        return 'eval "$(layoutkit credentials --format env)"'
    return f'eval "$(layoutkit credentials --format env --now $(($(date +%s) + {round(left) - LIFETIME_S})))"'


def curl_of(note: Note, endpoint: str) -> str:
    """The line that sends a noted request again, once `$T` and `$SIGN` are set. The body is as it was, whatever is in it."""
    address = f'"{_in_quotes(endpoint)}?{_query(note)}"'
    start = f"curl -X POST {address} -H 'Content-Type: application/json'"
    about = note.about
    if "body_base64" in about:
        return f"printf %s {shlex.quote(about['body_base64'])} | base64 -d | {start} --data-binary @-"
    body = about["body"]
    if len(body.encode("utf-8", "surrogatepass")) > LONGEST:
        return f"printf %s {shlex.quote(body)} | {start} --data-binary @-"
    return f"{start} {'--data-raw' if body.startswith('@') else '-d'} {shlex.quote(body)}"


def _query(note: Note) -> str:
    """The query with `$T` and `$SIGN` where the request had a time and a right sign."""
    query, sign = note.about["query"], note.about["sign"]
    set_there = ({"t": "$T"} if "t_in" in query else {}) | ({"sign": "$SIGN"} if sign == "right" else {})
    fields = fields_of(note, "", None if sign == "missing" else WRONG_SIGN)
    return "&".join(
        f"{name}={set_there[name]}" if name in set_there else urlencode({name: text}, errors="replace") for name, text in fields
    )


def _in_quotes(text: str) -> str:
    """A text that stands between double quotes of a shell."""
    return re.sub(r'([\\"$`])', r"\\\1", text)


def request_document(note: Note, endpoint: str) -> dict[str, Any]:
    """A request for whoever looks at the last ones: what it was, its verdict, and the two lines that send it again."""
    about = note.about
    shown: dict[str, Any] = {key: about[key] for key in ("code", "message", "sign", "query", "body", "body_base64") if key in about}
    left = about["query"].get("t_in")
    return {"at": note.at, **shown, "t_in": left, "first": signing_of(note), "curl": curl_of(note, endpoint)}
