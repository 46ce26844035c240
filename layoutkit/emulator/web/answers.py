"""What the HTTP door sends back: a status, a body, and what a log may say of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from layoutkit.errors import Fault


@dataclass(frozen=True, slots=True)
class Answer:
    """What the HTTP door sends: a status, a body, its type; `note` is what a log may say of it."""

    status: int
    body: bytes
    content_type: str = "application/json"
    note: str = ""
    allow: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """More headers, by name."""
    stream: Callable[[Callable[[bytes], object]], None] | None = None
    """Where the body has no end yet: called with what writes; it returns when there is no more. The connection then ends."""
    says: str = ""
    """Of a refusal, what is wrong, in one line."""


def json_answer(status: int, document: object) -> Answer:
    """A document as JSON."""
    return Answer(status, json.dumps(document).encode())


def refused(status: int, kind: str, *faults: Fault) -> Answer:
    """An error in the form of DESIGN, section 8; no fault quotes an address or a query."""
    document = {"error": kind, "faults": [fault.document() for fault in faults]}
    return replace(json_answer(status, document), says="; ".join(fault.says for fault in faults))


def not_allowed(*methods: str) -> Answer:
    """The address is right, the method is not."""
    allow = ", ".join(methods)
    says = Fault("this address does not take that method", hint=f"it takes {allow}")
    return replace(refused(405, "method", says), allow=allow)
