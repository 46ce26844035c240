"""`solve`, `payload`, `verify`: where everybody goes, as a table, a payload, a verdict."""

from __future__ import annotations

import sys

import click

from layoutkit.app.answers import answer, chosen
from layoutkit.app.asking import Asked, with_scene
from layoutkit.app.mixings import with_mixing
from layoutkit.app.options import (
    example,
    with_app_id,
    with_format,
    with_keep_clear,
    with_layout,
    with_now,
    with_output,
    with_profile,
    with_roles,
    with_settings,
    with_target,
)
from layoutkit.app.placing import movement_text, placed
from layoutkit.app.shell import app_id_of, clock, put, take
from layoutkit.app.telling import reading
from layoutkit.documents import layout_document, read_json, to_json
from layoutkit.geometry import Size
from layoutkit.pipeline import TARGETS
from layoutkit.targets import Mixing


@click.command(
    short_help="Where everybody goes, in whole pixels.",
    epilog=example(
        "layoutkit solve right-column --canvas 540x960 --secondaries 3",
        "layoutkit solve grid --set gap=12 --format json",
        "layoutkit solve grid --secondaries 4 --before layout.json",
        "layoutkit solve grid --secondaries 40 --limit 30 --best",
        "layoutkit solve --playbook phone-show --canvas 720x1280 --secondaries 5",
    ),
)
@click.argument("name", required=False)
@with_scene
@with_format
@with_output
def solve(name: str | None, asked: Asked, form: str, output: str | None) -> None:
    """Where everybody goes, in whole pixels: a table, or the layout document.

    With --before it is told too who moved how far.
    """
    found = answer(name, asked)
    moved = found.movement
    if form == "json":
        document = layout_document(found.layout) | ({"moves": moved.document()} if moved else {})
        put(to_json(document, indent=2), output)
    else:
        put("\n".join([placed(found.layout), *([movement_text(moved, other_canvas=found.other_canvas)] if moved else [])]), output)


@click.command(
    short_help="The request's body for a layout, as JSON.",
    epilog=example(
        "layoutkit payload right-column --secondaries 3 --app-id 1250000000",
        "layoutkit payload --layout layout.json --app-id 1250000000",
        "layoutkit payload gallery --secondaries 5 --profile 2019 --canvas-colour 0x202020 --bitrate 1500 --app-id 1250000000",
    ),
)
@click.argument("name", required=False)
@with_scene
@with_layout
@with_target
@with_profile
@with_mixing
@with_app_id
@with_now
@with_format
@with_output
def payload(
    name: str | None,
    asked: Asked,
    layout: str | None,
    target: str,
    profile: str,
    mixing: Mixing,
    app_id: int | None,
    now: int | None,
    form: str,
    output: str | None,
) -> None:
    """The request's body for a layout, as JSON in the order of the target's page."""
    found = chosen(name, asked, layout).layout
    written = TARGETS[target](found, app_id=app_id_of(app_id), profile=profile, now=int(clock(now)()), mixing=mixing)
    put(to_json(written, indent=2), output)


@click.command(
    short_help="Judge a payload that somebody wrote.",
    epilog=example(
        "layoutkit verify payload.json --canvas 540x960",
        "layoutkit verify payload.json --format github",
        "layoutkit verify payload.json --profile 2019 --canvas 540x960 --repair -o repaired.json",
        "layoutkit payload grid --secondaries 2 --app-id 1 | layoutkit verify - --canvas 540x960 --template grid",
    ),
)
@click.argument("file", metavar="FILE|-")
@click.option("--canvas", metavar="WxH", help="The size of the primary's picture: bounds are judged against it.")
@click.option("--template", metavar="NAME", help="Judge the places by this template's rules too; needs --canvas.")
@click.option("--repair", is_flag=True, help="Print the nearest valid payload, and say what was changed.")
@with_settings
@with_roles
@with_keep_clear
@with_profile
@with_format
@with_output
def verify(
    file: str,
    canvas: str | None,
    template: str | None,
    repair: bool,
    settings: tuple[str, ...],
    role: tuple[str, ...],
    keep_clear: tuple[str, ...],
    profile: str,
    form: str,
    output: str | None,
) -> None:
    """Judge a payload that somebody wrote, without clock or network; every fault at once.

    With --repair the nearest valid payload is printed instead, and on standard error what was changed; who is shown is never guessed.
    """
    from layoutkit.app.judging import judged, repaired
    from layoutkit.app.verifying import Measure

    measure = Measure(profile, Size.parse(canvas) if canvas is not None else None, template, settings, role, keep_clear)
    with reading("payload"):
        document, locate = read_json(*take(file))
    if repair:
        sys.exit(repaired(measure, document, locate, form, output))
    sys.exit(judged(measure, document, locate, form, output))


ALL = (solve, payload, verify)
