"""`layoutkit doctor`: what is there, what is missing, and what would bring it; here on machines that are made up."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from layoutkit.app.doctor import document, examined, text
from layoutkit.app.doctor.machine import Machine, Ran
from layoutkit.app.doctor.part import Part
from layoutkit.app.doctor.programs import PROGRAMS
from layoutkit.documents import check
from layoutkit.emulator import Emulator

from .conftest import Run
from .stage import KEY

SECRET = "s3cr3t0123456789"


@dataclass(frozen=True, slots=True)
class Bare(Machine):
    """A machine with layoutkit and nothing else."""

    def program(self, *names: str) -> str | None:
        return None

    def package(self, name: str, module: str) -> str | None:
        return None

    def run(self, command: Sequence[str]) -> Ran:
        return Ran(False, "Traceback (most recent call last):\nModuleNotFoundError: No module named 'jsonschema'")


@dataclass(frozen=True, slots=True)
class Crashing(Machine):
    """A machine where all is there, and crashes when it is touched."""

    def package(self, name: str, module: str) -> str | None:
        return "1.0"

    def program(self, *names: str) -> str | None:
        return "/bin/" + names[0]

    def run(self, command: Sequence[str]) -> Ran:
        return Ran(False, "it ended with -11 and said nothing")


def found(machine: Machine) -> dict[str, Part]:
    return {part.part: part for part in examined(machine)}


def test_where_all_works_it_says_so(lk: Run) -> None:
    said = lk("doctor")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("\nall that is needed is there\n")
    assert "  fine     main job: a right column is solved and written\n" in said.out


def test_a_program_gets_a_document(lk: Run) -> None:
    told = lk("doctor", "--format", "json").document
    check(told, "doctor")
    assert told["works"] is True
    assert {"Python", "ortools", "av", "numpy", "resvg-py", "ffmpeg", "port 8088"} <= {part["part"] for part in told["parts"]}


def test_the_mixers_codecs_are_told() -> None:
    pytest.importorskip("av")
    assert "libavcodec" in found(Machine())["av"].says
    assert "h264 decoder" in found(Machine())["av"].says


def test_what_is_missing_says_what_it_is_for_and_what_would_bring_it() -> None:
    parts = found(Bare({}))
    check(document(tuple(parts.values())), "doctor")
    assert (parts["ortools"].state, parts["ortools"].hinders, parts["ortools"].hint) == ("missing", True, "pip install ortools")
    assert (parts["av"].state, parts["av"].hinders, parts["av"].hint) == ("missing", False, "pip install 'layoutkit[mixer]'")
    assert parts["main job"].says == "ModuleNotFoundError: No module named 'jsonschema'"
    told = text(tuple(parts.values()))
    assert "  missing  ffmpeg: not found\n           optional, for pushing streams of your own to the emulator; apt install ffmpeg" in told
    assert told.splitlines()[-1].startswith("not all that is needed is there: main job, click,")
    assert "Traceback" not in told


def test_what_crashes_is_broken_and_nothing_more() -> None:
    parts = found(Crashing({}))
    assert {parts[name].state for name in ("main job", "ortools", "av", "numpy", "resvg-py", "ffmpeg", "nginx")} == {"broken"}
    assert parts["av"].says == "1.0; it ended with -11 and said nothing; it cannot be loaded"
    assert document(tuple(parts.values()))["works"] is False


def test_a_package_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layoutkit.app.doctor.machine.LIMIT_S", 0.2)
    assert Machine().python("import time; time.sleep(60)") == Ran(False, "no answer within 0.2 s")


def test_a_package_that_crashes_is_told_by_how_it_ended() -> None:
    assert Machine().python("import os; os.kill(os.getpid(), 11)") == Ran(False, "it ended with -11 and said nothing")


def test_something_needed_that_is_missing_exits_with_1(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layoutkit.app.doctor.machine.Machine", Bare)
    said = lk("doctor", "--format", "json")
    assert (said.code, said.document["works"]) == (1, False)


# --- ports -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where something listens and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening.getsockname()[1]


def test_a_port_is_free_ours_or_somebody_elses(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layoutkit.app.doctor.machine.KNOCK_S", 0.1)
    with Emulator(1, KEY) as emulator:
        ours = int(emulator.url.rsplit(":", 1)[1])
        assert (Machine().tenant(ours), Machine().tenant(silent)) == ("emulator", "somebody")
    assert Machine().tenant(ours) == "nobody"


@pytest.mark.parametrize(("tenant", "states"), [("nobody", ["fine"] * 2), ("emulator", ["fine", "taken"]), ("rtmp", ["taken", "fine"])])
def test_a_port_that_somebody_else_has_is_taken(monkeypatch: pytest.MonkeyPatch, tenant: str, states: list[str]) -> None:
    monkeypatch.setattr(Machine, "tenant", lambda self, port: tenant)
    assert [look(Machine()).state for look in PROGRAMS[-2:]] == states


# --- the environment -------------------------------------------------------------------------------------------------


def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "TENCENTCLOUD_LIVE_APPID": "1250000000",
        "TENCENTCLOUD_LIVE_API_KEY": SECRET,
        "TENCENTCLOUD_LIVE_ENDPOINT": f"http://127.0.0.1/common_access?sign={SECRET}",
        "LAYOUTKIT_TEMPLATES": os.pathsep.join([str(tmp_path), str(tmp_path / "nowhere")]),
    }


def test_of_the_environment_no_secret_is_told(tmp_path: Path) -> None:
    parts = found(Bare(environment(tmp_path)))
    told = text(tuple(parts.values()))
    assert SECRET not in told
    assert parts["TENCENTCLOUD_LIVE_API_KEY"].says == parts["TENCENTCLOUD_LIVE_APPID"].says == "set"
    endpoint = parts["TENCENTCLOUD_LIVE_ENDPOINT"]
    assert (endpoint.state, endpoint.says) == ("broken", "http://127.0.0.1/common_access")
    assert parts["LAYOUTKIT_TEMPLATES"].says == f"cannot be read: {tmp_path / 'nowhere'}"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TENCENTCLOUD_LIVE_APPID", "12x", "set, and it is no app id"),
        ("TENCENTCLOUD_LIVE_API_KEY", "two words", "set, and it cannot be a key"),
        ("TENCENTCLOUD_LIVE_API_KEY", "x" * 500, "set, and it cannot be a key"),
        ("TENCENTCLOUD_LIVE_ENDPOINT", f"http://me:{SECRET}@a/", "set, with a user or password, which is not shown"),
        ("LAYOUTKIT_ATLAS", "nowhere.atlas", "cannot be read: nowhere.atlas"),
    ],
)
def test_what_is_set_wrong_is_told(name: str, value: str, says: str) -> None:
    part = found(Bare({name: value}))[name]
    assert (part.state, part.says, part.needed) == ("broken", says, False)


def test_what_is_tried_knows_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(dict(os.environ) | {"TENCENTCLOUD_LIVE_API_KEY": SECRET})
    assert SECRET not in machine.python("import os; print(os.environ)").text
