"""An editor with the YAML language server of npm (`npm ci --prefix tests/editor`); without it, or without node, all is skipped."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from .server import Server

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "schemas" / "template.schema.json"
LANGUAGE_SERVER = Path(__file__).parent / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"

MODELINE = f"# yaml-language-server: $schema={SCHEMA.as_uri()}\n"
"""The line by which a template names its schema."""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    node = shutil.which("node")
    if node is None or not LANGUAGE_SERVER.exists():
        pytest.skip("the YAML language server is not there: npm ci --prefix tests/editor")
    started = Server([node, str(LANGUAGE_SERVER), "--stdio"])
    yield started
    started.end()


class Editor:
    """A new file in which one types; `|` is where the cursor stands."""

    def __init__(self, server: Server, path: Path, typed: str) -> None:
        before, cursor, after = typed.partition("|")
        self.server, self.path, self.text = server, path, MODELINE + before + after
        self.line, self.column = self.place(len(MODELINE) + len(before)) if cursor else (0, 0)
        server.open(path, self.text)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from nought."""
        before = self.text[:offset]
        return before.count("\n"), offset - before.rfind("\n") - 1

    def offers(self) -> dict[str, dict[str, Any]]:
        """What may be put at the cursor."""
        return self.server.offers(self.path, self.line, self.column)

    def hover(self, word: str) -> str:
        """What is told where a word stands for the last time, without what Markdown adds."""
        *_, last = re.finditer(rf"\b{word}\b", self.text)
        return self.server.hover(self.path, *self.place(last.start())).replace("\\", "")

    def underlined(self) -> list[tuple[int, int, str, str]]:
        """Each place that is underlined: line and column from nought, the text there, and what is said of it."""
        lines, found = self.text.splitlines(), []
        for fault in self.server.wrong(self.path):
            start, end = fault["range"]["start"], fault["range"]["end"]
            found.append(
                (start["line"] - 1, start["character"], lines[start["line"]][start["character"] : end["character"]], fault["message"])
            )
        return found


_files = count(1)


@pytest.fixture
def typing(server: Server, tmp_path: Path) -> Callable[[str], Editor]:
    """Type a text into a new file."""
    return lambda typed: Editor(server, tmp_path / f"{next(_files)}.yaml", typed)
