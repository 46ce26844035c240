"""Worked examples: templates of `docs/examples`, asked for layouts by the commands in their heads, solved and drawn by layoutkit."""

from __future__ import annotations

import contextlib
import io
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from layoutkit.app.cli import cli
from layoutkit.app.shell import run

EXAMPLES = Path(__file__).parent / "examples"

PROMPT = "$ layoutkit "


@dataclass(frozen=True, slots=True)
class Example:
    """A template, what there is to say of it, and the commands that show what it does."""

    name: str
    title: str
    about: tuple[str, ...]
    """Paragraphs."""
    commands: tuple[str, ...]
    """Each a command of `layoutkit`, without its name."""
    text: str
    """The template as it is shown: without its head."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a command gave: the layout as a table of text, and as a picture."""

    command: str
    table: str
    picture: str
    scene: str = ""
    """The scene that it was asked for, where that is a document."""


def example(name: str) -> Example:
    """The example of that name.

    Its head is its first lines of comments: the schema for editors, a title, what there is to say, the commands.
    """
    lines = (EXAMPLES / f"{name}.yaml").read_text("utf-8").splitlines(keepends=True)
    size = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    head = [line.removeprefix("#").strip() for line in lines[1:size]]
    commands = [line.removeprefix(PROMPT) for line in head if line.startswith(PROMPT)]
    said = "\n".join(line for line in head[1:] if not line.startswith(PROMPT)).strip()
    return Example(name, head[0], tuple(said.split("\n\n")), tuple(commands), "".join(lines[size:]))


def names(of: str) -> Sequence[str]:
    """The examples of a word or key, by name: `grid`, then `grid-aspect`, `grid-balance`, …"""
    stem = of.replace("_", "-")
    return sorted(path.stem for path in EXAMPLES.glob("*.yaml") if path.stem == stem or path.stem.startswith(stem + "-"))


def shown(example: Example) -> Iterator[Shown]:
    """What each command of an example gives, in a folder that holds all examples: one may need another, or what was written before."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
        with contextlib.chdir(folder):
            for command in example.commands:
                yield _shown(command)


def _shown(command: str) -> Shown:
    """A command's table and picture; one that writes a document for the next is carried out as it stands, too."""
    _, *asked = shlex.split(command)
    plain = _without(asked, "--format", "-o")
    if plain != asked:
        said("solve", *asked)
    scene = plain[plain.index("--scene") + 1] if "--scene" in plain else ""
    return Shown(command, said("solve", *plain), said("draw", *plain), Path(scene).read_text("utf-8") if scene else "")


def _without(arguments: Sequence[str], *options: str) -> list[str]:
    """The arguments without some options and their values."""
    dropped = {place for option in options if option in arguments for place in (arguments.index(option), arguments.index(option) + 1)}
    return [argument for place, argument in enumerate(arguments) if place not in dropped]


def said(*arguments: str) -> str:
    """What the command line prints, in this folder."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(cli, list(arguments))
    if code:
        raise ValueError(f"layoutkit {shlex.join(arguments)}: {err.getvalue()}")
    return out.getvalue()
