"""`emulator`, `emulator replay`: the endpoint on this machine, and what was recorded there."""

from __future__ import annotations

import sys

import click
from click.core import ParameterSource

from layoutkit.app.options import example, with_format, with_now, with_output, with_profile
from layoutkit.app.shell import clock, put
from layoutkit.errors import UsageError


@click.group(
    invoke_without_command=True,
    short_help="Tencent's endpoint on this machine.",
    epilog=example(
        "layoutkit emulator --stream 8888_denny=540x960 --stream 8888_rex=540x960",
        "layoutkit emulator --port 9000 --lag 5 --profile 2019",
        "layoutkit emulator --now 1490858287",
        "layoutkit emulator --record show.jsonl",
        "layoutkit emulator replay show.jsonl",
    ),
)
@click.option("--port", type=click.IntRange(0, 65535), default=8088, show_default=True, help="On loopback; 0 takes a free one.")
@click.option("--stream", "streams", metavar="ID=WxH", multiple=True, help="A stream that is pushed from the start; repeat it.")
@click.option("--lag", type=click.FloatRange(0, 3600), default=0.0, metavar="SECONDS", help="How long a push stays unseen.")
@click.option("--record", metavar="FILE", help="Write all that happens there, a JSON object a line: layoutkit emulator replay FILE.")
@with_profile
@with_now
@with_format
@click.pass_context
def emulator(
    context: click.Context,
    port: int,
    streams: tuple[str, ...],
    lag: float,
    record: str | None,
    profile: str,
    now: int | None,
    form: str,
) -> None:
    """Tencent's endpoint on this machine: judges mixes as a stranger, keeps every session. Ends with Ctrl-C.

    The account comes from TENCENTCLOUD_LIVE_APPID and TENCENTCLOUD_LIVE_API_KEY; without them it is the published example of the page.
    With --now its clock stands still. A recording holds neither key nor sign.
    """
    if context.invoked_subcommand is not None:
        _nothing_said(context)
        return
    from layoutkit.app.local import serve

    serve(port, streams, lag, form, now=clock(now), profile=profile, record=record)


def _nothing_said(context: click.Context) -> None:
    """The options of the endpoint itself mean nothing before a command of it."""
    said = [f"--{p.opts[-1].lstrip('-')}" for p in context.command.params if _is_said(context, p.name)]
    if said:
        raise UsageError(
            f"{', '.join(said)} before {context.invoked_subcommand}", f"layoutkit emulator {context.invoked_subcommand} --help"
        )


def _is_said(context: click.Context, name: str | None) -> bool:
    return name is not None and context.get_parameter_source(name) is ParameterSource.COMMANDLINE


@emulator.command(
    short_help="Play a recording once more.",
    epilog=example(
        "layoutkit emulator replay show.jsonl",
        "layoutkit emulator replay show.jsonl --endpoint http://127.0.0.1:8088/common_access --speed 1",
        "layoutkit emulator replay show.jsonl --format json -o verdicts.json",
    ),
)
@click.argument("recording", metavar="FILE|-")
@click.option("--endpoint", metavar="URL", help="Play it there. Default: at an endpoint of its own, whose clock goes as the recording's.")
@click.option("--speed", type=click.FloatRange(0, 1000), default=0.0, metavar="N", help="So many times as fast. Default: 0, at once.")
@with_now
@with_format
@with_output
def replay(recording: str, endpoint: str | None, speed: float, now: int | None, form: str, output: str | None) -> None:
    """Play a recording once more, and tell which verdicts are others now.

    Requests are signed anew, with as many seconds left as they had; a wrong or missing sign stays wrong or missing. Pushes and settings
    become control calls. Exits with 1 when a verdict differs. The account is that of the environment; an endpoint on this machine may have
    the published example. With --now, that is the time when it begins.
    """
    from layoutkit.app import replays

    played = replays.play(recording, endpoint, speed, now)
    put(replays.shown(played, form), output)
    if played.differ:
        sys.exit(1)


ALL = (emulator,)
