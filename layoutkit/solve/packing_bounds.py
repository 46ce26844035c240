"""How many tiles fit at most, told without a search.

Draw a level line across the places. Tiles that it crosses lie side by side, so they are at most as many as can stand in one row, taken
from the columns that are free in any of the rows it crosses; and that number is found by putting each as far left as it goes. Lines that
together cross every row bound the whole; the best such set of lines is found row by row. The same goes for upright lines. (This is never
weaker than counting the points of a lattice, whose lines are evenly spaced.)
"""

from __future__ import annotations

from collections.abc import Sequence


def side_by_side(free: int, after: Sequence[int]) -> int:
    """How many tiles can stand in one line at the free starts, a bit each; `after` tells the first start clear of each."""
    found = 0
    while free:
        start = after[(free & -free).bit_length() - 1]
        free = free >> start << start
        found += 1
    return found


def most(lines: Sequence[int], first: int, reach: Sequence[int], after: Sequence[int], known: dict[int, int]) -> int:
    """At most so many tiles fit in the lines (rows or columns) from `first` on, by the best set of lines that crosses them all.

    `lines[i]` is what is free in line `first + i`, a bit each; lines before `reach[j]` are crossed by what crosses line j. `known`
    remembers what was counted before for the same bits.
    """
    best = [0]
    for end, free in enumerate(lines):
        least = best[end]
        if free:
            joined, fit, least = 0, 0, least + len(after)
            for start in range(end, -1, -1):
                if reach[first + start] <= first + end:
                    break
                if lines[start] | joined != joined:
                    joined |= lines[start]
                    fit = known.get(joined) or known.setdefault(joined, side_by_side(joined, after))
                if best[start] + fit < least:
                    least = best[start] + fit
        best.append(least)
    return best[-1]
