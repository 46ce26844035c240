"""The benchmark of the mixer: it runs, its document has its shape, and what it compares was really mixed. Never a time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mixing import aims, report
from benchmarks.mixing.clips import plain_clips, read_flv
from benchmarks.mixing.offline import Table, plan, tiles
from benchmarks.mixing.reaction import shows
from layoutkit.emulator.mixer.desk import Desk
from layoutkit.geometry import Size
from tests.emulator.mixer.stage import decoded

ROOT = Path(__file__).parents[1]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="CPU and memory are read from /proc")


@LINUX
def test_the_quick_run_measures_every_part(tmp_path: Path) -> None:
    """One test for the one run, so that no part of a parallel test run measures twice."""
    file = tmp_path / "found.json"
    command = [sys.executable, "-m", "benchmarks", "mixing", "--quick", "--format", "json", "-o", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "progress is told on a terminal only"
    found = json.loads(file.read_text("utf-8"))
    parts = {"throughput", "live", "reaction", "changes", "cycles", "endurance"}
    assert set(found) == {"benchmark", "version", "machine", "missing", "aims"} | parts
    assert {"cores", "system", "python", "layoutkit", "av", "numpy"} <= set(found["machine"])
    throughput_is_beside_ffmpeg_where_there_is_one(found["throughput"], found["missing"])
    live_mixes_were_granted(found["live"])
    assert {"moves", "leaves", "comes"} < set(found["reaction"])
    assert (found["changes"]["refused"], found["changes"]["restarts"], found["changes"]["headers"]) == (0, 0, 1)
    assert (found["endurance"]["pictures"], len(found["cycles"]["thirds_mb"])) == (300, 3)
    every_aim_is_judged(found["aims"])
    every_line_of_the_report_has_a_cell_a_column(found)


def throughput_is_beside_ffmpeg_where_there_is_one(found: Sequence[Mapping[str, Any]], missing: Sequence[Mapping[str, str]]) -> None:
    there = bool(shutil.which("ffmpeg"))
    assert [one["peer"] for one in missing] == ([] if there else ["ffmpeg"])
    assert [one["canvas"] for one in found] == ["540x960", "1280x720"]
    assert all(one["frames"] == 25 and one["ours"]["fps"] > 0 and len(one["ratios"]) == there for one in found)


def live_mixes_were_granted(found: Sequence[Mapping[str, Any]]) -> None:
    assert [(one["canvas"], one["code"]) for one in found] == [("540x960", 0), ("1280x720", 0)]
    assert all(one["mixer_cores"] > 0 and one["mixer_mb"] > 0 and one["hub_mb"] > 0 for one in found)


def every_aim_is_judged(found: Sequence[Mapping[str, Any]]) -> None:
    assert all(set(aim) == {"what", "beside", "aim", "seen", "met"} and aim["met"] in (True, False, None) for aim in found)
    told = " ".join(aim["what"] for aim in found)
    rows = ("four inputs, 540x960", "four inputs, 1280x720", "live, 540x960", "live, 1280x720", "a guest moves", "leaves", "comes")
    assert all(row in told for row in (*rows, "4 layout changes", "memory over 300 pictures", "memory over 2 mixes"))
    assert [aim["met"] for aim in found[-2:]] == [None, None], "memory says nothing in so short a time"


def every_line_of_the_report_has_a_cell_a_column(found: Mapping[str, Any]) -> None:
    lines = [line for line in report.markdown(found).splitlines() if line.startswith("|")]
    assert len(lines) == (2 + 10) + (2 + 2) + (2 + 2)
    assert "As fast as it can" in report.text(found)


@pytest.mark.parametrize(
    ("thirds", "met"), [([100, 140, 140], True), ([100, 140, 144], True), ([100, 140, 150], False), ([150, 140, 120], True)]
)
def test_memory_that_settled_is_steady(thirds: list[float], met: bool) -> None:
    assert aims.steady(thirds) is met


def test_files_are_read_as_they_were_made_and_looped_without_a_gap(tmp_path: Path) -> None:
    [clip, *_] = plain_clips(tmp_path, Size(90, 160), 1)
    assert tuple(read_flv(clip.path)) == clip.tags
    times = [tag.at for _, tag in zip(range(200), clip.looped(5000), strict=False) if tag.is_picture]
    assert times == list(range(5000, times[-1] + 1, 40))


@pytest.mark.parametrize("canvas", [Size(540, 960), Size(1280, 720)], ids=str)
def test_everybody_stands_where_ffmpeg_lays_them_too(canvas: Size, tmp_path: Path) -> None:
    """The table's pictures show each guest in a tile of the column, and the host beside it."""
    guests = plain_clips(tmp_path, canvas, 0.4)
    with Table(Desk(25, 0.0)) as table:
        for clip in guests:
            table.come(clip.name, read_flv(clip.path))
        table.desk.plan(plan(canvas, table.names), 0.0)
        frames = decoded(table.mix(10))
    assert len(frames) == 10
    assert all(shows(tile, clip.name)(frames[-1]) for tile, clip in zip(tiles(canvas), guests[1:], strict=True))
    assert shows(tiles(canvas)[0], "rex")(frames[0])
    assert not shows(tiles(canvas)[0], "host")(frames[0])
