"""The best whole numbers of a small system, in the order of what is wanted: each aim at its upper end, and down from there.

An aim that the rows let stand at its upper end can reach no more. So if all of them stand there, one after the other, and every row holds,
that is the best answer and its own proof. Where an aim cannot stand there it goes down until it can; where what follows it then finds no
answer, it goes on down. What is passed over on the way has no answer, so the first that is found is the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from layoutkit.solve.ends import Ends
from layoutkit.solve.propagating import Space


def descended(space: Space, ends: Ends) -> Sequence[int] | None:
    """The values that are the greatest, unknown by unknown in the order of their places; None where no values keep the rows.

    Raises Unsure where the work of the space is used up first.
    """
    steps: list[_Step] = []
    made: Ends | None = ends
    while made:
        place = _open(made, steps[-1].place + 1 if steps else 0)
        if place is not None:
            steps.append(_Step(made, place, made.highs[place]))
            made = steps[-1].next(space)
        elif space.keeps(made.lows):
            return made.lows
        else:
            made = _again(space, steps, set(range(len(made.lows))))
        while made is None and steps:
            made = _back(space, steps)
    return None


@dataclass(slots=True)
class _Step:
    """One aim on its way down: what it and all that follows can be, and how many of its uppermost values are tried at a time."""

    ends: Ends
    place: int
    high: int
    """Where it began."""
    width: int = 1
    tried: int = 0
    because: set[int] = field(default_factory=set)
    """The unknowns on which hangs that the values tried so far leave no answer."""

    def next(self, space: Space) -> Ends | None:
        """The ends with the aim at the uppermost value that the rows do not forbid; None where none is left."""
        place = self.place
        self.ends.highs[place] = space.unrefuted(self.ends, place)
        while True:
            low, high = self.ends.lows[place], self.ends.highs[place]
            first = max(low, high - self.width + 1)
            made = space.within(self.ends, place, first, high)
            if made is None:
                self.width *= 2
                if not self.below(first):
                    return None
            elif made.lows[place] == made.highs[place]:
                self.tried = made.lows[place]
                return made
            else:
                self.width = max(1, self.width // 2)
                self.below(made.highs[place] + 1)

    def below(self, value: int) -> bool:
        """Keep the aim below a value; whether that leaves any. What follows from it is carried with the next value that is tried."""
        highs = self.ends.highs
        highs[self.place] = min(highs[self.place], value - 1)
        return self.ends.lows[self.place] <= highs[self.place]


def _back(space: Space, steps: list[_Step]) -> Ends | None:
    """Leave a step that has no value left, and go on at the last one before it that has to do with that; None where it has none either."""
    step = steps.pop()
    after = step.ends
    after.highs[step.place] = step.high
    because = step.because | space.around(after, step.place)
    while steps and not _moved(steps[-1].ends, after, because):
        after = steps.pop().ends
    return _again(space, steps, because)


def _again(space: Space, steps: list[_Step], because: set[int]) -> Ends | None:
    """The last step, its aim below the value that was tried last; None where no step or no value is left."""
    if not steps:
        return None
    steps[-1].because |= because
    return steps[-1].next(space) if steps[-1].below(steps[-1].tried) else None


def _moved(before: Ends, after: Ends, places: Iterable[int]) -> bool:
    """Whether any of these unknowns has other ends than before."""
    return any(before.lows[p] != after.lows[p] or before.highs[p] != after.highs[p] for p in places)


def _open(ends: Ends, place: int) -> int | None:
    """The first place from here on that is not decided."""
    for index in range(place, len(ends.lows)):
        if ends.lows[index] != ends.highs[index]:
            return index
    return None
