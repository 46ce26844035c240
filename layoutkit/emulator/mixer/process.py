"""The mixer's process: orders come as JSON lines on standard input, what it has to tell goes out the same way.

First, once, comes {"open": {"publish", "pull", "fps", "delay_s", "patience_s", "base_ms", "images"}}: an address, which may hold a
token, never stands on a command line. Then:

    {"plan": {...}, "serial": 7}    show this              -> {"shown": 7}
    {"snap": true}                  a small picture        -> {"snapshot": BASE64 | null}
                                    every second           -> {"told": {...}}
    {"close": true}, or the end of the input: stop
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterable
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
    tell({"ready": True})
    serve(sys.stdin.buffer, tell)


if __name__ == "__main__":
    main()
