"""First calls: each sequence runs in processes of its own, so that what has to be loaded counts."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from statistics import median

from benchmarks.peers import KIWISOLVER
from benchmarks.race import Row, Told, row

ROOT = Path(__file__).parents[1]

_COLUMN = 'lk.arrange("right-column", canvas="540x960", primary="host", secondaries=["a", "b", "c"])'
_GRID = 'lk.arrange("grid", canvas="540x960", primary="host", secondaries=["a", "b", "c"])'
_RENDER = "lk.render(layout, app_id=1250000000, now=1490079362)"
_SIGN = 'lk.sign("5d41402abc4b2a76b9719d911017c592", 1471850187)'

_KIWISOLVER = (("import kiwisolver", "import kiwisolver"),)

SEQUENCES: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("bare interpreter", "pass"),
        ("import layoutkit", "import layoutkit as lk"),
        ("", "import sys; assert not {'numpy', 'pandas', 'ortools'} & set(sys.modules), 'importing layoutkit loads a heavy package'"),
        ("read right-column, first", 'template = lk.load("right-column")'),
        ("", "from layoutkit.template import parse; text = template.text.encode()"),
        ("read right-column, second", 'parse(text, "right-column.yaml")'),
    ),
    (
        ("", "import layoutkit as lk"),
        ("arrange right-column by name, first (reads it)", f"layout = {_COLUMN}"),
        ("arrange right-column, second scene", _COLUMN.replace("540", "541")),
        ("render, first", _RENDER),
        ("render, second", _RENDER),
        ("sign, first", _SIGN),
    ),
    (
        ("", "import layoutkit as lk"),
        ("arrange grid by name, first (reads it, loads ortools)", _GRID),
        ("arrange grid, second scene", _GRID.replace("540", "541")),
    ),
    _KIWISOLVER,
    (
        ("", "import sys; from layoutkit import shelf"),
        ("list a shelf of thirty, first", "thirty = [shelf.load(path) for path in sys.argv[1:]]"),
    ),
    (("import ortools.sat.python.cp_model", "import ortools.sat.python.cp_model"),),
)
"""Steps, each with its name; what has none only leads there."""

_BEGIN = """
from time import perf_counter
def memory():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
    except OSError:
        return 0.0
"""
_STEP = """
start = perf_counter()
{0}
print((perf_counter() - start) * 1e6, memory())
"""


FirstCall = tuple[str, Row, float]
"""A step's name, its times, and the megabytes that the process then holds (0 where the system does not tell)."""


def first_calls(processes: int, shelf: Sequence[str], there: Collection[str], told: Told = lambda done, of: None) -> list[FirstCall]:
    """Each step, in so many processes; `shelf` are the paths of the templates to be listed."""
    sequences = [steps for steps in SEQUENCES if steps != _KIWISOLVER or KIWISOLVER in there]
    found: dict[str, list[tuple[float, float]]] = {name: [] for steps in sequences for name, _ in steps if name}
    for turn in range(processes):
        for steps in random.Random(turn).sample(sequences, len(sequences)):
            for (name, _), measured in zip(steps, _process([code for _, code in steps], shelf), strict=True):
                found.get(name, []).append(measured)
        told(turn + 1, processes)
    return [(name, row(time for time, _ in runs), median(memory for _, memory in runs)) for name, runs in found.items()]


def _process(steps: list[str], shelf: Sequence[str]) -> list[tuple[float, float]]:
    script = _BEGIN + "".join(_STEP.format(step) for step in steps)
    done = subprocess.run([sys.executable, "-c", script, *shelf], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return [(float(time), float(memory)) for time, memory in (line.split() for line in done.stdout.splitlines())]
