"""`extends`: a document and those it starts from, found and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from layoutkit.errors import DocumentError, Fault, UsageError
from layoutkit.template.reading import read
from layoutkit.template.sounding import Document, sounded

Find = Callable[[str, str], tuple[bytes, str]]
"""The text of the template of a name, and its file, for a document of a file that extends it; UsageError where there is none."""

MAX_BASES = 16
"""No template extends one that extends one … more often than this."""


@dataclass(slots=True)
class Family:
    """A document and those it extends, itself first; and what is wrong with how they extend each other."""

    documents: list[Document]
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True
    """Whether all that it extends could be read."""

    def keys(self, part: str) -> list[str]:
        """The names under a part of any of them, also of what is refused: a fault in one is no fault in who speaks of it."""
        raw = (d.source.data.get(part) for d in reversed(self.documents) if isinstance(d.source.data, dict))
        return list(dict.fromkeys(name for found in raw if isinstance(found, dict) for name in found))


def gathered(source: bytes, file: str, find: Find | None) -> Family:
    """A document and all that it extends; raises DocumentError where the document itself is none."""
    family = Family([sounded(read(source, file))])
    while (newest := family.documents[-1]).extends is not None and family.whole:
        found = _base(family, newest, find)
        if found is None:
            family.whole = False
        else:
            family.documents.append(found)
    family.whole = family.whole and not any(_lost(document) for document in family.documents)
    return family


def _lost(document: Document) -> bool:
    """Whether it extends something that its schema refuses to look for."""
    return document.data is None or (
        document.extends is None and isinstance(document.source.data, dict) and "extends" in document.source.data
    )


def _base(family: Family, document: Document, find: Find | None) -> Document | None:
    """The document that another extends; None where there is none, it cannot be read, or it has been there before."""
    name, source = str(document.extends), document.source
    try:
        if find is None:
            raise UsageError(f"{name!r} cannot be looked for here", "only a template that is a file can extend another")
        text, file = find(name, source.file)
        files = [other.source.file for other in family.documents]
        if file in files or len(files) > MAX_BASES:
            family.faults.append(_loop(family, [*files, file]))
            return None
        return sounded(read(text, file))
    except UsageError as error:
        family.faults.append(source.fault(error.faults[0].says, ("extends",), error.faults[0].hint))
    except DocumentError as error:
        family.faults += error.faults
    return None


def _loop(family: Family, files: list[str]) -> Fault:
    """Templates that extend each other in a ring, told where the first of them begins it."""
    first = files.index(files[-1])
    ring = " -> ".join(files[first:])
    if first == len(files) - 1:
        return family.documents[0].source.fault(f"more than {MAX_BASES} templates extend each other", ("extends",), ring[-200:])
    says = "a template cannot extend itself" if first == len(files) - 2 else "templates extend each other in a ring"
    return family.documents[first].source.fault(f"{says}: {ring}", ("extends",), "one of them must stand alone")
