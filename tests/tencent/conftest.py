"""What the tests of this room share: a stage for the client, and real sockets on loopback."""

from __future__ import annotations

import contextlib
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
    """A server on loopback that answers each request with what `reply(request)` returns; None keeps silent."""
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
        socket.create_connection(server.getsockname()).close()  # wakes it, and it sees that all is over
        thread.join()
        server.close()


def _serve(server: socket.socket, reply: Callable[[bytes], bytes | None], over: threading.Event) -> None:
    while True:
        connection, _ = server.accept()
        with connection, contextlib.suppress(OSError):  # a client may leave before its answer
            if over.is_set():
                return
            said = reply(_request(connection))
            if said is None:
                over.wait()
            else:
                connection.sendall(said)


def _request(connection: socket.socket) -> bytes:
    """One whole request, to the end of what its Content-Length announces; what is no POST is not read on."""
    got = connection.recv(65536)
    while got.startswith(b"POST") and not _whole(got):
        more = connection.recv(65536)
        if not more:
            break
        got += more
    return got


def _whole(got: bytes) -> bool:
    head, end, body = got.partition(b"\r\n\r\n")
    return bool(end) and len(body) >= int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
