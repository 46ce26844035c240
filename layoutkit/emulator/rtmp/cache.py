"""What a stream keeps for whoever comes later: how to decode it, and everything since its last key frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from layoutkit.emulator.rtmp.limits import Limits
from layoutkit.emulator.rtmp.tags import AUDIO, DATA, VIDEO, Tag


@dataclass(frozen=True, slots=True)
class Headers:
    """How to decode a stream: the bodies of its metadata and its two sequence headers; empty where there is none."""

    data: bytes = b""
    video: bytes = b""
    sound: bytes = b""

    def having(self, tag: Tag) -> Headers:
        """These with another one; the very same object where it is not another."""
        name = {DATA: "data", VIDEO: "video", AUDIO: "sound"}[tag.kind]
        return self if getattr(self, name) == tag.body else replace(self, **{name: tag.body})

    def since(self, known: Headers, at: int) -> Iterator[Tag]:
        """Those that somebody who knows the others still needs, as tags of that time."""
        for kind, ours, theirs in ((DATA, self.data, known.data), (VIDEO, self.video, known.video), (AUDIO, self.sound, known.sound)):
            if ours and ours != theirs:
                yield Tag(kind, at, ours)

    def after(self, known: Headers) -> Headers:
        """What is known after these came; these very ones where nothing else was known."""
        both = Headers(self.data or known.data, self.video or known.video, self.sound or known.sound)
        return self if both == self else both


class Cache:
    """The headers of a stream and its tags since the last key frame, within bounds."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.headers = Headers()
        self._forget()

    def describe(self, tag: Tag) -> bool:
        """Keep a header; whether it is another than before."""
        before, self.headers = self.headers, self.headers.having(tag)
        if self.headers is not before and tag.kind == VIDEO:
            self._forget()
        return self.headers is not before

    def keep(self, tag: Tag) -> None:
        """Keep a tag: from a key frame on, until the next, and nothing at all if that gets too much."""
        if tag.is_key:
            self._forget()
        if not (tag.is_key or self.tags):
            return
        self.tags.append(tag)
        self._bytes += len(tag.body)
        if len(self.tags) > self._limits.kept_tags or self._bytes > self._limits.kept_bytes:
            self._forget()

    def _forget(self) -> None:
        self.tags: list[Tag] = []
        self._bytes = 0
