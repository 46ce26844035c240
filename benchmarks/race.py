"""Samples taken in turn: every round runs every runner once, in a new order, on a scene of that round.

So noise is spread over all alike, and each call finds the caches full of the others' work, like one event in a busy backend.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.cases import Case, Rects

WARM = 2
"""Rounds before those that count: packages are loaded, and the answers are compared a first time."""


class Disagreement(Exception):
    """Two that should do the same did not."""


@dataclass(frozen=True, eq=False)
class Runner:
    """One thing to time: what is done with a prepared argument, so many calls a sample, and the placement it came to."""

    case: Case | None
    what: str
    run: Callable[[Any], Any]
    prepare: Callable[[int], Any] = int
    calls: int = 1
    answer: Callable[[Any], Rects] | None = None


@dataclass(frozen=True)
class Row:
    """What was measured of one runner, in microseconds a call."""

    median_us: float
    p95_us: float
    runs: int


Answers = dict[Case, dict[str, Rects]]
"""For each case, what everybody who was compared answered."""

Told = Callable[[int, int], None]
"""Hears how many are done, and of how many."""


def race(runners: Sequence[Runner], rounds: int, told: Told = lambda done, of: None) -> tuple[list[Row], Answers]:
    """A row for each runner, and the first round's answers; Disagreement where two answers to one scene differ, in a timed round or not."""
    times: dict[Runner, list[float]] = {runner: [] for runner in runners}
    every = [_round(runners, number, times, told, WARM + rounds) for number in range(WARM + rounds)]
    return [row(times[runner][WARM:]) for runner in runners], every[0]


def _round(runners: Sequence[Runner], number: int, times: dict[Runner, list[float]], told: Told, of: int) -> Answers:
    """One sample of each, in an order of its own, and what those who are compared answered."""
    answers = Answers()
    for runner in random.Random(number).sample(runners, len(runners)):
        microseconds, result = sample(runner, number)
        times[runner].append(microseconds)
        if runner.answer and runner.case:
            answers.setdefault(runner.case, {})[runner.what] = runner.answer(result)
    compare(answers, number)
    told(number + 1, of)
    return answers


def sample(runner: Runner, number: int) -> tuple[float, Any]:
    """Microseconds a call on the scene of that number, without the garbage collector, and what the last call returned."""
    argument, run, result = runner.prepare(number), runner.run, None
    gc.disable()
    try:
        start = perf_counter()
        for _ in range(runner.calls):
            result = run(argument)
        seconds = perf_counter() - start
    finally:
        gc.enable()
    return seconds * 1e6 / runner.calls, result


def compare(answers: Answers, number: int) -> None:
    """Refuse answers to one scene that are not the same whole numbers."""
    for case, placed in answers.items():
        one, *others = placed
        for other in others:
            if placed[other] != placed[one]:
                where = f"{case.name} with {case.secondaries} on {case.size(number)}"
                raise Disagreement(f"{where}: {one} has {placed[one]}, {other} has {placed[other]}")


def row(times: Iterable[float]) -> Row:
    """Median and 95th percentile (nearest rank) of some samples."""
    ordered = sorted(times)
    return Row(round(median(ordered), 2), round(ordered[ceil(0.95 * len(ordered)) - 1], 2), len(ordered))
