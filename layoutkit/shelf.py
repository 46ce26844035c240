"""Which templates there are: found by name, or by the path of a file; each read once, and again when a file that it is made of changes."""

from __future__ import annotations

import os
from collections.abc import Iterator

from layoutkit.documents import MAX_BYTES, data_path, nearest
from layoutkit.errors import UsageError
from layoutkit.template import Template, parse

_ENDINGS = (".yaml", ".yml", ".json")
_Stamp = tuple[int, int, int] | None
"""When a file was changed, its size and which it is; None where there is none."""

_read: dict[str, tuple[dict[str, _Stamp], Template]] = {}
"""By path: the files that were looked at, as they were then, and the template they make."""

_paths: dict[str, str] = {}


def names() -> tuple[str, ...]:
    """The names of the templates on the shelf, sorted; no file is read for it."""
    return tuple(sorted(path.stem for path in data_path("templates", "layouts").glob("*.yaml")))


def load(name: str | os.PathLike[str]) -> Template:
    """The template of that name (`grid`, `grid@1`), or in that file (`mine/grid.yaml`).

    Raises UsageError where there is none, with the nearest name; DocumentError, with every fault, where it is invalid.
    """
    try:
        text = os.fspath(name)
    except TypeError:
        said = f"{str(name)[:80]!r} is no template"
        raise UsageError(said, "a name on the shelf, the path of a file, or a Template") from None
    if isinstance(text, bytes):
        text = os.fsdecode(text)
    if os.sep in text or "/" in text or text.endswith(_ENDINGS):
        return _from_file(text, text)
    plain, at, version = text.partition("@")
    path = _paths.get(plain)
    template = _from_file(path or _find(plain), f"{plain}.yaml")
    if at and version != str(template.version):
        raise UsageError(f"no version {version[:20]!r} of {plain!r} is on the shelf", f"there is {template.ref}")
    return template


def _find(name: str) -> str:
    """The file of a template on the shelf; its name is the file's."""
    if name not in names():
        hint = nearest(name, names()) or "there are " + ", ".join(names()) + "; a file is named by its path"
        raise UsageError(f"no template is named {name[:80]!r}", hint)
    _paths[name] = str(data_path("templates", "layouts", f"{name}.yaml"))
    return _paths[name]


def every() -> Iterator[Template]:
    """All templates on the shelf, by name."""
    return (load(name) for name in names())


def _from_file(path: str, shown: str) -> Template:
    if (found := _unchanged(path)) is not None:
        return found
    files = _Files(path, shown)
    template = parse(files.text(path), shown, files)
    _read[path] = (files.stamps, template)
    return template


def _unchanged(path: str) -> Template | None:
    """The template as it was read before, if no file that it is made of has changed since."""
    stamps, template = _read.get(path, ({}, None))
    for file, stamp in stamps.items():
        if _stamp(file) != stamp:
            return None
    return template


class _Files:
    """Finds what a template extends: beside the file that says so first, then on the shelf; remembers every file it looked at."""

    def __init__(self, path: str, shown: str) -> None:
        self.paths = {shown: path}
        self.stamps: dict[str, _Stamp] = {}

    def __call__(self, name: str, file: str) -> tuple[bytes, str]:
        """The text of the template of a name, for one in a file that extends it, and what its own file is called."""
        folder, called = os.path.dirname(self.paths[file]), os.path.join(os.path.dirname(file), f"{name}.yaml")
        path = os.path.join(folder, f"{name}.yaml")
        if self.stamp(path) is None:
            path, called = str(data_path("templates", "layouts", f"{name}.yaml")), f"{name}.yaml"
        if self.stamp(path) is None:
            known = sorted({*names(), *_beside(folder)})
            raise UsageError(f"no template is named {name!r}, beside this file or on the shelf", nearest(name, known))
        # Two files may be called alike, one here and one on the shelf; then the path tells them apart.
        called = called if self.paths.setdefault(called, path) == path else path
        self.paths[called] = path
        return self.text(path), called

    def stamp(self, path: str) -> _Stamp:
        self.stamps[path] = _stamp(path)
        return self.stamps[path]

    def text(self, path: str) -> bytes:
        """The bytes of a file; stamped before it is read, so that a change in between is noticed the next time."""
        if self.stamp(path) is None:
            raise UsageError(f"no template file {path[:200]!r}", _why(path))
        return _bytes(path)


def _beside(folder: str) -> Iterator[str]:
    """The names of the templates in a folder."""
    try:
        found = os.listdir(folder or ".")
    except OSError:
        return
    yield from (file.removesuffix(".yaml") for file in found if file.endswith(".yaml"))


def _stamp(path: str) -> _Stamp:
    try:
        stat = os.stat(path)
    except (OSError, ValueError):
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _why(path: str) -> str:
    """Why there is no such file."""
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        return str(getattr(error, "strerror", "")) or "the path cannot be one"
    return ""


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"template file {path[:200]!r} cannot be read: {getattr(error, 'strerror', None) or error}") from None
