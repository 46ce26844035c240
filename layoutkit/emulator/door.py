"""Where a request goes: to the endpoint that Tencent documents, to the pages, or to the control calls."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from layoutkit.emulator.answers import Answer, not_allowed, refused
from layoutkit.emulator.control import control
from layoutkit.emulator.endpoint import answer
from layoutkit.emulator.page import shown
from layoutkit.emulator.state import Cloud
from layoutkit.errors import Fault


def respond(cloud: Cloud, method: str, target: str, body: bytes, now: float) -> Answer:
    """The answer to one HTTP request; `target` is its address with the query. Nothing of the query comes back."""
    try:
        address = urlsplit(target)
    except ValueError:
        return refused(400, "usage", Fault("this is no address"))
    if address.path != "/common_access":
        asked = "GET" if method == "HEAD" else method  # whose body is left out when it is sent
        seen = shown(cloud, asked, address.path, address.query, now)
        called = seen or control(cloud, asked, address.path, body, now)
        return replace(called, note=address.path if called.status < 400 else "")
    if method != "POST":
        return not_allowed("POST")
    reply = answer(cloud, address.query, body, now)
    return Answer(200, reply.body, reply.content_type, f"/common_access code {reply.code:d}: {reply.message}")
