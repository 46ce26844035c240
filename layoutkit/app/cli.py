"""The command line: `layoutkit solve right-column --secondaries 3`."""

from __future__ import annotations

import sys

import click

import layoutkit
from layoutkit import shelf, targets
from layoutkit.app import tables
from layoutkit.app.asking import Asked, alone, chosen, layout_of, pictured, ruled, with_scene
from layoutkit.app.shell import app_id_of, clock, key_of, put, run, take, with_format, with_now, with_output
from layoutkit.documents import layout_document, read_json, schema, schema_names, to_json
from layoutkit.errors import DocumentError, UsageError
from layoutkit.geometry import Size
from layoutkit.pipeline import render

with_target = click.option(
    "--target", type=click.Choice(["mix_streamv2"]), default="mix_streamv2", show_default=True, help="In whose words."
)
with_profile = click.option(
    "--profile",
    type=click.Choice(targets.PROFILES),
    default="2017",
    show_default=True,
    help="Which generation of the target.",
)
with_app_id = click.option(
    "--app-id", type=click.IntRange(1, 2**31 - 1), metavar="N", help="The LVB APPID. Default: TENCENTCLOUD_LIVE_APPID."
)
with_layout = click.option("--layout", metavar="FILE|-", help="A layout document instead of a template.")


