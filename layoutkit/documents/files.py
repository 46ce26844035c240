"""Where the data files are, and what every document is held to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from layoutkit.errors import Where

MAX_BYTES = 1_000_000
"""No document of ours is larger; a bigger one is refused before it is parsed."""

MAX_DEPTH = 32
"""No document of ours nests deeper."""

Keys = tuple[str | int, ...]
"""The path of a part of a document: keys and indexes from its root."""

Locate = Callable[[Keys, bool], Where | None]
"""The place of a part by its path; with True, of the key that names it instead of its value."""


def data_path(*parts: str) -> Path:
    """A file or folder of templates/ or schemas/: inside an installed package first, beside it in a clone second."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "data"
    return (installed if installed.is_dir() else package.parent).joinpath(*parts)
