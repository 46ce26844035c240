"""Packing at its limits, and the same placement wherever it is asked for."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from layoutkit.errors import SolverMissing, Unproved
from layoutkit.solve import cpsat
from layoutkit.solve.packing import Pack, packed
from layoutkit.solve.packing_exact import Judge
from layoutkit.solve.packing_search import Search, Undecided
from tests.solve.packs import drawn


def test_at_the_limit_of_work_it_says_so_and_what_would_help() -> None:
    pack = drawn(random.Random(1), 30)
    with pytest.raises(Unproved, match="limit of work") as caught:
        packed(pack, Judge(patience=0, asked=100))
    assert "keep fewer areas clear" in str(caught.value)


def test_patience_is_counted_in_rows_not_in_time() -> None:
    places = drawn(random.Random(1), 30).places(187)
    assert Search(places, 30, 12).first() is None
    with pytest.raises(Undecided):
        Search(places, 30, 11).first()


def test_without_cp_sat_most_is_placed_all_the_same() -> None:
    def missing(_: cpsat.Model) -> list[int] | None:
        raise SolverMissing("not here")

    for seed in range(5):
        pack = drawn(random.Random(seed), 20)
        assert packed(pack, Judge(missing)) == packed(pack)
    with pytest.raises(SolverMissing):
        packed(drawn(random.Random(1), 30), Judge(missing, patience=0))


PRINT_PACKED = """
import random
from layoutkit.solve.packing import packed
from layoutkit.solve.packing_exact import Judge
from tests.solve.packs import drawn
for seed in range(6):
    print(packed(drawn(random.Random(seed), 25)), packed(drawn(random.Random(seed), 9), Judge(patience=0)))
"""


def test_two_processes_with_two_hash_seeds_print_the_same() -> None:
    def printed(seed: str) -> str:
        command = [sys.executable, "-c", PRINT_PACKED]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    first = printed("1")
    assert first.count("Packed(") == 12
    assert printed("77") == first


def test_eight_threads_come_to_the_same() -> None:
    packs = [drawn(random.Random(seed), 20) for seed in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(packed, packs)) == [packed(pack) for pack in packs]


def test_the_order_of_the_obstacles_does_not_matter() -> None:
    pack = drawn(random.Random(3), 20)
    turned = Pack(20, pack.width, pack.height, pack.low, pack.high, pack.area, pack.gap, pack.obstacles[::-1])
    assert packed(turned) == packed(pack)


@pytest.mark.long
def test_two_hundred_are_proved_and_agree_with_cp_sat() -> None:
    for seed in range(200):
        chance = random.Random(seed)
        pack = drawn(chance, chance.randint(1, 100))
        assert packed(pack) == packed(pack, Judge(patience=0, asked=10**9))
