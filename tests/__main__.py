"""`python -m tests`: format, lint, types, floors, then every test; `--long` takes the long proofs in too.

Each step is printed before it runs; the first that fails ends it with its exit code.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def steps(long: bool) -> Sequence[Sequence[str]]:
    """The commands, in order."""
    chosen = ["-m", "long or not long"] if long else ["-m", "not long"]
    return (
        [str(BIN / "ruff"), "format", "--check", "."],
        [str(BIN / "ruff"), "check", "."],
        [sys.executable, "-m", "mypy", "--strict", "-p", "layoutkit"],
        [str(BIN / "lint-imports")],
        [sys.executable, "-m", "pytest", "-n", str(min(4, os.cpu_count() or 1)), *chosen],
    )


def main() -> int:
    """Run the steps."""
    for step in steps("--long" in sys.argv[1:]):
        print("$ " + " ".join([Path(step[0]).name, *step[1:]]), flush=True)  # noqa: T201 - it is a command
        code = subprocess.run(step, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
