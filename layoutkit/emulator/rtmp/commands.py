"""What clients ask for, and what is done: connect, create a stream, publish or play under a name, stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layoutkit.emulator.rtmp.amf import Value, decode
from layoutkit.emulator.rtmp.messages import BANDWIDTH, COMMAND_AMF3, STREAM_BEGIN, WINDOW, Message, control, number
from layoutkit.emulator.rtmp.names import Name, read
from layoutkit.emulator.rtmp.pushed import Pushed
from layoutkit.emulator.rtmp.replies import WINDOW_SIZE, connected, failure, result, status, unconnected
from layoutkit.emulator.rtmp.roles import Playing, Publishing, Wire
from layoutkit.emulator.rtmp.switchboard import LIVE, MIXED, PUSH, Denied, Switchboard
from layoutkit.emulator.rtmp.wrong import Malformed


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it was sent: its name, its number (to be repeated in the answer), its stream, and what it is about."""

    name: str
    number: float
    stream: int
    about: tuple[Value, ...]

    @property
    def target(self) -> Name:
        """The stream's name that it asks for."""
        written = self.about[1] if len(self.about) > 1 else None
        if not isinstance(written, str):
            raise Malformed(f"{self.name} without a name")
        return read(written)


def parse(message: Message) -> Command:
    """The command in a message; Malformed where it is none."""
    name, order, *about = (*decode(message.body[message.kind == COMMAND_AMF3 :]), None, None, None)
    if not isinstance(name, str):
        raise Malformed("a command without a name")
    return Command(name, order if isinstance(order, float) else 0.0, message.stream, tuple(about))


class Commands:
    """What one connection asked for so far, and the role that it has by that."""

    def __init__(self, board: Switchboard, wire: Wire) -> None:
        self.role: Publishing | Playing | None = None
        self.since = board.now()
        self.application = ""
        self._board, self._wire = board, wire
        self._streams = 0

    def obey(self, message: Message) -> None:
        """Do what is asked for; what nobody here knows is passed over, as it is everywhere."""
        command = parse(message)
        act = _ACTS.get(command.name)
        if act is not None:
            act(self, command)

    def rest(self) -> None:
        """Be there for nothing any more."""
        role, self.role = self.role, None
        self.since = self._board.now()
        if role is not None:
            role.end()

    def connect(self, command: Command) -> None:
        """Say which application it is about; there are three."""
        about = command.about[0]
        application = about.get("app") if isinstance(about, dict) else None
        self.application = str(application).partition("?")[0].strip("/")
        if self.application not in (LIVE, PUSH, MIXED):
            self._wire.send(unconnected(command.number, "no such application: it is live"))
            self._wire.dismiss()
            return
        self._wire.send(number(WINDOW, WINDOW_SIZE))
        self._wire.send(Message(BANDWIDTH, 0, 0, WINDOW_SIZE.to_bytes(4, "big") + b"\x02"))
        self._wire.send(connected(command.number))

    def create_stream(self, command: Command) -> None:
        """Give a number for a stream to come."""
        self._streams += 1
        self._wire.send(result(command.number, None, self._streams))

    def assent(self, command: Command) -> None:
        """Say yes to what means nothing here but is asked for."""
        self._wire.send(result(command.number, None, None))

    def publish(self, command: Command) -> None:
        """Send a stream from now on."""
        self.rest()
        try:
            stream = self._board.publish(self.application, command.target, self._wire)
        except Denied as denied:
            self._refuse(command, "NetStream.Publish.BadName", denied)
            return
        self.role = Publishing(self._board, stream, self._wire)
        self._wire.send(status(command.stream, "NetStream.Publish.Start", "go ahead"))

    def play(self, command: Command) -> None:
        """Get a stream from now on, or as soon as somebody sends it."""
        self.rest()
        try:
            stream = self._board.play(self.application, command.target)
        except Denied as denied:
            self._refuse(command, "NetStream.Play.Failed", denied)
            return
        self._wire.send(control(STREAM_BEGIN, command.stream))
        self._wire.send(status(command.stream, "NetStream.Play.Reset", "from the beginning"))
        self._wire.send(status(command.stream, "NetStream.Play.Start", "here it comes"))
        self.role = Playing(self._board, stream, self._wire, command.stream)
        stream.join(self.role)
        if command.target.last and isinstance(stream, Pushed):
            stream.recall(self.role)

    def stop(self, command: Command) -> None:
        """Send or get no more."""
        if isinstance(self.role, Publishing):
            self._wire.send(status(command.stream, "NetStream.Unpublish.Success", "it is over"))
        self.rest()

    def _refuse(self, command: Command, code: str, denied: Denied) -> None:
        self._wire.send(failure(command.stream, code, str(denied)))
        self._wire.dismiss()


_ACTS: dict[str, Callable[[Commands, Command], None]] = {
    "connect": Commands.connect,
    "createStream": Commands.create_stream,
    "releaseStream": Commands.assent,
    "FCPublish": Commands.assent,
    "getStreamLength": lambda commands, command: commands._wire.send(result(command.number, None, 0)),
    "publish": Commands.publish,
    "play": Commands.play,
    "FCUnpublish": Commands.stop,
    "closeStream": Commands.stop,
    "deleteStream": Commands.stop,
}
