"""The mixing desk: from plans and sources to the tags of one output, a tick at a time; it knows no clock and no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from av.video.frame import VideoFrame

from layoutkit.emulator.mixer.canvas import Canvas, frozen
from layoutkit.emulator.mixer.encoder import PictureEncoder, SoundEncoder
from layoutkit.emulator.mixer.plan import Plan
from layoutkit.emulator.mixer.sound import BLOCK, RATE, Limiter
from layoutkit.emulator.mixer.source import Source
from layoutkit.emulator.rtmp.tags import Tag
from layoutkit.geometry import Size

PATIENCE_S = 1.0
"""How long a new layout waits for the first pictures of those who are new in it, in seconds; then it is shown without them."""


HELD_BACK = 2
"""So many blocks of sound the AAC encoder must have before it gives the first."""


class Desk:
    """Mixes one output. A plan takes effect whole, from one picture to the next.

    `start` is the time of output picture 0 on the clock by which sources are due, in seconds.
    """

    def __init__(
        self,
        fps: int,
        start: float,
        *,
        threads: int = 1,
        patience: float = PATIENCE_S,
        images: Callable[[int], VideoFrame | None] = lambda number: None,
    ) -> None:
        self.fps, self.start = fps, start
        self.shown: Plan | None = None
        self.composed = 0
        """How many pictures were made."""
        self._threads, self._patience = threads, patience
        self._coming: Plan | None = None
        self._until = 0.0
        self._canvas, self._limiter = Canvas(images), Limiter()
        self._picture: VideoFrame | None = None
        self._pictures: PictureEncoder | None = None
        self._sound = SoundEncoder()
        self._block = -1
        self._renewed = False

    def plan(self, plan: Plan, now: float) -> None:
        """Show this as soon as those who are new in it have a picture, when the patience is over at the latest."""
        if self._coming is None:
            self._until = now + self._patience
        self._coming = plan

    def renew(self) -> None:
        """What comes next must decode on its own: headers and a key frame."""
        self._renewed = True

    @property
    def waits(self) -> bool:
        """Whether a plan waits for its first pictures."""
        return self._coming is not None

    @property
    def streams(self) -> frozenset[str]:
        """Whom the desk needs: those it shows, and those whom it will."""
        return frozenset(stream for plan in (self.shown, self._coming) if plan for stream in plan.streams)

    def tick(self, number: int, sources: Mapping[str, Source]) -> Iterator[Tag]:
        """The tags of output picture `number`, and of the sound up to it; none before there is a plan that can be shown."""
        due = self.start + number / self.fps
        changed = self._change(due, sources)
        if self.shown is None:
            return
        frame = self._frame(self.shown, due + 0.5 / self.fps, sources)
        before, encoder = self._pictures, self._encoder(Size(frame.width, frame.height), self.shown.bitrate)
        renewed = self._renewed or before is None or (before is not encoder and before.header != encoder.header)
        self._renewed, self._pictures = False, encoder
        if renewed:
            yield from self._headers(encoder, number)
        yield from self._sounds(number, self.shown, sources)
        yield from encoder.encode(frame, number, key=changed or renewed)

    def _change(self, due: float, sources: Mapping[str, Source]) -> bool:
        """Take the coming plan, if its time has come."""
        coming = self._coming
        if coming is None or (due < self._until and self._missing(coming, due, sources)):
            return False
        self.shown, self._coming = coming, None
        self._canvas.forget(coming)
        return True

    def _missing(self, plan: Plan, due: float, sources: Mapping[str, Source]) -> bool:
        """Whether somebody who will be seen has no picture yet."""
        return any(stream not in sources or sources[stream].picture(due) is None for stream in plan.seen)

    def _headers(self, encoder: PictureEncoder, number: int) -> Iterator[Tag]:
        """What players must know before these pictures and the sound; a new size is told in midstream."""
        at = round(1000 * number / self.fps)
        yield Tag(encoder.header.kind, at, encoder.header.body)
        yield Tag(self._sound.header.kind, at, self._sound.header.body)
        if self._block < 0:
            self._block = -(-number * RATE // self.fps // BLOCK)

    # --- pictures ---

    def _encoder(self, size: Size, kbits: int) -> PictureEncoder:
        """The encoder that there is, or another one for pictures of another size or bitrate."""
        encoder = self._pictures
        if encoder is not None and (encoder.size, encoder.kbits) == (size, kbits):
            return encoder
        return PictureEncoder(size, self.fps, threads=self._threads, kbits=kbits)

    def _frame(self, plan: Plan, due: float, sources: Mapping[str, Source]) -> VideoFrame:
        """The picture of a plan. When nobody pushes the ground it stands on, it is the one before, whole."""
        ground = sources.get(plan.ground) if plan.ground else None
        pictures = {stream: sources[stream].picture(due) for stream in plan.seen if stream in sources}
        if self._picture is not None and ground is not None and ground.gone and self._fits(plan):
            return self._picture
        self._picture = self._canvas.draw(plan, pictures) if plan.placements else frozen(plan)
        self.composed += 1
        return self._picture

    def _fits(self, plan: Plan) -> bool:
        assert self._picture is not None
        return 0 <= self._picture.width - plan.canvas.width <= 1 and 0 <= self._picture.height - plan.canvas.height <= 1

    # --- sound ---

    def _sounds(self, number: int, plan: Plan, sources: Mapping[str, Source]) -> Iterator[Tag]:
        """The sound up to this picture, so that it goes out first."""
        while (self._block - HELD_BACK) * BLOCK * self.fps <= number * RATE:
            yield from self._sound.encode(self._limiter.pass_on(self._sum(self._block + 1, plan, sources)), self._block * BLOCK)
            self._block += 1

    def _sum(self, block: int, plan: Plan, sources: Mapping[str, Source]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        total = np.zeros((2, BLOCK), np.float32)
        first = round(self.start * RATE) + block * BLOCK
        for stream in plan.heard:
            if stream in sources:
                sources[stream].voice.take(first, total)
        return total
