"""Mixer processes and the pool of them, where the machine is short of something or the folder is somebody's own."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from layoutkit.emulator.air import worker
from layoutkit.emulator.air.output import SILENT_S, START_S, Output
from layoutkit.emulator.air.worker import Pool, Worker
from layoutkit.emulator.mixer.plan import plan_of
from layoutkit.emulator.reading.placement import Placement
from layoutkit.geometry import Size

from .stage import until


def test_a_file_of_the_folder_is_not_taken_for_the_librarys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever works in a folder with a random.py of his own has a mixer all the same."""
    (tmp_path / "random.py").write_text("raise SystemExit('not the library')\n")
    monkeypatch.chdir(tmp_path)
    heard: list[object] = []
    mixer = Worker(lambda worker, message: heard.append(message))
    until(lambda: heard, 30)
    mixer.close()
    assert heard == [{"ready": True}]


def test_a_process_that_stands_ready_is_given_even_when_no_other_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*command: object, **how: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    pool = Pool()
    first = pool.take(lambda worker, message: None)
    monkeypatch.setattr(worker.subprocess, "Popen", refuse)
    second = pool.take(lambda worker, message: None)
    with pytest.raises(BlockingIOError):
        pool.take(lambda worker, message: None)
    assert first.alive
    assert second.alive
    for taken in (first, second):
        pool.release(taken)
    pool.close()


class Slow:
    """A process as its output sees it: whether it has begun, and whether it was killed."""

    pid, alive, ready, killed = 1, True, False, False

    def tell(self, order: object) -> None: ...

    def kill(self) -> None:
        self.killed = True


@pytest.mark.parametrize(("ready", "patience"), [(False, START_S), (True, SILENT_S)])
def test_a_mixer_that_has_not_begun_is_given_longer_than_one_that_falls_silent(ready: bool, patience: float) -> None:
    """A dozen that begin at once on two cores take five seconds for it; killing them then would go on for ever."""
    time, slow = [0.0], Slow()
    output = Output("denny", {}, SimpleNamespace(take=lambda heard: slow), lambda worker: None, lambda: time[0])  # type: ignore[arg-type]
    output.show(plan_of(Size(16, 16), []))
    slow.ready = ready
    time[0] = patience
    output.check()
    assert not slow.killed
    time[0] = patience + 0.1
    output.check()
    assert slow.killed


def test_a_mixer_that_cannot_go_on_says_why_and_ends_at_once() -> None:
    """Its desk is a thread: without it the process would stand there in silence until somebody ended it, and nobody knew why."""
    heard: list[dict[str, object] | None] = []
    mixer = Worker(lambda worker, message: heard.append(message))
    nowhere = "rtmp://127.0.0.1:1/live/denny"
    mixer.tell({"open": {"publish": nowhere, "pull": nowhere}})
    colourless = Placement("paper", 0, 0, 16, 16, 1, kind="canvas", colour="0xno colour")
    mixer.tell({"plan": plan_of(Size(16, 16), [colourless]).document(), "serial": 1})
    until(lambda: None in heard, 30)
    assert heard == [{"ready": True}, {"failed": "ValueError"}, None]


def test_a_machine_that_has_no_process_to_give_is_asked_less_and_less_often() -> None:
    """Each time it is noted: four notes a second would push all requests out of the journal within a minute."""
    time, asked = [0.0], [0]

    def refuse(heard: object) -> None:
        asked[0] += 1
        raise BlockingIOError(11, "Resource temporarily unavailable")

    output = Output("denny", {}, SimpleNamespace(take=refuse), lambda worker: None, lambda: time[0])  # type: ignore[arg-type]
    with pytest.raises(BlockingIOError):
        output.show(plan_of(Size(16, 16), []))
    for tick in range(1, 240):
        time[0] = tick / 4
        with suppress(BlockingIOError):
            output.check()
    assert 10 <= asked[0] <= 20


def test_a_mixer_knows_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks at a process of the mixer, or gets its core, finds no key there."""
    monkeypatch.setenv("TENCENTCLOUD_LIVE_API_KEY", "a key of this test")
    given: list[dict[str, str]] = []

    def started(command: object, *, env: dict[str, str], **how: object) -> None:
        given.append(env)
        raise BlockingIOError

    monkeypatch.setattr(worker.subprocess, "Popen", started)
    with pytest.raises(BlockingIOError):
        Worker()
    assert "a key of this test" not in given[0].values()
