"""Help: every command explains itself with an example, and the examples are commands that there are."""

from __future__ import annotations

import re
import shlex

import click
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
def test_every_command_speaks_json_and_annotates_for_github(lk: Run, command: str) -> None:
    assert re.search(r"--format \[(text|svg\|png|html)\|json(\|junit|\|env)?\|github\]", lk(command, "--help").out)


SCENE = (
    "--canvas",
    "--secondaries",
    "--primary",
    "--secondary",
    "--scene",
    "--role",
    "--set",
    "--keep-clear",
    "--before",
    "--page",
    "--limit",
    "--best",
)
ROOM = SCENE[:6]


@pytest.mark.parametrize(
    ("options", "commands"),
    [
        (SCENE, ("solve", "payload", "draw", "send")),
        (ROOM, ("pick",)),
        (("--playbook",), ("solve", "payload", "draw", "send")),
        (("--layout",), ("payload", "draw", "send")),
        (("--target", "--profile", "--app-id"), ("payload", "send")),
        (("--canvas", "--profile", "--template", "--set", "--role", "--keep-clear"), ("verify",)),
        (("--payload", "--endpoint", "--end", "--dry-run"), ("send",)),
        (("--now",), ("payload", "send", "credentials", "emulator", "demo")),
        (("--output",), tuple(command for command in COMMANDS if command != "emulator")),
        (("--port", "--stream", "--lag", "--record"), ("emulator",)),
    ],
)
def test_a_command_takes_the_arguments_that_the_design_gives_it(options: tuple[str, ...], commands: tuple[str, ...]) -> None:
    """The same everywhere (DESIGN, section 8)."""
    for command in commands:
        known = {name for parameter in cli.commands[command].params for name in parameter.opts}
        assert set(options) <= known, command


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_is_for(command: str) -> None:
    assert [p.name for p in cli.commands[command].params if isinstance(p, click.Option) and not p.help] == []


def test_a_command_of_the_emulator_explains_itself_too(lk: Run) -> None:
    said = lk("emulator", "replay", "--help")
    assert said.out.startswith("Usage: layoutkit emulator replay")
    assert {"--endpoint", "--speed", "--now", "--format"} <= set(re.findall(r"--[a-z]+", said.out))
    for arguments in examples(said.out):
        group = cli.commands["emulator"]
        assert isinstance(group, click.Group)
        group.commands[arguments[1]].make_context(arguments[1], list(arguments[2:])).close()


def test_the_list_of_commands_cuts_no_sentence_short(lk: Run) -> None:
    assert "..." not in lk("--help").out.split("Commands:")[1].split("Examples:")[0]


def test_the_first_help_names_every_command_and_the_way_in(lk: Run) -> None:
    said = lk("--help")
    assert said.code == 0
    assert all(f"\n  {command} " in said.out for command in COMMANDS)
    assert ["demo"] in examples(said.out)


def test_nothing_asked_is_answered_with_the_help(lk: Run) -> None:
    assert "Commands:" in lk().all


def test_the_version_is_told(lk: Run) -> None:
    assert lk("--version").out == f"layoutkit, version {layoutkit.__version__}\n"
