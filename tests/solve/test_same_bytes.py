"""Same in, same out: over processes, threads, hash seeds, the order of rules, and both doors to the solver."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.shelf import load
from layoutkit.solve import cpsat
from layoutkit.solve.solving import Way, placed
from layoutkit.template import pose
from tests.corpus import layouts
from tests.strategies import rules, scene, template


def printed(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-m", "tests.corpus"], env=environment, cwd=root, capture_output=True, text=True, check=True
    ).stdout


def test_three_processes_with_three_hash_seeds_print_the_same_bytes() -> None:
    first = printed("0")
    assert first.count("\n") > 100
    assert printed("1") == printed("4242") == first


def test_what_is_printed_for_two_releases_of_the_solver_is_what_is_found_here() -> None:
    """`.ci/run` prints the corpus with an older release as well, and compares; this keeps the corpus honest: nearly all has a layout."""
    lines = list(layouts())
    assert sum('"error"' in line for line in lines) < 5
    assert lines == printed("7").splitlines()


def test_eight_threads_come_to_the_same_layouts() -> None:
    problems = [pose(load("grid"), scene(1000 + 7 * i, 700, 5)) for i in range(8)]
    alone = [placed(problem) for problem in problems]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(placed, problems)) == alone


def test_both_doors_to_the_solver_give_the_same_answer() -> None:
    """`cp_model` is the documented door; the module below it is the fast one."""

    def documented(model: cpsat.Model) -> list[int] | None:
        status, values = cpsat._documented(model, cpsat.LIMIT)
        return values if status == "OPTIMAL" else None

    for count, canvas in [(1, (540, 960)), (4, (1280, 720)), (9, (999, 501))]:
        problem = pose(load("grid"), scene(*canvas, count))
        assert placed(problem, way=Way(find=documented)) == placed(problem)
        assert placed(problem, way=Way(eliminating=False, find=documented)) == placed(problem)


def test_the_shipped_templates_by_search_alone() -> None:
    for name, counts in (("right-column", (1, 2, 3)), ("grid", (1, 2, 3, 6))):
        for count in counts:
            problem = pose(load(name), scene(720, 1280, count))
            assert placed(problem, way=Way(eliminating=False)) == placed(problem)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_order_of_the_rules_does_not_matter(data: st.DataObject) -> None:
    written = data.draw(rules(200))
    shuffled = list(written)
    random.Random(data.draw(st.integers(0, 99))).shuffle(shuffled)
    where = scene(data.draw(st.integers(30, 500)), data.draw(st.integers(30, 500)), data.draw(st.integers(1, 5)))
    assert placed(pose(template(written), where)) == placed(pose(template(shuffled), where))


def test_the_digest_does_not_see_comments_or_the_order_of_keys() -> None:
    one = {"name": "a", "secondaries": 1, "canvases": ["4x4"], "rules": []}
    other = dict(reversed(one.items()))
    from layoutkit.template import parse

    first = parse(json.dumps(one).encode(), "a.json")
    second = parse(b"# a comment\n" + json.dumps(other, indent=3).encode(), "b.yaml")
    assert first.ref == second.ref
