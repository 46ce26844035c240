"""Which regions a rule may speak of: those of the document, those that splits make beside it and around it; not those of other lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from layoutkit.documents import Keys
from layoutkit.template.source import Source


@dataclass(frozen=True, slots=True)
class Scope:
    """The regions that may be spoken of in a list of rules, and those that only other lists know."""

    regions: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """What to say of a region that only another list knows."""

    def within(self, pieces: tuple[str, ...]) -> Scope:
        """The scope of a list of rules that makes these pieces."""
        new = tuple(dict.fromkeys(name for name in pieces if name not in self.regions and name != "primary"))
        return Scope((*self.regions, *new), self.elsewhere)

    def hint(self, name: str) -> str:
        """Where a region that cannot be spoken of here is known; empty where it is known nowhere."""
        return "" if name in self.regions else self.elsewhere.get(name, "")


def pieces(source: Source, path: Keys, count: int) -> Iterator[tuple[str, Keys]]:
    """The names that the splits of a list of rules make, and where they stand; also those of rules that are refused."""
    for index in range(count):
        rule = source.at((*path, index))
        # Only a split has `into`, also one whose own word is mistyped.
        for word, given in rule.items() if isinstance(rule, dict) else ():
            into = given.get("into") if isinstance(given, dict) else None
            for name in into if isinstance(into, dict) else ():
                yield name, (*path, index, word, "into", name)


def elsewhere(source: Source, rules: list[Any], path: Keys = ("rules",)) -> dict[str, str]:
    """Every region that is known only inside a list of an `either`, and what to say of it outside."""
    found: dict[str, str] = {}
    for index, rule in enumerate(rules):
        for name, inner in rule.get("either", {}).items():
            list_path = (*path, index, "either", name)
            line = source.where(list_path, True).line
            hint = f"it is seen only inside the list {name!r} of line {line}, which splits it"
            found |= {piece: hint for piece, _ in pieces(source, list_path, len(inner)) if piece not in found}
            found = elsewhere(source, inner, list_path) | found
    return found
