"""`layoutkit emulator`: the local endpoint, until somebody stops it."""

from __future__ import annotations

import os
import shlex
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

import click

from layoutkit.app.scenes import tried
from layoutkit.app.shell import APP_ID, KEY, app_id_of
from layoutkit.app.streaming import Wanted
from layoutkit.documents import to_json
from layoutkit.emulator import Emulator
from layoutkit.emulator.air.media import Media
from layoutkit.emulator.journal.notes import Journal
from layoutkit.emulator.replay.recording import Recorder, Recording
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Size
from layoutkit.scene import Stream

EXAMPLE_APP_ID = 1250000000
EXAMPLE_KEY = "40328529ca4381a80c6ecf2e6aa57438"
"""The key of the published example (Mix_StreamV2, section 2): no secret, and so only for an endpoint on this machine."""


def account() -> tuple[int, str, bool]:
    """The account of the environment, or the published example; and whether it is that."""
    key = os.environ.get(KEY, "")
    if key and os.environ.get(APP_ID):
        return app_id_of(None), key, False
    if key or os.environ.get(APP_ID):
        raise UsageError(f"only one of {APP_ID} and {KEY} is in the environment", "set both, or neither for the published example")
    return EXAMPLE_APP_ID, EXAMPLE_KEY, True


def serve(
    port: int,
    streams: Sequence[str],
    settings: dict[str, float],
    form: str,
    now: Callable[[], float] = time.time,
    wait: Callable[[], object] | None = None,
    profile: str = "2017",
    record: str | None = None,
    wanted: Wanted = Wanted(media=False),  # noqa: B008 - frozen
) -> None:
    """Run the endpoint on loopback until Ctrl-C; all that is wrong with the asking is told at once."""
    faults: list[Fault] = []
    found, pushed, media = tried(faults, account), pushed_of(streams, faults), tried(faults, lambda: wanted.made(port))
    if faults or found is None:
        raise UsageError(faults)
    app_id, key, example = found
    with (
        recorded(record, Recording(profile, app_id, now())) as journal,
        Emulator(app_id, key, port=port, now=now, profile=profile, journal=journal, media=media) as emulator,
    ):
        changed = {name: value for name, value in settings.items() if value != getattr(emulator.cloud.settings, name)}
        if changed:
            emulator.cloud.configure(changed, now())
        for stream, size in pushed:
            emulator.cloud.push(stream, size, now())
        if form == "json":
            rtmp = {"rtmp": emulator.rtmp} if media else {}
            click.echo(to_json({"url": emulator.url, "endpoint": emulator.endpoint, "app_id": app_id, **rtmp}))
        else:
            click.echo(f"listening on {emulator.endpoint} for app id {app_id}; Ctrl-C ends it")
            if example:
                click.echo(f"the account is the page's published example: export {APP_ID}={app_id} {KEY}={key}")
            if record is not None:
                click.echo(f"recording to {record}; layoutkit emulator replay {shlex.quote(record)} plays it once more")
            _tell_media(emulator, media, wanted)
            click.echo(
                f'declare a stream without pushing it: curl -X PUT {emulator.url}/streams/8888_denny -d \'{{"width": 540, "height": 960}}\''
            )
        (wait or threading.Event().wait)()


def _tell_media(emulator: Emulator, media: Media | None, wanted: Wanted) -> None:
    """Where streams go and where they are watched."""
    if media is not None:
        click.echo(f"push streams to {emulator.rtmp}/ID: layoutkit emulator push 8888_denny --scene --to {emulator.rtmp}")
        click.echo(f"watch them at {emulator.url}/")
    elif wanted.media is None:
        click.echo("no real streams: pip install 'layoutkit[mixer]' brings the mixer")


@contextmanager
def recorded(file: str | None, recording: Recording) -> Iterator[Journal]:
    """A journal that is written to a file, if there is to be one; the file stays empty when the endpoint cannot begin."""
    if file is None:
        yield Journal()
        return
    with closing(Recorder(file)) as recorder:
        try:
            recorder(recording.header)
        except OSError as error:
            raise UsageError(f"{file[:200]!r} cannot be recorded to: {error.strerror}") from None
        try:
            yield Journal(write=recorder, tell=lambda says: click.echo(f"warning: {file}: {says}", err=True))
        except UsageError:
            recorder.clear()
            raise


def pushed_of(texts: Sequence[str], faults: list[Fault]) -> list[tuple[str, Size]]:
    """The streams that `--stream` asks for; those that cannot be, or come twice, are noted."""
    pushed: list[tuple[str, Size]] = []
    for text in texts:
        stream, _, size = text.partition("=")
        wrong: list[Fault] = []
        made, sides = tried(wrong, lambda stream=stream: Stream(stream)), tried(wrong, lambda size=size: Size.parse(size))  # type: ignore[misc]
        if any(stream == other for other, _ in pushed):
            wrong.append(Fault(f"{stream!r} is pushed a second time"))
        faults += [Fault(f"--stream {text[:80]!r}: {fault.says}", hint="ID=WxH: 8888_denny=540x960") for fault in wrong]
        if made and sides:
            pushed.append((made.id, sides))
    return pushed
