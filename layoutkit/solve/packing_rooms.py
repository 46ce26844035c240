"""Reads from a system which tiles are open, and in what room each of them may stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layoutkit.forms import Box, Span, Terms
from layoutkit.problem import Seat
from layoutkit.solve.eliminate import System


def open_tiles(system: System, seats: Sequence[Seat]) -> list[tuple[Box, Box]]:
    """The boxes of which something is open: as they were posed, and in what is still open."""
    both = ((seat.box, _reduced(system, seat.box)) for seat in seats)
    return [(box, tile) for box, tile in both if not all(isinstance(form, int) for span in tile.spans for form in (span.start, span.size))]


def _reduced(system: System, box: Box) -> Box:
    across, down = (Span(system.form(span.start), system.form(span.size)) for span in box.spans)
    return Box(box.name, across, down)


@dataclass(frozen=True, slots=True)
class Room:
    """What the rows say of one axis of a tile: where it may start, where it must end, and how far its start alone may go."""

    first: int
    end: int
    last: int | None = None

    @property
    def size(self) -> int:
        """How long it is; nought where the end comes before the start."""
        return max(0, self.end - self.first)

    @classmethod
    def of(cls, system: System, span: Span) -> Room | None:
        """The room of a reduced span; None where its start is no unknown of its own, or the rows say more, or leave it unbounded."""
        start, end = span.start, span.end
        if isinstance(start, int) and isinstance(end, int):
            return cls(start, end)  # no longer than the tile: its place is known already
        if isinstance(start, int) or isinstance(end, int) or len(start.terms) > 1 or start.terms[0][1] != 1:
            return None
        first, last = system.rows.get(start.terms, (None, None))
        if start.terms == end.terms:  # the size is known: one row speaks of both
            return None if first is None or last is None else cls(first + start.constant, last + end.constant)
        low, high = system.rows.get(end.terms, (None, None))
        if first is None or high is None or low is not None:
            return None
        return cls(first + start.constant, high + end.constant, None if last is None else last + start.constant)

    def cuts(self, least: int) -> bool:
        """Whether a start that is bounded on its own is bounded more tightly than by where the least of tiles must end."""
        return self.last is not None and self.last < self.end - least


def all_told(system: System, tiles: Iterable[Box], sizes: Iterable[Terms]) -> bool:
    """Whether each row is of the sizes, or of one axis of one of the reduced tiles, and each open start is an unknown of its own."""
    spans = [span for tile in tiles for span in tile.spans if not isinstance(span.start, int)]
    starts = {form.terms for span in spans if not isinstance(form := span.start, int)}
    ends = {form.terms for span in spans if not isinstance(form := span.end, int)}
    sized = {u for span in spans if not isinstance(form := span.size, int) for u, _ in form.terms}
    apart = len(starts) == len(spans) and not {u for terms in starts for u, _ in terms} & sized
    told = starts | ends | set(sizes)
    return apart and all(terms in told or bounds == (None, None) for terms, bounds in system.rows.items())
