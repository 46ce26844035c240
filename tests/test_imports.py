"""Nothing heavy is loaded before it is needed: looked at in fresh processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

SEARCHING = """
from layoutkit.template import parse
rules = b'[{"size": {"width": "90..", "alike": false}}, {"apart": {}}]'
text = b'{"name": "free", "secondaries": "1..5", "canvases": ["540x960"], "rules": ' + rules + b'}'
free = parse(text, "free.json")"""
"""A template that leaves five tiles free of each other: only a search can say where they are largest."""

HEAVY = ("ortools", "numpy", "pandas", "jinja2", "jsonschema", "requests", "resvg_py", "yaml", "click")


def loaded(code: str) -> set[str]:
    """Which heavy packages a fresh process has loaded after running the code."""
    ask = f"{code}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    return set(subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stderr.split())


def test_importing_layoutkit_loads_none_of_its_packages() -> None:
    assert loaded("import layoutkit as lk; lk.__version__") == set()


def test_importing_all_its_names_neither() -> None:
    assert loaded("from layoutkit import *") == set()


def test_a_decided_layout_loads_no_solver() -> None:
    code = "import layoutkit as lk; lk.arrange('right-column', canvas='540x960', primary='p', secondaries=['a'])"
    assert loaded(code) & {"ortools", "numpy", "pandas", "requests"} == set()


def test_a_search_loads_the_solver_without_pandas_and_numpy() -> None:
    code = f"import layoutkit as lk; {SEARCHING}\nlk.arrange(free, canvas='540x960', primary='p', secondaries=list('abcde'))"
    assert loaded(code) & {"ortools", "numpy", "pandas"} == {"ortools"}


@pytest.mark.parametrize("command", ["--help", "list", "show grid", "schema", "schema template", "solve right-column", "credentials"])
def test_commands_that_need_no_search_load_no_solver(command: str) -> None:
    code = (
        "import os; os.environ['TENCENTCLOUD_LIVE_API_KEY'] = 'k'\n"
        "from layoutkit.app.cli import cli; from layoutkit.app.shell import run\n"
        f"assert run(cli, {command.split()!r}) == 0"
    )
    assert loaded(code) & {"ortools", "numpy", "pandas"} == set()


def test_without_ortools_what_needs_no_search_works_and_the_rest_says_so() -> None:
    """ortools cannot share a process with highspy; a backend that has that keeps its decided layouts."""
    code = (
        "import sys; sys.modules['ortools'] = None\n"
        "import layoutkit as lk\n"
        f"{SEARCHING}\n"
        "lk.arrange('right-column', canvas='540x960', primary='p', secondaries=['a'])\n"
        "try: lk.arrange(free, canvas='540x960', primary='p', secondaries=list('abcde'))\n"
        "except lk.LayoutkitError as error: assert 'OR-Tools cannot be loaded' in str(error), error\n"
        "else: raise SystemExit('it should not have worked')"
    )
    assert loaded(code) & {"numpy", "pandas"} == set()
