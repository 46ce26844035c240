"""`draw`, `gallery`: a layout as a picture, and all templates on one page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from layoutkit import __version__
from layoutkit.app.asking import Asked, with_scene
from layoutkit.app.drawing import Look, answered, sheeted
from layoutkit.app.options import example, with_forms, with_layout, with_output
from layoutkit.app.progress import told
from layoutkit.app.shell import put, put_bytes
from layoutkit.app.telling import annotated, text, warn
from layoutkit.documents import to_json
from layoutkit.errors import UsageError

if TYPE_CHECKING:
    from layoutkit.app.exhibiting import Collected


@click.command(
    short_help="A picture of a layout, as SVG or PNG.",
    epilog=example(
        "layoutkit draw right-column --secondaries 3 -o column.svg",
        "layoutkit draw grid --secondaries 5 --scale 2 -o grid.png",
        "layoutkit draw grid --secondaries 4 --before layout.json -o moved.svg",
        "layoutkit draw --layout layout.json --theme dark -o dark.svg",
        "layoutkit draw grid --counts 1..6 --canvas 1280x720 -o sheet.svg",
    ),
)
@click.argument("name", required=False)
@with_scene
@with_layout
@click.option("--counts", metavar="A..B", help="One sheet with a picture for each number of secondaries: 1..6.")
@click.option(
    "--theme",
    type=click.Choice(["light", "dark", "auto"]),
    default="light",
    show_default=True,
    help="On a light page, a dark one, or as the reader's screen is (a PNG is light then).",
)
@click.option("--scale", type=float, default=1.0, show_default=True, help="So many times 960 pixels at the longest side; 0.1 to 8.")
@click.option("--font", "fonts", metavar="FILE", multiple=True, help="A font for a PNG, beside the machine's own; repeat it.")
@with_forms("svg", "png", "json", default="svg", help="The picture (-o x.png is a PNG), or it in a JSON document.")
@with_output
def draw(
    name: str | None,
    asked: Asked,
    layout: str | None,
    counts: str | None,
    theme: str,
    scale: float,
    fonts: tuple[str, ...],
    form: str,
    output: str | None,
) -> None:
    """A picture of a layout, as SVG or PNG: who is where, what is kept clear, what is cut off.

    With --before it shows who moved, and how far. A PNG needs the extra 'preview'.
    """
    look = Look(theme, scale)
    form = _form(form, output)
    svg = sheeted(name, asked, layout, counts, look) if counts is not None else look.drawn(answered(name, asked, layout))
    if form == "png":
        put_bytes(_png(svg, fonts), output)
    else:
        put(to_json({"svg": svg}) if form == "json" else svg, output)


def _form(form: str, output: str | None) -> str:
    """What is written: as --format says, or a PNG by the ending of its file."""
    ending = (output or "").lower().rpartition(".")[2]
    if ending in ("jpg", "jpeg", "webp", "gif", "pdf"):
        raise UsageError(f"{output!r} would not be a picture of that kind", "draw writes SVG and PNG: -o picture.svg, -o picture.png")
    if form == "png" and ending == "svg":
        raise UsageError(f"{output!r} would hold a PNG", "leave out --format png, or -o picture.png")
    return "png" if form == "svg" and ending == "png" else form


def _png(svg: str, fonts: tuple[str, ...]) -> bytes:
    from layoutkit.picture import has_letters, to_png

    png = to_png(svg, fonts)
    if not has_letters(fonts):
        warn("this machine has no font, so the picture has no words (--font FILE names one)")
    return png


@click.command(
    short_help="All templates on one web page.",
    epilog=example("layoutkit gallery -o gallery.html", "layoutkit gallery grid right-column mine.yaml -o some.html"),
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--title", default="Layouts", show_default=True, help="The heading of the page.")
@with_forms("html", "json", default="html", help="The page, or it in a JSON document that tells what failed.")
@with_output
def gallery(names: tuple[str, ...], title: str, form: str, output: str | None) -> None:
    """All templates on one web page, each solved for every count and canvas that it promises.

    The page needs no network and no other file. What cannot be shown of a template is told on the page and on standard error; the rest
    is there all the same, and the exit code is 1.
    """
    from layoutkit.app.exhibiting import Collected
    from layoutkit.app.exhibiting import names as chosen_names
    from layoutkit.picture import gallery as page

    found = Collected()
    for name in told(chosen_names(names), "templates"):
        found.add(name)
    html = page(found.exhibits, title=title, version=__version__)
    put(to_json(_document(found, html), indent=2) if form == "json" else html, output)
    for name, error in found.errors:
        click.echo("\n".join(annotated(error)) if form == "github" else f"{name}:\n{text(error)}", err=True)
    if found.errors:
        sys.exit(1)


def _document(found: Collected, html: str) -> dict[str, object]:
    """The page as JSON (schema `gallery`)."""
    templates = [{"name": e.name, "pictures": len(e.pictures), "failures": list(e.failures)} for e in found.exhibits]
    return {"templates": templates, "html": html}


ALL = (draw, gallery)
