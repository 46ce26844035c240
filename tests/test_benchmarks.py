"""The benchmark command: it runs, its document has its shape, and whoever is compared came to the same answers. Never a time."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import layoutkit as lk
from benchmarks import aims, arranging, clash_templates, clashing, kiwi, peers, picking, reading, report, templates, wishing
from benchmarks.__main__ import main
from benchmarks.bounds import Crowd
from benchmarks.cases import Case, Rects, chains, few, placed, searches
from benchmarks.opentok import Opentok
from benchmarks.race import WARM, Disagreement, Runner, compare, race, row, sample
from benchmarks.same import Either, Grid, Tiers
from layoutkit import shelf
from layoutkit.errors import Unproved
from layoutkit.geometry import Rect, Size
from layoutkit.template import parse

ROOT = Path(__file__).parents[1]
CHAINS = {(name, n) for name in ("column", "grid-given") for n in (1, 3, 8, 16)} | {("right-column", 3)}
SEARCHES = {("grid-open", 3), ("grid-open", 16), ("either", 3), ("free", 3), ("grid", 3), ("grid", 9)}
WISHES, CLASHES, MOVES = {("four-wishes", 3), ("four-wishes", 8)}, {("too-wide", 12), ("too-tall", 12)}, {("stay", 16)}
OF_EVERY_SCENE = {"pose", "solve", "certify", "check layout", "arrange, new scene", "arrange, seen before", "dict lookup"}
MANUAL = "CP-SAT as in its manual"


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_quick_run_times_every_part_and_all_come_to_the_same_answers(tmp_path: Path) -> None:
    """One test for the one run, so that no part of a parallel test run measures twice."""
    file = tmp_path / "found.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--format", "json", "-o", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "progress is told on a terminal only"
    found = json.loads(file.read_text("utf-8"))
    assert set(found) == {"benchmark", "machine", "missing", "aims", "first", "rows", "ratios", "grids", "around", "ahead", "answers"}
    assert {"cores", "system", "python", "layoutkit", "ortools", "kiwisolver"} <= set(found["machine"])
    missing = {one["peer"] for one in found["missing"]}
    assert missing <= {"z3", "opentok-layout-js"}, "the development extras are here"
    every_part_is_timed(found["rows"], missing)
    first_calls_are_told_apart(found["first"])
    all_answers_are_the_same(found["answers"], missing)
    ratios_are_of_the_medians(found)
    grids_are_as_large_as_can_be(found["grids"], missing)
    free_placement_is_proved_by_others_too(found["around"])
    what_is_solved_ahead_is_timed(found["ahead"])
    every_aim_is_judged(found["aims"])
    every_line_of_the_report_has_a_cell_a_column(found)


def every_part_is_timed(rows: Sequence[dict[str, Any]], missing: set[str]) -> None:
    shape = {"template", "secondaries", "canvas", "what", "median_us", "p95_us", "runs", "undecided"}
    assert all(set(r) == shape and 0 < r["median_us"] <= r["p95_us"] and r["runs"] in (1, 2) for r in rows)
    timed = {(r["template"], r["secondaries"], r["what"]) for r in rows}
    assert len(timed) == len(rows)
    for name, n in CHAINS | SEARCHES:
        assert OF_EVERY_SCENE | {MANUAL} <= {what for at, count, what in timed if (at, count) == (name, n)}
    assert {(name, n) for name, n, what in timed if what == "kiwisolver"} == CHAINS | WISHES
    assert {(name, n) for name, n, what in timed if what == "render"} == {case for case in CHAINS | SEARCHES if case[1] <= 3}
    assert {(name, n) for name, n, what in timed if what == "z3 core.minimize"} == (set() if "z3" in missing else CLASHES)
    assert {(name, n) for name, n, what in timed if what.startswith("clash named")} == CLASHES
    assert {("stay", 16, "CP-SAT weighted assignment"), ("newsroom", 0, "read 2 KB"), ("", 0, "list a shelf of thirty")} <= timed
    assert ("", 0, "sign") in timed


def first_calls_are_told_apart(first: Sequence[dict[str, Any]]) -> None:
    assert all(set(step) == {"what", "median_us", "p95_us", "runs", "undecided", "memory_mb"} and step["runs"] == 1 for step in first)
    told = {step["what"] for step in first}
    assert {"import layoutkit", "import ortools.sat.python.cp_model", "import kiwisolver", "list a shelf of thirty, first"} <= told
    assert {f"{what}, {time}" for what in ("read right-column", "render") for time in ("first", "second")} <= told


def all_answers_are_the_same(answers: Sequence[dict[str, Any]], missing: set[str]) -> None:
    by = {(a["template"], a["secondaries"]): a["by"] for a in answers}
    assert set(by) == CHAINS | SEARCHES | WISHES | CLASHES | MOVES
    for case, found in by.items():
        one, *others = found.values()
        assert others == [one] * len(others), case
        assert others or (case in CLASHES and "z3" in missing)
    assert by["too-wide", 12]["clash named"] == ["gap", "left", "main", "right", "side"]
    assert by["too-tall", 12]["clash named, with cures"] == ["bottom", "column", "least", "shape", "top"]


def ratios_are_of_the_medians(found: dict[str, Any]) -> None:
    median = {(r["template"], r["secondaries"], r["what"]): r["median_us"] for r in found["rows"]}
    for ratio in found["ratios"]:
        case = ratio["template"], ratio["secondaries"]
        assert ratio["ratio"] == pytest.approx(median[*case, ratio["what"]] / median[*case, ratio["beside"]], abs=0.001)
    beside = {(r["template"], r["secondaries"]) for r in found["ratios"] if r["beside"] == "kiwisolver"}
    assert beside == CHAINS | WISHES


def grids_are_as_large_as_can_be(grids: dict[str, Any], missing: set[str]) -> None:
    assert (grids["cases"], len(grids["canvases"])) == (18, 6)
    closed, *opentok = grids["beside"]
    assert (closed["what"], closed["equal"]) == ("closed form", 18)
    assert len(opentok) == (0 if "opentok-layout-js" in missing else 2)
    assert all(one["equal"] + one["larger"] + one["smaller"] == 18 for one in opentok)
    assert not opentok or opentok[0]["smaller"] == 0, "never smaller than where its tiles are alike, as ours are"


def free_placement_is_proved_by_others_too(around: dict[str, Any]) -> None:
    every = around["lines"][0]
    assert (around["cases"], around["of"], every["tiles"]) == (3, 3, "all")
    assert every["proved"] == every["by_lattice"] + every["by_cp_sat"] == 3


def what_is_solved_ahead_is_timed(ahead: dict[str, Any]) -> None:
    assert ahead["events"]["count"] == 30
    assert all(0 < spread["p50_us"] <= spread["p99_us"] for name, spread in ahead["events"].items() if name != "count")
    assert ahead["cold"]["solve_ms"] > ahead["cold"]["bare_ms"] > 0
    assert (ahead["proofs"]["templates"], ahead["proofs"]["cases"]) == (1, 9)
    assert ahead["atlas_bytes"] > 100_000


def every_aim_is_judged(found: Sequence[dict[str, Any]]) -> None:
    assert all(set(aim) == {"what", "beside", "aim", "seen", "met"} and aim["met"] in (True, False, None) for aim in found)
    told = " ".join(aim["what"] for aim in found)
    rows = ("import", "cold arrange, column", "a search, either", "seen before", "picks its columns", "free placement", "four wishes")
    assert all(
        row in told
        for row in (*rows, "clash", "least movement", "2 KB", "shelf of thirty", "from the atlas", "cold", "check --fresh", "the atlas of")
    )


def every_line_of_the_report_has_a_cell_a_column(found: dict[str, Any]) -> None:
    assert {len(set(map(len, lines))) for _, lines in report.tables(found)} == {1}
    quoted = [line for line in report.markdown(found).splitlines() if line.startswith("| grid-open | 16 |")]
    assert len(quoted) == 3, "part by part, beside others, and documents"
    assert str(found["machine"]["cores"]) + " cores" in report.text(found)
    assert all(one["how"] in report.text(found) for one in found["missing"])


@pytest.mark.parametrize("arguments", [("--rounds", "0"), ("--rounds", "many"), ("--format", "pdf"), ("-o", "no/such/folder/found.json")])
def test_a_wrong_option_is_refused_before_anything_is_measured(arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert arguments[1] in capsys.readouterr().err


# --- peers that are not there ----------------------------------------------------------------------------------------


def test_who_is_not_installed_is_not_present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert peers.present() == frozenset()


def test_node_without_the_package_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: sys.executable)
    assert peers.OPENTOK not in peers.present(), "python knows no require()"


def test_without_peers_the_rest_is_timed_all_the_same() -> None:
    found = [
        *arranging.runners(few(chains()), (), 1.0),
        *wishing.runners(wishing.cases(), ()),
        *clashing.runners(clashing.cases(), ()),
    ]
    assert not {"kiwisolver", "z3 core.minimize"} & {name for runner in found for name in (runner.what, *runner.beside)}
    assert {"arrange, new scene", MANUAL, "clash named"} <= {runner.what for runner in found}


# --- the race --------------------------------------------------------------------------------------------------------

ONE = Case(templates.GRID_OPEN, 2, Size(64, 36))


def answering(name: str, tiles: Rects | None) -> Runner:
    return Runner(ONE, name, lambda _: tiles, answer=list)


def test_two_who_place_a_tile_differently_end_the_run() -> None:
    runners = [answering("one", [(0, 0, 8, 8)]), answering("other", [(0, 0, 8, 9)])]
    with pytest.raises(Disagreement, match=r"^grid-open with 2 on 64x36: \w+ has .*, \w+ has "):
        race(runners, rounds=1)


def test_answers_are_compared_in_every_round_and_given_for_the_first_that_counts() -> None:
    turns = iter(range(100))
    late = Runner(ONE, "late", lambda _: [(0, 0, 8, 8 if next(turns) < 2 else 9)], answer=list)
    with pytest.raises(Disagreement, match="on 66x36"):
        race([answering("one", [(0, 0, 8, 8)]), late], rounds=2)
    _, answers = race([Runner(ONE, "round", int, answer=lambda number: number)], rounds=3)
    assert answers == {ONE: {"round": WARM}}


def test_who_comes_to_a_limit_is_counted_and_not_compared() -> None:
    def unproved(_: object) -> None:
        raise Unproved("the limit came first")

    given_up = Runner(ONE, "given up", unproved, answer=list)
    rows, answers = race([answering("one", [(0, 0, 8, 8)]), answering("none", None), given_up], rounds=3)
    assert [r.undecided for r in rows] == [0, 3, 3]
    assert answers == {ONE: {"one": [(0, 0, 8, 8)]}}


def test_the_slow_ones_run_in_the_first_round_that_counts_and_then_seldom() -> None:
    rounds: list[int] = []
    rows, _ = race([Runner(None, "slow", rounds.append, every=3), Runner(None, "fast", abs)], rounds=8)
    assert (rounds, [r.runs for r in rows]) == ([2, 5, 8], [3, 8])


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


@pytest.mark.parametrize("case", [*chains(), *searches()], ids=lambda case: f"{case.name}-{case.secondaries}")
def test_every_round_is_on_a_canvas_of_its_own_of_nearly_the_same_size(case: Case) -> None:
    sizes = [case.size(number) for number in range(300)]
    assert len(set(sizes)) == 300
    assert all(0 <= s.width - case.canvas.width < 16 and 0 <= s.height - case.canvas.height < 20 for s in sizes)
    assert (case.scene(7).canvas, len(case.scene(7).secondaries)) == (sizes[7], case.secondaries)
    assert not {stream.id for stream in case.scene(7).secondaries} & set(case.ids(8)), "everybody is new"


# --- aims ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "met"),
    [({8: 0.9, 100: 0.1}, True), ({8: 0.9, 100: 0.11}, False), ({8: 1.1}, False), ({8: 0.9}, None), ({3: 9.0, 8: 0.5, 100: 0.01}, True)],
)
def test_an_aim_is_met_where_every_figure_is_there_and_missed_where_one_is_too_large(found: dict[int, float], met: bool | None) -> None:
    ratios = {n: {"ratio": ratio} for n, ratio in found.items()}
    assert aims.met(ratios, {3: None, 8: 1, 100: 0.1}) is met


def test_a_ratio_to_who_came_to_the_limit_is_said_to_be_less() -> None:
    assert aims.figure({"ratio": 0.0123, "limited": True}) == "<0.012"
    assert [aims.figure({"ratio": ratio, "limited": False}) for ratio in (0.5, 3.14, 27.8)] == ["0.5", "3.1", "28"]


# --- templates and those who do the same -----------------------------------------------------------------------------


def test_the_clashing_templates_have_thirty_rules_and_the_long_one_has_two_kilobytes() -> None:
    for text in (clash_templates.TOO_WIDE, clash_templates.TOO_TALL):
        assert len(parse(text.encode(), "clash.yaml").rules) == 30
    assert 1900 < len(templates.NEWSROOM.encode()) < 2200


def test_a_shelf_of_thirty_is_listed(tmp_path: Path) -> None:
    paths = reading.shelf_of_thirty(tmp_path / "shelf")
    assert len({shelf.load(path).name for path in paths}) == 30


@pytest.mark.parametrize(("canvas", "count"), [(Size(200, 120), 1), (Size(200, 120), 2), (Size(120, 200), 3), (Size(81, 147), 4)])
def test_kiwisolver_floored_wish_by_wish_is_the_best_of_all_columns(canvas: Size, count: int) -> None:
    rule = Tiers()
    [x, y, width, height], *others = kiwi.tiers(canvas, count, rule)
    gap = others[0][1] - y - height if others else None

    def fits(wide: int, between: int) -> bool:
        high = (wide * 9 * 2 + 16) // 32
        return wide <= canvas.width - 16 and count * high + (count - 1) * between <= canvas.height - 16

    widest = max(wide for wide in range(16, canvas.width) if fits(wide, rule.least_gap))
    nearest = min((abs(between - 12), between) for between in range(rule.least_gap, 13) if fits(widest, between))[1]
    assert (width, height) == (widest, (widest * 9 * 2 + 16) // 32)
    assert gap in (None, nearest)
    assert abs(2 * x + width - canvas.width) <= 1
    assert abs(y + (others or [(x, y, width, height)])[-1][1] + height - canvas.height) <= 1


@pytest.mark.parametrize(("canvas", "count"), [*product([Size(160, 90), Size(97, 160), Size(128, 128)], [1, 2, 5, 7])])
def test_the_closed_form_is_the_largest_picture_of_all_shapes_and_widths(canvas: Size, count: int) -> None:
    def fits(wide: int, columns: int) -> bool:
        rows, high = -(-count // columns), (wide * 18 + 16) // 32
        return columns * wide + (columns - 1) * 8 <= canvas.width - 32 and rows * high + (rows - 1) * 8 <= canvas.height - 32

    pictures = [
        min(wide, ((wide * 18 + 16) // 32) * 16 // 9) for wide in range(1, canvas.width) for c in range(1, count + 1) if fits(wide, c)
    ]
    (width, height), *_ = tiles = picking.closed(canvas, count)
    assert (min(width, height * 16 // 9), len(tiles)) == (max(pictures), count)


def test_opentok_gets_the_gap_and_the_margin() -> None:
    if peers.OPENTOK not in peers.present():
        pytest.skip("opentok-layout-js is not installed")
    plain, spaced = Grid(None, gap=0, margin=0), Grid(None, gap=8, margin=8)
    with Opentok() as opentok:
        assert opentok.tiles(Size(1280, 720), 4, plain, grown=False, wide=640)[1] == [(640, 360)] * 4
        assert opentok.tiles(Size(1304, 744), 4, spaced, grown=False, wide=640)[1] == [(640, 360)] * 4
        alike, grown = (opentok.tiles(Size(1280, 1000), 3, plain, grown=grown, wide=640)[1] for grown in (False, True))
    assert alike == [(640, 360)] * 3
    assert grown == [(640, 360), (640, 360), (1137, 640)]


def test_where_a_column_and_a_row_are_as_good_cp_sat_takes_the_first_written_too() -> None:
    from benchmarks import manual

    canvas = Size(300, 300)
    layout = lk.arrange(parse(templates.EITHER.encode(), "either.yaml"), canvas=canvas, primary="host", secondaries=["guest"])
    assert manual.either(canvas, 1, Either()) == placed(layout) == [(0, 68, 292, 164)]


# --- bounds that are not ours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "rows", "gap"), [(1, 1, 0), (2, 3, 4), (4, 2, 8), (5, 5, 1)])
def test_without_areas_the_lattices_bound_is_the_grid(columns: int, rows: int, gap: int) -> None:
    """As many tiles as fill the canvas, so that one pixel more is refuted and they themselves are not."""
    size = Size(columns * 32 + (columns - 1) * gap, rows * 18 + (rows - 1) * gap)
    crowd = Crowd(size, columns * rows, (16, 9), gap, ())
    assert (crowd.refuted(32), crowd.at_most(32)) == (False, 32)


@pytest.mark.parametrize("area", [Rect(0, 0, 20, 20), Rect(24, 10, 12, 12), Rect(50, 30, 14, 10)], ids=str)
@pytest.mark.parametrize("gap", [0, 3])
def test_what_fits_by_cp_sat_is_never_refuted(area: Rect, gap: int) -> None:
    """The area is to touch: a tile's gap may lie on it."""
    crowd = Crowd(Size(64, 40), 3, (4, 3), gap, (area,))
    fits = [longer for longer in range(1, 40) if crowd.fit(longer)]
    assert fits == list(range(1, len(fits) + 1)), "what fits, fits smaller"
    assert not any(crowd.refuted(longer) for longer in fits)
    assert crowd.at_most(len(fits)) >= len(fits)


@pytest.mark.parametrize("gap", [0, 8])
def test_tiles_may_touch_an_area_though_they_keep_a_gap_from_each_other(gap: int) -> None:
    """One on each side of the area, first across and then down; nothing is left over."""
    across = Crowd(Size(32 + 20 + 32, 18), 2, (16, 9), gap, (Rect(32, 0, 20, 18),))
    down = Crowd(Size(32, 18 + 20 + 18), 2, (16, 9), gap, (Rect(0, 18, 32, 20),))
    for crowd in (across, down):
        assert (crowd.fit(32), crowd.refuted(32), crowd.at_most(32)) == (True, False, 32)


def test_compare_says_nothing_of_who_is_alone() -> None:
    compare({ONE: {"one": 1}}, 0)
