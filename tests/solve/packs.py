"""Packs to try: tiny ones with the oracle that tries every pixel for each tile, and real ones."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from layoutkit.geometry import Area
from layoutkit.solve.packing import Obstacle, Pack, Packed, Side

Corners = tuple[tuple[int, int], ...]
ASPECTS = [(16, 9), (4, 3), (1, 1), (3, 4), (2, 3), (9, 16)]


def clear(corner: tuple[int, int], size: tuple[int, int], area: Area, gap: tuple[int, int]) -> bool:
    """Whether a tile keeps the gap from an area: it is wholly beside it, or wholly above or below it."""
    (x, y), (width, height), (across, down) = corner, size, gap
    beside = x + width + across <= area.x or area.x + area.width + across <= x
    return beside or y + height + down <= area.y or area.y + area.height + down <= y


def first_by_hand(pack: Pack, size: int) -> Corners | None:
    """The first placement in reading order, tile by tile, found by trying every pixel for each."""
    width, height = pack.sides(size)
    pixels = [(x, y) for y in range(pack.area.y, pack.area.bottom - height + 1) for x in range(pack.area.x, pack.area.right - width + 1)]
    free = [p for p in pixels if all(clear(p, (width, height), o.area, o.gap) for o in pack.obstacles)]

    def extended(chosen: Corners, start: int) -> Corners | None:
        if len(chosen) == pack.count:
            return chosen
        for i in range(start, len(free)):
            if all(clear(free[i], (width, height), Area(x, y, width, height), pack.gap) for x, y in chosen):
                found = extended((*chosen, free[i]), i + 1)
                if found:
                    return found
        return None

    return extended((), 0)


def best_by_hand(pack: Pack) -> Packed | None:
    for size in range(pack.high, pack.low - 1, -1):
        corners = first_by_hand(pack, size)
        if corners:
            return Packed(size, corners)
    return None


def shaped(p: int, q: int) -> tuple[Side, Side]:
    """Width and height of shape p:q: the longer side leads, the other is its match rounded, halves up."""
    return (Side(0, 1), Side(p, 2 * q, 2 * p)) if p >= q else (Side(q, 2 * p, 2 * q), Side(0, 1))


@st.composite
def tiny(draw: st.DrawFn) -> Pack:
    """Up to four tiles on a canvas of at most 8x8, an aspect or a side of their own, with obstacles that may stick out of it."""
    wide, high = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    sides = draw(st.sampled_from([*(shaped(*aspect) for aspect in ASPECTS), (Side(2, 0), Side(0, 1)), (Side(1, 1), Side(1, 2))]))
    gaps = st.tuples(st.integers(0, 2), st.integers(0, 2))
    areas = st.builds(Area, st.integers(-1, wide), st.integers(-1, high), st.integers(0, 3), st.integers(0, 3))
    obstacles = draw(st.lists(st.builds(Obstacle, areas, gaps), max_size=3))
    low = draw(st.integers(1, 3))
    inset = draw(st.integers(0, 1))
    area = Area(inset, 2 * inset, wide, high)
    return Pack(draw(st.integers(1, 4)), *sides, low, low + draw(st.integers(0, 6)), area, draw(gaps), tuple(obstacles))


@st.composite
def real(draw: st.DrawFn) -> Pack:
    """Up to forty tiles of a live canvas around one to five areas."""
    width, height = draw(st.sampled_from([(1280, 720), (720, 1280), (1080, 1080), (540, 960)]))
    obstacles = [
        Obstacle(
            Area(
                draw(st.integers(0, width)),
                draw(st.integers(0, height)),
                draw(st.integers(10, width // 3)),
                draw(st.integers(10, height // 3)),
            )
        )
        for _ in range(draw(st.integers(1, 5)))
    ]
    gap = draw(st.integers(0, 16))
    sides = shaped(*draw(st.sampled_from(ASPECTS)))
    return Pack(draw(st.integers(1, 40)), *sides, 1, max(width, height), Area(0, 0, width, height), (gap, gap), tuple(obstacles))


def drawn(chance: random.Random, count: int) -> Pack:
    """So many tiles around five areas that a generator drew."""
    areas = [Area(chance.randrange(1200), chance.randrange(640), chance.randint(30, 300), chance.randint(30, 200)) for _ in range(5)]
    return Pack(count, *shaped(16, 9), 16, 1280, Area(8, 8, 1264, 704), (8, 8), tuple(map(Obstacle, areas)))
