"""Where the emulator's servers may listen: on this machine alone, since they trust whoever can reach them."""

from __future__ import annotations

import ipaddress

from layoutkit.errors import UsageError


def loopback(host: str, who: str) -> str:
    """The host, if it is this machine; `who` listens is for the UsageError where it is not."""
    if host == "localhost":
        return "127.0.0.1"  # not whatever a name service says
    try:
        if isinstance(host, str) and ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise UsageError(f"{who} listens on loopback only, not on {host!r}", "use 127.0.0.1, ::1 or localhost")


def port_number(port: int) -> int:
    """The port, if it can be one; 0 takes a free one."""
    if type(port) is not int or not 0 <= port <= 65535:
        raise UsageError(f"port {port!r} cannot be", "a whole number from 1 to 65535; 0 takes a free one")
    return port
