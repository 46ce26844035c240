"""A question takes so much work and no more: counted in steps, guarded by a clock; what is known at the limit is answered where asked."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import layoutkit as lk
from layoutkit.errors import OutOfTime, Unproved, UsageError
from layoutkit.pipeline import certified, scene_of
from layoutkit.solve.cpsat import Budget, Model
from layoutkit.template import parse
from layoutkit.work import Meter, limited, metered, running, spend

HEAD = "name: hard\nsecondaries: 1..40\ncanvases: [1280x720]\n"

SCREEN = """
rules:
  - size: {tiles: 1, width: "240..", aspect: "16:9"}
  - size: {tiles: 2.., width: "96..", aspect: "4:3"}
  - apart: {gap: 8}
wishes: [{largest: 1}, {largest: 2..}]
"""

GAPS = """
rules:
  - size: {tiles: 1..3, width: "96..", aspect: "16:9"}
  - size: {tiles: 4.., width: "48..", aspect: "4:3"}
  - apart: {tiles: 1..3, gap: 12}
  - apart: {tiles: 4.., gap: 4}
wishes: [{largest: 1..3}, {place: {tiles: 2, at: bottom right}}]
"""
"""Two gaps, so that CP-SAT has it all in one model."""


def asked(rules: str, count: int, **more: Any) -> lk.Layout:
    template = parse((HEAD + rules).encode(), "hard.yaml")
    areas = {"logo": (1120, 16, 144, 80)}
    return lk.arrange(template, canvas="1280x720", primary="host", secondaries=[f"g{i}" for i in range(count)], keep_clear=areas, **more)


def clock(*times: float) -> Iterator[float]:
    yield from times
    while True:
        yield times[-1]


# --- the meter ----------------------------------------------------------------------------------------------------------


def test_steps_are_counted_and_the_one_too_many_is_refused() -> None:
    meter = Meter(0.001, now=lambda: 0.0)
    meter.spend(1000)
    with pytest.raises(Unproved, match="limit of work") as caught:
        meter.spend(1)
    assert not isinstance(caught.value, OutOfTime)
    assert "longer limit" in str(caught.value)


def test_the_clock_stands_guard_over_a_machine_that_is_too_slow() -> None:
    ticks = clock(0.0, 0.0, 13.1)
    meter = Meter(2, now=lambda: next(ticks))
    meter.spend(1)
    with pytest.raises(OutOfTime, match="13 seconds went by before the 2 seconds of work"):
        meter.spend(1)


def test_work_counts_where_a_meter_runs_and_nowhere_else() -> None:
    spend(10**12)
    with metered(Meter(1, now=lambda: 0.0)) as meter:
        spend(400_000)
        assert running() is meter
        assert meter.seconds == 0.6
    assert running() is None


@pytest.mark.parametrize("limit", [0, -1, math.nan, math.inf, 3601, True, "8", [1]])
def test_a_limit_that_cannot_be_is_refused(limit: Any) -> None:
    with pytest.raises(UsageError, match="there is no limit of"):
        limited(limit)
    with pytest.raises(UsageError):
        asked(SCREEN, 3, limit=limit)


# --- CP-SAT -------------------------------------------------------------------------------------------------------------


def test_what_cp_sat_spends_counts_and_it_is_given_what_is_left() -> None:
    given: list[float] = []

    def find(model: Model) -> list[int]:
        given.append(model.limit)
        model.spent = 0.75
        return []

    budget = Budget(find)
    with metered(Meter(1, now=lambda: 0.0)):
        budget(Model())
        budget(Model())
        with pytest.raises(Unproved):
            budget(Model())
    assert given == [1.0, 0.25]


def test_a_search_that_the_clock_cut_short_is_refused_even_where_the_best_so_far_would_do() -> None:
    """Another machine would have gone on, and might have answered something else."""

    def find(model: Model) -> list[int]:
        model.proved = False
        return [1]

    ticks = clock(0.0, 0.0, 0.0, 99.0)
    with metered(Meter(1, now=lambda: next(ticks))), pytest.raises(OutOfTime):
        Budget(find, best=True)(Model())


# --- layouts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rules", "count", "limit"), [(SCREEN, 21, 0.003), (GAPS, 14, 0.05)], ids=["packed", "searched"])
def test_at_the_limit_it_is_refused_or_the_best_so_far_is_answered(rules: str, count: int, limit: float) -> None:
    with pytest.raises(Unproved):
        asked(rules, count, limit=limit)
    layout = asked(rules, count, limit=limit, best=True)
    assert not layout.proved
    assert not all(wish.proved for wish in layout.wishes)
    assert all(wish.value <= wish.bound or wish.wish.startswith("place") for wish in layout.wishes)
    areas = {"logo": (1120, 16, 144, 80)}
    scene = scene_of("1280x720", "host", [f"g{i}" for i in range(count)], areas)
    assert certified(layout, parse((HEAD + rules).encode(), "hard.yaml"), scene) is layout
    assert lk.layout_document(layout)["proved"] is False


def test_the_best_so_far_is_the_same_every_time_and_never_taken_for_the_proved_one() -> None:
    from layoutkit import pipeline

    early = asked(SCREEN, 21, limit=0.003, best=True)
    pipeline._seen.clear()
    assert asked(SCREEN, 21, limit=0.003, best=True) == early
    proved = asked(SCREEN, 21, best=True)
    assert proved.proved
    assert (proved.wishes[0].wish, proved.wishes[0].proved) == ("largest 1", True)
    assert proved.wishes[0].value > early.wishes[0].value
    assert proved == asked(SCREEN, 21)


PRINT_BEST = """
from tests.test_limits import GAPS, SCREEN, asked
import layoutkit as lk
for rules, count, limit in [(SCREEN, 21, 0.003), (SCREEN, 12, 0.02), (GAPS, 14, 0.05)]:
    print(lk.layout_document(asked(rules, count, limit=limit, best=True)))
"""


def test_two_processes_with_two_hash_seeds_come_to_the_same_best_so_far() -> None:
    def printed(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
        return subprocess.run([sys.executable, "-c", PRINT_BEST], env=environment, capture_output=True, text=True, check=True).stdout

    assert printed("1").count("'proved': False}") >= 3
    assert printed("1") == printed("77")


def test_a_wish_that_was_proved_before_the_limit_came_says_so() -> None:
    layout = asked(SCREEN, 21, limit=0.1, best=True)
    first, second = layout.wishes
    assert (first.proved, second.proved, layout.proved) == (True, False, False)


def test_many_shapes_of_many_grids_come_to_the_limit_too() -> None:
    grids = """
regions: {a: [0, 0, 50%, 100%], b: [50%, 0, 50%, 100%]}
rules:
  - grid: {tiles: 1..19, in: a, gap: 2}
  - grid: {tiles: 20.., in: b, gap: 2}
"""
    with pytest.raises(Unproved, match="limit of work"):
        asked(grids, 40, limit=0.05)


def test_a_slow_clock_refuses_and_nothing_is_remembered() -> None:
    ticks = clock(0.0, 1e9)
    with metered(Meter(8, now=lambda: next(ticks))), pytest.raises(OutOfTime):
        asked(SCREEN, 5)
    assert asked(SCREEN, 5).proved
