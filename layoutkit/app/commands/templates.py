"""`list`, `show`, `pick`, `init`, `schema`: what templates there are, which of them to take, and how to begin one."""

from __future__ import annotations

import sys

import click

from layoutkit import shelf
from layoutkit.app import catalogue, tables
from layoutkit.app.answers import picked_for, playbook_of
from layoutkit.app.asking import Asked, with_room
from layoutkit.app.options import example, with_format, with_output
from layoutkit.app.shell import put
from layoutkit.app.telling import noticing, warn
from layoutkit.documents import schema, schema_names, to_json
from layoutkit.errors import UsageError


@click.command(
    "list",
    short_help="The templates there are, or the playbooks.",
    epilog=example("layoutkit list", "layoutkit list --playbooks", "layoutkit list --strict --format json"),
)
@click.option("--playbooks", is_flag=True, help="The playbooks instead of the templates.")
@click.option("--strict", is_flag=True, help="Exit with 1 if any of them is broken, or anything of the shelf is left out.")
@with_format
@with_output
def list_(playbooks: bool, strict: bool, form: str, output: str | None) -> None:
    """The templates there are, whom each serves, its settings, and where it comes from.

    They stand in layoutkit itself, in the folders that LAYOUTKIT_TEMPLATES names, and in installed packs. A broken one is told, and hides
    no other.
    """
    with noticing() as left_out:
        found = shelf.playbooks() if playbooks else shelf.listing()
    put(to_json([catalogue.card(one) for one in found], indent=2) if form == "json" else catalogue.table_of(found, playbooks), output)
    if form != "json":
        for fault in dict.fromkeys(fault for one in found for fault in one.faults):
            warn(str(fault))
    if strict and (left_out or any(one.faults for one in found)):
        sys.exit(1)


@click.command(
    short_help="Which template a playbook picks.",
    epilog=example(
        "layoutkit pick phone-show --secondaries 5 --canvas 720x1280 --role screen=1",
        "layoutkit pick mine/show.yaml --scene scene.json --format json",
        "layoutkit pick webinar --all",
    ),
)
@click.argument("name", metavar="PLAYBOOK")
@with_room
@click.option("--all", "every", is_flag=True, help="For every room of its domain.")
@with_format
@with_output
def pick(name: str, asked: Asked, every: bool, form: str, output: str | None) -> None:
    """Which template a playbook picks for a room, with which settings, and by which row.

    PLAYBOOK is a name on the shelf (layoutkit list --playbooks) or the path of a playbook file; solve, payload, draw and send take it as
    --playbook.
    """
    if every and asked.any:
        raise UsageError("--all is for every room", "leave out --canvas, --secondaries, --role and the like")
    playbook = playbook_of(name)
    if every:
        picks = list(playbook.picks())
        put(to_json([catalogue.picked(pick) for pick in picks], indent=2) if form == "json" else catalogue.picks_text(picks), output)
        return
    found = picked_for(playbook, asked)[0]
    put(to_json(catalogue.picked(found), indent=2) if form == "json" else catalogue.picked_text(found), output)


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


ALL = (list_, show, pick, init, schema_)
