"""A stream's name as a client writes it, `8888_denny?token=1f`: the name itself, and the token if there is one."""

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

    @property
    def is_good(self) -> bool:
        """Whether it is 1 to 80 letters, digits and underscores."""
        return bool(_NAME.fullmatch(self.text))


def read(written: str) -> Name:
    """The name before the question mark; of what comes after it only the token is looked at."""
    text, _, query = written.partition("?")
    try:
        tokens = parse_qs(query[:4096], max_num_fields=32).get("token", [""])
    except ValueError:
        tokens = [""]
    return Name(text, tokens[0])
