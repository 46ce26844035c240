"""The room stands alone: the standard library, and of ours only errors, sizes and where a server may listen."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from layoutkit.emulator import rtmp

ROOM = Path(rtmp.__file__).parent
OURS = ("layoutkit.emulator.rtmp", "layoutkit.emulator.loopback", "layoutkit.errors", "layoutkit.geometry")


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.stem)
def test_a_file_imports_nothing_else(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.startswith(OURS) or name.split(".")[0] in sys.stdlib_module_names, f"{path.name} imports {name}"
