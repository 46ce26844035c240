"""One HTTP conversation: reads a whole request or says why not, and never shows a traceback or a request line."""

from __future__ import annotations

import re
import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from io import BufferedReader
from typing import Any

from layoutkit.emulator.web.answers import Answer, refused
from layoutkit.emulator.web.drip import Drip
from layoutkit.emulator.web.guard import turned_away
from layoutkit.errors import Fault

MAX_BODY = 1_000_000
"""The longest body that is read, in bytes; a mix request has about a thousand."""

LINGER_S = 2.0
"""How long, in seconds, a refused client is read on and ignored, so that it gets to see its answer."""

SAFE = (("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin"), ("Referrer-Policy", "no-referrer"))
"""Sent with every answer: nothing is taken for another type, and no stranger's page shows it."""

_LENGTH = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Talk:
    """How to answer: a method, a target and a body in, an answer out; a log; the patience with a client, in seconds."""

    respond: Callable[[str, str, bytes], Answer]
    log: Callable[[str], None]
    patience: float
    turned_away: Callable[[int, str], object] = lambda status, says: None
    """Told of a request that nobody answered for: its status, and why."""


class Handler(BaseHTTPRequestHandler):
    """One connection, which may carry many requests."""

    protocol_version = "HTTP/1.1"
    server_version = "layoutkit-emulator"
    sys_version = ""
    disable_nagle_algorithm = True  # head and body are written one after the other

    def __init__(self, *connection: Any, talk: Talk) -> None:
        self.talk = talk
        super().__init__(*connection)  # which serves the connection to its end

    def setup(self) -> None:
        """Read through a drip, which knows how long a whole request may take."""
        super().setup()
        self.rfile.close()
        self.drip = Drip(self.connection, self.talk.patience)
        self.rfile = BufferedReader(self.drip)

    def handle_one_request(self) -> None:
        """Each request has the patience for itself, its head and its body together."""
        self.drip.wait(self.talk.patience)
        super().handle_one_request()

    def serve(self) -> None:
        """Read one request, answer it; a fault of the emulator's own is told as 500."""
        body = self._body()
        if isinstance(body, Answer):
            self._turn_away(body)
            return
        try:
            stranger = turned_away(self.command, self.headers.get("Host"), self.headers.get("Origin"))
            answer = stranger or self.talk.respond(self.command, self.path, body)
        except Exception as error:  # a thread's last door: whoever asks gets an answer, and nobody a traceback
            says = f"the emulator failed: {type(error).__name__}"
            answer = refused(500, "internal", Fault(says, hint="please report it"))
            self._note(answer)
        self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = serve

    # --- reading ---

    def _body(self) -> bytes | Answer:
        length = self._length()
        return length if isinstance(length, Answer) else self._read(length)

    def _length(self) -> int | Answer:
        """The announced length of the body, which must be one plain number."""
        if self.headers.get("Transfer-Encoding"):
            return refused(411, "usage", Fault("the body comes in chunks", hint="send it whole, with a Content-Length"))
        stated = {text.strip() for text in self.headers.get_all("Content-Length", [])}
        if not stated:
            return self._unstated()
        text = stated.pop()
        if stated or not _LENGTH.fullmatch(text):
            return refused(400, "usage", Fault("Content-Length is not one whole number", hint="the length in bytes"))
        if int(text) > MAX_BODY:
            return refused(413, "too_large", Fault(f"the body has {int(text)} bytes", hint=f"at most {MAX_BODY}"))
        return int(text)

    def _unstated(self) -> int | Answer:
        if self.command in ("POST", "PUT"):
            return refused(411, "usage", Fault("Content-Length is missing", hint="the length in bytes"))
        return 0

    def _read(self, length: int) -> bytes | Answer:
        body = bytearray()
        try:
            while len(body) < length:
                part = self.rfile.read1(length - len(body))
                if not part:
                    return refused(400, "usage", Fault(f"the body ends after {len(body)} of its {length} bytes"))
                body += part
        except TimeoutError:
            says = f"only {len(body)} of the body's {length} bytes came within {self.talk.patience:g} s"
            return refused(408, "usage", Fault(says))
        return bytes(body)

    # --- writing ---

    def _send(self, answer: Answer) -> None:
        """Log, then write: whoever has the answer finds its line in the log, and a log that fails costs nobody the answer."""
        method = self.command if hasattr(self, f"do_{self.command}") else "unreadable"
        with suppress(Exception):
            self.talk.log(f"{method} -> {answer.status} {answer.note}".rstrip())
        self.connection.settimeout(self.talk.patience)
        self.close_connection = self.close_connection or answer.stream is not None
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        if answer.stream is None and answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        own = (("Allow", answer.allow), ("Connection", "close" if self.close_connection else ""))
        for name, value in (*SAFE, *answer.headers, *own):
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(answer.body)
        if answer.stream is not None:
            with suppress(OSError):  # whoever watched has gone
                answer.stream(self._show)

    def _show(self, raw: bytes) -> None:
        """Write to whoever watches; an OSError when he has gone, which is seen even while there is nothing to write."""
        if not raw and self._is_left():
            raise ConnectionResetError
        self.wfile.write(raw)

    def _is_left(self) -> bool:
        """Whether the client has hung up; it has nothing more to say, so all that it can send is its end."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.connection, selectors.EVENT_READ)
            return bool(selector.select(0)) and not self.connection.recv(1, socket.MSG_PEEK)

    def _turn_away(self, answer: Answer) -> None:
        """Answer a request that was not read to its end, and hang up when the client has seen why."""
        self.close_connection = True
        self._note(answer)
        with suppress(OSError):
            self._send(answer)
            self.connection.shutdown(socket.SHUT_WR)
            self.drip.wait(LINGER_S)
            while self.rfile.read1(65536):
                pass

    def _note(self, answer: Answer) -> None:
        with suppress(Exception):  # a clock or a journal that fails costs nobody the answer
            self.talk.turned_away(answer.status, answer.says)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class finds wrong, in our form; its own message would quote the request line, sign and all."""
        self.request_version = self.protocol_version  # even one whose version cannot be read gets a whole reply
        status = 405 if code == 501 else int(code)
        phrase = self.responses[status][0] if status in self.responses else "refused"
        self._turn_away(refused(status, "usage", Fault(f"this is no request that can be read: {phrase}")))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the base class would print the request line, sign and all, to stderr."""
