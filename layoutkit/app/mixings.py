"""The arguments that say of a mix what no layout does, the same for every command that writes or sends one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import click

from layoutkit.app.options import F
from layoutkit.app.scenes import tried
from layoutkit.errors import Fault, UsageError
from layoutkit.targets import Mixing

_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option("--canvas-colour", metavar="0xRRGGBB", help="A canvas of this colour below everybody (profile 2019)."),
    click.option(
        "--output-stream", metavar="ID", help="The stream that shows the mix: an input, or a new one (2019). Default: the primary."
    ),
    click.option("--bitrate", type=click.IntRange(1, 50000), metavar="KBPS", help="The output's bitrate in kbit/s (2019)."),
    click.option("--session", metavar="ID", help="The name of the mix (2019). Default: the primary's id."),
    click.option(
        "--picture", "pictures", metavar="ID=N|0xRRGGBB", multiple=True, help="This secondary is an uploaded picture, or a colour (2019)."
    ),
    click.option("--video-only", metavar="ID", multiple=True, help="This stream is seen and not heard (2019); repeat it."),
)


def with_mixing(command: F) -> F:
    """Add what a mix says beside its layout to a command; it gets them as one `mixing`."""

    @functools.wraps(command)
    def gathered(**given: Any) -> Any:
        said = {name: given.pop(name) for name in ("canvas_colour", "output_stream", "bitrate", "session", "pictures", "video_only")}
        return command(mixing=mixing_of(**said), **given)

    wrapped: Any = gathered
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[no-any-return]


def mixing_of(
    canvas_colour: str | None,
    output_stream: str | None,
    bitrate: int | None,
    session: str | None,
    pictures: Sequence[str],
    video_only: Sequence[str],
) -> Mixing:
    """What the options say, all that is wrong with them told at once."""
    faults: list[Fault] = []
    found = dict(_picture(text, faults) for text in pictures)
    if len(found) < len(pictures):
        faults.append(Fault("a stream is a picture twice", hint="each --picture names another stream"))
    mixing = tried(faults, lambda: Mixing(canvas_colour or "", output_stream or "", bitrate, session or "", found, video_only))
    if faults or mixing is None:
        raise UsageError(faults)
    return mixing


def _picture(text: str, faults: list[Fault]) -> tuple[str, int | str]:
    """`slot_4=4711`, `slot_5=0x333333`."""
    stream, sign, what = text.partition("=")
    if not sign:
        faults.append(Fault(f"--picture {text[:80]!r} names no picture", hint="ID=N, or ID=0xRRGGBB"))
        return stream, 1
    return stream, int(what) if what.isascii() and what.isdigit() and len(what) < 12 else what
