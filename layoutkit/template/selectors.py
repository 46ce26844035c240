"""Who and where, as authors write them: `all but screen`, `2..4`, `bottom right`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from layoutkit.errors import Where
from layoutkit.template.expressions import parse
from layoutkit.template.language import Pick, Who, Written

WHO_WORDS = ("all", "primary", "secondaries", "first", "last")
AT_WORDS = ("left", "right", "top", "bottom", "center", "fill")

LENGTH = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?%|[1-9][0-9]{0,4}/[1-9][0-9]{0,4}", re.ASCII)
"""A share as a setting may be one: 25%, 1/4."""

_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)

Part = tuple[Pick, tuple[Pick, ...]]
"""Who is meant, and who of them is left out."""


def read_who(text: str, written: Callable[[str, int], Written], unknown: Callable[[str, int], None], roles: Sequence[str]) -> Part:
    """A who, and those after its `but`.

    `written` reads a number that starts so many characters into the text; `unknown` is told of a word that is nobody.
    """
    first, but, rest = text.partition(" but ")
    left_out = (_pick(rest, len(first) + 5, written, unknown, roles),) if but else ()
    return _pick(first, 0, written, unknown, roles), left_out


def _pick(
    text: str,
    offset: int,
    written: Callable[[str, int], Written],
    unknown: Callable[[str, int], None],
    roles: Sequence[str],
) -> Pick:
    word = text.strip()
    low, dots, high = word.partition("..")
    if dots:
        if low.strip().isdecimal() and high.strip().isdecimal() and int(low) > int(high):
            unknown(word, offset)
        start = written(low, offset) if low.strip() else None
        return Pick("..", start, written(high, offset + len(low) + 2) if high.strip() else None)
    if _NUMBER.fullmatch(word):
        one = written(word, offset)
        return Pick("..", one, one)
    if word not in WHO_WORDS and word not in roles:
        unknown(word, offset)
    return Pick(word)


@lru_cache(maxsize=512)
def spoken_who(text: str) -> Who:
    """A who that was checked when its template was read, as it stands in an expression: `count(screen)`."""
    nowhere = Where("")
    part = read_who(text, lambda number, _: Written(parse(number), number, nowhere), lambda word, at: None, ())
    return Who((part,), text, nowhere)


@lru_cache(maxsize=256)
def at_axes(text: str, more: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """What the words of `at` say of each axis: start, end, center, both or nothing; None where they make no sense.

    Each word ties one axis. `center` beside an edge centres the other axis, alone both; `fill` ties all four edges.
    """
    words = text.split()
    if words == ["fill"]:
        return "both", "both"
    if words == ["free"] and "free" in more:
        return "", ""
    if not words or len(set(words)) != len(words) or not set(words) <= set(AT_WORDS) - {"fill"}:
        return None
    across, down = _axis(words, "left", "right"), _axis(words, "top", "bottom")
    if "center" not in words:
        return across, down
    return None if across and down else (across or "center", down or "center")


def _axis(words: Sequence[str], start: str, end: str) -> str:
    if start in words and end in words:
        return "both"
    return "start" if start in words else "end" if end in words else ""
