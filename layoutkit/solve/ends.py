"""The words of a small system: rows over unknowns by their places, and the ends of what each unknown can be."""

from __future__ import annotations

from dataclasses import dataclass

from layoutkit.forms import Terms
from layoutkit.solve.branches import Branch

Row = tuple[Terms, int, int]
"""`low <= sum of coefficient times unknown <= high`, of two unknowns or more, each by its place."""

UNBOUNDED = 1 << 60
"""Beyond any sum of ours."""


class Unsure(Exception):
    """So much arithmetic does not tell: only a search can, or packing, of the `branch` that is carried."""

    def __init__(self, branch: Branch | None = None) -> None:
        super().__init__()
        self.branch = branch


@dataclass(slots=True)
class Ends:
    """The least and the greatest that each unknown can be."""

    lows: list[int]
    highs: list[int]

    def copy(self) -> Ends:
        return Ends(self.lows[:], self.highs[:])

    def of(self, terms: Terms) -> tuple[int, int]:
        """The least and the greatest that a sum can be."""
        lows, highs = self.lows, self.highs
        least = most = 0
        for place, times in terms:
            if times > 0:
                least += times * lows[place]
                most += times * highs[place]
            else:
                least += times * highs[place]
                most += times * lows[place]
        return least, most
