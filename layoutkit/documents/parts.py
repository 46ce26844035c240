"""A document part by part: what can be made of each is made, and all that keeps one from it is told, with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from layoutkit.documents.checking import judged, sound
from layoutkit.documents.files import Keys, Locate
from layoutkit.errors import DocumentError, Fault, LayoutkitError, Where

T = TypeVar("T")


class Parts:
    """The parts of a document that its schema does not refuse; `faults` is all that is wrong with it so far."""

    def __init__(self, document: Any, schema: str, locate: Locate) -> None:
        faults, refused = judged(document, schema, locate)
        self.faults: list[Fault] = list(faults)
        self.document: dict[str, Any] = document if isinstance(document, dict) else {}
        self.locate = locate
        # A key that is missing from the whole document refuses none of the others.
        self._refused = [path for path in refused if path]

    def made(self, path: Keys, make: Callable[[Any], T]) -> T | None:
        """What is made of a part; None where it is not there, is refused, or cannot be made, which is told."""
        if path[0] not in self.document or not sound(path, self._refused):
            return None
        value: Any = self.document
        for key in path:
            value = value[key]
        try:
            return make(value)
        except LayoutkitError as error:
            self.faults += placed(error, self._where(path))
        return None

    def each(self, name: str, make: Callable[[Any], T]) -> list[tuple[Keys, T]]:
        """What is made of each member of a list or mapping, with its path."""
        tried = [(path, self.made(path, make)) for path in self._members(name)]
        return [(path, found) for path, found in tried if found is not None]

    def fault(self, says: str, path: Keys, hint: str = "") -> None:
        """Something is wrong with a part."""
        self.faults.append(Fault(says, self._where(path), hint))

    def twice(self, ids: Iterable[tuple[Keys, str]], what: str) -> None:
        """What must be unique and comes again is wrong where it comes again."""
        seen: set[str] = set()
        for path, name in ids:
            if name in seen:
                self.fault(f"{what} {name!r} comes a second time", path)
            seen.add(name)

    def refuse(self) -> None:
        """Raise DocumentError with all that was found, in the order of the text; nothing where nothing was."""
        if self.faults:
            raise DocumentError(sorted(self.faults, key=lambda f: f.where or Where("")))

    def _members(self, name: str) -> Iterator[Keys]:
        value = self.document.get(name)
        if isinstance(value, (list, dict)):
            yield from ((name, key) for key in (value if isinstance(value, dict) else range(len(value))))

    def _where(self, path: Keys) -> Where | None:
        """The place of a part; where a key names what is in it, the key's."""
        return self.locate(path, len(path) == 2 and isinstance(path[1], str))


def placed(error: LayoutkitError, where: Where | None) -> list[Fault]:
    """The faults of an error that a noun raised, with the place in the document that they come from."""
    return [Fault(f.says, f.where or where, f.hint) for f in error.faults]
