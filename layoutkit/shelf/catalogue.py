"""Which templates there are: found by name on the shelf, or by the path of a file; a broken one hides no other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic

from layoutkit.documents import nearest
from layoutkit.errors import Fault, LayoutkitError, UsageError, Where
from layoutkit.shelf.files import Document, from_file, rightly_named, seen, spoken
from layoutkit.shelf.folders import ENDINGS, Kind, Shelved, Stock, stock
from layoutkit.shelf.places import places
from layoutkit.template import Template

MOST_TOLD = 12
"""As many names are told where none was near."""

_found: dict[str, tuple[object, str]] = {}
"""By the name that was asked for: the places as they were then, and the path of the file."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[Document]):
    """One template or playbook as the shelf lists it: its name and file, and itself, or what is wrong with it."""

    name: str
    file: str
    origin: str
    """`layoutkit`, `pack NAME`, or the folder that LAYOUTKIT_TEMPLATES names."""
    document: Document | None
    faults: tuple[Fault, ...] = ()


def names() -> tuple[str, ...]:
    """The names of the templates on the shelf, sorted; no file is read for it."""
    return stock("template").names


def is_path(text: str) -> bool:
    """Whether a text names a file and not something on the shelf."""
    return os.sep in text or "/" in text or text.endswith(ENDINGS)


def load(name: str | os.PathLike[str]) -> Template:
    """The template of that name (`grid`, `grid@1`), or in that file (`mine/grid.yaml`).

    A name is found in layoutkit's own folder, in those that LAYOUTKIT_TEMPLATES names, and in installed packs. Raises UsageError where
    there is none, with the nearest name, or more than one, with both files; DocumentError, with every fault, where it is invalid.
    """
    text = spoken(name, "template")
    if is_path(text):
        return from_file(text, text)
    return located(text)[0]


def located(name: str) -> tuple[Template, str]:
    """The template of a name on the shelf, and the path of its file; that is remembered for as long as the files stay as they are."""
    was, path = _found.get(name, (None, ""))
    template = seen(path) if was is places() else None
    if template is None:
        template, path = _looked_up(name)
        _found[name] = (places(), path)
    return template, path


def _looked_up(name: str) -> tuple[Template, str]:
    """The same, looked for in all places."""
    shelved = found(stock("template"), name, "template")
    template = rightly_named(from_file(shelved.path, shelved.shown), shelved)
    _, at, version = name.partition("@")
    if at and version != str(template.version):
        raise UsageError(f"no version {version[:20]!r} of {template.name!r} is on the shelf", f"there is {template.ref}")
    return template, shelved.path


def found(there: Stock, name: str, kind: Kind) -> Shelved:
    """The file of a name, or of a name and version: an older version is a file of its own, `grid@1.yaml`."""
    plain, known = name.partition("@")[0], there.names
    files = there.files.get(name) or there.files.get(plain)
    if not files:
        hint = _other_kind(plain, kind) or nearest(plain, known) or f"{_there_are(kind, known)}; a file is named by its path"
        raise UsageError(f"no {kind} is named {name[:80]!r}", hint)
    if len(files) > 1:
        raise UsageError(_clash(kind, files))
    return files[0]


def _other_kind(name: str, kind: Kind) -> str:
    """What to do with a playbook where a template was asked for, or the other way round; nothing where there is neither."""
    if kind == "template":
        return f"it is a playbook: layoutkit pick {name}" if name in stock("playbook").names else ""
    return f"it is a template: layoutkit show {name}" if name in stock("template").names else ""


def _there_are(kind: Kind, names: Sequence[str]) -> str:
    """`there are adaptive, balcony, …`; of many, some."""
    if len(names) <= MOST_TOLD:
        return "there are " + ", ".join(names) if names else "there is none"
    command = "layoutkit list" if kind == "template" else "layoutkit list --playbooks"
    return f"there are {', '.join(names[:MOST_TOLD])} and {len(names) - MOST_TOLD} more, which '{command}' tells"


def _clash(kind: Kind, files: tuple[Shelved, ...]) -> list[Fault]:
    """Several files of one name: each is told, and where it comes from."""
    says = f"{len(files)} {kind}s are named {files[0].name!r}: this one is of {{}}"
    hint = "rename all but one, or name a file by its path"
    return [Fault(says.format(file.place.origin), Where(file.shown), hint) for file in files]


# --- all of them -----------------------------------------------------------------------------------------------------


def every() -> Iterator[Template]:
    """All templates on the shelf that are sound, by name."""
    return (listed.document for listed in listing() if listed.document is not None)


def listing() -> tuple[Listed[Template], ...]:
    """All templates on the shelf, by name; those that are broken or have another's name with what is wrong with them."""
    there = stock("template")
    return listed(there, lambda name: _of(there, name))


def _of(there: Stock, name: str) -> Template:
    shelved = found(there, name, "template")
    return rightly_named(seen(shelved.path) or from_file(shelved.path, shelved.shown), shelved)


def listed(there: Stock, load: Callable[[str], Document]) -> tuple[Listed[Document], ...]:
    """Every file of a stock with what is in it, or with what is wrong with it."""
    found: list[Listed[Document]] = [_listed(file, load) for _, files in sorted(there.files.items()) for file in files]
    for fault in there.faults:
        file = fault.where.file if fault.where else ""
        found.append(Listed(os.path.basename(file), file, os.path.dirname(file), None, (fault,)))
    return tuple(found)


def _listed(shelved: Shelved, load: Callable[[str], Document]) -> Listed[Document]:
    document, faults = None, tuple[Fault, ...]()
    try:
        document = load(shelved.name)
    except LayoutkitError as error:
        faults = error.faults
    return Listed(shelved.name, shelved.shown, shelved.place.origin, document, faults)
