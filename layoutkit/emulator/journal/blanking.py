"""Takes the key and every sign out of a text that is kept: whatever a client puts where, no note and no log holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from layoutkit.emulator.reading.admission import signed

BLANK = "***"
"""What stands in the place of a secret."""

WINDOW_S = 3600
"""Signs for each second of so long before and after now are known, in seconds; beyond it, those for every number in the request."""

MOST_NUMBERS = 2_000
"""Of the numbers in one request, so many are tried as the time of a sign."""

SHORT = 6
"""A key of fewer characters is no secret, and may well be a part of other words."""

_PLAIN = 128
"""The characters that may be written as `\\u0061` or `%61` too."""

_LETTER = r"(?:(?:[0-9a-fA-F]|\\u00[346][0-9a-fA-F]|%[346][0-9a-fA-F])\x00?)"
_RUN = re.compile(rf"{_LETTER}{{32,}}")
"""Thirty-two digits of a hash or more, each as it is, or as JSON or an address may write it too."""

_NAMED = re.compile(rf"(?i)(sign(?:ature)?(?:\\?[\"']|%22)?\s*(?:[:=]|%3[ad])\s*(?:\\?[\"']|%22)?){_LETTER}{{32}}")
"""What is called a sign and looks like one."""

_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,15}(?![0-9])")
_ESCAPED = re.compile(r"\\u00(..)|%(..)")


class Blanking:
    """What takes one account's secrets out of texts. It shows no key itself."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._key_pattern = re.compile(_anyhow(key), re.IGNORECASE)

    def __call__(self, text: str, now: float, query: str = "") -> str:
        """The text with `***` for the key, for a sign of the account, and for what the query of the same request signs with."""
        text = _NAMED.sub(rf"\g<1>{BLANK}", self._key_pattern.sub(BLANK, text))
        for secret in _given(query):
            text = re.sub(_anyhow(secret), BLANK, text, flags=re.IGNORECASE)
        if not _RUN.search(text):
            return text
        known = _signs(self._key, int(now) // WINDOW_S) | frozenset(_sign(self._key, t) for t in _numbers(f"{query} {text}"))
        return _RUN.sub(lambda run: _without(run[0], known), text)

    def signs(self, text: str) -> str:
        """A short text of a client's from which everything is gone that might be a sign, of whatever key."""
        return _RUN.sub(BLANK, self._key_pattern.sub(BLANK, text))


def _anyhow(secret: str) -> str:
    """A pattern for a secret, however it is written; a short one, such as `k`, only where it stands as a word of its own."""
    pattern = "".join(map(_letter, secret))
    return pattern if len(secret) >= SHORT else rf"(?<![0-9A-Za-z_]){pattern}(?![0-9A-Za-z_])"


def _letter(char: str) -> str:
    """A character of a secret, in each way that JSON and addresses write it."""
    ways = [re.escape(char)]
    if ord(char) < _PLAIN:
        ways += [rf"\\u{ord(char):04x}", f"%{ord(char):02x}", rf"\\{re.escape(char)}"]
    return f"(?:{'|'.join(ways)})\x00?"


def _given(query: str) -> list[str]:
    """What a query signs with, right or wrong: whatever it calls a sign, and whatever in it looks like one."""
    try:
        named = [value for name, value in parse_qsl(query) if name.strip().lower() in ("sign", "signature", "key")]
    except ValueError:
        named = []
    runs = [_unescaped(run) for run in _RUN.findall(unquote(query))]
    return sorted({text for text in (*named, *runs) if 6 <= len(text) <= 1_000}, key=len, reverse=True)[:32]


def _numbers(text: str) -> Iterable[str]:
    found = dict.fromkeys(match[0] for match, _ in zip(_NUMBER.finditer(text), range(50 * MOST_NUMBERS), strict=False))
    return list(found)[:MOST_NUMBERS]


def _without(run: str, known: frozenset[str]) -> str:
    """A run of hexadecimal digits without the signs in it; a hash that is none stays as it is."""
    letters = [letter[0] for letter in re.finditer(_LETTER, run)]
    plain = _unescaped(run)
    kept, at = [], 0
    while at < len(letters):
        secret = plain[at : at + 32] in known
        kept.append(BLANK if secret else letters[at])
        at += 32 if secret else 1
    return "".join(kept)


def _unescaped(run: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), run.replace("\x00", "")).lower()


@lru_cache(maxsize=4)
def _signs(key: str, hour: int) -> frozenset[str]:
    """The signs for all seconds of an hour, of the one before it and of the one after."""
    return frozenset(_sign(key, str(t)) for t in range((hour - 1) * WINDOW_S, (hour + 2) * WINDOW_S))


def _sign(key: str, t: str) -> str:
    return signed(key, t).decode("ascii")
