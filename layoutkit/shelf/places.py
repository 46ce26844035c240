"""Where templates stand: layoutkit's own folder, those that LAYOUTKIT_TEMPLATES names, and those of installed packs.

The environment and the packs are looked at once in a process, here and nowhere else, when the shelf is first asked; `forget` makes the
next question look anew. A pack is an entry point of the group `layoutkit.template_packs` that comes to a folder, or a list of them.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from layoutkit.documents import data_path
from layoutkit.errors import ShelfWarning

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENVIRONMENT = "LAYOUTKIT_TEMPLATES"
PACKS = "layoutkit.template_packs"
SHIPPED = "layoutkit"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of templates, the folder of playbooks that belongs to it, and who put it on the shelf."""

    folder: str
    playbooks: str
    origin: str
    """`layoutkit`, `pack NAME`, or the folder as LAYOUTKIT_TEMPLATES names it."""

    @property
    def shipped(self) -> bool:
        """Whether it came with layoutkit."""
        return self.origin == SHIPPED


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Every folder once, layoutkit's own first; one that cannot be used is left out with a ShelfWarning that names it."""
    own = Place(str(data_path("templates", "layouts")), str(data_path("templates", "playbooks")), SHIPPED)
    found = {os.path.realpath(own.folder): own}
    for place in (*_from_environment(), *_from_packs()):
        found.setdefault(os.path.realpath(place.folder), place)
    return tuple(found.values())


def forget() -> None:
    """Look at the environment and the installed packs anew, when the shelf is next asked."""
    places.cache_clear()


def told(path: str) -> str:
    """A path as a message can show it, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _from_environment() -> Iterator[Place]:
    for folder in os.environ.get(ENVIRONMENT, "").split(os.pathsep):
        if folder and _usable(folder, ENVIRONMENT):
            yield _place(folder, told(folder))


def _place(folder: str, origin: str) -> Place:
    return Place(folder, os.path.join(folder, "playbooks"), origin)


def _usable(folder: str, who: str) -> bool:
    """Whether it is a folder that can be looked into; a warning where it is not."""
    try:
        with os.scandir(folder):
            return True
    except (OSError, ValueError) as error:
        _warn(f"{who} names {told(folder)[:200]!r}, which is left out: {getattr(error, 'strerror', None) or error}")
    return False


def _warn(says: str) -> None:
    warnings.warn(says, ShelfWarning, stacklevel=2)


# --- packs -----------------------------------------------------------------------------------------------------------


def _from_packs() -> Iterator[Place]:
    for point in _packs():
        who = f"pack {point.name}"
        try:
            folders = list(_folders(point.load()))
        except (Exception, SystemExit) as error:  # a pack is a stranger's code: whatever it does, the rest of the shelf works
            version = f" ({point.dist.name} {point.dist.version})" if point.dist else ""
            _warn(f"{who}{version} is left out: {type(error).__name__}: {str(error)[:300]}")
            continue
        yield from (_place(folder, who) for folder in folders if _usable(folder, who))


def _packs() -> list[EntryPoint]:
    """The entry points of packs, by name; importlib.metadata costs more than a layout, and is left alone where there is none."""
    if not _spoken_of():
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=PACKS), key=lambda point: (point.name, point.value))


def _spoken_of() -> bool:
    """Whether any installed distribution may speak of packs; what is no folder, such as an archive, might."""
    return any(_speaks(path or ".") for path in sys.path)


def _speaks(path: str) -> bool:
    try:
        installed = [name for name in os.listdir(path) if name.endswith((".dist-info", ".egg-info", ".egg"))]
    except OSError:
        return os.path.isfile(path)
    return any(_mentions(os.path.join(path, name)) for name in installed)


def _mentions(installed: str) -> bool:
    """Whether the list of entry points of a distribution names our group; of an egg, that cannot be told from outside."""
    try:
        with open(os.path.join(installed, "entry_points.txt"), "rb") as file:
            return PACKS.encode() in file.read()
    except OSError:
        return installed.endswith(".egg")


def _folders(given: object) -> Iterator[str]:
    """The folders that a pack gives: one, or a list of them."""
    for folder in given if isinstance(given, (list, tuple)) else (given,):
        if not isinstance(folder, (str, os.PathLike)):
            raise TypeError(f"a pack gives a folder or a list of folders, not {type(folder).__name__}")
        path = os.fspath(folder)
        if not isinstance(path, str) or not os.path.isabs(path):
            raise ValueError(f"a pack gives whole paths, not {path!r}")
        yield path
