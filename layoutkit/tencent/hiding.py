"""Keeps the key and the sign out of what others say: answers of an endpoint, and the log lines of urllib3."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

Hide = Callable[[str], str]
"""Takes secrets out of a text."""

_SIGN = re.compile(r"(?i)\bsign=[\w%]*")
_LOGGERS = ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry", "urllib3.poolmanager")
"""Those that log the address of a request, some at DEBUG, some as a warning of broken headers."""


def hide_sign(text: str) -> str:
    """The text with every `sign=…` made `sign=hidden`."""
    return _SIGN.sub("sign=hidden", text)


def hiding(*secrets: str) -> Hide:
    """Takes these secrets, and any `sign=…`, out of a text, in upper or lower case."""
    known = re.compile("|".join(map(re.escape, secrets)), re.IGNORECASE)
    return lambda text: hide_sign(known.sub("hidden", text))


def hide_in_logs() -> None:
    """Watch urllib3's loggers from now on; adding the one filter again does nothing."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)


class _SignFilter(logging.Filter):
    """Rewrites `sign=…` to `sign=hidden` in a record, wherever in it the address stands."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _SIGN.search(said):
            record.msg, record.args = hide_sign(said), ()
            record.exc_info = None  # the frames of its traceback hold the address
        return True


_FILTER = _SignFilter()
