"""The command: `python -m benchmarks`, from the clone's root, with the development extras installed.

It times every part of layoutkit on its own and the whole, beside kiwisolver and CP-SAT doing the same work in the same rounds, and
compares every answer. `--quick` shows that it runs; only the full run's numbers mean something. Trust ratios before microseconds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.race import Disagreement, race

ROUNDS, PROCESSES = 100, 11
QUICK_ROUNDS, QUICK_PROCESSES = 2, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write what was found; 0, or 1 where two answers differ or a package is missing."""
    asked = _parser().parse_args(arguments)
    try:
        found = measured(asked.rounds or (QUICK_ROUNDS if asked.quick else ROUNDS), QUICK_PROCESSES if asked.quick else PROCESSES)
    except ImportError as error:
        return _refused(f"{error}; install the development extras: pip install -e '.[dev]'")
    except Disagreement as error:
        return _refused(str(error))
    _write(_shown(found, asked.format), asked.output)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds and {QUICK_PROCESSES} process, to see that it runs")
    parser.add_argument("--rounds", type=_positive, metavar="N", help=f"how many samples of each thing (default {ROUNDS})")
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


def measured(rounds: int, processes: int) -> dict[str, Any]:
    """The document of one run."""
    from benchmarks import cases, document, fresh, parts

    first = fresh.first_calls(processes, _progress("fresh processes"))
    runners = parts.runners(cases.cases())
    rows, answers = race(runners, rounds, _progress("rounds"))
    return document.document(runners, rows, answers, first)


def _progress(what: str) -> Any:
    """Tells how far it is on stderr, and only on a terminal."""

    def told(done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return told


def _shown(found: dict[str, Any], form: str) -> str:
    if form == "json":
        return json.dumps(found, indent=1) + "\n"
    return report.markdown(found) if form == "markdown" else report.text(found)


def _write(text: str, output: Path | None) -> None:
    if output:
        output.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


def _refused(says: str) -> int:
    print(f"benchmarks: {says}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
