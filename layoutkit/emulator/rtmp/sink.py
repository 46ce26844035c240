"""Whoever gets a stream: what of it, from where on, and that a slow one loses pictures and never holds up anybody."""

from __future__ import annotations

from abc import ABC, abstractmethod

from layoutkit.emulator.rtmp.cache import Headers
from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.tags import Tag


class Sink(ABC):
    """One player. It begins at a key frame, or with sound where there is only sound; when too much waits for it, it begins anew."""

    def __init__(self, limits: Limits) -> None:
        self.dropped = 0
        self._limits = limits
        self._known = Headers()
        self._begun = False

    @abstractmethod
    def put(self, tag: Tag) -> None:
        """Take a tag; never waits."""

    @property
    @abstractmethod
    def backlog(self) -> int:
        """How many bytes wait to be taken."""

    @abstractmethod
    def unpublished(self) -> None:
        """Nobody sends any more; somebody may again."""

    @abstractmethod
    def over(self) -> None:
        """It is over, for good."""

    def begin(self, *, anew: bool = False) -> None:
        """Wait for a key frame; `anew` with what is known forgotten."""
        self._begun = False
        if anew:
            self._known = Headers()

    def offer(self, tag: Tag, headers: Headers) -> None:
        """Take a tag if this is one to go on with, and before it what tells how to decode it, if that is not known."""
        if not self._goes_on(tag, headers):
            self.dropped += 1
            return
        if headers is not self._known:
            for header in headers.since(self._known, tag.at):
                self.put(header)
            self._known = headers.after(self._known)
        self.put(tag)

    def _goes_on(self, tag: Tag, headers: Headers) -> bool:
        if self.backlog > self._limits.backlog:
            self._begun = False
        elif not self._begun and (tag.is_key or (tag.is_sound and not headers.video)):
            self._begun = self.backlog <= self._limits.caught_up
        return self._begun
