"""The clock of an output: it goes on when whoever delivers it is replaced, and never back."""

from __future__ import annotations

from collections.abc import Callable

from layoutkit.emulator.rtmp.tags import VIDEO, Tag

JUMP_MS = 10_000
"""A clock that is this far, in milliseconds, from where it was is another clock."""


class Rebase:
    """Tags of one publisher after the other on one clock; `now` is the real time in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.last: int | None = None
        self._picture, self._sound = -1, 0
        self._sent = 0.0
        self._offset: int | None = None

    def begin(self) -> None:
        """Somebody else delivers from now on."""
        self._offset = None

    def __call__(self, tag: Tag) -> Tag:
        """The tag at its time: sound and picture moved alike, pictures one after the other, no sound before what was heard.

        Sound may be stamped earlier than a picture that came before it, as publishers interleave them.
        """
        at = self._moved(tag.at)
        if tag.kind == VIDEO:
            self._picture = at = max(at, self._picture + 1)
        else:
            self._sound = at = max(at, self._sound)
        self.last, self._sent = max(at, self.last or 0), self._now()
        return tag if at == tag.at else Tag(tag.kind, at, tag.body)

    def _moved(self, at: int) -> int:
        if self._offset is None or (self.last is not None and abs(at + self._offset - self.last) > JUMP_MS):
            self._offset = 0 if self.last is None else self._continued(self.last) - at
        return at + self._offset

    def _continued(self, last: int) -> int:
        """Where the clock stands now: as much later as real time has passed, and later at any rate."""
        return last + max(1, round(1000 * (self._now() - self._sent)))
