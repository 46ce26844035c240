"""How an error leaves: as text on the terminal, as its document, or as annotations of GitHub Actions."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from layoutkit.documents import to_json
from layoutkit.errors import DocumentError, Fault, LayoutkitError, NoLayout, ShelfWarning

TITLES = {"usage": "wrong usage", "uncertified": "rule broken"}
"""What to call an error in a word or two, where its kind does not say it."""


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Whatever document is refused in here is a scene, a layout, a payload; without it, it is a template."""
    try:
        yield
    except DocumentError as error:
        error.add_note(what)
        raise


def tell(error: LayoutkitError, form: str, usage: str = "") -> None:
    """An error as its document or as annotations on standard output, or as text on standard error."""
    if form == "json":
        click.echo(to_json(error.document(), indent=2))
    elif form == "github":
        click.echo("\n".join(annotated(error)))
    else:
        click.echo("\n".join([*([usage] if usage else []), text(error)]), err=True)


def warn(says: str) -> None:
    """Something is not quite as it should be; told beside the result, never in it."""
    context = click.get_current_context(silent=True)
    github = context is not None and context.params.get("form") == "github"
    click.echo(f"::warning ::{data(says)}" if github else f"warning: {says}", err=True)


@contextmanager
def noticing() -> Iterator[list[str]]:
    """What of the shelf is left out in here is told as a warning, and noted."""
    noted: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("always", ShelfWarning)
        others = warnings.showwarning

        def show(
            message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None, line: str | None = None
        ) -> None:
            if not issubclass(category, ShelfWarning):
                return others(message, category, filename, lineno, file, line)
            noted.append(str(message))
            return warn(noted[-1])

        warnings.showwarning = show
        yield noted


# --- text ------------------------------------------------------------------------------------------------------------


def text(error: LayoutkitError) -> str:
    """An error for people: a clash rule by rule, anything else fault by fault."""
    return clash_text(error) if isinstance(error, NoLayout) else faults_text(error)


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
            lines.append(f"  {place:<{wide}}  {word:<{long}}  {rule.says}" + (f"   {rule.helps}" if rule.helps else ""))
    return "\n".join(lines)


# --- annotations -----------------------------------------------------------------------------------------------------


def annotated(error: LayoutkitError) -> Iterator[str]:
    """A workflow command of GitHub Actions for each fault: `::error file=a.yaml,line=9,col=18,title=invalid template::…`."""
    title = title_of(error)
    for fault in error.faults:
        place = fault.where
        spots = (("file", place.file), ("line", place.line), ("col", place.column)) if place else ()
        properties = [*(f"{name}={property_of(str(value))}" for name, value in spots if value), f"title={property_of(title)}"]
        said = fault.says + (f" ({fault.hint})" if fault.hint else "")
        yield f"::error {','.join(properties)}::{data(said)}"


def title_of(error: LayoutkitError) -> str:
    """`invalid template`, `no layout`, `wrong usage`: what kind of error it is."""
    if isinstance(error, DocumentError):
        return f"invalid {next(iter(getattr(error, '__notes__', ())), 'template' if error.faults[0].where else 'document')}"
    return TITLES.get(error.kind, error.kind.replace("_", " "))


def data(text: str) -> str:
    """A message as a workflow command takes it: on one line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_of(text: str) -> str:
    """The value of a property, in which a colon or a comma would end it."""
    return data(text).replace(":", "%3A").replace(",", "%2C")
