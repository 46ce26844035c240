"""A stream's name as a client writes it, `8888_denny?token=1f&last=1`: the name itself, and what our own mixer says beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

LENGTH = 80

_NAME = re.compile(r"[A-Za-z0-9_]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, which may be a bad one, and a token, which may be empty."""

    text: str
    token: str
    last: bool = False
    """Whether the last pictures of a push that is over are wanted too."""

    @property
    def is_good(self) -> bool:
        """Whether it is 1 to 80 letters, digits and underscores."""
        return bool(_NAME.fullmatch(self.text))


def read(written: str) -> Name:
    """The name before the question mark; of what comes after it only `token` and `last` are looked at."""
    text, _, query = written.partition("?")
    try:
        fields = parse_qs(query[:4096], max_num_fields=32)
    except ValueError:
        fields = {}
    return Name(text, fields.get("token", [""])[0], "last" in fields)
