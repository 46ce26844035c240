"""With `--now` every output can be reproduced: the same bytes twice, and in a process with another hash seed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Run
from .stage import APP_ID, KEY, NOW, process

OUTPUTS = [
    "list --format json",
    "solve right-column --secondaries 2 --set gap=8 --set lift=0 --format json",
    "solve grid --secondaries 5 --canvas 1280x720 --keep-clear b=0,0,9,9 --keep-clear a=20,0,9,9 --format json",
    f"payload right-column --app-id {APP_ID} --now {NOW}",
    "draw grid --secondaries 4",
    f"credentials --now {NOW}",
    "schema template",
]


@pytest.mark.parametrize("arguments", OUTPUTS)
def test_the_same_bytes_in_other_processes(lk: Run, account: None, arguments: str) -> None:
    words = arguments.split()
    here = lk(*words)
    assert here.code == 0
    assert lk(*words) == here
    others = [process(*words, PYTHONHASHSEED=seed, TENCENTCLOUD_LIVE_API_KEY=KEY) for seed in ("1", "4711")]
    assert [other.out for other in others] == [here.out, here.out]


def test_without_now_it_is_the_current_second(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_600_000_000.9)
    assert lk("payload", "right-column", "--app-id", APP_ID).document["timestamp"] == 1_600_000_000


def test_the_demo_differs_in_nothing_but_its_port(lk: Run, tmp_path: Path) -> None:
    """Solved, drawn, signed, sent, changed and ended, on this machine, as the page has it."""
    said = [re.sub(r"127\.0\.0\.1:\d+", "HOST", lk("demo", "--no-film", "--now", NOW).out) for _ in range(2)]
    assert said[0] == said[1]
    assert "t = 1490858347, sign = MD5(key + t) = 7f29ed83c61b77de1b0d66936fd4fd44" in said[0].replace("now + 60 s = ", "")
    assert said[0].count('{"code":0,"message":"Success!","timestamp":1490858287}') == 5
    assert (tmp_path / "layoutkit-demo.svg").read_text().startswith("<svg")


def test_the_demo_as_json_holds_what_was_sent_and_answered(lk: Run) -> None:
    document = lk("demo", "--no-film", "--now", NOW, "--format", "json", "-o", "d.svg").document
    tiles = [[(t["x"], t["y"], t["width"], t["height"]) for t in mix["layout"]["tiles"][1:]] for mix in document["mixes"] if mix["layout"]]
    assert tiles[2] == [(380, 630, 160, 240), (380, 390, 160, 240), (380, 150, 160, 240)]
    assert [mix["reply"]["status"] for mix in document["mixes"]] == ["mixed", "mixed", "mixed", "mixed", "ended"]
    assert document["picture"] == "d.svg"
