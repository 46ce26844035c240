"""The question to CP-SAT for tiles of several sizes: which places are taken, one yes or no for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layoutkit.solve.cpsat import Model
from layoutkit.solve.packing_pieces import Corner, Group, Piece, groups
from layoutkit.work import spend

LIMIT = 4.0
"""The limit of work for one question, in CP-SAT's deterministic seconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A model, and for each group of tiles that are alike the literal of each of its corners."""

    model: Model
    groups: tuple[Group, ...]
    literals: tuple[dict[Corner, int], ...]

    @classmethod
    def of(cls, pieces: Sequence[Piece], gap: tuple[int, int], alone: int | None = None) -> Asked:
        """As many corners for each group as it has tiles, no two of them too near; the tile `alone` is a group of itself, the first."""
        made = _alone(groups(pieces, gap), alone)
        model, literals = Model("places", LIMIT), []
        for group in made:
            own = {corner: model.variable(0, 1) for corner in group.corners}
            most = 1 if group.members == (alone,) else None
            model.row(tuple((literal, 1) for literal in own.values()), len(group.members), most)
            literals.append(own)
        spend(sum(len(own) for own in literals) * 4)
        asked = cls(model, tuple(made), tuple(literals))
        model.at_most_one += sorted(set(asked._crossings(gap)))
        return asked

    def chosen(self, values: Sequence[int]) -> dict[int, Corner]:
        """The corner of each tile, by number, in what CP-SAT found; of tiles that are alike the first has the first."""
        found: dict[int, Corner] = {}
        for group, own in zip(self.groups, self.literals, strict=True):
            taken = [corner for corner, literal in own.items() if values[literal]]
            found |= dict(zip(group.members, taken, strict=False))
        return found

    def _crossings(self, gap: tuple[int, int]) -> Iterator[tuple[int, ...]]:
        """Tiles that meet all cover the point with the greatest of their lefts and of their tops: each such point is covered once at most.

        A point is passed over where the next one to the right is covered by all that cover it, and so are the points of a row which the
        row below is covered by.
        """
        spans = [
            (top, top + group.piece.height + gap[1], left, left + group.piece.width + gap[0], literal)
            for group, own in zip(self.groups, self.literals, strict=True)
            for (top, left), literal in own.items()
        ]
        starting: dict[int, list[tuple[int, ...]]] = {}
        for span in spans:
            starting.setdefault(span[0], []).append(span)
        covering: list[tuple[int, ...]] = []
        tops = sorted(starting)
        for top, below in zip(tops, [*tops[1:], None], strict=False):
            covering = [span for span in covering if span[1] > top] + starting[top]
            if below is None or any(span[1] <= below for span in covering):
                yield from _meeting(covering)


def _meeting(row: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """For each point of a row the literals of the tiles that would cover it, if they are several."""
    spend(len(row))
    starting: dict[int, list[tuple[int, int]]] = {}
    for _, _, left, right, literal in row:
        starting.setdefault(left, []).append((right, literal))
    covering: list[tuple[int, int]] = []
    lefts = sorted(starting)
    for left, after in zip(lefts, [*lefts[1:], None], strict=False):
        covering = [span for span in covering if span[0] > left] + starting[left]
        if len(covering) > 1 and (after is None or any(right <= after for right, _ in covering)):
            spend(len(covering) // 4)
            yield tuple(sorted([literal for _, literal in covering]))


def _alone(made: Sequence[Group], number: int | None) -> list[Group]:
    """The groups, with one tile taken out of its own and put first."""
    if number is None:
        return list(made)
    found: list[Group] = []
    for group in made:
        others = tuple(member for member in group.members if member != number)
        if len(others) < len(group.members):
            found.insert(0, Group(group.piece, (number,), group.corners))
        if others:
            found.append(Group(group.piece, others, group.corners))
    return found
