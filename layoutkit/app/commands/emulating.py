"""`emulator`, `emulator push`, `emulator replay`: the endpoint on this machine, its guests, and what was recorded there."""

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
        "layoutkit emulator",
        "layoutkit emulator push 8888_denny 8888_rex",
        "layoutkit emulator --port 9000 --rtmp-port 1936 --lag 5 --profile 2019",
        "layoutkit emulator --no-media --stream 8888_denny=540x960 --stream 8888_rex=540x960",
        "layoutkit emulator --now 1490858287",
        "layoutkit emulator --record show.jsonl",
        "layoutkit emulator replay show.jsonl",
    ),
)
@click.option("--port", type=click.IntRange(0, 65535), default=8088, show_default=True, help="On loopback; 0 takes a free one.")
@click.option(
    "--media/--no-media",
    default=None,
    help="Take in real streams over RTMP and mix them. Default: where the extra `mixer` is installed.",
)
@click.option(
    "--rtmp-port", type=click.IntRange(0, 65535), help="Where streams are pushed and played. Default: 1935, or a free one with --port 0."
)
@click.option("--fps", type=click.IntRange(1, 60), default=25, show_default=True, help="Pictures a second of the output.")
@click.option(
    "--jitter", type=click.FloatRange(0.1, 5), default=0.25, show_default=True, metavar="SECONDS", help="How late a packet may come."
)
@click.option("--picture", "pictures", metavar="NUMBER=FILE", multiple=True, help="A picture that a mix can lay (profile 2019); repeat it.")
@click.option("--pull", metavar="URL", default="", help="Take the streams from another RTMP server: rtmp://127.0.0.1:1935/in/{stream}")
@click.option("--publish", metavar="URL", default="", help="Publish outputs to it: rtmp://127.0.0.1:1935/live/{stream}")
@click.option("--stream", "streams", metavar="ID=WxH", multiple=True, help="A stream that counts as pushed from the start; repeat it.")
@click.option("--lag", type=click.FloatRange(0, 3600), default=0.0, metavar="SECONDS", help="How long a push stays unseen.")
@click.option(
    "--idle",
    type=click.FloatRange(0, 86400),
    default=900.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a mix outlives the last of its streams.",
)
@click.option("--record", metavar="FILE", help="Write all that happens there, a JSON object a line: layoutkit emulator replay FILE.")
@with_profile
@with_now
@with_format
@click.pass_context
def emulator(
    context: click.Context,
    port: int,
    media: bool | None,
    rtmp_port: int | None,
    fps: int,
    jitter: float,
    pictures: tuple[str, ...],
    pull: str,
    publish: str,
    streams: tuple[str, ...],
    lag: float,
    idle: float,
    record: str | None,
    profile: str,
    now: int | None,
    form: str,
) -> None:
    """Tencent's endpoint on this machine: takes streams in over RTMP, judges mixes as a stranger, mixes. Ends with Ctrl-C.

    Push streams to rtmp://127.0.0.1:1935/live/ID, watch the page at http://127.0.0.1:8088/, send mixes to /common_access.

    The account comes from TENCENTCLOUD_LIVE_APPID and TENCENTCLOUD_LIVE_API_KEY; without them it is the published example of the page.
    With --now its clock stands still. A recording holds neither key nor sign.
    """
    if context.invoked_subcommand is not None:
        _nothing_said(context)
        return
    from layoutkit.app.local import serve
    from layoutkit.app.streaming import Wanted

    wanted = Wanted(media, rtmp_port, fps, jitter, pictures, pull, publish)
    serve(port, streams, {"lag_s": lag, "idle_s": idle}, form, now=clock(now), profile=profile, record=record, wanted=wanted)


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


@emulator.command(
    short_help="Push synthetic guests.",
    epilog=example(
        "layoutkit emulator push 8888_denny --scene",
        "layoutkit emulator push 8888_rex --colour teal --tone 880",
        "layoutkit emulator push 8888_rex 8888_link 8888_shock --size 320x480 --seconds 60",
        "layoutkit emulator push 8888_rex --to rtmp://127.0.0.1:1936/live",
    ),
)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--colour", "--color", "colours", multiple=True, metavar="COLOUR", help="A name or #0f8b8d; repeated, one for each NAME.")
@click.option("--tone", "tones", type=click.FloatRange(20, 16000), multiple=True, metavar="HZ", help="Repeated, one for each NAME.")
@click.option("--silent", is_flag=True, help="No sound.")
@click.option("--size", default="540x960", show_default=True, metavar="WxH", help="Of the picture; even sides.")
@click.option("--fps", type=click.IntRange(1, 60), default=25, show_default=True, help="Pictures a second.")
@click.option("--still", is_flag=True, help="Without the dot that moves.")
@click.option("--scene", is_flag=True, help="Somebody in a room instead of one flat colour: a host.")
@click.option("--seconds", type=click.FloatRange(0, 86400, min_open=True), metavar="N", help="For so long. Default: until Ctrl-C.")
@click.option("--to", default="rtmp://127.0.0.1:1935/live", show_default=True, metavar="URL", help="Where; a NAME follows.")
@with_format
def push(
    names: tuple[str, ...],
    colours: tuple[str, ...],
    tones: tuple[float, ...],
    silent: bool,
    size: str,
    fps: int,
    still: bool,
    scene: bool,
    seconds: float | None,
    to: str,
    form: str,
) -> None:
    """Push synthetic guests, for those without cameras: each a colour with a moving dot, and a tone."""
    from layoutkit.app.streaming import guests_of, push_all
    from layoutkit.geometry import Size

    sides = Size.parse(size)
    if sides.width % 2 or sides.height % 2:
        raise UsageError(f"a picture of {sides} cannot be encoded", "H.264 wants even sides: 540x960")
    guests = guests_of(names, colours, (0.0,) if silent else tones, size=sides, fps=fps, still=still or scene, scene=scene)
    push_all(guests, to.rstrip("/"), seconds, form)


ALL = (emulator,)
