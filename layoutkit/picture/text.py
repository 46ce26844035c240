"""Names as a picture can show them: cleaned, measured by estimate, and shortened to a width.

A picture is drawn by a program that we do not know, in a font that we do not know. So widths are estimates, in em (the
font's size), and lean to the wide side: measured against DejaVu Sans, one of the widest of the usual fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

ELLIPSIS = "…"
LONGEST = 500
"""No name is looked at beyond this many characters; none could be shown."""

_UNSEEN = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff\ufff9\ufffa\ufffb\ufffc")
"""Soft hyphen, marks of direction, spaces of no width, interlinear annotation: they show nothing."""
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: a name must not turn around what stands beside it."""
_JOINER = "\u200d"
_NUMBER = re.compile(r"[ _-]?[0-9]{1,4}\Z")
_MOST_MARKS = 4
"""Accents on one letter; more would climb out of the line."""

_SHARED = frozenset(("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "HALFWIDTH"))
"""Scripts that most fonts have, or those for `han`, as Unicode's names of their letters begin."""

_NARROW = frozenset(" .,:;'ijl·")
_SLIM = frozenset('()[]!`-/\\fIrt|"')
_BROAD = frozenset("@%MWmw—―" + ELLIPSIS)
_STOUT = frozenset("&#+<=>~^×")
_PLAIN = frozenset("·×—―" + ELLIPSIS)


def clean(text: str) -> str:
    """A name on one line, without control characters and anything that XML refuses or that turns the writing around."""
    spaced = " ".join("".join(_seen(c) for c in text[:LONGEST]).split())
    composed = unicodedata.normalize("NFC", spaced)
    return "".join(_few_marks(cluster) for cluster in clusters(composed)).strip()


def _seen(char: str) -> str:
    if char.isspace():
        return " "
    refused = unicodedata.category(char) in ("Cc", "Cs") or _is_noncharacter(ord(char))
    return "" if refused or char in _UNSEEN or char in _BIDI else char


def _is_noncharacter(point: int) -> bool:
    """Code points that Unicode will never give a meaning; XML refuses two of them."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _few_marks(cluster: str) -> str:
    marks = [i for i, c in enumerate(cluster) if unicodedata.category(c) in ("Mn", "Me")]
    return cluster if len(marks) <= _MOST_MARKS else cluster[: marks[_MOST_MARKS]]


def clusters(text: str) -> list[str]:
    """The text in pieces never to be cut: a letter with its accents, an emoji with all joined to it, a flag."""
    pieces: list[str] = []
    for char in text:
        if pieces and _joins(pieces[-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _joins(piece: str, char: str) -> bool:
    if _is_flag_half(char):
        return len(piece) == 1 and _is_flag_half(piece)
    joined = piece.endswith(_JOINER) or char == _JOINER or _is_modifier(char)
    return joined or unicodedata.category(char) in ("Mn", "Me", "Mc")


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_modifier(char: str) -> bool:
    """A skin tone, or a letter of a region's flag."""
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def width(text: str) -> float:
    """How wide the text is at most, in em, by estimate; bold letters included. An empty text is 0."""
    return sum(map(_advance, text)) / 100


def _advance(char: str) -> int:
    """One character's width in hundredths of an em."""
    if char == _JOINER or char in _BIDI or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    if "\U0001f000" <= char <= "\U0001faff" or "\u2600" <= char <= "\u27bf":
        return 140
    if char.isascii() or char in _PLAIN:
        return _latin(char)
    return 102 if unicodedata.east_asian_width(char) in "WF" else 108 if char.isupper() else 96


def _latin(char: str) -> int:
    if char in _NARROW:
        return 41
    if char in _SLIM:
        return 55
    if char in _BROAD:
        return 112
    return 88 if char.isupper() or char in _STOUT else 72


def shorten(text: str, room: float) -> str:
    """The text if it is at most `room` em wide, else its beginning with an ellipsis; perhaps nothing.

    A number at the end stays, since it is what tells `guest_11` from `guest_12`: `gue…_12`.
    """
    if width(text) <= room:
        return text
    number = _NUMBER.search(text)
    tail = number[0] if number else ""
    return _cut(text.removesuffix(tail), ELLIPSIS + tail, room) or _cut(text, ELLIPSIS, room)


def _cut(text: str, ending: str, room: float) -> str:
    kept = "".join(_fitting(clusters(text), room - width(ending))).rstrip()
    return kept + ending if kept else ""


def _fitting(pieces: list[str], room: float) -> Iterator[str]:
    for piece in pieces:
        room -= width(piece)
        if room < 0:
            return
        yield piece


def direction(text: str) -> str:
    """`rtl` for a text that begins in Arabic, Hebrew or another script written from the right; else `ltr`."""
    for char in text:
        side = unicodedata.bidirectional(char)
        if side in ("L", "R", "AL"):
            return "ltr" if side == "L" else "rtl"
    return "ltr"


def isolated(text: str) -> str:
    """The text, fenced so that a name in Arabic does not turn around the words beside it (Unicode's isolates)."""
    return f"\u2068{text}\u2069"


def runs(text: str) -> list[tuple[str, str]]:
    """The text in pieces that need one kind of font each: `emoji`, `han` (Chinese, Japanese, Korean), a script such as `Thai`, or any.

    A program that draws pictures may look for missing letters in one other font only, so each piece names its own. All that any font has
    is with `han`, where there is some of it.
    """
    pieces = clusters(text)
    plain = "han" if any(unicodedata.east_asian_width(piece[0]) in "WF" and not _is_emoji(piece) for piece in pieces) else ""
    kinds = groupby(pieces, lambda piece: "emoji" if _is_emoji(piece) else _script(piece) or plain)
    return [(kind, "".join(run)) for kind, run in kinds]


def _script(cluster: str) -> str:
    """The script of a letter or number, where fonts for it are fonts of their own: the first word of its name in Unicode."""
    script = unicodedata.name(cluster[0], "").partition(" ")[0]
    return (
        ""
        if cluster[0].isascii() or not (cluster[0].isalpha() or cluster[0].isdecimal()) or script.partition("-")[0] in _SHARED
        else script.capitalize()
    )


def _is_emoji(cluster: str) -> bool:
    return "\U0001f000" <= cluster[0] <= "\U0001faff" or "\ufe0f" in cluster
