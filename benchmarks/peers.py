"""Who is there to be compared with, and how to get those who are not."""

from __future__ import annotations

import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

KIWISOLVER, Z3, OPENTOK = "kiwisolver", "z3", "opentok-layout-js"

HOW = {
    KIWISOLVER: "pip install -e '.[dev]'",
    Z3: "pip install z3-solver",
    OPENTOK: "node, npm install --prefix peers opentok-layout-js@5.5.1, and NODE_PATH=peers/node_modules in the environment",
}
"""What installs each of them."""


def present() -> frozenset[str]:
    """Those who are installed."""
    return frozenset(name for name in HOW if (_in_node() if name == OPENTOK else find_spec(name)))


def _in_node() -> bool:
    node = shutil.which("node")
    return bool(node) and subprocess.run([node or "", "-e", f"require({OPENTOK!r})"], capture_output=True, check=False).returncode == 0


def versions() -> dict[str, str]:
    """The versions of those in this Python."""
    found = {name: _version(package) for name, package in (("ortools", "ortools"), (KIWISOLVER, "kiwisolver"), (Z3, "z3-solver"))}
    return {name: number for name, number in found.items() if number}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
