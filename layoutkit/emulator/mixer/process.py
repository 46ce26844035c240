"""The mixer's process: orders come as JSON lines on standard input, what it has to tell goes out the same way.

First, once, comes {"open": {...}} with what `Live` takes: an address, which may hold a token, never stands on a command line. Then:

    {"plan": {...}, "serial": 7}    show this              -> {"shown": 7}
    {"snap": true}                  a small picture        -> {"snapshot": BASE64 | null}
                                    every second           -> {"told": {...}}
                                    it cannot go on        -> {"failed": "MemoryError"}, and it ends
    {"close": true}, or the end of the input: stop
"""

from __future__ import annotations

import base64
import json
import os
import sys
import threading
from collections.abc import Iterable
from functools import partial
from threading import Lock
from typing import IO, Any

import av.logging

from layoutkit.emulator.mixer.live import Live


class Teller:
    """Writes lines, whole, from any thread."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._lock = out, Lock()

    def __call__(self, document: dict[str, Any]) -> None:
        with self._lock:
            self._out.write(json.dumps(document).encode() + b"\n")
            self._out.flush()


def serve(orders: Iterable[bytes], tell: Teller) -> None:
    """Obey one order after the other until there are no more."""
    live: Live | None = None
    try:
        for line in orders:
            order = json.loads(line)
            if "open" in order:
                live = Live(tell, **order["open"])
            elif live is not None and "plan" in order:
                live.show(order["plan"], order["serial"])
            elif live is not None and "snap" in order:
                taken = live.snapshot()
                tell({"snapshot": base64.b64encode(taken).decode() if taken else None})
            elif "close" in order:
                return
    finally:
        if live is not None:
            live.stop()


def main() -> None:
    """Run until standard input ends; whoever started this process and died takes it along."""
    av.logging.set_level(av.logging.PANIC)
    tell = Teller(sys.stdout.buffer)
    threading.excepthook = partial(_give_up, tell)
    tell({"ready": True})
    try:
        serve(sys.stdin.buffer, tell)
    except Exception as error:  # the process's last door: its owner is told why, and begins another
        tell({"failed": type(error).__name__})
        raise


def _give_up(tell: Teller, about: threading.ExceptHookArgs) -> None:
    """A thread broke: without its desk or its outlet a mixer is no use, and says so instead of standing still."""
    if about.thread is not None and about.thread.name in ("desk", "outlet"):
        tell({"failed": about.exc_type.__name__})
        os._exit(1)


if __name__ == "__main__":
    main()
