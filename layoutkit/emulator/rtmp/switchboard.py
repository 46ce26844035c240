"""Who may send and get what, and the streams by their names: what is pushed, and what the world sees."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hmac import compare_digest

from layoutkit.emulator.rtmp.events import Event, Refused
from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.names import LENGTH, Name
from layoutkit.emulator.rtmp.output import Output
from layoutkit.emulator.rtmp.pushed import Pushed
from layoutkit.emulator.rtmp.stream import Source, Stream

REMEMBERED = 32
"""Of so many pushes that are over the last pictures are kept."""

LIVE, PUSH, MIXED = "live", "push", "mixed"
"""The applications: for the world, for whoever mixes to get what is pushed, and to deliver what is mixed."""


class Denied(Exception):
    """A client may not do that, and why."""


class Switchboard:
    """All streams of a hub; everything happens on its thread."""

    def __init__(self, limits: Limits, token: str, told: Callable[[Event], None], now: Callable[[], float]) -> None:
        self.limits, self.now = limits, now
        self._token, self._listener = token, told
        self._pushed: dict[str, Pushed] = {}
        self._outputs: dict[str, Output] = {}

    @property
    def pushed(self) -> tuple[Pushed, ...]:
        """What somebody pushes, in the order of coming."""
        return tuple(stream for stream in self._pushed.values() if stream.source is not None)

    @property
    def outputs(self) -> tuple[Output, ...]:
        """What somebody watches or delivers."""
        return tuple(self._outputs.values())

    def publish(self, application: str, name: Name, source: Source) -> Stream:
        """The stream that this one sends from now on; Denied where it may not."""
        self._check(application, name, (LIVE, MIXED), "published")
        stream = self._push(name.text) if application == LIVE else self.output(name.text)
        if application == LIVE and stream.source is not None:
            raise self._denied(name, "somebody pushes this name already")
        stream.begin(source)
        return stream

    def play(self, application: str, name: Name) -> Stream:
        """The stream that is asked for, whether or not somebody sends it; Denied where it may not be had."""
        self._check(application, name, (LIVE, PUSH), "played")
        return self.output(name.text) if application == LIVE else self._push(name.text)

    def output(self, name: str) -> Output:
        """The output of that name, new if need be."""
        return self._outputs.setdefault(name, Output(name, self.limits, self.tell, self.now))

    def _push(self, name: str) -> Pushed:
        return self._pushed.setdefault(name, Pushed(name, self.limits, self.tell, self.now))

    def tidy(self, stream: Stream) -> None:
        """Forget a stream that nobody sends or gets; of pushes that are over, the last ones are remembered."""
        if stream.is_forsaken:
            table: dict[str, Pushed] | dict[str, Output] = self._pushed if isinstance(stream, Pushed) else self._outputs
            if table.get(stream.name) is stream:
                del table[stream.name]
                if isinstance(stream, Pushed) and stream.is_remembered:
                    self._remember(stream)

    def _remember(self, stream: Pushed) -> None:
        self._pushed[stream.name] = stream  # the newest last
        over = [name for name, pushed in self._pushed.items() if pushed.is_forsaken]
        for name in over[:-REMEMBERED]:
            del self._pushed[name]

    def close_output(self, name: str) -> None:
        """End an output for good; there need be none."""
        output = self._outputs.pop(name, None)
        if output is not None:
            output.over()

    def close(self) -> None:
        """End all outputs."""
        for name in tuple(self._outputs):
            self.close_output(name)

    def tell(self, event: Event) -> None:
        """Tell whoever listens; that it fails is no reason for the hub to."""
        with suppress(Exception):
            self._listener(event)

    def _check(self, application: str, name: Name, possible: tuple[str, ...], done: str) -> None:
        if not name.is_good:
            raise self._denied(name, "a stream's name is 1 to 80 letters, digits and underscores")
        if application not in possible:
            raise self._denied(name, f"{application!r} cannot be {done}")
        if application != LIVE and not compare_digest(name.token.encode(), self._token.encode()):
            raise self._denied(name, f"{application!r} is for the mixer alone: its token is wrong")

    def _denied(self, name: Name, why: str) -> Denied:
        self.tell(Refused(name.text[:LENGTH], why))
        return Denied(why)
