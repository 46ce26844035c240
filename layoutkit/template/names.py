"""The names that a document knows, and its expressions held against them; every fault noted with its place."""

from __future__ import annotations

import re
from typing import Any

from layoutkit.documents import Keys, nearest
from layoutkit.errors import Fault
from layoutkit.template import expressions as ex
from layoutkit.template.foreseeing import Foreseen
from layoutkit.template.language import Counts, SettingSpec, Who, Written
from layoutkit.template.linear import BOXES, SIDES
from layoutkit.template.scopes import Scope
from layoutkit.template.selectors import WHO_WORDS, Part, read_who
from layoutkit.template.source import Source

KNOWN_NAMES = ("n", "canvas.width", "canvas.height", "canvas.portrait", "canvas.landscape")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}", re.ASCII)
TRUTHS = ("true", "false", "yes", "no")


class Names:
    """Reads the expressions and whos of one document, and collects what its schema cannot see."""

    def __init__(self, source: Source, whole: bool = True) -> None:
        self.source = source
        self.whole = whole
        """Whether all that it extends could be read; if not, a name that is unknown may be one of theirs."""
        self.faults: list[Fault] = []
        self.known: list[str] = list(KNOWN_NAMES)
        self.settings: dict[str, SettingSpec] = {}
        self.roles: dict[str, Counts] = {}
        self.scope = Scope()
        self.foreseen = Foreseen()
        self.conditional = False
        """Whether what is being read is in force under a condition only."""
        self.later: tuple[str, ...] = ()
        """Lets that stand further down than the one being read."""

    def fault(self, says: str, path: Keys, hint: str = "", *, key: bool = False, offset: int | None = None) -> None:
        self.faults.append(self.source.fault(says, path, hint, key=key, offset=offset))

    def unknown(self, says: str, path: Keys, hint: str = "", *, key: bool = False, offset: int | None = None) -> None:
        """A fault in a name, of which only whoever has read all documents can be sure."""
        if self.whole:
            self.fault(says, path, hint, key=key, offset=offset)

    # expressions

    def written(self, value: Any, path: Keys, offset: int = 0, wanted: str = "length") -> Written:
        """A length, number, condition, or any of them; faults in it are noted, with their place in the text."""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        try:
            node = ex.parse(text)
        except ex.ExpressionError as error:
            self.fault(error.says, path, error.hint, offset=error.at + offset)
            return Written(ex.Number(1, 0), text, self.source.where(path))
        before = len(self.faults)
        for part in ex.walk(node):
            self.check_node(part, path, offset)
        if len(self.faults) == before:
            self.foresee(node, path, offset, wanted)
        return Written(node, text, self.source.where(path))

    def foresee(self, node: ex.Node, path: Keys, offset: int, wanted: str) -> None:
        """Note what is wrong with an expression whatever the scene; under a condition, it may never be reckoned."""
        for error in self.foreseen.faults(node, wanted, sure=not self.conditional):
            self.fault(error.says, path, error.hint, offset=error.at + offset)

    def check_node(self, node: ex.Node, path: Keys, offset: int) -> None:
        if isinstance(node, ex.Name) and node.name not in self.known and node.name not in TRUTHS:
            self.unknown(f"unknown name {node.name!r}", path, self.name_hint(node.name), offset=node.at + offset)
        if isinstance(node, ex.Call):
            self.who(node.who, path, node.who_at + offset)

    def name_hint(self, name: str) -> str:
        if name in self.later:
            return "it is named further down; a let may use only what stands before it"
        box, _, side = name.partition(".")
        if side in SIDES and (box in BOXES or box in self.scope.regions or self.scope.hint(box)):
            return "sides of boxes stand in 'require', 'minimize' and 'maximize' only"
        if name in (*WHO_WORDS, *self.roles):
            return f"how many there are is count({name}), whether any is there has({name})"
        if name in ("count", "has"):
            return f"of whom? {name}(secondaries)"
        return nearest(name, self.known)

    # who

    def who(self, value: Any, path: Keys, offset: int = 0, *, regions: bool = False) -> Who:
        """Whom a rule speaks of; with `regions`, a region may be meant too."""
        where = self.source.where(path)
        if not isinstance(value, list):
            return Who((self.part(str(value), path, offset, regions),), str(value), where)
        parts = tuple(self.part(str(item), (*path, index), 0, regions) for index, item in enumerate(value))
        return Who(parts, ", ".join(map(str, value)), where)

    def part(self, text: str, path: Keys, offset: int, regions: bool) -> Part:
        named = self.scope.regions if regions else ()
        but = text.find(" but ") % (len(text) + 1)

        def unknown(word: str, at: int) -> None:
            # Left out of others are tiles only: a region is nobody after `but`.
            if word not in named or at > but:
                self.setting_or_nobody(word, path, offset + at, named)

        return read_who(text, lambda number, at: self.written(number, path, offset + at, "number"), unknown, list(self.roles))

    def setting_or_nobody(self, word: str, path: Keys, offset: int, named: tuple[str, ...]) -> None:
        """A word that is no who: a setting whose every value is one, or a fault."""
        known, setting = [*WHO_WORDS, *self.roles, *named], self.settings.get(word)
        if setting is None or setting.kind in ("length", "flag"):
            says = f"{word!r} begins above its end" if ".." in word else f"{word!r} is nobody" if word else "nobody is named"
            self.unknown(says, path, "" if ".." in word else self.who_hint(word, known), offset=offset)
            return
        for choice in map(str, setting.choice or (setting.default,)):
            if self.strangers(choice, path):
                says = f"{choice!r}, which setting {word!r} can be, is nobody"
                self.unknown(says, path, "there are " + ", ".join(known), offset=offset)

    def who_hint(self, word: str, known: list[str]) -> str:
        if word in self.scope.regions:
            return "a region stands in 'tiles' of size, place and stack only, and not after 'but'"
        role = f"; a role has its name at the top: roles: {{{word}: 0..1}}" if _NAME.fullmatch(word) else ""
        return self.scope.hint(word) or nearest(word, known) or "there are " + ", ".join(known) + role

    def strangers(self, text: str, path: Keys) -> list[str]:
        """The words of a who that are nobody."""
        found: list[str] = []
        read_who(
            text, lambda number, at: self.written(number, path, wanted="number"), lambda word, at: found.append(word), list(self.roles)
        )
        return found
