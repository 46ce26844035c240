"""`list`, `show`, `init`, `schema`: what templates there are, and how to begin one."""

from __future__ import annotations

import click

from layoutkit import shelf
from layoutkit.app import tables
from layoutkit.app.options import example, with_format, with_output
from layoutkit.app.shell import put
from layoutkit.documents import schema, schema_names, to_json


@click.command("list", epilog=example("layoutkit list", "layoutkit list --format json"))
@with_format
@with_output
def list_(form: str, output: str | None) -> None:
    """The templates there are, whom each serves, and its settings."""
    templates = list(shelf.every())
    put(to_json([tables.card(t) for t in templates], indent=2) if form == "json" else tables.listed(templates), output)


@click.command(epilog=example("layoutkit show right-column", "layoutkit show mine/column.yaml --format json"))
@click.argument("name")
@with_format
@with_output
def show(name: str, form: str, output: str | None) -> None:
    """One template: what it is about, its settings, its rules."""
    template = shelf.load(name)
    document = {**tables.card(template), "text": template.text}
    put(to_json(document, indent=2) if form == "json" else tables.shown(template), output)


@click.command(
    short_help="Begin a template of your own.", epilog=example("layoutkit init two-guests", "layoutkit init two-guests -o guests.yaml")
)
@click.argument("name")
@with_format
@with_output
def init(name: str, output: str | None, form: str) -> None:
    """Begin a template of your own: a commented file, and its schema beside it so that an editor completes every word."""
    from layoutkit.app.starting import begin

    files = begin(name, output)
    text = "\n".join([*(f"wrote {file}" for file in files), f"try: layoutkit solve {files[0]}"])
    put(to_json({"files": files}, indent=2) if form == "json" else text)


@click.command("schema", epilog=example("layoutkit schema", "layoutkit schema template -o template.schema.json"))
@click.argument("name", required=False)
@with_format
@with_output
def schema_(name: str | None, output: str | None, form: str) -> None:
    """A published JSON Schema (2020-12), or the names of all."""
    if name is not None:
        put(to_json(schema(name), indent=2), output)
    else:
        put(to_json(list(schema_names()), indent=2) if form == "json" else "\n".join(schema_names()), output)


ALL = (list_, show, init, schema_)
