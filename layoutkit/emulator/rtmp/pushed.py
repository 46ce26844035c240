"""A push: what somebody sends from a camera under a name, kept raw; when it really begins, and how large its pictures are."""

from __future__ import annotations

from collections.abc import Callable

from layoutkit.emulator.rtmp.cache import Cache
from layoutkit.emulator.rtmp.codecs import unsupported
from layoutkit.emulator.rtmp.events import Begun, Ended, Event, Push, Refused, Resized
from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.picture import size
from layoutkit.emulator.rtmp.sink import Sink
from layoutkit.emulator.rtmp.stream import Source, Stream
from layoutkit.emulator.rtmp.tags import VIDEO, Tag
from layoutkit.geometry import Size

SOUND_ALONE_S = 1.0
"""Seconds of sound without a picture after which none is waited for."""


class Pushed(Stream):
    """It begins with its first key frame; in a codec that is not understood it never does."""

    def __init__(self, name: str, limits: Limits, told: Callable[[Event], None], now: Callable[[], float]) -> None:
        super().__init__(name, limits)
        self._limits = limits
        self._told, self._now = told, now
        self._over: Cache | None = None
        self._reset()

    def _reset(self) -> None:
        self._begun = self._refused = False
        self._size: Size | None = None
        self._looked_at = b""
        self._sound_since: float | None = None
        self.tags = self.bytes = self.last_at = 0

    def begin(self, source: Source) -> None:
        super().begin(source)
        self._over = None
        self._reset()

    def end(self) -> None:
        super().end()
        begun = self._begun
        self._over, self.cache = self.cache if begun else None, Cache(self._limits)
        self._reset()
        for sink in tuple(self.sinks):
            sink.begin(anew=True)
            sink.unpublished()
        if begun:
            self._told(Ended(self.name))

    @property
    def is_remembered(self) -> bool:
        """Whether it is over, and its last pictures are kept."""
        return self._over is not None

    def recall(self, sink: Sink) -> None:
        """Give the last pictures of a push that is over, and say that it is: a mixer that is new has not seen them."""
        if self._over is not None:
            for tag in self._over.tags:
                sink.offer(tag, self._over.headers)
            sink.begin(anew=True)
            sink.unpublished()

    def take(self, tag: Tag) -> None:
        codec = unsupported(tag)
        if codec:
            self._refuse(codec)
            return
        super().take(tag)
        if not self._refused:
            self._look(tag)

    def _refuse(self, codec: str) -> None:
        if not self._refused:
            self._refused = True
            self._told(Refused(self.name, f"{codec} is not understood: push H.264 and AAC"))
            if self.source is not None:
                self.source.dismiss()  # it would push for hours and never learn that nobody sees it

    def _look(self, tag: Tag) -> None:
        """See whether it begins with this tag, or changes its size."""
        header = self.cache.headers.video
        if tag.is_key and header and header is not self._looked_at:
            self._looked_at = header
            self._sized(size(Tag(VIDEO, 0, header)))
        elif tag.is_sound and not header and not self._begun and self._sounded():
            self._begin_with(None)

    def _sounded(self) -> bool:
        self._sound_since = self._now() if self._sound_since is None else self._sound_since
        return self._now() - self._sound_since >= SOUND_ALONE_S

    def _sized(self, found: Size | None) -> None:
        if not self._begun:
            self._begin_with(found)
        elif found != self._size:
            self._size = found
            self._told(Resized(self.name, found))

    def _begin_with(self, found: Size | None) -> None:
        self._begun, self._size = True, found
        self._told(Begun(self.name, found, self._now()))

    @property
    def facts(self) -> Push:
        """The push as it stands."""
        return Push(self.name, self._size, self._begun, self.bytes, self.tags, self.last_at)
