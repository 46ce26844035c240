"""A template's text in a little colour: comments, keys, texts in quotes, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<note>(?:^|(?<=\s))\#[^\n]*)
      | (?P<text>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
      | (?P<key>[A-Za-z_][\w-]*(?=:(?:\s|$)))
      | (?P<number>(?<![\w.])[0-9]+(?:\.\.?[0-9]*|x[0-9]+|/[0-9]+)?%?(?!\w))""",
    re.VERBOSE | re.MULTILINE,
)


def highlighted(yaml: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with its kind: `note`, `text`, `key`, `number`, or none."""
    done = 0
    for found in _TOKEN.finditer(yaml):
        if found.start() > done:
            yield "", yaml[done : found.start()]
        yield found.lastgroup or "", found[0]
        done = found.end()
    if done < len(yaml):
        yield "", yaml[done:]
