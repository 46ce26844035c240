"""The command: `python -m benchmarks`, from the clone's root, with the development extras installed.

It times every part of layoutkit on its own and the whole, beside kiwisolver, CP-SAT, z3 and opentok-layout-js doing the same work in the
same rounds, and compares every answer; who is not installed is left out, and told. `--quick` shows that it runs; only the full run's
numbers mean something. Trust ratios before microseconds.

`python -m benchmarks mixing` measures the mixer, beside ffmpeg.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import report
from benchmarks.options import parser, progress, refused, write
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
    words = sys.argv[1:] if arguments is None else arguments
    if words and words[0] == "mixing":
        from benchmarks.mixing.command import main as mixing  # only who asks for it needs the extra `mixer`

        return mixing(words[1:])
    options = parser("python -m benchmarks", __doc__, f"{QUICK_ROUNDS} rounds and 1 process", f"samples of each thing (default {ROUNDS})")
    asked = options.parse_args(words)
    try:
        found = measured(asked.quick, asked.rounds)
    except Disagreement as error:
        return refused(str(error))
    write(_shown(found, asked.format), asked.output)
    return 0


def measured(quick: bool, rounds: int | None = None) -> dict[str, Any]:
    """The document of one run."""
    from benchmarks import ahead, around, arranging, cases, clashing, document, fresh, moving, peers, picking, reading, wishing

    there = peers.present()
    few = cases.few if quick else list
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = fresh.first_calls(1 if quick else PROCESSES, reading.shelf_of_thirty(folder / "first"), there, progress("fresh processes"))
        runners = [
            *arranging.runners(few([*cases.chains(), *cases.searches()]), there, PATIENCE),
            *wishing.runners(few(wishing.cases()), there),
            *clashing.runners(clashing.cases(), there),
            *moving.runners(moving.cases()),
            *reading.runners(folder),
        ]
        before = ahead.ahead(folder / "ahead", *(_FEW if quick else _MANY), progress("cold starts"))
        rows, answers = race(runners, rounds or (QUICK_ROUNDS if quick else ROUNDS), progress("rounds"))
    grids = picking.picked((1, 2, 5) if quick else range(1, 101), there, progress("grids"))
    counts, scenes = (around.COUNTS[:3], QUICK_AROUND) if quick else (around.COUNTS, AROUND)
    free = around.placed_around(counts, scenes, BUDGET_S, progress("free placement"))
    return document.document(document.Measured(there, first, runners, rows, answers, grids, free, before))


def _shown(found: dict[str, Any], form: str) -> str:
    if form == "json":
        return json.dumps(found, indent=1) + "\n"
    return report.markdown(found) if form == "markdown" else report.text(found)


if __name__ == "__main__":
    sys.exit(main())
