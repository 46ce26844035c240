"""The command: `python -m benchmarks`, from the clone's root, with the development extras installed.

It times every part of layoutkit on its own and the whole, beside kiwisolver, CP-SAT, z3 and opentok-layout-js doing the same work in the
same rounds, and compares every answer; who is not installed is left out, and told. `--quick` shows that it runs; only the full run's
numbers mean something. Trust ratios before microseconds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import report
from benchmarks.race import Disagreement, race

ROUNDS, QUICK_ROUNDS = 60, 2
AROUND, QUICK_AROUND = 300, 3
"""Scenes in which tiles are placed freely."""
PROCESSES = 11
PATIENCE = 10.0
"""So many seconds are given to what proves nothing in them."""
BUDGET_S = 90.0
"""So many seconds are given to all free placement."""
_FEW: tuple[int, int, Sequence[str]] = (30, 1, ("right-column",))
_MANY: tuple[int, int, Sequence[str]] = (20_000, 11, ())
"""Events answered from the atlas, cold starts, and the templates that are proved (none: all of the shelf)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write what was found; 0, or 1 where two answers differ or a package is missing."""
    asked = _parser().parse_args(arguments)
    try:
        found = measured(asked.quick, asked.rounds)
    except Disagreement as error:
        return _refused(str(error))
    _write(_shown(found, asked.format), asked.output)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds and 1 process, to see that it runs")
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


def measured(quick: bool, rounds: int | None = None) -> dict[str, Any]:
    """The document of one run."""
    from benchmarks import ahead, around, arranging, cases, clashing, document, fresh, moving, peers, picking, reading, wishing

    there = peers.present()
    few = cases.few if quick else list
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = fresh.first_calls(1 if quick else PROCESSES, reading.shelf_of_thirty(folder / "first"), there, _progress("fresh processes"))
        runners = [
            *arranging.runners(few([*cases.chains(), *cases.searches()]), there, PATIENCE),
            *wishing.runners(few(wishing.cases()), there),
            *clashing.runners(clashing.cases(), there),
            *moving.runners(moving.cases()),
            *reading.runners(folder),
        ]
        before = ahead.ahead(folder / "ahead", *(_FEW if quick else _MANY), _progress("cold starts"))
        rows, answers = race(runners, rounds or (QUICK_ROUNDS if quick else ROUNDS), _progress("rounds"))
    grids = picking.picked((1, 2, 5) if quick else range(1, 101), there, _progress("grids"))
    counts, scenes = (around.COUNTS[:3], QUICK_AROUND) if quick else (around.COUNTS, AROUND)
    free = around.placed_around(counts, scenes, BUDGET_S, _progress("free placement"))
    return document.document(document.Measured(there, first, runners, rows, answers, grids, free, before))


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
