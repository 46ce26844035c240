"""The measurements as one document: the machine, the first calls, a row for each thing timed, and who was compared with what answer."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import layoutkit
from benchmarks.cases import DICT, KIWI, MANUAL, NEW, SEEN, Case, Rects
from benchmarks.race import Answers, Row, Runner

AIMS = ((NEW, 3, 1000.0), (SEEN, 3, 20.0))
"""What is aimed at: microseconds at the median for so many secondaries."""


def document(runners: Sequence[Runner], rows: Sequence[Row], answers: Answers, first: Sequence[tuple[str, Row, float]]) -> dict[str, Any]:
    """All that was measured, as JSON data; `benchmark` grows when its shape changes."""
    found = [_row(runner, row) for runner, row in zip(runners, rows, strict=True)]
    return {
        "benchmark": 1,
        "machine": machine(),
        "first": [{"what": what, **_times(row), "memory_mb": round(memory, 1)} for what, row, memory in first],
        "rows": found,
        "ratios": list(_ratios(found)),
        "aims": list(_aims(found)),
        "answers": [_answer(case, placed) for case, placed in answers.items()],
    }


def machine() -> dict[str, Any]:
    """Where it was measured: cores, system, and the versions that took part."""
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "layoutkit": layoutkit.__version__,
        "ortools": version("ortools"),
        "kiwisolver": version("kiwisolver"),
    }


def _row(runner: Runner, row: Row) -> dict[str, Any]:
    case = runner.case
    about = {"template": case.name, "secondaries": case.secondaries, "canvas": str(case.canvas)} if case else {}
    return {"template": "", "secondaries": 0, "canvas": "", **about, "what": runner.what, **_times(row)}


def _answer(case: Case, placed: dict[str, Rects]) -> dict[str, Any]:
    return {"template": case.name, "secondaries": case.secondaries, "canvas": str(case.size(0)), "by": placed}


def _times(row: Row) -> dict[str, Any]:
    return {"median_us": row.median_us, "p95_us": row.p95_us, "runs": row.runs}


def _ratios(rows: Sequence[dict[str, Any]]) -> Any:
    """The median of what layoutkit does by the median of another who did the same in the same rounds: below 1 layoutkit is faster."""
    medians = {(r["template"], r["secondaries"], r["what"]): r["median_us"] for r in rows}
    for (template, secondaries, other), median in medians.items():
        own = {KIWI: NEW, MANUAL: NEW, DICT: SEEN}.get(other)
        if own:
            ratio = medians[template, secondaries, own] / median
            yield {
                "template": template,
                "secondaries": secondaries,
                "what": own,
                "beside": other,
                "ratio": round(ratio, 3),
            }


def _aims(rows: Sequence[dict[str, Any]]) -> Any:
    for what, secondaries, aim in AIMS:
        for row in rows:
            if (row["what"], row["secondaries"]) == (what, secondaries):
                yield {
                    "what": what,
                    "template": row["template"],
                    "secondaries": secondaries,
                    "aim_us": aim,
                    "median_us": row["median_us"],
                }
