"""What the tests of this room share: a stage for the client, and real sockets on loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from .stage import Stage


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def listen() -> Iterator[Callable[..., str]]:
    """A server on loopback that reads each request and answers with what `reply(request)` returns; None keeps silent."""
    over, servers = threading.Event(), []

    def start(reply: Callable[[bytes], bytes | None]) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(server, reply, over))
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.getsockname()[1]}/common_access"

    yield start
    over.set()
    for server, thread in servers:
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        server.close()


def _serve(server: socket.socket, reply: Callable[[bytes], bytes | None], over: threading.Event) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            said = reply(_request(connection))
            if said is None:
                over.wait()
            else:
                connection.sendall(said)


def _request(connection: socket.socket) -> bytes:
    """One whole request: to the end of what its Content-Length announces."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(4096)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(4096)
    return head + b"\r\n\r\n" + body
