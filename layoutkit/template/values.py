"""The values of a template as they are written: lengths, ranges, pairs, aspects, counts, words, whos; every fault noted with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from layoutkit.documents import Keys, nearest
from layoutkit.errors import Fault
from layoutkit.template import expressions as ex
from layoutkit.template.language import Counts, Pair, Range, SettingSpec, Who, Word, Written
from layoutkit.template.reading import Source
from layoutkit.template.selectors import AT_WORDS, WHO_WORDS, Part, at_axes, read_who

KNOWN_NAMES = ("n", "canvas.width", "canvas.height", "canvas.portrait", "canvas.landscape")

_ASPECT = re.compile(r"([1-9][0-9]{0,4}):([1-9][0-9]{0,4})", re.ASCII)
_COUNTS = re.compile(r"([0-9]{1,4})(?:(\.\.)([0-9]{1,4})?)?", re.ASCII)


class Values:
    """Reads the values of one document, and collects what its schema cannot see."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.known: list[str] = list(KNOWN_NAMES)
        self.settings: dict[str, SettingSpec] = {}
        self.roles: dict[str, Counts] = {}
        self.regions: list[str] = []
        self.later: tuple[str, ...] = ()
        """Lets that stand further down than the one being read."""

    def fault(self, says: str, path: Keys, hint: str = "", *, key: bool = False, offset: int | None = None) -> None:
        self.faults.append(self.source.fault(says, path, hint, key=key, offset=offset))

    def written(self, value: Any, path: Keys, offset: int = 0) -> Written:
        """A length, number or condition; faults in it are noted, with their place in the text."""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        try:
            node = ex.parse(text)
        except ex.ExpressionError as error:
            self.fault(error.says, path, error.hint, offset=error.at + offset)
            node = ex.Number(1, 0)
        for part in ex.walk(node):
            self.check_node(part, path, offset)
        return Written(node, text, self.source.where(path))

    def check_node(self, node: ex.Node, path: Keys, offset: int) -> None:
        if isinstance(node, ex.Name) and node.name not in self.known and node.name not in ("true", "false", "yes", "no"):
            later = node.name in self.later
            hint = "it is named further down; a let may use only what stands before it" if later else nearest(node.name, self.known)
            self.fault(f"unknown name {node.name!r}", path, hint, offset=node.at + offset)
        if isinstance(node, ex.Call):
            self.who(node.who, path, node.who_at + offset)

    def range(self, value: Any, path: Keys) -> Range | None:
        if value is None:
            return None
        text = str(value)
        low, dots, high = text.partition("..")
        if not dots:
            single = self.written(value, path)
            return Range(single, single)
        if not low.strip() and not high.strip():
            self.fault("'..' bounds nothing", path, "80..320, 64.. or ..30%")
        start = self.written(low, path) if low.strip() else None
        if low.strip().isdecimal() and high.strip().isdecimal() and int(low[:9]) > int(high[:9]):
            self.fault(f"{text!r} begins above its end", path)
        return Range(start, self.written(high, path, len(low) + 2) if high.strip() else None)

    def pair(self, value: Any, path: Keys) -> Pair:
        if isinstance(value, list):
            return Pair(self.written(value[0], (*path, 0)), self.written(value[1], (*path, 1)))
        both = self.written(value, path)
        return Pair(both, both)

    def aspect_of(self, value: str, path: Keys) -> tuple[int, int]:
        found = _ASPECT.fullmatch(str(value))
        if not found:
            self.fault(f"{value!r} is not an aspect", path, "two whole numbers: 16:9")
            return 16, 9
        return int(found[1]), int(found[2])

    def counts(self, value: Any, path: Keys) -> Counts:
        found = _COUNTS.fullmatch(str(value))
        if not found:
            self.fault(f"{value!r} is not a count", path, "3, 1..3 or 2..")
            return Counts(0, None)
        low = int(found[1])
        high = None if found[2] and not found[3] else int(found[3] or found[1])
        if high is not None and high < low:
            self.fault(f"{value!r} begins above its end", path)
        return Counts(low, high)

    def word(self, value: Any, path: Keys, allowed: Callable[[str], bool], what: str, known: Sequence[str]) -> Word:
        """One of the known words, or a setting whose every choice is one."""
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        where = self.source.where(path)
        if allowed(text):
            return Word(text, where)
        setting = self.settings.get(text)
        if setting is None:
            hint = next((near for part in text.split() if part not in known and (near := nearest(part, [*known, *self.settings]))), "")
            self.fault(f"{text!r} is not {what}", path, hint or "one of " + ", ".join(known))
        else:
            for choice in setting.choice or (setting.default,):
                spoken = ("yes" if choice else "no") if isinstance(choice, bool) else str(choice)
                if not allowed(spoken):
                    self.fault(f"{spoken!r}, which setting {text!r} can be, is not {what}", path, "one of " + ", ".join(known))
        return Word(text, where, setting=True)

    def one_of(self, value: Any, path: Keys, *known: str) -> Word:
        return self.word(value, path, lambda text: text in known, "known here", known)

    def flag(self, value: Any, path: Keys) -> Word:
        return self.word(value, path, lambda text: text in ("yes", "no", "true", "false"), "yes or no", ("yes", "no"))

    def at(self, value: Any, path: Keys, *more: str) -> Word:
        known = (*AT_WORDS, *more)
        return self.word(value, path, lambda text: at_axes(text, more) is not None, "a place", known)

    def aspect(self, value: Any, path: Keys) -> Word | None:
        if value is None:
            return None
        return self.word(value, path, lambda text: _ASPECT.fullmatch(text) is not None, "an aspect", ("16:9", "4:3", "1:1"))

    def within(self, value: Any, path: Keys) -> Word:
        return self.one_of(value, path, "canvas", "primary", *self.regions)

    def who(self, value: Any, path: Keys, offset: int = 0) -> Who:
        where = self.source.where(path)
        if not isinstance(value, list):
            return Who((self.picks(str(value), path, offset),), str(value), where)
        parts = tuple(self.picks(str(item), (*path, index), 0) for index, item in enumerate(value))
        return Who(parts, ", ".join(map(str, value)), where)

    def picks(self, text: str, path: Keys, offset: int) -> Part:
        def unknown(word: str, at: int) -> None:
            known = [*WHO_WORDS, *self.roles]
            hint = nearest(word, known) or "there are " + ", ".join(known)
            self.fault(f"{word!r} is nobody" if word else "nobody is named", path, hint, offset=offset + at)

        return read_who(text, lambda number, at: self.written(number, path, offset + at), unknown, list(self.roles))
