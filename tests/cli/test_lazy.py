"""What needs no solver loads none: ortools costs a second, and help, validation and sending do without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layoutkit.emulator import Emulator

from .conftest import Run
from .stage import KEY, NOW, process

WATCHED = """
import atexit, json, sys
heavy = ("ortools", "numpy", "pandas", "requests", "jinja2", "jsonschema", "yaml")
atexit.register(lambda: print(json.dumps([name for name in heavy if name in sys.modules]), file=sys.stderr))
"""
CLI = WATCHED + "from layoutkit.app.cli import main; main()"


def loaded(*arguments: object, code: str = CLI, exits: int = 0, **environment: str) -> set[str]:
    """The heavy packages that a command had loaded when it ended."""
    said = process(*map(str, arguments), code=code, **environment)
    assert said.code == exits, said.err
    return set(json.loads(said.err.splitlines()[-1]))


def test_importing_layoutkit_loads_no_heavy_package() -> None:
    assert loaded(code=WATCHED + "import layoutkit") == set()


@pytest.mark.parametrize("arguments", ["--help", "solve --help", "send --help", "--version", "schema", "schema template"])
def test_help_and_schema_load_no_heavy_package(arguments: str) -> None:
    assert loaded(*arguments.split()) == set()


def test_credentials_load_no_solver() -> None:
    assert loaded("credentials", TENCENTCLOUD_LIVE_API_KEY=KEY) == set()


@pytest.mark.parametrize("arguments", ["list", "show grid", "solve right-column", "draw right-column", "payload right-column --app-id 1"])
def test_reading_and_solving_what_is_decided_loads_no_solver(arguments: str) -> None:
    assert not loaded(*arguments.split()) & {"ortools", "numpy", "pandas", "requests"}


def test_verifying_loads_no_solver(payload_file: Path) -> None:
    for more in ((), ("--canvas", "540x960"), ("--canvas", "540x960", "--template", "right-column")):
        assert not loaded("verify", payload_file, *more) & {"ortools", "numpy", "pandas", "requests"}


def test_an_invalid_payload_or_template_loads_no_solver(payload_file: Path) -> None:
    payload_file.write_text("{}")
    assert not loaded("verify", payload_file, exits=1) & {"ortools", "numpy", "pandas", "requests"}
    assert not loaded("solve", "right-colunm", exits=2) & {"ortools", "numpy", "pandas", "requests"}


def test_sending_a_payload_loads_no_solver(lk: Run, account: None, emulator: Emulator) -> None:
    lk("payload", "right-column", "--primary", "8888_denny", "--secondary", "8888_rex", "--now", NOW, "-o", "p.json")
    sending = ("send", "--payload", "p.json", "--now", NOW, "--endpoint", emulator.endpoint)
    assert not loaded(*sending, TENCENTCLOUD_LIVE_API_KEY=KEY) & {"ortools", "numpy", "pandas"}
    assert not loaded(*sending, "--dry-run") & {"ortools", "numpy", "pandas", "requests"}


def test_where_ortools_is_missing_a_search_says_so() -> None:
    """Whatever needs no search works all the same."""
    without = "import sys; sys.modules['ortools'] = None; from layoutkit.app.cli import main; main()"
    assert process("solve", "right-column", code=without).code == 0
    said = process("solve", "grid", "--secondaries", "5", "--keep-clear", "x=0,0,100,100", code=without)
    assert said.code in (0, 1)
    assert "Traceback" not in said.err
    assert said.code == 0 or "ortools" in said.err.lower()
