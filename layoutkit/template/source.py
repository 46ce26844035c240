"""A document as read: its data, and where each part of it stands in the author's text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from layoutkit.documents import Keys, judged
from layoutkit.errors import Fault, Where

_DEEPEST_PART = 3
"""What a document that extends others takes from each: a key, an item of it, or a field of a setting."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as read: its data, and where each part of it stands in the author's text."""

    file: str
    lines: tuple[str, ...]
    data: Any = None
    values: dict[Keys, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Keys, tuple[int, int]] = field(default_factory=dict)
    raw: dict[Keys, str] = field(default_factory=dict)
    """How the plain values that are no text were written: `0x0` is a number to YAML."""
    faults: list[Fault] = field(default_factory=list)
    """What is wrong with the text and did not keep it from being read: keys that stand twice."""
    parts: dict[Keys, tuple[Source, Keys]] = field(default_factory=dict)
    """Of a document that extends others: which of its parts come from which text, and the path that they have there."""

    def of(self, path: Keys) -> tuple[Source, Keys]:
        """The text that a part comes from, and its path there."""
        for depth in range(min(len(path), _DEEPEST_PART), 0, -1) if self.parts else ():
            if path[:depth] in self.parts:
                source, start = self.parts[path[:depth]]
                return source, (*start, *path[depth:])
        return self, path

    def where(self, path: Keys, key: bool = False) -> Where:
        """The place of a value, or of the key that names it; of the nearest part around it, if it has none of its own."""
        if not self.parts and (place := (self.keys if key else self.values).get(path)):
            return Where(self.file, *place)
        source, inner = self.of(path)
        return source.placed(inner, key)

    def placed(self, path: Keys, key: bool) -> Where:
        """The place of a part of this very text."""
        if key and path in self.keys:
            return Where(self.file, *self.keys[path])
        while path and path not in self.values:
            path = path[:-1]
        return Where(self.file, *self.values.get(path, (1, 1)))

    def fault(self, says: str, path: Keys, hint: str = "", *, key: bool = False, offset: int | None = None) -> Fault:
        """A fault at a part of the text; `offset` counts characters into a text value."""
        source, inner = self.of(path)
        where = source.placed(inner, key)
        line = source.line(where)
        if offset is not None and not key:
            start = where.column - 1 + (line[where.column - 1 : where.column] in ("'", '"'))
            # Escaped, folded or anchored, a text does not stand in its line as it reads: then its beginning is all that can be pointed at.
            if line[start:].startswith(str(source.at(inner))):
                where = replace(where, column=start + 1 + offset)
        return Fault(says, where, hint, line)

    def at(self, path: Keys) -> Any:
        """The value at a path, as it was written where it is no text."""
        source, inner = self.of(path)
        value: Any = source.data
        for step in inner:
            inside = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int) and step < len(value)
            value = value[step] if inside else None
        return source.raw.get(inner, value)

    def line(self, where: Where) -> str:
        """The text of the line that a place is on."""
        return self.lines[where.line - 1] if 0 < where.line <= len(self.lines) else ""

    def holding(self, data: Any) -> Source:
        """The same text with other data."""
        return replace(self, data=data)

    def schema_faults(self, name: str) -> tuple[list[Fault], list[Keys]]:
        """All that a published schema finds wrong, each with its line; and the paths of the parts that it refuses."""
        faults, paths = judged(self.data, name, self.where)
        return [replace(f, line=self.line(f.where)) if f.where else f for f in faults], paths
