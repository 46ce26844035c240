"""What the commands share: their options, how far they are, where what was found goes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def parser(prog: str, about: str | None, quick: str, rounds: str) -> argparse.ArgumentParser:
    """The options of a command; `quick` and `rounds` say what a short run does and how many there are of what."""
    parser = argparse.ArgumentParser(prog, description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"{quick}, to see that it runs")
    parser.add_argument("--rounds", type=_positive, metavar="N", help=f"how many {rounds}")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument("-o", "--output", type=_file, metavar="FILE", help="write there, not to the terminal")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rounds from 1 to 100000")
    return int(text)


def _file(text: str) -> Path:
    if not Path(text).parent.is_dir() or Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} cannot be written: it is a folder, or its folder is not there")
    return Path(text)


def progress(what: str) -> Any:
    """Tells how far it is on stderr, and only on a terminal."""

    def told(done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return told


def write(text: str, output: Path | None) -> None:
    if output:
        output.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


def refused(says: str) -> int:
    print(f"benchmarks: {says}", file=sys.stderr)
    return 1
