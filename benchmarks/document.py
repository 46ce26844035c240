"""The measurements as one document: the machine, what is aimed at and was seen, a row for each thing timed, who answered what."""

from __future__ import annotations

import os
import platform
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import layoutkit
from benchmarks import peers
from benchmarks.aims import aims
from benchmarks.fresh import FirstCall
from benchmarks.race import Answers, Row, Runner


@dataclass(frozen=True)
class Measured:
    """All that one run found."""

    there: Collection[str]
    first: Sequence[FirstCall]
    runners: Sequence[Runner]
    rows: Sequence[Row]
    answers: Answers
    grids: dict[str, Any]
    around: dict[str, Any]
    ahead: dict[str, Any]


def document(found: Measured) -> dict[str, Any]:
    """The run as JSON data; `benchmark` grows when its shape changes."""
    document = {
        "benchmark": 3,
        "machine": machine(),
        "missing": [{"peer": name, "how": how} for name, how in peers.HOW.items() if name not in found.there],
        "first": [{"what": what, **_times(row), "memory_mb": round(memory, 1)} for what, row, memory in found.first],
        "rows": [{**_case(runner), "what": runner.what, **_times(row)} for runner, row in zip(found.runners, found.rows, strict=True)],
        "ratios": list(_ratios(found)),
        "grids": found.grids,
        "around": found.around,
        "ahead": found.ahead,
        "answers": [{**_named(case.name, case.secondaries, case.canvas), "by": by} for case, by in found.answers.items()],
    }
    return {**document, "aims": aims(document)}


def machine() -> dict[str, Any]:
    """Where it was measured: cores, system, and the versions that took part."""
    about = {"cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}", "python": platform.python_version()}
    return {**about, "layoutkit": layoutkit.__version__, **peers.versions()}


def _case(runner: Runner) -> dict[str, Any]:
    case = runner.case
    return _named(case.name, case.secondaries, case.canvas) if case else _named("", 0, "")


def _named(template: str, secondaries: int, canvas: object) -> dict[str, Any]:
    return {"template": template, "secondaries": secondaries, "canvas": str(canvas)}


def _times(row: Row) -> dict[str, Any]:
    return asdict(row)


def _ratios(found: Measured) -> Iterator[dict[str, Any]]:
    """The median of what layoutkit does by that of another who did the same in the same rounds: below 1 layoutkit is faster.

    Where the other came to its limit, the ratio is less than what is told.
    """
    rows = {(runner.case, runner.what): row for runner, row in zip(found.runners, found.rows, strict=True)}
    for runner, own in zip(found.runners, found.rows, strict=True):
        for beside in runner.beside:
            other = rows.get((runner.case, beside))
            if other:
                ratio, limited = round(own.median_us / other.median_us, 4), other.undecided > 0
                yield {**_case(runner), "what": runner.what, "beside": beside, "ratio": ratio, "limited": limited}
