"""A stream: one that sends, any number that get it, and what is kept for those who come later."""

from __future__ import annotations

from typing import Protocol

from layoutkit.emulator.rtmp.cache import Cache
from layoutkit.emulator.rtmp.codecs import is_metadata
from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.sink import Sink
from layoutkit.emulator.rtmp.tags import DATA, VIDEO, Tag


class Source(Protocol):
    """Whoever sends a stream."""

    def dismiss(self) -> None:
        """Somebody else does, or nobody is to: hang up."""


class Stream:
    """What one publisher sends, handed to every sink; everything happens on the hub's thread."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.cache = Cache(limits)
        self.source: Source | None = None
        self.sinks: dict[Sink, None] = {}
        self.tags = self.bytes = self.last_at = 0

    @property
    def is_forsaken(self) -> bool:
        """Whether nobody sends it and nobody waits for it."""
        return self.source is None and not self.sinks

    def begin(self, source: Source) -> None:
        """From now on this one sends."""
        self.source = source
        self.cache.clear()

    def end(self) -> None:
        """Nobody sends any more."""
        self.source = None

    def join(self, sink: Sink) -> None:
        """One more that gets it: at once what is kept."""
        for tag in self.cache.tags:
            sink.offer(tag, self.cache.headers)
        self.sinks[sink] = None

    def leave(self, sink: Sink) -> None:
        """One less."""
        self.sinks.pop(sink, None)

    def take(self, tag: Tag) -> None:
        """Hand on what the publisher sent."""
        self.tags += 1
        self.bytes += len(tag.body)
        if tag.is_header or is_metadata(tag):
            self._describe(tag)
        elif tag.is_picture or tag.is_sound or tag.kind == DATA:
            self._hand_on(tag)

    def _hand_on(self, tag: Tag) -> None:
        self.last_at = tag.at
        self.cache.keep(tag)
        for sink in tuple(self.sinks):
            sink.offer(tag, self.cache.headers)

    def _describe(self, tag: Tag) -> None:
        """A new way to decode: sinks hear of it before the next tag, and pictures go on at a key frame."""
        if self.cache.describe(tag) and tag.kind == VIDEO:
            for sink in self.sinks:
                sink.begin()
