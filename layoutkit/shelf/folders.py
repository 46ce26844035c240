"""What stands in the folders of the shelf: files by the name that callers pick them by; nothing is read for it."""

from __future__ import annotations

import os
import re
import stat
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from layoutkit.errors import Fault, ShelfWarning, Where
from layoutkit.shelf.places import Place, places, told

Kind = Literal["template", "playbook"]

MOST_FILES = 1000
"""As many templates a folder holds; one with more is a mistake, and is left out as a whole."""

MOST_ENTRIES = 20_000
"""As many entries of a folder are looked at to find them."""

ENDINGS = (".yaml", ".yml", ".json")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(@[1-9][0-9]{0,8})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file on the shelf: the name that it is asked for by, its path, and where it comes from."""

    name: str
    """`grid`; or `grid@1`, an older version of it."""
    path: str
    place: Place

    @property
    def shown(self) -> str:
        """What a message calls it: layoutkit's own by the file's name, any other by its path."""
        return os.path.basename(self.path) if self.place.shipped else told(self.path)


@dataclass(frozen=True, slots=True)
class Stock:
    """All files of a kind, by name, and what is wrong with the names of files that are left out."""

    files: dict[str, tuple[Shelved, ...]]
    faults: tuple[Fault, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names, sorted, without the older versions."""
        return tuple(sorted(name for name in self.files if "@" not in name))


def stock(kind: Kind) -> Stock:
    """What stands in all places; a folder that holds too much or cannot be read is left out with a ShelfWarning."""
    files: dict[str, tuple[Shelved, ...]] = {}
    faults: list[Fault] = []
    for place in places():
        for name in _files(place.folder if kind == "template" else place.playbooks):
            path = os.path.join(place.folder if kind == "template" else place.playbooks, name)
            stem = name[: name.rindex(".")]
            if _NAME.fullmatch(stem):
                files[stem] = (*files.get(stem, ()), Shelved(stem, path, place))
            else:
                faults.append(_misnamed(kind, path))
    return Stock(files, tuple(sorted(faults, key=lambda fault: fault.where or Where(""))))


def _misnamed(kind: Kind, path: str) -> Fault:
    hint = "lower-case letters and digits, joined by single hyphens: right-column.yaml"
    return Fault(f"the name of this file cannot be a {kind}'s, and it is left out", Where(told(path)), hint)


def _files(folder: str) -> list[str]:
    """The names of the files in a folder that may be templates, sorted."""
    try:
        with os.scandir(folder) as entries:
            seen = list(islice(entries, MOST_ENTRIES + 1))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        return _left_out(folder, str(getattr(error, "strerror", None) or error))
    files = sorted(islice(_documents(seen), MOST_FILES + 1))
    if len(seen) > MOST_ENTRIES or len(files) > MOST_FILES:
        return _left_out(folder, f"it holds more than {MOST_FILES} templates" if len(files) > MOST_FILES else "it holds too many files")
    return files


def _documents(entries: list[os.DirEntry[str]]) -> Iterator[str]:
    """Those that may be templates by their names and are files; one that leads nowhere is told of when it is read."""
    for entry in entries:
        name = entry.name
        if name.endswith(ENDINGS) and name[0] != "." and not name.endswith(".schema.json") and _is_file(entry):
            yield name


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return stat.S_ISREG(entry.stat().st_mode) if entry.is_symlink() else entry.is_file()
    except OSError:
        return True


def _left_out(folder: str, why: str) -> list[str]:
    warnings.warn(f"the folder {told(folder)[:200]!r} is left out: {why}", ShelfWarning, stacklevel=2)
    return []
