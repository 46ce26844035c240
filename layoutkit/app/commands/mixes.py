"""`send`, `credentials`, `demo`: a mix on its way."""

from __future__ import annotations

import click

from layoutkit.app import tables
from layoutkit.app.answers import chosen
from layoutkit.app.asking import Asked, with_scene
from layoutkit.app.mixings import with_mixing
from layoutkit.app.options import (
    example,
    with_app_id,
    with_format,
    with_forms,
    with_layout,
    with_now,
    with_output,
    with_profile,
    with_target,
)
from layoutkit.app.shell import clock, key_of, put, take
from layoutkit.documents import to_json
from layoutkit.errors import UsageError
from layoutkit.targets import Mixing


@click.command(
    short_help="Sign a mix, send it, and tell the reply.",
    epilog=example(
        "layoutkit send right-column --primary 8888_denny --secondary 8888_rex",
        "layoutkit send --payload payload.json --endpoint http://127.0.0.1:8088/common_access",
        "layoutkit send --end --primary 8888_denny",
        "layoutkit send gallery --secondaries 5 --profile 2019 --canvas-colour 0x202020 --output-stream show_mix",
    ),
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
@with_mixing
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
    mixing: Mixing,
    app_id: int | None,
    now: int | None,
    form: str,
    output: str | None,
) -> None:
    """Sign a mix, send it, retry as the page says, and tell the reply.

    The key comes from TENCENTCLOUD_LIVE_API_KEY. One secondary or more starts or updates the mix; the primary alone ends it, unless
    the mix has an output of its own (profile 2019).
    """
    from layoutkit.app.sending import Mission, alone, sent

    mission = Mission(end, endpoint, profile, app_id, clock(now), mixing)
    if payload_file is not None:
        alone(payload_file, name, layout, asked, mission)
        made = mission.from_payload(*take(payload_file))
    elif end and name is None and layout is None:
        if asked.primary is None:
            raise UsageError("--end of whose mix?", "--primary ID")
        made = mission.ending(asked.primary)
    else:
        made = mission.from_layout(chosen(name, asked, layout).layout)
    if dry_run:
        put(to_json(made.ask(), indent=2), output)
        return
    reply = sent(made, mission, key_of())
    put(to_json(reply.document(), indent=2) if form == "json" else tables.answered(reply), output)


@click.command(
    short_help="Issue t and sign to the primary's app.",
    epilog=example(
        "layoutkit credentials",
        "layoutkit credentials --format json --now 1490858287",
        "layoutkit credentials --format env",
    ),
)
@with_now
@with_forms("text", "json", "env", help="For people, for programs, for a shell's eval (T and SIGN), or faults as GitHub's annotations.")
@with_output
def credentials(now: int | None, form: str, output: str | None) -> None:
    """Issue t and sign, good for 60 seconds, to the primary's app, so that it can send the mix itself.

    The key comes from TENCENTCLOUD_LIVE_API_KEY and is never given away. A shell takes them with
    eval "$(layoutkit credentials --format env)".
    """
    from layoutkit.tencent import LIFETIME_S, sign

    t = int(clock(now)()) + LIFETIME_S
    issued = {"t": t, "sign": sign(key_of(), t)}
    words = ("T", "SIGN") if form == "env" else ("t", "sign")
    lines = "\n".join(f"{word}={value}" for word, value in zip(words, issued.values(), strict=True))
    put(to_json(issued, indent=2) if form == "json" else lines, output)


@click.command(
    short_help="The whole way on this machine, from a template to a mix.",
    epilog=example(
        "layoutkit demo",
        "layoutkit demo --watch",
        "layoutkit demo --no-film -o demo.svg",
        "layoutkit demo --no-film --format json --now 1490858287",
    ),
)
@click.option("--film/--no-film", default=None, help="Mix real streams and leave demo.mp4. Default: where the extra `mixer` is installed.")
@click.option("--watch", is_flag=True, help="Then go on, guests coming and going, until Ctrl-C.")
@with_now
@with_format
@with_output
def demo(film: bool | None, watch: bool, now: int | None, form: str, output: str | None) -> None:
    """The whole way, on this machine: solve, draw, write, sign, send, mix; guests come, one leaves, the mix ends.

    Four synthetic streams are pushed to the local endpoint, which mixes them: watch it in a browser at the address it tells. Beside the
    picture of the layout it leaves demo.mp4, what the audience saw, and demo.png, its moments side by side (demo.sheet.svg without the
    extra `preview`). -o says where.
    """
    from layoutkit.app.demo import play
    from layoutkit.emulator.air.media import installed, need_mixer

    if film or watch:
        need_mixer()
    filmed = installed() if film is None else film
    play(clock(now), form, "layoutkit-demo.svg" if output is None else output, film=filmed or watch, watch=watch)


ALL = (send, credentials, demo)
