"""Where the command line meets the machine: the clock, files, the environment, exit codes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import click

from layoutkit.app.telling import noticing, tell
from layoutkit.documents import MAX_BYTES
from layoutkit.errors import LayoutkitError, UsageError

APP_ID = "TENCENTCLOUD_LIVE_APPID"
KEY = "TENCENTCLOUD_LIVE_API_KEY"
ENDPOINT = "TENCENTCLOUD_LIVE_ENDPOINT"
ATLAS = "LAYOUTKIT_ATLAS"
"""Names an atlas that is asked before the solver."""


def clock(now: int | None) -> Callable[[], float]:
    """The clock that a command reads: the machine's, or one that stands still at --now."""
    return time.time if now is None else lambda: float(now)


def put(text: str, output: str | None = None) -> None:
    """Write a result to the terminal, or to a file, whole or not at all."""
    text = text if text.endswith("\n") else text + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        put_bytes(text.encode("utf-8"), output)


def put_bytes(data: bytes, output: str | None = None) -> None:
    """The same for bytes, which a terminal cannot show."""
    if output is None:
        if sys.stdout.isatty():
            raise UsageError("a terminal cannot show a picture", "-o picture.png")
        click.echo(data, nl=False)
        return
    try:
        path = Path(output)
        if not path.name or path.is_dir():
            raise OSError(0, "it is a folder, or nothing")
        beside = path.with_name(f".{os.getpid()}.part")
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise UsageError(f"{output[:200]!r} cannot be written: {getattr(error, 'strerror', None) or error}") from None


def take(path: str, most: int = MAX_BYTES) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for `-`, one more than the `most` at the most; and what to call it in an error."""
    name = "standard input" if path == "-" else path
    try:
        if path == "-":
            return sys.stdin.buffer.read(most + 1), name
        with open(path, "rb") as file:
            return file.read(most + 1), name
    except (OSError, ValueError) as error:
        raise UsageError(f"{path[:200]!r} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def app_id_of(given: int | None) -> int:
    """The app id: asked for, or from the environment."""
    if given is not None:
        return given
    text = os.environ.get(APP_ID, "")
    if not text:
        raise UsageError("no app id", f"--app-id 1250000000, or {APP_ID} in the environment")
    if app_id_fault(text):
        raise UsageError(f"{APP_ID} is not an app id", "a whole number from 1 to 2147483647")
    return int(text)


def app_id_fault(text: str) -> bool:
    """Whether a text is no app id."""
    return not (text.isascii() and text.isdecimal() and len(text) <= 10 and 1 <= int(text) < 2**31)


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
    form = _wanted(given)
    try:
        with noticing():
            command.main(args=given, prog_name="layoutkit", standalone_mode=False)
        return 0
    except SystemExit as ended:
        return int(ended.code or 0)
    except LayoutkitError as error:
        tell(error, form)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        tell(UsageError(error.format_message()), form, _usage(error))
        return 2
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _wanted(arguments: Sequence[str]) -> str:
    """The format that is asked for, before anybody knows whether the command line can be read."""
    for form in ("json", "github"):
        if f"--format={form}" in arguments or ("--format", form) in pairwise(arguments):
            return form
    return "text"


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.get_usage()}\nTry '{context.command_path} --help'." if context else ""
