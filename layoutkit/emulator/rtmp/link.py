"""A client's talk with an RTMP server, up to a stream that can be played or published: commands, answers, pings."""

from __future__ import annotations

from collections.abc import Iterator

from layoutkit.emulator.rtmp.amf import Value, decode
from layoutkit.emulator.rtmp.chunks import Reader
from layoutkit.emulator.rtmp.line import Line
from layoutkit.emulator.rtmp.messages import COMMAND, WINDOW, Message, number, pong
from layoutkit.emulator.rtmp.places import Place
from layoutkit.emulator.rtmp.replies import WINDOW_SIZE, command
from layoutkit.emulator.rtmp.writing import Writer
from layoutkit.emulator.rtmp.wrong import Malformed, RtmpError


class Link:
    """Connected to the place's application, and with the number of a stream; each step has `timeout` seconds."""

    def __init__(self, place: Place, timeout: float) -> None:
        self.place = place
        self.line = Line(place, timeout)
        self._reader, self._writer = Reader(), Writer()
        self._commands = 0
        self._messages = self._heard()
        try:
            self.stream = self._prepared()
        except BaseException:
            self.line.close()
            raise

    def messages(self) -> Iterator[Message]:
        """What the server says, until it hangs up; pings and acknowledgements are seen to."""
        return self._messages

    def send(self, *messages: Message) -> None:
        """Say something to the server; RtmpError if it is gone or takes nothing."""
        self.line.write(b"".join(self._writer.write(message) for message in messages))

    def command(self, name: str, *values: Value, stream: int = 0) -> int:
        """Send a command; its number is what an answer repeats."""
        self._commands += 1
        self.send(command(name, self._commands, *values, stream=stream))
        return self._commands

    def wait(self, code: str) -> None:
        """Wait until the server says this of the stream; RtmpError if it says no."""
        for message in self._messages:
            info = status(message)
            if info.get("code") == code:
                return
            if info.get("level") == "error":
                raise self._refusal(info)
        raise self.line.failure("hung up")

    def hear(self) -> Iterator[Message]:
        """What came just now, after select said that something did; RtmpError if the server hung up."""
        data = self.line.read()
        if not data:
            raise self.line.failure("hung up")
        return self._understood(data)

    def _prepared(self) -> int:
        """Connect to the application and get a stream's number."""
        self.line.write(self._writer.resize())
        self.send(number(WINDOW, WINDOW_SIZE))
        about: dict[str, Value] = {"app": self.place.application, "type": "nonprivate", "flashVer": "FMLE/3.0 (compatible; layoutkit)"}
        self._result(self.command("connect", {**about, "tcUrl": self.place.server}))
        given = self._result(self.command("createStream", None))
        return int(given) if isinstance(given, float) and 0 < given < 1 << 31 else 1

    def _result(self, order: int) -> Value:
        """What the server gives for the command of that number."""
        for message in self._messages:
            name, about, _, given, *_ = _words(message)
            if about == order and name == "_result":
                return given
            if about == order and name == "_error":
                raise self._refusal(given)
        raise self.line.failure("hung up")

    def _heard(self) -> Iterator[Message]:
        while data := self.line.read():
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
            raise self.line.failure(f"says what is not RTMP: {error}") from None
        acknowledgement = self._reader.acknowledgement()
        if acknowledgement is not None:
            self.send(acknowledgement)

    def _refusal(self, info: Value) -> RtmpError:
        said = (info.get("code"), info.get("description")) if isinstance(info, dict) else ()
        return self.line.failure(f"says no: {' '.join(str(word) for word in said if word) or 'it does not say why'}")


def status(message: Message) -> dict[str, Value]:
    """What a message says of the stream's state; empty when it says nothing of it."""
    name, _, _, info, *_ = _words(message)
    return info if name == "onStatus" and isinstance(info, dict) else {}


def _words(message: Message) -> tuple[Value, ...]:
    """A command's values, at least four; a server's slip of the pen is no reason to hang up."""
    try:
        return (*(decode(message.body) if message.kind == COMMAND else ()), None, None, None, None)
    except Malformed:
        return (None, None, None, None)
