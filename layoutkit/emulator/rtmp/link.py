"""A client's connection to an RTMP server, up to a stream that can be played or published; it blocks, and has a thread to itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Lock

from layoutkit.emulator.rtmp.amf import Value, decode
from layoutkit.emulator.rtmp.chunks import Reader
from layoutkit.emulator.rtmp.handshake import LENGTH, VERSION, hello
from layoutkit.emulator.rtmp.messages import COMMAND, WINDOW, Message, number, pong
from layoutkit.emulator.rtmp.places import Place
from layoutkit.emulator.rtmp.replies import WINDOW_SIZE, command
from layoutkit.emulator.rtmp.writing import Writer
from layoutkit.emulator.rtmp.wrong import Malformed, RtmpError

PIECE = 1 << 16
"""Bytes that are read at a time."""


class Link:
    """Handshaken, connected to the place's application, and with the number of a stream; each step has `timeout` seconds."""

    def __init__(self, place: Place, timeout: float) -> None:
        self.place = place
        self._reader, self._writer = Reader(), Writer()
        self._receiving = Lock()
        self._commands = 0
        self._socket = self._dialled(timeout)
        try:
            self._shake()
            self._messages = self._heard()
            self.stream = self._prepared()
        except BaseException:
            self.close()
            raise

    def messages(self) -> Iterator[Message]:
        """What the server says, until it hangs up; pings and acknowledgements are seen to."""
        return self._messages

    def send(self, *messages: Message) -> None:
        """Say something to the server; RtmpError if it is gone or takes nothing."""
        self._write(b"".join(self._writer.write(message) for message in messages))

    def command(self, name: str, *values: Value, stream: int = 0) -> int:
        """Send a command; its number is what an answer repeats."""
        self._commands += 1
        self.send(command(name, self._commands, *values, stream=stream))
        return self._commands

    def wait(self, codes: tuple[str, ...]) -> None:
        """Wait until the server says one of these of the stream; RtmpError if it says no."""
        for message in self._messages:
            info = status(message)
            if info.get("code") in codes:
                return
            if info.get("level") == "error":
                raise self._failure(f"says no: {_said(info)}")
        raise self._failure("hung up")

    def be_patient(self, timeout: float | None) -> None:
        """From now on wait so many seconds for what comes; None: for ever."""
        self._socket.settimeout(timeout)

    def fileno(self) -> int:
        """For select."""
        return self._socket.fileno()

    def hear(self) -> list[Message]:
        """What came just now, after select said that something did; RtmpError if the server hung up."""
        data = self._received()
        if not data:
            raise self._failure("hung up")
        return list(self._understood(data))

    def finish(self) -> None:
        """Say that nothing more comes, and wait a moment for the server to have read it all."""
        with suppress(OSError):
            self._socket.settimeout(1.0)
            self._socket.shutdown(socket.SHUT_WR)
            while self._socket.recv(PIECE):
                pass

    def close(self) -> None:
        """Hang up; whoever waits for a message is let go."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        with self._receiving:  # a number of a socket that is still read from must not become another's
            self._socket.close()

    def _dialled(self, timeout: float) -> socket.socket:
        try:
            dialled = socket.create_connection((self.place.host, self.place.port), timeout)
        except OSError as error:
            raise self._failure(f"cannot be reached: {error.strerror or error}") from None
        dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return dialled

    def _shake(self) -> None:
        self._write(hello())
        answer = self._exactly(1 + 2 * LENGTH)
        if answer[:1] != VERSION:
            raise self._failure("does not speak RTMP")
        self._write(answer[1 : 1 + LENGTH])

    def _prepared(self) -> int:
        """Connect to the application and get a stream's number."""
        self._write(self._writer.resize())
        self.send(number(WINDOW, WINDOW_SIZE))
        about: dict[str, Value] = {"app": self.place.application, "type": "nonprivate", "flashVer": "FMLE/3.0 (compatible; layoutkit)"}
        self._result(self.command("connect", {**about, "tcUrl": self.place.server}))
        given = self._result(self.command("createStream", None))
        return int(given) if isinstance(given, float) else 1

    def _result(self, order: int) -> Value:
        """What the server gives for the command of that number."""
        for message in self._messages:
            if message.kind == COMMAND:
                name, about, *values = _words(message)
                if about == order and name == "_result":
                    return values[1]
                if about == order and name == "_error":
                    raise self._failure(f"says no: {_said(values[1])}")
        raise self._failure("hung up")

    def _heard(self) -> Iterator[Message]:
        while data := self._received():
            yield from self._understood(data)

    def _understood(self, data: bytes) -> Iterator[Message]:
        try:
            for message in self._reader.feed(data):
                answer = pong(message)
                if answer is None:
                    yield message
                else:
                    self.send(answer)
        except Malformed as error:
            raise self._failure(f"says what is not RTMP: {error}") from None
        acknowledgement = self._reader.acknowledgement()
        if acknowledgement is not None:
            self.send(acknowledgement)

    def _exactly(self, size: int) -> bytes:
        got = bytearray()
        while len(got) < size:
            piece = self._received(size - len(got))
            if not piece:
                raise self._failure("hung up in the handshake")
            got += piece
        return bytes(got)

    def _received(self, size: int = PIECE) -> bytes:
        """What comes; nothing when the server has hung up, or we have."""
        try:
            with self._receiving:
                return self._socket.recv(size)
        except TimeoutError:
            raise self._failure(f"said nothing for {self._socket.gettimeout():g} s") from None
        except OSError:
            return b""

    def _write(self, raw: bytes) -> None:
        try:
            self._socket.sendall(raw)
        except TimeoutError:
            raise self._failure("takes nothing any more") from None
        except OSError as error:
            raise self._failure(f"hung up: {error.strerror or error}") from None

    def _failure(self, says: str) -> RtmpError:
        return RtmpError(f"{self.place} {says}")


def status(message: Message) -> dict[str, Value]:
    """What a message says of the stream's state; empty when it says nothing of it."""
    if message.kind != COMMAND:
        return {}
    name, _, _, info, *_ = _words(message)
    return info if name == "onStatus" and isinstance(info, dict) else {}


def _words(message: Message) -> tuple[Value, ...]:
    """A command's values, at least four; a server's slip of the pen is no reason to hang up."""
    try:
        return (*decode(message.body), None, None, None, None)
    except Malformed:
        return (None, None, None, None)


def _said(info: Value) -> str:
    if not isinstance(info, dict):
        return "for no reason that it gives"
    return " ".join(str(info[key]) for key in ("code", "description") if info.get(key))
