"""Who takes which seat: as few people as can be move, and those who do move as little as can be.

A seat is a rectangle of the new layout. People of one class may take each other's seats; an exact assignment by whole numbers does it in
less than a tenth of the time of a search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layoutkit.geometry import Rect
from layoutkit.movement import half_pixels
from layoutkit.solve.assigning import assigned


@dataclass(frozen=True, slots=True)
class Assignment:
    """The seat of each person by its number, how many of those who were there moved, and how far all together, in half pixels."""

    seats: tuple[int, ...]
    moved: int
    distance: int


def reseated(before: Sequence[Rect | None], seats: Sequence[Rect], classes: Sequence[Sequence[int]]) -> Assignment:
    """The one best seat for each person: fewest moved, then least distance, then the ties of the language.

    `before` is where each person was, None for who is new; `seats` are as many rectangles as people. Each class lists, by number, people
    who may take each other's seats: seat i is in the class of person i, and who is in no class has the seat of their number. Moved is
    whose rectangle is another. Ties: each person in turn has the seat of greatest width, then greatest height, least top, least left;
    seats with one rectangle are alike. Raises ValueError where people and seats are not as many, or a number is in two classes.
    """
    listed = [person for group in classes for person in group]
    if len(before) != len(seats) or len(set(listed)) < len(listed):
        raise ValueError(f"{len(before)} people, {len(seats)} seats, classes {classes}: one seat and at most one class for each person")
    taken = list(range(len(seats)))
    for group in classes:
        for person, seat in _shared(sorted(group), before, seats):
            taken[person] = seat
    ways = [(old, seats[seat]) for old, seat in zip(before, taken, strict=True) if old]
    return Assignment(tuple(taken), sum(old != new for old, new in ways), sum(half_pixels(old, new) for old, new in ways))


def _shared(group: Sequence[int], before: Sequence[Rect | None], seats: Sequence[Rect]) -> Iterator[tuple[int, int]]:
    """Each person of a class with a seat: who can stay stays, the others share what is left."""
    staying = _staying(group, before, seats)
    yield from staying.items()
    kept = set(staying.values())
    people = [person for person in group if person not in staying]
    free = sorted((seat for seat in group if seat not in kept), key=lambda seat: _preference(seats[seat]))
    places = assigned(_costs([before[person] for person in people], [seats[seat] for seat in free]))
    yield from zip(people, [free[place] for place in places], strict=True)


def _staying(group: Sequence[int], before: Sequence[Rect | None], seats: Sequence[Rect]) -> dict[int, int]:
    """Those whose rectangle is a seat of the class and was nobody else's in it, each with that seat.

    They stay in every best assignment. For if one of them did not, let them change seats with somebody who has that rectangle now:
    whoever that is was not there before, so had moved already or is new. Then one fewer has moved, so it was not a best one. Seats of
    one rectangle are worth the same to everybody: which of them is kept changes nothing for the rest.
    """
    crowd = Counter(before[person] for person in group)
    there = {seats[seat]: seat for seat in group}
    return {person: there[old] for person in group if (old := before[person]) and crowd[old] == 1 and old in there}


def _preference(rect: Rect) -> tuple[int, int, int, int]:
    """The tie order of the language: greatest width, greatest height, least top, least left."""
    return -rect.width, -rect.height, rect.y, rect.x


def _costs(before: Sequence[Rect | None], seats: Sequence[Rect]) -> list[list[int]]:
    """What each seat costs each person: the way there, and for who could stay and does not, more than all the ways together.

    Who moves wherever they sit is not charged for it, since that makes no seat better than another. To a new person all seats are alike.
    """
    centres = [(2 * seat.x + seat.width, 2 * seat.y + seat.height) for seat in seats]
    costs = [_distances(rect, centres) if rect else [0] * len(seats) for rect in before]
    moving, known = 1 + sum(max(line) for line in costs), set(seats)
    for line, rect in zip(costs, before, strict=True):
        if rect in known:
            line[:] = [cost if seat == rect else cost + moving for cost, seat in zip(line, seats, strict=True)]
    return costs


def _distances(rect: Rect, centres: Sequence[tuple[int, int]]) -> list[int]:
    across, down = 2 * rect.x + rect.width, 2 * rect.y + rect.height
    return [abs(across - x) + abs(down - y) for x, y in centres]
