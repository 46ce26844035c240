"""A request that was noted, as a command that sends it again: never with its sign, which is made anew."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from layoutkit.emulator.journal import Note

CurlOf = Callable[[Note, str], str]
"""From a note and the endpoint's address to a command line for a shell."""
SigningOf = Callable[[Note], str]
"""From a note to the line before it, which sets `$T` and `$SIGN`."""

NOT_SENT_AGAIN = ("t", "t_in", "sign")
"""What a noted query tells of time and sign, and is made anew."""


def signing_line(note: Note) -> str:
    """The line that signs anew, with the account in the environment."""
    return 'eval "$(layoutkit credentials --format env)"'


def curl_line(note: Note, endpoint: str) -> str:
    """The request of a note as a curl command; `$T` and `$SIGN` come from `layoutkit credentials`."""
    asked = note.about.get("query")
    fields = {key: value for key, value in asked.items() if key not in NOT_SENT_AGAIN} if isinstance(asked, dict) else {}
    address = f"{endpoint}?{urlencode(fields, quote_via=quote)}&t=$T&sign=$SIGN"
    if "body_base64" in note.about:
        return f'base64 -d <<< {shlex.quote(str(note.about["body_base64"]))} | curl -X POST "{address}" --data-binary @-'
    return f'curl -X POST "{address}" -d {shlex.quote(body_text(note.about))}'


def body_text(about: dict[str, Any]) -> str:
    """The body that was sent, as text; one that is no text as it was noted, in base64."""
    body = about.get("body", about.get("body_base64", ""))
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
