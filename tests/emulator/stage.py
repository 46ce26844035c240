"""What the tests of this room share: the page's account and example, a signed query, a cloud whose clock they set."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from layoutkit.emulator import Account, Cloud, Reply, Settings, answer
from layoutkit.geometry import Size

APP_ID = 1250000000
KEY = "40328529ca4381a80c6ecf2e6aa57438"
NOW = 1490858287
"""A minute before the `t` of the page's example sign."""

PAGE_SIGN = "7f29ed83c61b77de1b0d66936fd4fd44"
"""The sign that the page prints for its key and t = 1490858347 (Mix_StreamV2, section 2)."""

DENNY, REX, LINK, SHOCK = STREAMS = ("8888_denny", "8888_rex", "8888_link", "8888_shock")
CANVAS = Size(540, 960)
PAGE: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "page_example.json").read_text("utf-8"))


def query(*, key: str = KEY, leave: str = "", **changes: object) -> str:
    """A query as the page has it, signed with the key; a field can be changed, or left out."""
    fields: dict[str, object] = {"cmd": APP_ID, "interface": "Mix_StreamV2", "t": NOW + 60} | changes
    fields.setdefault("sign", hashlib.md5(f"{key}{fields['t']}".encode()).hexdigest())
    return urlencode({name: value for name, value in fields.items() if name != leave})


def page(secondaries: int = 3, **changes: object) -> dict[str, Any]:
    """The page's example with so many secondaries; `changes` go into each place where the name stands."""
    document = deepcopy(PAGE)
    inputs = document["interface"]["para"]["input_stream_list"]
    del inputs[1 + secondaries :]
    changed: dict[str, Any] = _changed(document, changes)
    return changed


def _changed(part: Any, changes: dict[str, object]) -> Any:
    if isinstance(part, list):
        return [_changed(item, changes) for item in part]
    if isinstance(part, dict):
        return {key: changes.get(key, _changed(value, changes)) for key, value in part.items()}
    return part


def para(document: dict[str, Any]) -> dict[str, Any]:
    """The part of a payload that says what is mixed."""
    found: dict[str, Any] = document["interface"]["para"]
    return found


def tile(document: dict[str, Any], number: int) -> dict[str, Any]:
    """The `layout_params` of an input, counted from 0, the primary."""
    found: dict[str, Any] = para(document)["input_stream_list"][number]["layout_params"]
    return found


class Stage:
    """A cloud where the four streams of the page are pushed, and a clock that stands still until it is moved."""

    def __init__(self, settings: Settings | None = None, **bounds: int) -> None:
        self.now: float = NOW
        self.cloud = Cloud(Account(APP_ID, KEY), settings or Settings(), **bounds)
        for stream in STREAMS:
            self.cloud.push(stream, CANVAS, self.now)

    def ask(self, document: object, ask: str | None = None) -> Reply:
        """Post a payload, as text or as a document, with a good query or another."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return answer(self.cloud, query(t=int(self.now) + 60) if ask is None else ask, body, self.now)
