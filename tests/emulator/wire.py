"""Plain clients of the tests: `http.client` for what is a request, a bare socket for what is none."""

from __future__ import annotations

import http.client
import json
import socket
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from .stage import CANVAS, STREAMS, query

POST = f"POST /common_access?{query()} HTTP/1.1\r\nHost: localhost\r\n"
"""The first lines of a mix request, without a length and an end."""


class Caller:
    """Sends one request on a connection of its own."""

    def __init__(self, url: str) -> None:
        self.address = (str(urlsplit(url).hostname), int(urlsplit(url).port or 0))

    def __call__(self, method: str, target: str, document: object = None, **headers: str) -> tuple[int, Any]:
        """The status and the JSON document that came back."""
        status, _, text = self.raw(method, target, document, **headers)
        return status, json.loads(text)

    def raw(self, method: str, target: str, document: object = None, **headers: str) -> tuple[int, Any, str]:
        """The status, the headers and the text that came back."""
        body = document if isinstance(document, bytes | None) else json.dumps(document).encode()
        with closing(http.client.HTTPConnection(*self.address, timeout=10)) as connection:
            connection.request(method, target, body, headers)
            reply = connection.getresponse()
            return reply.status, reply.headers, reply.read().decode()

    def mix(self, document: object, ask: str = "") -> dict[str, Any]:
        """Post a payload to `common_access`; the reply, whose status is always 200."""
        status, reply = self("POST", f"/common_access?{ask or query()}", document)
        assert status == 200
        assert isinstance(reply, dict)
        return reply

    def push_all(self) -> None:
        """Push the four streams of the page, 540x960 each."""
        for stream in STREAMS:
            status, _ = self("PUT", f"/streams/{stream}", {"width": CANVAS.width, "height": CANVAS.height})
            assert status == 200

    def bare(self, *pieces: bytes, half_close: bool = False) -> bytes:
        """Send bytes as they are, and read until the emulator hangs up."""
        with closing(socket.create_connection(self.address, timeout=10)) as connection:
            for piece in pieces:
                connection.sendall(piece)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            received = bytearray()
            while part := connection.recv(65536):
                received += part
            return bytes(received)


def status_of(received: bytes) -> int:
    """The status of a raw reply, whose body must be our own JSON: no HTML page, no traceback."""
    head, _, body = received.partition(b"\r\n\r\n")
    assert json.loads(body)["faults"]
    assert b"Traceback" not in body
    return int(head.split()[1])
