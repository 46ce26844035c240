"""The last rung of a packing: where bounds and sweeps do not settle it, CP-SAT says what fits, one yes or no for each free place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from layoutkit.errors import Unproved
from layoutkit.forms import Relation
from layoutkit.solve.cpsat import Model, maximum
from layoutkit.solve.goals import Goal
from layoutkit.solve.packing_places import Places, Spot
from layoutkit.solve.packing_search import START, Search, Undecided, behind
from layoutkit.work import LIMIT as WORK
from layoutkit.work import running, spend

Maximum = Callable[[Model], list[int] | None]

PATIENCE = 5000
"""As many rows a search of our own may look at before CP-SAT is asked: some ten milliseconds, about what one question takes."""

MOST_ASKED = 60_000
"""As many free places one packing may ask CP-SAT about, all questions together."""

STEPS_A_PLACE = 20
"""What asking about a place takes beside CP-SAT's own work, in steps."""

LIMIT = 1.0
"""The limit of work for one question, in CP-SAT's deterministic seconds."""


class Judge:
    """Says what fits and what comes first, at whatever size, within one limit of work."""

    def __init__(self, find: Maximum = maximum, *, patience: int = PATIENCE, asked: int = MOST_ASKED) -> None:
        self.find, self.patience, self.left = find, patience, asked
        self.known: tuple[Relation, ...] = ()
        """What says where all tiles go in some placement that was found, the last one."""
        self.proven: dict[Goal, int] = {}
        """What goals were proved to reach at most."""

    def quick(self, places: Places, count: int) -> tuple[Spot, ...] | None:
        """The first placement, None where there is none; raises Undecided where that takes long to know."""
        return Search(places, count, self.patience).first()

    def fits(self, places: Places, count: int) -> bool:
        """Whether so many tiles fit the places. Raises Unproved at the limit of work."""
        return self._fits(Search(places, count, self.patience), (), START)

    def first(self, places: Places, count: int) -> tuple[Spot, ...]:
        """The first placement of tiles that are known to fit. Raises Unproved at the limit of work.

        Wherever the search runs out of patience, the tiles of its sweep that can stay are told from the first that cannot.
        """
        search = Search(places, count, self.patience)
        placed: list[Spot] = []
        cursor = START
        while True:
            try:
                return search.first(placed, cursor) or ()
            except Undecided:
                more = search.sweep(placed, cursor)
            sound = self._sound(search, placed, more)
            placed += more[:sound]
            cursor = behind(more[sound])

    def _sound(self, search: Search, placed: Sequence[Spot], more: Sequence[Spot]) -> int:
        """How many tiles of a sweep that came out short can be kept."""
        low, high = 0, len(more)
        while high - low > 1:
            middle = (low + high) // 2
            if self._fits(search, [*placed, *more[:middle]], behind(more[middle - 1])):
                low = middle
            else:
                high = middle
        return low

    def _fits(self, search: Search, placed: Sequence[Spot], cursor: Spot) -> bool:
        """Whether the rest fits from the cursor on."""
        try:
            return search.first(placed, cursor) is not None
        except Undecided:
            free = list(_spots(cursor[0], search.free(placed, cursor)))
        self.left -= len(free)
        spend(STEPS_A_PLACE * len(free))
        if self.left < 0:
            raise Unproved(
                "the search came to its limit of work before the one best placement of the tiles was proved",
                "keep fewer areas clear, or say more of where tiles go: stack, grid or place them",
            )
        return self.find(model(search.places, free, search.count - len(placed))) is not None


def most_asked() -> int:
    """As many free places one packing may ask about, by the limit of work."""
    meter = running()
    return MOST_ASKED if not meter else int(MOST_ASKED * meter.limit / WORK)


def model(places: Places, free: Sequence[Spot], need: int) -> Model:
    """Choose at least `need` of the free spots, no two of them too near to each other.

    Tiles that meet all cover the point that has the greatest of their lefts and of their tops, which is where a column of the places
    crosses a row: so it is enough that every crossing is covered once at most.
    """
    asked = Model("places", LIMIT)
    literals = {spot: asked.variable(0, 1) for spot in free}
    asked.at_most_one += sorted(set(_crossings(places, literals)))
    asked.row(tuple((literal, 1) for literal in literals.values()), need, None)
    return asked


def _crossings(places: Places, literals: dict[Spot, int]) -> Iterator[tuple[int, ...]]:
    """For each crossing of a column and a row the tiles that would cover it, if they are several."""
    columns, rows = len(places.across.starts), len(places.down.starts)
    for row in range(rows):
        above = range(places.down.before[row], row + 1)
        held = [[literals[at, i] for at in above if (at, i) in literals] for i in range(columns)]
        for column in range(columns):
            meeting = tuple(chain.from_iterable(held[places.across.before[column] : column + 1]))
            if len(meeting) > 1:
                yield meeting


def _spots(row: int, rows: Sequence[int]) -> Iterator[Spot]:
    """The spots that are free, from a row on."""
    for at, free in enumerate(rows, row):
        while free:
            yield at, (free & -free).bit_length() - 1
            free &= free - 1
