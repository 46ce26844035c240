"""Where a request goes: to the endpoint that Tencent documents, to the pages, or to the control calls."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from layoutkit.emulator.cloud.endpoint import answer
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.web.answers import Answer, not_allowed, refused
from layoutkit.emulator.web.control import control
from layoutkit.emulator.web.page import shown
from layoutkit.errors import Fault


def respond(cloud: Cloud, method: str, target: str, body: bytes, now: float) -> Answer:
    """The answer to one HTTP request; `target` is its address with the query. Nothing of the query comes back."""
    cloud.end_deserted(now)
    try:
        address = urlsplit(target)
    except ValueError:
        return _noted(cloud, refused(400, "usage", Fault("this is no address")), now)
    if address.path == "/common_access":
        return _mix(cloud, address.query, body, now) if method == "POST" else _noted(cloud, not_allowed("POST"), now)
    asked = "GET" if method == "HEAD" else method  # whose body is left out when it is sent
    called = shown(cloud, asked, address.path, address.query, now) or control(cloud, asked, address.path, body, now)
    if called.status < 400:
        return replace(called, note=cloud.blank(address.path, now, address.query))
    return _noted(cloud, called, now) if method == "POST" else called  # most likely a mix that missed its address


def _mix(cloud: Cloud, query: str, body: bytes, now: float) -> Answer:
    reply = answer(cloud, query, body, now)
    said = cloud.blank(reply.message, now, query)
    return Answer(200, reply.body, reply.content_type, f"/common_access code {reply.code:d}: {said}")


def _noted(cloud: Cloud, answer: Answer, now: float) -> Answer:
    """A request that no verdict is given on, in the journal."""
    cloud.journal.note(now, "turned_away", status=answer.status, says=cloud.blank(answer.says, now))
    return answer
