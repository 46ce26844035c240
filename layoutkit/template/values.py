"""The values of a template as they are written: ranges, pairs, aspects, counts, words; every fault noted with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from layoutkit.documents import Keys, nearest, plain
from layoutkit.template import expressions as ex
from layoutkit.template.language import Counts, Pair, Range, Word, Written
from layoutkit.template.names import Names
from layoutkit.template.selectors import AT_WORDS, at_axes

_ASPECT = re.compile(r"([1-9][0-9]{0,4}):([1-9][0-9]{0,4})", re.ASCII)
_COUNTS = re.compile(r"([0-9]{1,4})(?:(\.\.)([0-9]{1,4})?)?", re.ASCII)


def read_counts(value: object) -> Counts | None:
    """How many, as it is written: 3, 1..3 or 2..; None for anything else."""
    found = _COUNTS.fullmatch(str(value))
    if not found:
        return None
    return Counts(int(found[1]), None if found[2] and not found[3] else int(found[3] or found[1]))


class Values(Names):
    """Reads the values of one document."""

    def range(self, value: Any, path: Keys) -> Range | None:
        """A length, or a range of them; None where nothing is written."""
        if value is None:
            return None
        text = str(value)
        low, dots, high = _at_dots(text)
        if not dots:
            single = self.written(value, path)
            return Range(single, single)
        if not low.strip() and not high.strip():
            self.fault("'..' bounds nothing", path, "80..320, 64.. or ..30%")
        start = self.written(low, path) if low.strip() else None
        end = self.written(high, path, len(low) + 2) if high.strip() else None
        if start and end and _above(start, end):
            self.fault(f"{text!r} begins above its end", path)
        return Range(start, end)

    def pair(self, value: Any, path: Keys) -> Pair:
        """One length for both axes, or one across and one down."""
        if isinstance(value, list):
            return Pair(self.written(value[0], (*path, 0)), self.written(value[1], (*path, 1)))
        both = self.written(value, path)
        return Pair(both, both)

    def shape(self, value: str, path: Keys) -> tuple[int, int]:
        """A single aspect p:q."""
        found = _ASPECT.fullmatch(str(value))
        if not found:
            self.fault(f"{value!r} is not an aspect", path, "two whole numbers: 16:9")
            return 16, 9
        return int(found[1]), int(found[2])

    def counts(self, value: Any, path: Keys) -> Counts:
        """How many: 3, 1..3 or 2.."""
        counts = read_counts(value)
        if counts is None:
            self.fault(f"{value!r} is not a count", path, "3, 1..3 or 2..")
            return Counts(0, None)
        if counts.high is not None and counts.high < counts.low:
            self.fault(f"{value!r} begins above its end", path)
        return counts

    # words

    def word(self, value: Any, path: Keys, allowed: Callable[[str], bool], what: str, known: Sequence[str], hint: str = "") -> Word:
        """One of the known words, or a setting whose every choice is one."""
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        where = self.source.where(path)
        if allowed(text):
            return Word(text, where)
        setting = self.settings.get(text)
        if setting is None:
            meant = next((f"did you mean {other!r}?" for other in _spoken_otherwise(text) if allowed(other)), "")
            self.unknown(f"{text!r} is not {what}", path, hint or meant or self.nearest_word(text, known) or "one of " + ", ".join(known))
        else:
            for choice in setting.choice or (setting.default,):
                spoken = ("yes" if choice else "no") if isinstance(choice, bool) else str(choice)
                if not allowed(spoken):
                    self.unknown(f"{spoken!r}, which setting {text!r} can be, is not {what}", path, "one of " + ", ".join(known))
        return Word(text, where, setting=True)

    def nearest_word(self, text: str, known: Sequence[str]) -> str:
        """What was meant: a phrase as a whole, or one of its words."""
        whole = nearest(text, [phrase for phrase in known if " " in phrase])
        parts = (nearest(part, [*known, *self.settings]) for part in text.split() if part not in known)
        return whole or next(filter(None, parts), "")

    def one_of(self, value: Any, path: Keys, *known: str, hint: str = "") -> Word:
        return self.word(value, path, lambda text: text in known, "known here", known, hint)

    def flag(self, value: Any, path: Keys) -> Word:
        return self.word(value, path, lambda text: text in ("yes", "no", "true", "false"), "yes or no", ("yes", "no"))

    def at(self, value: Any, path: Keys, *more: str) -> Word:
        known = (*AT_WORDS, *more)
        return self.word(value, path, lambda text: at_axes(text, more) is not None, "a place", known)

    def within(self, value: Any, path: Keys) -> Word:
        """The area that a rule speaks of: the canvas, the primary, or a region."""
        return self.one_of(value, path, "canvas", "primary", *self.scope.regions, hint=self.scope.hint(str(value)))

    def aspect(self, value: Any, path: Keys, *more: str) -> Word | None:
        """A shape, a range of shapes, or one of some more words; None where nothing is written."""
        if value is None:
            return None
        if crossed := _crossed(str(value)):
            self.fault(f"{value!r} begins above its end", path, f"from narrow to wide: {crossed}")
            return Word(str(value), self.source.where(path))
        known = ("16:9", "..3:2", "4:3..16:9", *more)
        hint = "'source' stands in 'size' only" if value == "source" else ""
        return self.word(value, path, lambda text: text in more or _is_aspect(text), "an aspect", known, hint)


_OTHERWISE = {
    "middle": "center", "centre": "center", "upper": "top", "lower": "bottom", "horizontal": "right", "vertical": "down",
    "cover": "crop", "contain": "letterbox",
}  # fmt: skip
"""Words of other systems."""
_JOINED = re.compile("left|right|top|bottom|center")


def _spoken_otherwise(text: str) -> Iterator[str]:
    """The same as it may have been meant: in plain signs, with spaces between its words, in the words of the language."""
    words = re.sub(r"[-_,/+|]+", " ", plain(text).strip("'\" ")).lower().split()
    joined = "".join(words)
    yield " ".join(words)
    yield " ".join(_OTHERWISE.get(word, word) for word in words)
    if not _JOINED.sub("", joined):
        yield " ".join(_JOINED.findall(joined))
    yield re.sub(r"\s*[x/×]\s*", ":", plain(text).strip("'\" "))


def _at_dots(text: str) -> tuple[str, str, str]:
    """A text before and after the dots of a range; those within brackets are of a who: `count(2..3)`."""
    at = next((i for i in range(len(text)) if text.startswith("..", i) and text.count("(", 0, i) == text.count(")", 0, i)), -1)
    return (text, "", "") if at < 0 else (text[:at], "..", text[at + 2 :])


def _above(low: Written, high: Written) -> bool:
    """Whether a range begins above its end, as far as its text alone can tell."""
    match low.node, high.node:
        case ex.Number(one), ex.Number(two):
            return one > two
        case ex.Percent(one), ex.Percent(two):
            return one > two
        case _:
            return False


def _is_aspect(text: str) -> bool:
    """Whether a text is p:q, or a range of such, either end of which may be open; not upside down."""
    low, dots, high = text.partition("..")
    if not dots:
        return _ASPECT.fullmatch(text) is not None
    ends = [end.strip() for end in (low, high) if end.strip()]
    return bool(ends) and all(_ASPECT.fullmatch(end) for end in ends) and not _crossed(text)


def _crossed(text: str) -> str:
    """A range of shapes from the other end, where it begins above it."""
    low, high = (_ASPECT.fullmatch(end.strip()) for end in text.partition("..")[::2])
    if low and high and Fraction(int(low[1]), int(low[2])) > Fraction(int(high[1]), int(high[2])):
        return f"{high[0]}..{low[0]}"
    return ""
