"""The entry point of the `layoutkit` command: from the first moment, Ctrl-C ends it without a traceback."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; imports too may be stopped."""
    try:
        from layoutkit.app.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(130)
