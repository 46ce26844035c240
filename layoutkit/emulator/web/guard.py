"""Who may call: this machine under a name of its own, and of the pages in its browser only ours may change anything.

The emulator listens on loopback, but every page that a browser on this machine has open can send requests there.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from layoutkit.emulator.web.answers import Answer, refused
from layoutkit.errors import Fault

LOOKING = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""


def turned_away(method: str, host: str | None, origin: str | None) -> Answer | None:
    """403 for a request under a stranger's name, or from a stranger's page that would change something; else None."""
    if host is not None and not _here(host):
        says = Fault("the Host header names another machine", hint="call the emulator as 127.0.0.1, [::1] or localhost")
        return refused(403, "forbidden", says)
    if method not in LOOKING and origin is not None and not (host and origin.lower() == f"http://{host.lower()}"):
        says = Fault("a page from elsewhere may change nothing here", hint="call from the emulator's own page, or from no page")
        return refused(403, "forbidden", says)
    return None


def _here(host: str) -> bool:
    """Whether a Host header means this machine: a loopback address, `localhost`, or a name below it."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or name.endswith(".localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
