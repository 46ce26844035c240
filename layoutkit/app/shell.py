"""What every command shares: the two formats, where output goes, how an error leaves."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from layoutkit.documents import MAX_BYTES, to_json
from layoutkit.errors import Fault, LayoutkitError, NoLayout, UsageError

F = TypeVar("F", bound=Callable[..., Any])

APP_ID = "TENCENTCLOUD_LIVE_APPID"
KEY = "TENCENTCLOUD_LIVE_API_KEY"
ENDPOINT = "TENCENTCLOUD_LIVE_ENDPOINT"

with_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
with_output = click.option("-o", "--output", "output", metavar="FILE", help="Write there instead of to the terminal.")
with_now = click.option("--now", type=click.IntRange(1, 2**40), metavar="SECONDS", help="Take this as the current UNIX time.")


def clock(now: int | None) -> Callable[[], float]:
    """The clock that a command reads: the machine's, or one that stands still at --now."""
    return time.time if now is None else lambda: float(now)


def put(text: str, output: str | None = None) -> None:
    """Write a result to the terminal, or to a file, whole or not at all."""
    text = text if text.endswith("\n") else text + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        path = Path(output)
        if not path.name or path.is_dir():
            raise OSError(0, "it is a folder, or nothing")
        beside = path.with_name(f".{os.getpid()}.part")
        try:
            beside.write_text(text, "utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise UsageError(f"{output[:200]!r} cannot be written: {getattr(error, 'strerror', None) or error}") from None


def take(path: str) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for `-`, and what to call it in an error."""
    name = "standard input" if path == "-" else path
    try:
        if path == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1), name
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1), name
    except (OSError, ValueError) as error:
        raise UsageError(f"{path[:200]!r} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def app_id_of(given: int | None) -> int:
    """The app id: asked for, or from the environment."""
    if given is not None:
        return given
    text = os.environ.get(APP_ID, "")
    if not text:
        raise UsageError("no app id", f"--app-id 1250000000, or {APP_ID} in the environment")
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        raise UsageError(f"{APP_ID} is not an app id", "a whole number from 1 to 2147483647")
    if not 1 <= int(text) < 2**31:
        raise UsageError(f"{APP_ID} is not an app id", "a whole number from 1 to 2147483647")
    return int(text)


def key_of() -> str:
    """The API authentication key, from the environment and from nowhere else: a process list shows arguments."""
    key = os.environ.get(KEY, "")
    if not key:
        raise UsageError("no key", f"{KEY} in the environment; it is never an argument, since a process list shows those")
    return key


# --- how an error leaves ---------------------------------------------------------------------------------------------


def run(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run the command line: its exit code is 0 done, 1 refused, 2 wrong usage; never a traceback for bad input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = _wants_json(given)
    try:
        command.main(args=given, prog_name="layoutkit", standalone_mode=False)
        return 0
    except SystemExit as ended:
        return int(ended.code or 0)
    except LayoutkitError as error:
        _tell(error, as_json)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        _tell(UsageError(error.format_message()), as_json, _usage(error))
        return 2
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _wants_json(arguments: Sequence[str]) -> bool:
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.get_usage()}\nTry '{context.command_path} --help'." if context else ""


def _tell(error: LayoutkitError, as_json: bool, usage: str = "") -> None:
    """An error as its document on standard output, or as text on standard error."""
    if as_json:
        click.echo(to_json(error.document(), indent=2))
        return
    if usage:
        click.echo(usage, err=True)
    click.echo(clash_text(error) if isinstance(error, NoLayout) else faults_text(error), err=True)


def faults_text(error: LayoutkitError) -> str:
    """Every fault: its place, what is wrong, the line with a caret, what would help."""
    return "\n".join(part for fault in error.faults for part in _fault_lines(fault))


def _fault_lines(fault: Fault) -> list[str]:
    lines = [f"{fault.where}: {fault.says}" if fault.where else f"error: {fault.says}"]
    if fault.line and fault.where and fault.where.column and len(fault.line) <= 200:
        indent = "".join("\t" if c == "\t" else " " for c in fault.line[: fault.where.column - 1])
        lines += [f"    {fault.line}", f"    {indent}^"]
    if fault.hint:
        lines.append(f"    {fault.hint}")
    return lines


def clash_text(error: NoLayout) -> str:
    """A clash: each rule with its place, what it demands, and what would let it hold."""
    lines = [error.says]
    for clash in error.clashes:
        places = [str(rule.where or "always") for rule in clash]
        words = [rule.name or rule.word for rule in clash]
        wide, long = max(map(len, places)), max(map(len, words))
        for rule, place, word in zip(clash, places, words, strict=True):
            lines.append(f"  {place:<{wide}}  {word:<{long}}  {rule.says}" + (f"   {rule.works_with}" if rule.cures else ""))
    return "\n".join(lines)
