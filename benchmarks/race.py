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

from benchmarks.cases import Case
from layoutkit.errors import Unproved

WARM = 2
"""Rounds before those that count: packages are loaded, and the answers are compared a first time."""


class Disagreement(Exception):
    """Two that should do the same did not."""


@dataclass(frozen=True, eq=False)
class Runner:
    """One thing to time: what is done with a prepared argument, so many calls a sample, and what it came to, to be compared."""

    case: Case | None
    what: str
    run: Callable[[Any], Any]
    prepare: Callable[[int], Any] = int
    calls: int = 1
    answer: Callable[[Any], Any] | None = None
    beside: tuple[str, ...] = ()
    """Whom it is compared with, by what they do."""
    every: int = 1
    """It runs in the first round that counts and then in every so many; the slow ones run seldom, and are not warmed."""

    def runs_in(self, number: int) -> bool:
        """Whether it takes part in the round of that number."""
        return self.every == 1 or (number >= WARM and (number - WARM) % self.every == 0)


@dataclass(frozen=True)
class Row:
    """What was measured of one runner, in microseconds a call."""

    median_us: float
    p95_us: float
    runs: int
    undecided: int = 0
    """How many of the runs came to their limit of work, or of time, before a proved answer."""


Answers = dict[Case, dict[str, Any]]
"""For each case, what everybody who was compared answered."""

Told = Callable[[int, int], None]
"""Hears how many are done, and of how many."""


def race(runners: Sequence[Runner], rounds: int, told: Told = lambda done, of: None) -> tuple[list[Row], Answers]:
    """A row for each runner, and the answers of the first round that counts.

    Raises Disagreement where two answers to one scene differ, in a timed round or not.
    """
    samples: dict[Runner, list[tuple[float, bool]]] = {runner: [] for runner in runners}
    every = []
    for number in range(WARM + rounds):
        every.append(_round([runner for runner in runners if runner.runs_in(number)], number, samples))
        told(number + 1, WARM + rounds)
    return [_counted(samples[runner][WARM if runner.every == 1 else 0 :]) for runner in runners], every[WARM]


def _round(runners: Sequence[Runner], number: int, samples: dict[Runner, list[tuple[float, bool]]]) -> Answers:
    """One sample of each, in an order of its own, and what those who are compared answered."""
    answers = Answers()
    for runner in random.Random(number).sample(runners, len(runners)):
        microseconds, result = sample(runner, number)
        samples[runner].append((microseconds, result is None and runner.answer is not None))
        if runner.answer and runner.case and result is not None:
            answers.setdefault(runner.case, {})[runner.what] = runner.answer(result)
    compare(answers, number)
    return answers


def sample(runner: Runner, number: int) -> tuple[float, Any]:
    """Microseconds a call on the scene of that number, and what the last call returned; None at the limit of work."""
    argument = runner.prepare(number)
    return timed(lambda: runner.run(argument), runner.calls)


def timed(call: Callable[[], Any], calls: int = 1) -> tuple[float, Any]:
    """Microseconds a call, without the garbage collector, and what the last one returned; None at the limit of work."""
    result = None
    gc.disable()
    start = perf_counter()
    try:
        for _ in range(calls):
            result = call()
    except Unproved:
        result = None
    finally:
        seconds = perf_counter() - start
        gc.enable()
    return seconds * 1e6 / calls, result


def compare(answers: Answers, number: int) -> None:
    """Refuse answers to one scene that are not the same."""
    for case, placed in answers.items():
        one, *others = placed
        for other in others:
            if placed[other] != placed[one]:
                where = f"{case.name} with {case.secondaries} on {case.size(number)}"
                raise Disagreement(f"{where}: {one} has {placed[one]}, {other} has {placed[other]}")


def _counted(samples: Sequence[tuple[float, bool]]) -> Row:
    return row((time for time, _ in samples), sum(none for _, none in samples))


def row(times: Iterable[float], undecided: int = 0) -> Row:
    """Median and 95th percentile (nearest rank) of some samples."""
    ordered = sorted(times)
    return Row(round(median(ordered), 2), round(ordered[ceil(0.95 * len(ordered)) - 1], 2), len(ordered), undecided)