def example(*lines: str) -> str:
    """The examples at the end of a command's help, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(epilog=example("layoutkit demo", "layoutkit solve right-column --canvas 540x960 --secondaries 3"))
@click.version_option(layoutkit.__version__, prog_name="layoutkit")
def cli() -> None:
    """Live layouts, stated as rules, solved to the pixel, sent as Mix_StreamV2.

    A NAME is a template on the shelf (layoutkit list) or the path of a template file.
    """


@cli.command("list", epilog=example("layoutkit list", "layoutkit list --format json"))
@with_format
@with_output
def list_(form: str, output: str | None) -> None:
    """The templates there are, whom each serves, and its settings."""
    templates = list(shelf.every())
    put(to_json([tables.card(t) for t in templates], indent=2) if form == "json" else tables.listed(templates), output)


@cli.command(epilog=example("layoutkit show right-column", "layoutkit show mine/column.yaml --format json"))
@click.argument("name")
@with_format
@with_output
def show(name: str, form: str, output: str | None) -> None:
    """One template: what it is about, its settings, its rules."""
    template = shelf.load(name)
    put(
        to_json({**tables.card(template), "text": template.text}, indent=2) if form == "json" else tables.shown(template),
        output,
    )


@cli.command(
    epilog=example(
        "layoutkit solve right-column --canvas 540x960 --secondaries 3",
        "layoutkit solve grid --set gap=12 --format json",
    )
)
@click.argument("name")
@with_scene
@with_format
@with_output
def solve(name: str, asked: Asked, form: str, output: str | None) -> None:
    """Where everybody goes, in whole pixels: a table, or the layout document."""
    layout = layout_of(name, asked)
    put(to_json(layout_document(layout), indent=2) if form == "json" else tables.placed(layout), output)


@cli.command(
    epilog=example(
        "layoutkit payload right-column --secondaries 3 --app-id 1250000000",
        "layoutkit payload --layout layout.json --app-id 1250000000",
    )
)
@click.argument("name", required=False)
@with_scene
@with_layout
@with_target
@with_profile
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
    app_id: int | None,
    now: int | None,
    form: str,
    output: str | None,
) -> None:
    """The request's body for a layout, as JSON in the order of the target's page."""
    made = render(chosen(name, asked, layout), target, app_id=app_id_of(app_id), profile=profile, now=clock(now)())
    put(to_json(made, indent=2), output)


@cli.command(
    epilog=example(
        "layoutkit verify payload.json --canvas 540x960",
        "layoutkit payload grid --secondaries 2 --app-id 1 | layoutkit verify - --canvas 540x960 --template grid",
    )
)
@click.argument("file", metavar="FILE|-")
@click.option("--canvas", metavar="WxH", help="The size of the primary's picture: bounds are judged against it.")
@click.option("--template", metavar="NAME", help="Judge the places by this template's rules too; needs --canvas.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="A setting of that template: gap=8.")
@with_profile
@with_format
@with_output
def verify(
    file: str, canvas: str | None, template: str | None, settings: tuple[str, ...], profile: str, form: str, output: str | None
) -> None:
    """Judge a payload that somebody wrote, without clock or network; every fault at once."""
    size = Size.parse(canvas) if canvas is not None else None
    if settings and not template:
        raise UsageError("--set is of a template", "--template NAME")
    if template and size is None:
        raise UsageError("--template needs --canvas", "a template's rules speak of a canvas: --canvas 540x960")
    document, locate = read_json(*take(file))
    faults = targets.faults(document, canvas=size, profile=profile, locate=locate)
    if not faults and template and size:
        faults = ruled(targets.read(document, profile=profile), template, size, settings)
    checked = [f"mix_streamv2 {profile}", *([f"canvas {size}"] if size else []), *([f"template {template}"] if template else [])]
    if form == "json":
        put(to_json(tables.verdict(faults, checked), indent=2), output)
    elif faults:
        raise DocumentError(faults)
    else:
        put(f"valid: {', '.join(checked)}" + ("" if size else "; bounds were not judged (give --canvas)"), output)
    if faults:
        sys.exit(1)


@cli.command(
    epilog=example(
        "layoutkit draw right-column --secondaries 3 -o column.svg",
        "layoutkit draw --layout layout.json --theme dark -o dark.svg",
    )
)
@click.argument("name", required=False)
@with_scene
@with_layout
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "json"]),
    default="svg",
    show_default=True,
    help="The picture, or it in a JSON document.",
)
@with_output
def draw(name: str | None, asked: Asked, layout: str | None, theme: str, form: str, output: str | None) -> None:
    """A picture of a layout, as SVG."""
    from layoutkit.picture import draw as drawn

    if output is not None and output.lower().endswith((".png", ".jpg", ".jpeg", ".webp", ".gif", ".pdf")):
        raise UsageError(f"{output!r} would not be a picture of that kind", "draw writes SVG: -o picture.svg")
    found, areas = pictured(name, asked, layout)
    svg = drawn(found, keep_clear=areas, theme="dark" if theme == "dark" else "light")
    put(to_json({"svg": svg}) if form == "json" else svg, output)


@cli.command(
    epilog=example(
        "layoutkit send right-column --primary 8888_denny --secondary 8888_rex",
        "layoutkit send --payload payload.json --endpoint http://127.0.0.1:8088/common_access",
        "layoutkit send --end --primary 8888_denny",
    )
)
@click.argument("name", required=False)
@with_scene
@with_layout
@click.option("--payload", "payload_file", metavar="FILE|-", help="A payload instead of a template; its timestamps are renewed.")
@click.option("--end", is_flag=True, help="End the primary's mix.")
@click.option(
    "--endpoint",
    envvar="TENCENTCLOUD_LIVE_ENDPOINT",
    metavar="URL",
    help="Default: TENCENTCLOUD_LIVE_ENDPOINT, else the cloud's.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be sent, and send nothing.")
@with_target
@with_profile
@with_app_id
@with_now
@with_format
@with_output
def send(
    name: str | None,
    asked: Asked,
    layout: str | None,
    payload_file: str | None,
    end: bool,
    endpoint: str | None,
    dry_run: bool,
    target: str,
    profile: str,
    app_id: int | None,
    now: int | None,
    form: str,
    output: str | None,
) -> None:
    """Sign a mix, send it, retry as the page says, and tell the reply.

    The key comes from TENCENTCLOUD_LIVE_API_KEY. One secondary or more starts or updates the mix; the primary alone ends it.
    """
    from layoutkit.app.sending import Mission, sent

    mission = Mission(end, endpoint, profile, app_id, clock(now))
    if payload_file is not None:
        alone(payload_file, name, layout, asked, end)
        made = mission.from_payload(*take(payload_file))
    elif end and name is None and layout is None:
        if asked.primary is None:
            raise UsageError("--end of whose mix?", "--primary ID")
        made = mission.ending(asked.primary)
    else:
        made = mission.from_layout(chosen(name, asked, layout))
    if dry_run:
        put(to_json(made.ask(), indent=2), output)
        return
    reply = sent(made, mission, key_of())
    put(to_json(reply.document(), indent=2) if form == "json" else tables.answered(reply), output)


@cli.command(epilog=example("layoutkit credentials", "layoutkit credentials --format json --now 1490858287"))
@with_now
@with_format
@with_output
def credentials(now: int | None, form: str, output: str | None) -> None:
    """Issue t and sign, good for 60 seconds, to the primary's app, so that it can send the mix itself.

    The key comes from TENCENTCLOUD_LIVE_API_KEY and is never given away.
    """
    from layoutkit.tencent import LIFETIME_S, sign

    t = int(clock(now)()) + LIFETIME_S
    issued = {"t": t, "sign": sign(key_of(), t)}
    put(to_json(issued, indent=2) if form == "json" else f"t={issued['t']}\nsign={issued['sign']}", output)


@cli.command(
    epilog=example(
        "layoutkit emulator --stream 8888_denny=540x960 --stream 8888_rex=540x960",
        "layoutkit emulator --port 9000 --lag 5",
    )
)
@click.option("--port", type=click.IntRange(0, 65535), default=8088, show_default=True, help="On loopback; 0 takes a free one.")
@click.option("--stream", "streams", metavar="ID=WxH", multiple=True, help="A stream that is pushed from the start.")
@click.option("--lag", type=click.FloatRange(0, 3600), default=0.0, metavar="SECONDS", help="How long a push stays unseen.")
@with_format
def emulator(port: int, streams: tuple[str, ...], lag: float, form: str) -> None:
    """Tencent's endpoint on this machine: judges mixes as a stranger, keeps every session. Ends with Ctrl-C.

    The account comes from TENCENTCLOUD_LIVE_APPID and TENCENTCLOUD_LIVE_API_KEY; without them it is the published example of the page.
    """
    from layoutkit.app.local import serve

    serve(port, streams, lag, form)


@cli.command(epilog=example("layoutkit demo", "layoutkit demo -o demo.svg", "layoutkit demo --format json --now 1490858287"))
@with_now
@with_format
@with_output
def demo(now: int | None, form: str, output: str | None) -> None:
    """The whole way, on this machine: solve, draw, write, sign, send; one leaves; the mix ends."""
    from layoutkit.app.demo import play

    play(clock(now), form, "layoutkit-demo.svg" if output is None else output)


@cli.command(epilog=example("layoutkit init two-guests", "layoutkit init two-guests -o guests.yaml"))
@click.argument("name")
@with_output
@with_format
def init(name: str, output: str | None, form: str) -> None:
    """Begin a template of your own: a commented file, and its schema beside it so that an editor completes every word."""
    from layoutkit.app.starting import begin

    files = begin(name, output)
    put(
        to_json({"files": files}, indent=2)
        if form == "json"
        else "\n".join([*(f"wrote {file}" for file in files), f"try: layoutkit solve {files[0]}"])
    )


@cli.command("schema", epilog=example("layoutkit schema", "layoutkit schema template -o template.schema.json"))
@click.argument("name", required=False)
@with_output
@with_format
def schema_(name: str | None, output: str | None, form: str) -> None:
    """A published JSON Schema (2020-12), or the names of all."""
    if name is None:
        put(to_json(list(schema_names()), indent=2) if form == "json" else "\n".join(schema_names()), output)
    else:
        put(to_json(schema(name), indent=2), output)


def main() -> None:
    """The entry point of the `layoutkit` command."""
    sys.exit(run(cli))
