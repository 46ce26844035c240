"""Which templates there are: found by name, or by the path of a file; each read once, and again when its file changes."""

from __future__ import annotations

import os
from collections.abc import Iterator

from layoutkit.documents import MAX_BYTES, data_path, nearest
from layoutkit.errors import UsageError
from layoutkit.template import Template, parse

_ENDINGS = (".yaml", ".yml", ".json")
_Stamp = tuple[int, int, int]
_read: dict[str, tuple[_Stamp, Template]] = {}
_paths: dict[str, str] = {}


def names() -> tuple[str, ...]:
    """The names of the templates on the shelf, sorted; no file is read for it."""
    return tuple(sorted(path.stem for path in data_path("templates", "layouts").glob("*.yaml")))


def load(name: str | os.PathLike[str]) -> Template:
    """The template of that name (`grid`, `grid@1`), or in that file (`mine/grid.yaml`).

    Raises UsageError where there is none, with the nearest name; DocumentError, with every fault, where it is invalid.
    """
    text = os.fspath(name)
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
    stamp = _stamp(path)
    found = _read.get(path)
    if found and found[0] == stamp:
        return found[1]
    template = parse(_bytes(path), shown)
    _read[path] = (stamp, template)
    return template


def _stamp(path: str) -> _Stamp:
    try:
        stat = os.stat(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"no template file {path[:200]!r}", str(getattr(error, "strerror", "")) or "the path cannot be one") from None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"template file {path[:200]!r} cannot be read: {getattr(error, 'strerror', None) or error}") from None
