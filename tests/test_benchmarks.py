"""The benchmark command: it runs, its document has its shape, and whoever is compared came to the same pixels. Never a time."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import report
from benchmarks.__main__ import main
from benchmarks.cases import Case, Grid, Rects, cases
from benchmarks.race import Disagreement, Runner, race, row, sample
from layoutkit.geometry import Rect, Size

ROOT = Path(__file__).parents[1]
CHAINS = {(name, n) for name in ("column", "grid-given", "grid-open") for n in (1, 3, 16, 49)}
SHIPPED = {("right-column", 3), ("grid", 3), ("grid", 9)}
KNOW_THEIR_COLUMNS = {case for case in CHAINS | SHIPPED if case[0] in ("column", "grid-given", "right-column")}
OF_EVERY_CASE = ("pose", "solve", "certify", "check layout", "arrange, new scene", "arrange, seen before", "CP-SAT as in its manual")


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_quick_run_times_every_part_and_all_come_to_the_same_pixels(tmp_path: Path) -> None:
    """One test for the one run, so that no part of a parallel test run measures twice."""
    file = tmp_path / "found.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--format", "json", "-o", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "progress is told on a terminal only"
    found = json.loads(file.read_text("utf-8"))
    assert set(found) == {"benchmark", "machine", "first", "rows", "ratios", "aims", "answers"}
    assert set(found["machine"]) == {"cores", "system", "python", "layoutkit", "ortools", "kiwisolver"}
    every_part_is_timed(found["rows"])
    first_calls_are_told_apart(found["first"])
    all_answers_are_the_same(found["answers"])
    ratios_and_aims_are_of_the_medians(found)
    every_line_of_the_report_has_a_cell_a_column(found)


def every_part_is_timed(rows: Sequence[dict[str, Any]]) -> None:
    assert all(set(r) == {"template", "secondaries", "canvas", "what", "median_us", "p95_us", "runs"} for r in rows)
    assert all(0 < r["median_us"] <= r["p95_us"] and r["runs"] == 2 for r in rows)
    timed = {(r["template"], r["secondaries"], r["what"]) for r in rows}
    assert len(timed) == len(rows)
    assert {(*case, what) for case in CHAINS | SHIPPED for what in OF_EVERY_CASE} <= timed
    assert {r["template"] for r in rows if r["what"] == "read"} == {name for name, _ in CHAINS | SHIPPED}
    assert {(name, n) for name, n, what in timed if what == "kiwisolver"} == KNOW_THEIR_COLUMNS
    assert {(name, n) for name, n, what in timed if what == "render"} == {case for case in CHAINS | SHIPPED if case[1] <= 3}
    assert ("", 0, "sign") in timed


def first_calls_are_told_apart(first: Sequence[dict[str, Any]]) -> None:
    assert all(set(step) == {"what", "median_us", "p95_us", "runs", "memory_mb"} and step["runs"] == 1 for step in first)
    told = {step["what"] for step in first}
    assert {"import layoutkit", "import ortools.sat.python.cp_model", "render, first", "render, second", "sign, first"} <= told
    assert {f"read right-column, {time}" for time in ("first", "second")} <= told


def all_answers_are_the_same(answers: Sequence[dict[str, Any]]) -> None:
    assert {(a["template"], a["secondaries"]) for a in answers} == CHAINS | SHIPPED
    for answer in answers:
        case, by, canvas = (answer["template"], answer["secondaries"]), answer["by"], Size.parse(answer["canvas"])
        others = {"kiwisolver"} if case in KNOW_THEIR_COLUMNS else set()
        assert set(by) == {"arrange, new scene", "CP-SAT as in its manual", *others}
        one, *rest = by.values()
        assert rest == [one] * len(rest), case
        assert len(one) == case[1]
        assert not any(Rect(*tile).overhang(canvas) for tile in one)


def ratios_and_aims_are_of_the_medians(found: dict[str, Any]) -> None:
    median = {(r["template"], r["secondaries"], r["what"]): r["median_us"] for r in found["rows"]}
    for ratio in found["ratios"]:
        case = ratio["template"], ratio["secondaries"]
        assert ratio["ratio"] == pytest.approx(median[*case, ratio["what"]] / median[*case, ratio["beside"]], abs=0.001)
    assert {(r["template"], r["secondaries"]) for r in found["ratios"] if r["beside"] == "kiwisolver"} == KNOW_THEIR_COLUMNS
    assert all(aim["median_us"] == median[aim["template"], 3, aim["what"]] for aim in found["aims"])
    assert len(found["aims"]) == 2 * 5, "both aims, for every template at N = 3"


def every_line_of_the_report_has_a_cell_a_column(found: dict[str, Any]) -> None:
    assert [len(set(map(len, lines))) for _, lines in report.tables(found)] == [1, 1, 1, 1]
    quoted = [line for line in report.markdown(found).splitlines() if line.startswith("| grid-open | 49 |")]
    assert len(quoted) == 3, "in every table but that of first calls"
    assert str(found["machine"]["cores"]) + " cores" in report.text(found)


@pytest.mark.parametrize("arguments", [("--rounds", "0"), ("--rounds", "many"), ("--format", "pdf"), ("-o", "no/such/folder/found.json")])
def test_a_wrong_option_is_refused_before_anything_is_measured(arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert arguments[1] in capsys.readouterr().err


def test_without_kiwisolver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for loaded in ("benchmarks.parts", "benchmarks.kiwi"):
        monkeypatch.delitem(sys.modules, loaded, raising=False)
    monkeypatch.setitem(sys.modules, "kiwisolver", None)
    assert main(["--quick"]) == 1
    assert "install the development extras" in capsys.readouterr().err


# --- the race --------------------------------------------------------------------------------------------------------

ONE = Case(ROOT / "benchmarks" / "templates" / "grid-open.yaml", 2, Size(64, 36), Grid(None))


def answering(name: str, tiles: Rects) -> Runner:
    return Runner(ONE, name, lambda _: tiles, answer=list)


def test_two_who_place_a_tile_differently_end_the_run() -> None:
    runners = [answering("one", [(0, 0, 8, 8)]), answering("other", [(0, 0, 8, 9)])]
    with pytest.raises(Disagreement, match=r"^grid-open with 2 on 64x36: \w+ has .*, \w+ has "):
        race(runners, rounds=1)


def test_answers_are_compared_in_every_round_and_given_for_the_first() -> None:
    turns = iter(range(100))
    late = Runner(ONE, "late", lambda _: [(0, 0, 8, 8 if next(turns) < 2 else 9)], answer=list)
    with pytest.raises(Disagreement, match="on 66x36"):
        race([answering("one", [(0, 0, 8, 8)]), late], rounds=2)
    _, answers = race([answering("one", [(0, 0, 8, 8)])], rounds=1)
    assert answers == {ONE: {"one": [(0, 0, 8, 8)]}}


def test_a_sample_runs_without_the_collector_and_turns_it_on_again() -> None:
    states: list[bool] = []
    sample(Runner(None, "look", lambda _: states.append(gc.isenabled()), calls=3), 0)
    with pytest.raises(ZeroDivisionError):
        sample(Runner(None, "fail", lambda number: 1 // number), 0)
    assert (states, gc.isenabled()) == ([False] * 3, True)


def test_warm_rounds_do_not_count() -> None:
    rows, _ = race([Runner(None, "nothing", abs)], rounds=5)
    assert [r.runs for r in rows] == [5]


def test_the_median_and_the_95th_percentile_are_of_the_samples_in_order() -> None:
    measured = row(float(n) for n in reversed(range(1, 101)))
    assert (measured.median_us, measured.p95_us, measured.runs) == (50.5, 95.0, 100)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.name}-{case.secondaries}")
def test_every_round_is_on_a_canvas_of_its_own_of_nearly_the_same_size(case: Case) -> None:
    sizes = [case.size(number) for number in range(300)]
    assert len(set(sizes)) == 300
    assert all(0 <= s.width - case.canvas.width < 16 and 0 <= s.height - case.canvas.height < 20 for s in sizes)
    assert (case.scene(7).canvas, len(case.scene(7).secondaries)) == (sizes[7], case.secondaries)
