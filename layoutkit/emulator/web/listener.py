"""The listening socket and its connections: a thread for each, all of them closed when the emulator stops."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from threading import Condition
from typing import Any

from layoutkit.emulator.web.wire import Handler


class Listener(ThreadingHTTPServer):
    """Listens on one address; `hang_up` ends what is still being said after it was closed."""

    daemon_threads = True
    request_queue_size = 512  # a burst of connections waits instead of being refused

    def __init__(self, address: tuple[str, int], handler: Callable[..., Handler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._open: set[Any] = set()
        self._closed = Condition()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Bind without looking up this machine's name, which the base class does and which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._closed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self._closed:
            self._open.discard(request)
            self._closed.notify_all()

    @property
    def connections(self) -> int:
        """How many are open now."""
        return len(self._open)

    def hang_up(self) -> None:
        """Close every connection that is still open, and wait a little for their threads."""
        with self._closed:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._closed.wait_for(lambda: not self._open, timeout=2.0)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a connection that broke is its client's affair, and the base class would print a traceback."""
