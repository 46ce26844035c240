"""Lists of rules and wishes as they are written, each with the regions that may be spoken of in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layoutkit.documents import Keys
from layoutkit.template.declaring import RESERVED_REGIONS
from layoutkit.template.digests import BESIDE, either_key
from layoutkit.template.language import EitherWord, RuleSpec, WishSpec, Written
from layoutkit.template.rules import WORDS
from layoutkit.template.scopes import pieces
from layoutkit.template.values import Values
from layoutkit.template.wishes import WISHES

MAX_EITHERS = 4
"""No `either` stands inside more others than this, itself counted: each level multiplies what may be in force."""


class Lists(Values):
    """Reads the rules and wishes of one document."""

    primary_is_tile = False
    taken: dict[str, str]
    """Every name in force, and what to say of whoever takes it again."""
    sometimes: set[str]
    """The pieces that a split makes under a condition."""

    # rules

    def rules(self, rules: Sequence[dict[str, Any]], path: Keys, depth: int = 0) -> tuple[RuleSpec, ...]:
        """A list of rules, whose regions stay known after it."""
        named = list(pieces(self.source, path, len(rules)))
        for name, place in named:
            self.piece_is_free(name, place)
        self.scope = self.scope.within(tuple(name for name, _ in named))
        self.no_ring([rule.get("split") for rule in rules], path)
        return tuple(self.rule(rule, (*path, index), depth) for index, rule in enumerate(rules))

    def rule(self, spec: dict[str, Any], path: Keys, depth: int) -> RuleSpec:
        word = next(key for key in spec if key not in BESIDE)
        inner, given = (*path, word), {} if spec[word] is None else spec[word]
        if spec.get("off"):
            self.fault("only a rule that is inherited can be off", (*path, "off"), "take the rule away, or say when it holds", key=True)
        when, conditional = self.when(spec, path), self.conditional
        self.conditional = conditional or when is not None
        rule = self.either(given, inner, depth + 1) if word == "either" else WORDS[word](self, given, inner)
        self.conditional = conditional
        return RuleSpec(word, rule, spec.get("name", ""), when, self.source.where(inner, True))

    def when(self, spec: dict[str, Any], path: Keys) -> Written | None:
        return self.written(spec["when"], (*path, "when"), wanted="condition") if "when" in spec else None

    def either(self, lists: dict[str, list[dict[str, Any]]], path: Keys, depth: int) -> EitherWord:
        """Lists of rules, one of which is in force; what each splits is known only inside it."""
        if depth > MAX_EITHERS:
            self.fault(f"more than {MAX_EITHERS} 'either' inside each other", path, "make it one 'either' of more lists", key=True)
            return EitherWord((), "")
        read = []
        for name, rules in lists.items():
            scope, taken = self.scope, dict(self.taken)
            read.append((name, self.rules(rules, (*path, name), depth)))
            self.scope, self.taken = scope, taken
        return EitherWord(tuple(read), either_key(lists))

    # pieces

    def piece_is_free(self, name: str, path: Keys) -> None:
        """A piece is a new region, or the primary where that is a tile; its name is nobody else's."""
        if name == "primary" and not self.primary_is_tile:
            self.fault(
                "the primary is the background here, and no piece", path, "write 'primary: tile' at the top of the template", key=True
            )
        elif name in RESERVED_REGIONS and name != "primary":
            self.fault(f"{name!r} is a word of the language and cannot be a name", path, key=True)
        elif name in self.taken and not (name in self.sometimes and self.has_when(path[:-3])):
            hint = "give each piece a name of its own, or each split a 'when' of its own"
            self.fault(f"{name!r} is already {self.taken[name]}", path, hint, key=True)
        elif name not in self.taken and self.has_when(path[:-3]):
            self.sometimes.add(name)
        self.taken.setdefault(name, f"a piece of the split in line {self.source.where(path, True).line}")

    def has_when(self, rule: Keys) -> bool:
        """Whether a rule stands under a condition: two splits may make one region where not both are in force."""
        found = self.source.at(rule)
        return isinstance(found, dict) and "when" in found

    def no_ring(self, splits: Sequence[Any], path: Keys) -> None:
        """No area is cut out of a piece of itself."""
        made = [(name, split, index) for index, split in enumerate(splits) if split for name in split["into"]]
        cut_of = {name: (split.get("of", "canvas"), index) for name, split, index in made if name != "canvas"}
        told: set[str] = set()
        for name in cut_of:
            ring = [name]
            while ring[-1] in cut_of and cut_of[ring[-1]][0] not in ring:
                ring.append(cut_of[ring[-1]][0])
            if ring[-1] in cut_of and cut_of[ring[-1]][0] == name and not told & set(ring):
                told |= set(ring)
                says = f"{name!r} would be cut out of itself"
                self.fault(says, (*path, cut_of[name][1], "split", "of"), " of ".join([*ring, name]) if len(ring) > 1 else "")

    # wishes

    def wish(self, spec: dict[str, Any], path: Keys) -> WishSpec:
        word = next(key for key in spec if key not in BESIDE)
        inner = (*path, word)
        self.conditional = "when" in spec
        wish = WISHES[word](self, {} if spec[word] is None else spec[word], inner)
        self.conditional = False
        return WishSpec(word, wish, spec.get("name", ""), self.when(spec, path), self.source.where(inner, True))
