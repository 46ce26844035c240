"""`layoutkit emulator`: the local endpoint, until somebody stops it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence

import click

from layoutkit.app.shell import APP_ID, KEY, app_id_of
from layoutkit.documents import to_json
from layoutkit.emulator import Emulator, Settings
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


def serve(port: int, streams: Sequence[str], lag: float, form: str, wait: Callable[[], object] | None = None) -> None:
    """Run the endpoint on loopback until Ctrl-C."""
    app_id, key, example = account()
    pushed = [_pushed(text) for text in streams]
    with Emulator(app_id, key, port=port, settings=Settings(lag_s=lag)) as emulator:
        for stream, size in pushed:
            emulator.cloud.push(stream, size, time.time())
        if form == "json":
            click.echo(to_json({"url": emulator.url, "endpoint": emulator.endpoint, "app_id": app_id}))
        else:
            click.echo(f"listening on {emulator.endpoint} for app id {app_id}; Ctrl-C ends it")
            if example:
                click.echo(f"the account is the page's published example: export {APP_ID}={app_id} {KEY}={key}")
            click.echo(f'push a stream: curl -X PUT {emulator.url}/streams/8888_denny -d \'{{"width": 540, "height": 960}}\'')
        (wait or threading.Event().wait)()


def _pushed(text: str) -> tuple[str, Size]:
    stream, _, size = text.partition("=")
    try:
        return Stream(stream).id, Size.parse(size)
    except UsageError as error:
        raise UsageError([Fault(f"--stream {text[:80]!r}: {error.faults[0].says}", hint="ID=WxH: 8888_denny=540x960")]) from None
