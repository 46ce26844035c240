"""Template files: each read once, and again when a file that it is made of changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TypeVar

from layoutkit.documents import MAX_BYTES, nearest
from layoutkit.errors import DocumentError, UsageError
from layoutkit.shelf.folders import Shelved, stock
from layoutkit.shelf.places import told
from layoutkit.shelf.playbook import Playbook
from layoutkit.template import Template, parse
from layoutkit.template.reading import read

Document = TypeVar("Document", Template, Playbook)

Stamp = tuple[int, int, int] | None
"""When a file was changed, its size and which it is; None where there is none."""

_read: dict[str, tuple[dict[str, Stamp], Template]] = {}
"""By path: the files that were looked at, as they were then, and the template they make."""


def from_file(path: str, shown: str) -> Template:
    """The template in a file, which messages call `shown`."""
    if (found := seen(path)) is not None:
        return found
    files = _Files(path, shown)
    template = parse(files.text(path), shown, files)
    _read[path] = (files.stamps, template)
    return template


def made_of(path: str) -> dict[str, Stamp]:
    """The files that the template of a path is made of, as they were when it was read."""
    return _read[path][0] if path in _read else {path: stamp(path)}


def seen(path: str) -> Template | None:
    """The template as it was read before, if no file that it is made of has changed since."""
    stamps, template = _read.get(path, ({}, None))
    return template if unchanged(stamps) else None


def unchanged(stamps: dict[str, Stamp]) -> bool:
    """Whether files are as they were."""
    for file, was in stamps.items():  # noqa: SIM110 - in half the time of all()
        if stamp(file) != was:
            return False
    return True


def rightly_named(document: Document, shelved: Shelved) -> Document:
    """The document, if it bears the name of its file: by that it is found. So does an older version, whose file is `grid@1.yaml`."""
    wanted, _, version = shelved.name.partition("@")
    if document.name == wanted and version in ("", str(document.version)):
        return document
    key, value, other = ("name", document.name, wanted) if document.name != wanted else ("version", document.version, int(version))
    says, hint = f"the {key} is {value!r} here and {other!r} in the file's name", "on the shelf they are the same: change one"
    raise DocumentError(read(document.text.encode(), document.file).fault(says, (key,), hint))


class _Files:
    """Finds what a template extends: beside the file that says so first, then on the shelf; remembers every file it looked at."""

    def __init__(self, path: str, shown: str) -> None:
        self.paths = {shown: path}
        self.stamps: dict[str, Stamp] = {}

    def __call__(self, name: str, file: str) -> tuple[bytes, str]:
        """The text of the template of a name, for one in a file that extends it, and what its own file is called."""
        folder, called = os.path.dirname(self.paths[file]), os.path.join(os.path.dirname(file), f"{name}.yaml")
        path = os.path.join(folder, f"{name}.yaml")
        if self.stamp(path) is None:
            path, called = self.shelved(name, folder)
        # Two files may be called alike, one here and one on the shelf; then the path tells them apart.
        called = called if self.paths.setdefault(called, path) == path else path
        self.paths[called] = path
        return self.text(path), called

    def shelved(self, name: str, folder: str) -> tuple[str, str]:
        """The path of a template on the shelf, and what its file is called."""
        there = stock("template")
        files = there.files.get(name, ())
        if not files:
            known = sorted({*there.names, *_beside(folder)})
            raise UsageError(f"no template is named {name!r}, beside this file or on the shelf", nearest(name, known))
        if len(files) > 1:
            raise UsageError(f"{len(files)} templates are named {name!r}: {', '.join(file.shown for file in files)}", "rename all but one")
        return files[0].path, files[0].shown

    def stamp(self, path: str) -> Stamp:
        self.stamps[path] = stamp(path)
        return self.stamps[path]

    def text(self, path: str) -> bytes:
        """The bytes of a file; stamped before it is read, so that a change in between is noticed the next time."""
        self.stamp(path)
        return text_of(path, "template")


def _beside(folder: str) -> Iterator[str]:
    """The names of the templates in a folder."""
    try:
        found = os.listdir(folder or ".")
    except OSError:
        return
    yield from (file.removesuffix(".yaml") for file in found if file.endswith(".yaml"))


def stamp(path: str) -> Stamp:
    """When a file was changed, its size and which it is; None where there is none."""
    try:
        stat = os.stat(path)
    except (OSError, ValueError):
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def text_of(path: str, kind: str) -> bytes:
    """The bytes of a file of a kind; UsageError that tells why there are none."""
    if stamp(path) is None:
        raise UsageError(f"no {kind} file {told(path)[:200]!r}", _why(path))
    try:
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        says = f"{kind} file {told(path)[:200]!r} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise UsageError(says) from None


def _why(path: str) -> str:
    """Why there is no such file."""
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        return str(getattr(error, "strerror", "")) or "the path cannot be one"
    return ""


def spoken(name: object, what: str) -> str:
    """A name or a path as text, as a call brings it; refused where it can be neither."""
    try:
        return os.fsdecode(name)  # type: ignore[arg-type]
    except TypeError:
        said = f"{str(name)[:80]!r} is no {what}"
        raise UsageError(said, f"a name on the shelf, the path of a file, or a {what.capitalize()}") from None
