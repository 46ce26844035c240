"""An output: what the world sees under a name, on one clock for as long as anybody watches."""

from __future__ import annotations

from collections.abc import Callable

from layoutkit.emulator.rtmp.events import Showing, Watched
from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.rebase import Rebase
from layoutkit.emulator.rtmp.sink import Sink
from layoutkit.emulator.rtmp.stream import Source, Stream
from layoutkit.emulator.rtmp.tags import Tag


class Output(Stream):
    """Its viewers stay while nobody delivers it; a new publisher takes over from the old one, and the clock goes on."""

    def __init__(self, name: str, limits: Limits, told: Callable[[Watched], None], now: Callable[[], float]) -> None:
        super().__init__(name, limits)
        self._told = told
        self._rebase = Rebase(now)
        self._dropped = 0

    def begin(self, source: Source) -> None:
        before = self.source
        super().begin(source)
        self._rebase.begin()
        for sink in self.sinks:
            sink.begin()
        if before is not None:
            before.dismiss()

    def join(self, sink: Sink) -> None:
        super().join(sink)
        self._told(Watched(self.name, len(self.sinks)))

    def leave(self, sink: Sink) -> None:
        if sink in self.sinks:
            super().leave(sink)
            self._dropped += sink.dropped
            self._told(Watched(self.name, len(self.sinks)))

    def over(self) -> None:
        """It ends for good: for those who watch, and for whoever delivers it."""
        source, self.source = self.source, None
        for sink in tuple(self.sinks):
            sink.over()
            self.leave(sink)
        if source is not None:
            source.dismiss()

    def _hand_on(self, tag: Tag) -> None:
        super()._hand_on(self._rebase(tag))

    @property
    def facts(self) -> Showing:
        """The output as it stands."""
        dropped = self._dropped + sum(sink.dropped for sink in self.sinks)
        return Showing(self.name, len(self.sinks), self.source is not None, self.last_at, self.tags, dropped)
