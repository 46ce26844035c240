"""People and as many seats, each seat with a cost for each person: the cheapest way to sit, exactly and in whole numbers.

Every seat gets a price such that everybody sits where cost less price is least for them (shortest augmenting paths; Jonker and Volgenant,
1987). At these prices the assignments of which that can be said are the cheapest ones, all of them and no other; so among equals the one
that is preferred is found by changing seats at these prices, without weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import sub

NOBODY = NOWHERE = -1


def assigned(costs: Sequence[Sequence[int]]) -> list[int]:
    """The seat of each person, by number, in the cheapest assignment; of several, the one with the smallest list.

    `costs` has a line for each person with a whole number for each seat, as many as there are people. A hundred take some ten
    milliseconds, a thousand some seconds.
    """
    table = _Table(costs)
    for person in [person for person in range(len(costs)) if not table.sits_down(person)]:
        table.squeeze_in(person)
    return table.preferred()


class _Table:
    """An assignment while it is made: costs by person and seat, the seats' prices, who sits there, and the free seats in order."""

    def __init__(self, costs: Sequence[Sequence[int]]) -> None:
        self.costs = costs
        self.prices = [min(column) for column in zip(*costs, strict=True)]
        self.owners = [NOBODY] * len(costs)
        self.free = list(range(len(costs)))

    def worth(self, person: int) -> list[int]:
        """Cost less price of every seat for a person: who sits, sits where it is least."""
        return list(map(sub, self.costs[person], self.prices))

    def sits_down(self, person: int) -> bool:
        """Whether a seat where it is least was free; it is theirs now."""
        worth = self.worth(person)
        least = min(worth)
        seat = next((seat for seat in self.free if worth[seat] == least), NOWHERE)
        if seat != NOWHERE:
            self.owners[seat] = person
            self.free.remove(seat)
        return seat != NOWHERE

    def squeeze_in(self, person: int) -> None:
        """Along the cheapest chain each takes the seat of the next, and the last a free one."""
        end, back = self._chain(person)
        self.free.remove(end)
        while back[end] != NOWHERE:
            self.owners[end] = self.owners[back[end]]
            end = back[end]
        self.owners[end] = person

    def _chain(self, person: int) -> tuple[int, list[int]]:
        """The end of the cheapest chain from a person to a free seat, and the seat before each on the way; prices follow.

        Dijkstra's search over seats. The price of each seat that it passed falls by as much as it was nearer than the end: then everybody
        still sits where it is least for them, and so does the chain when it has moved up.
        """
        away, back = self.worth(person), [NOWHERE] * len(self.prices)
        taken, passed = [seat for seat, owner in enumerate(self.owners) if owner != NOBODY], []
        end = min(self.free, key=away.__getitem__)
        while taken and away[near := min(taken, key=away.__getitem__)] < away[end]:
            taken.remove(near)
            passed.append(near)
            self._look_on(near, (*taken, *self.free), away, back)
            end = min(self.free, key=away.__getitem__)
        for seat in passed:
            self.prices[seat] += away[seat] - away[end]
        return end, back

    def _look_on(self, near: int, seats: Sequence[int], away: list[int], back: list[int]) -> None:
        """Which seats are nearer by way of this one, whose person would take them."""
        line, prices = self.costs[self.owners[near]], self.prices
        base = away[near] - line[near] + prices[near]
        for seat in seats:
            reach = base + line[seat] - prices[seat]
            if reach < away[seat]:
                away[seat], back[seat] = reach, near

    def preferred(self) -> list[int]:
        """The seats when each person in turn has taken the first for which those after them can make room at no cost."""
        fans, homes = self._fans(), sorted(range(len(self.owners)), key=self.owners.__getitem__)
        unsettled = (1 << len(homes)) - 1
        for person in range(len(homes)):
            unsettled ^= 1 << person
            onward = _onward(homes, fans, homes[person], unsettled)
            first = min(seat for seat in onward if fans[seat] >> person & 1)
            self._make_room(person, first, onward, homes)
        return homes

    def _make_room(self, person: int, seat: int, onward: dict[int, int], homes: list[int]) -> None:
        """Give the person the seat, its owner the next one, and so on."""
        while seat != NOWHERE:
            homes[person] = seat
            self.owners[seat], person = person, self.owners[seat]
            seat = onward[seat]

    def _fans(self) -> list[int]:
        """For each seat those for whom none is better, as bits: in a cheapest assignment it is one of them who sits there."""
        fans = [0] * len(self.costs)
        for person in range(len(self.costs)):
            worth, bit = self.worth(person), 1 << person
            least = min(worth)
            for seat, value in enumerate(worth):
                if value == least:
                    fans[seat] |= bit
        return fans


def _onward(homes: Sequence[int], fans: Sequence[int], home: int, people: int) -> dict[int, int]:
    """The seats that some of these people can leave so that in the end `home` is filled: each with where its person goes."""
    onward, ends = {home: NOWHERE}, [home]
    while ends:
        seat = ends.pop()
        coming = fans[seat] & people
        people ^= coming
        while coming:
            person = coming.bit_length() - 1
            coming ^= 1 << person
            onward[homes[person]] = seat
            ends.append(homes[person])
    return onward
