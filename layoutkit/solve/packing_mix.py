"""Whether tiles of several sizes fit, and their first placement: sweeps find one, CP-SAT proves that there is none or which comes first.

CP-SAT is asked about places, one yes or no for each, never about intervals that may not overlap: twenty tiles take it some milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from layoutkit.geometry import Area
from layoutkit.solve.cpsat import maximum
from layoutkit.solve.packing_asked import Asked
from layoutkit.solve.packing_exact import Maximum
from layoutkit.solve.packing_pieces import Corner, Piece, around, clear
from layoutkit.solve.packing_places import Obstacle
from layoutkit.solve.packing_sweep import FRAMES, orders, swept
from layoutkit.work import spend


@dataclass(frozen=True, slots=True)
class Mixer:
    """Places tiles of known sizes, every two of them a gap apart, across and down; `find` is CP-SAT."""

    gap: tuple[int, int]
    find: Maximum = maximum

    def some(self, pieces: Sequence[Piece]) -> tuple[Corner, ...] | None:
        """A placement, whichever is found first; None where there is none. Raises Unproved at the limit of work."""
        if not pieces:
            return ()
        if not all(piece.left[0] <= piece.left[1] and piece.top[0] <= piece.top[1] for piece in pieces) or not self._roomy(pieces):
            return None
        return self._swept(pieces) or self._searched(pieces)

    def first(self, pieces: Sequence[Piece]) -> tuple[Corner, ...]:
        """The first placement in the order of ties of tiles that are known to fit: each in turn as high, then as far left, as can be.

        A sweep in that order that finds room for all is the first. Where it does not, what it placed is kept as far as the rest still
        fits; the next tile's place is asked of CP-SAT, and the sweep goes on behind it.
        """
        placed = list(pieces)
        while True:
            found = self._sweep(placed)
            if len(found) == len(placed):
                return tuple(found[i] for i in range(len(placed)))
            sound = self._sound(placed, found)
            placed[:sound] = [placed[i].at(found[i]) for i in range(sound)]
            placed[sound] = placed[sound].at(self.earliest(placed, sound))

    def earliest(self, pieces: Sequence[Piece], number: int) -> Corner:
        """The first corner of one tile with which the others, which are known to fit, still do."""
        numbers, left = _around_pinned(pieces, self.gap)
        if number not in numbers:
            return (pieces[number].corners or ())[0]
        asked = Asked.of(left, self.gap, numbers.index(number))
        literals = asked.literals[0]
        asked.model.maximise |= {literals[corner]: len(literals) - rank for rank, corner in enumerate(sorted(literals))}
        values = self.find(asked.model)
        assert values is not None
        return asked.chosen(values)[numbers.index(number)]

    def _sweep(
        self, pieces: Sequence[Piece], order: Sequence[int] | None = None, frame: tuple[bool, int, int] = FRAMES[0]
    ) -> dict[int, Corner]:
        """The tiles in that order, in the order of ties where none is told, those whose place is known before all."""
        spend(len(pieces) ** 2 + len(pieces))
        return swept(pieces, self.gap, order or sorted(range(len(pieces)), key=lambda i: (not pieces[i].pinned, i)), frame)

    def _sound(self, pieces: Sequence[Piece], found: dict[int, Corner]) -> int:
        """How many tiles from the first on can be kept where a sweep put them: it came out short of all."""
        low, high = 0, next(i for i in range(len(pieces)) if i not in found)
        while low < high:
            middle = (low + high + 1) // 2
            kept = [piece.at(found[i]) if i < middle else piece for i, piece in enumerate(pieces)]
            low, high = (middle, high) if self.some(kept) else (low, middle - 1)
        return low

    def _swept(self, pieces: Sequence[Piece]) -> tuple[Corner, ...] | None:
        """A placement by sweeps in several orders, from several sides."""
        for order in orders(pieces):
            for frame in FRAMES:
                found = self._sweep(pieces, order, frame)
                if len(found) == len(pieces):
                    return tuple(found[i] for i in range(len(pieces)))
        return None

    def _searched(self, pieces: Sequence[Piece]) -> tuple[Corner, ...] | None:
        """A placement that CP-SAT finds."""
        if not _apart([piece for piece in pieces if piece.pinned], self.gap):
            return None
        numbers, left = _around_pinned(pieces, self.gap)
        found = {i: (piece.corners or ())[0] for i, piece in enumerate(pieces) if piece.pinned}
        if left:
            asked = Asked.of(left, self.gap)
            enough = all(len(group.corners) >= len(group.members) for group in asked.groups)
            values = self.find(asked.model) if enough else None
            if values is None:
                return None
            found |= {numbers[i]: corner for i, corner in asked.chosen(values).items()}
        return tuple(found[i] for i in range(len(pieces)))

    def _roomy(self, pieces: Sequence[Piece]) -> bool:
        """Whether the room that the tiles have together is large enough for all of them, whatever stands in it."""
        across, down = self.gap
        wide = max(piece.left[1] + piece.width for piece in pieces) - min(piece.left[0] for piece in pieces)
        high = max(piece.top[1] + piece.height for piece in pieces) - min(piece.top[0] for piece in pieces)
        return sum((piece.width + across) * (piece.height + down) for piece in pieces) <= (wide + across) * (high + down)


def _around_pinned(pieces: Sequence[Piece], gap: tuple[int, int]) -> tuple[list[int], list[Piece]]:
    """The tiles whose place is not known, by number, with the others as obstacles to them."""
    taken = tuple(
        Obstacle(Area(left, top, piece.width, piece.height), gap) for piece in pieces if piece.pinned for top, left in piece.corners or ()
    )
    numbers = [i for i, piece in enumerate(pieces) if not piece.pinned]
    return numbers, [replace(pieces[i], obstacles=(*pieces[i].obstacles, *taken)) for i in numbers]


def _apart(pinned: Sequence[Piece], gap: tuple[int, int]) -> bool:
    """Whether tiles of known places keep clear of what they must, and of each other."""
    for number, piece in enumerate(pinned):
        (top, left) = (piece.corners or ())[0]
        obstacle = Obstacle(Area(left, top, piece.width, piece.height), gap)
        if not clear((top, left), [around(piece, other) for other in piece.obstacles]):
            return False
        if not all(clear((other.corners or ())[0], [around(other, obstacle)]) for other in pinned[:number]):
            return False
    return True
