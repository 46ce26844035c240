"""Where a stream is: `rtmp://127.0.0.1:1935/live/8888_denny`, taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from layoutkit.errors import UsageError

PORT = 1935


@dataclass(frozen=True, slots=True)
class Place:
    """A server's host and port, the application there, and the stream's name with its query."""

    host: str
    port: int
    application: str
    name: str

    @property
    def server(self) -> str:
        """The application's URL, as a client says it when it connects."""
        return (
            f"rtmp://[{self.host}]:{self.port}/{self.application}"
            if ":" in self.host
            else f"rtmp://{self.host}:{self.port}/{self.application}"
        )

    def __str__(self) -> str:
        """The URL without its query, in which there may be a token."""
        return f"{self.server}/{self.name.partition('?')[0]}"


def read(url: str) -> Place:
    """Take a URL apart; a UsageError if it is none of RTMP."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORT
    except ValueError:
        raise _wrong() from None
    application, _, name = parts.path.lstrip("/").partition("/")
    if parts.scheme != "rtmp" or not parts.hostname or not application or not name:
        raise _wrong()
    return Place(parts.hostname, port, application, f"{name}?{parts.query}" if parts.query else name)


def _wrong() -> UsageError:
    return UsageError("this is not where an RTMP stream can be", "write it as rtmp://HOST:PORT/APPLICATION/NAME")
