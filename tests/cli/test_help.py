"""Help: every command explains itself with an example, and the examples are commands that there are."""

from __future__ import annotations

import re
import shlex

import pytest

import layoutkit
from layoutkit.app.cli import cli

from .conftest import Run
from .stage import COMMANDS


def examples(text: str) -> list[list[str]]:
    """The commands of a help text's examples; both sides of a pipe."""
    lines = [line.strip() for line in text.split("Examples:")[1].splitlines()]
    return [shlex.split(part)[1:] for line in lines if line.startswith("layoutkit ") for part in line.split(" | ")]


def test_there_are_the_commands_of_the_design() -> None:
    assert set(COMMANDS) <= set(cli.commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_what_a_command_does_and_shows_an_example(lk: Run, command: str) -> None:
    said = lk(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: layoutkit {command}")
    assert [arguments[0] for arguments in examples(said.out)].count(command) >= 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_a_command_line_that_would_be_understood(lk: Run, command: str) -> None:
    for arguments in examples(lk(command, "--help").out):
        named = cli.commands[arguments[0]]
        named.make_context(arguments[0], list(arguments[1:])).close()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_speaks_json(lk: Run, command: str) -> None:
    assert re.search(r"--format \[[a-z|]*json", lk(command, "--help").out)


def test_the_first_help_names_every_command_and_the_way_in(lk: Run) -> None:
    said = lk("--help")
    assert said.code == 0
    assert all(f"\n  {command} " in said.out for command in COMMANDS)
    assert ["demo"] in examples(said.out)


def test_nothing_asked_is_answered_with_the_help(lk: Run) -> None:
    assert "Commands:" in lk().all


def test_the_version_is_told(lk: Run) -> None:
    assert lk("--version").out == f"layoutkit, version {layoutkit.__version__}\n"
