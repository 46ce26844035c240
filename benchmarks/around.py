"""Free placement of 1 to 100 tiles around 1 to 5 keep-clear areas: how often it is proved, in what time, and whether others agree."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from time import perf_counter
from typing import Any

import layoutkit as lk
from benchmarks import templates
from benchmarks.bounds import Crowd, apart
from benchmarks.cases import HD, PHONE, WIDE, Rects, placed
from benchmarks.race import Disagreement, Told, row, timed
from layoutkit.geometry import Rect, Size
from layoutkit.template import Template, parse

ASPECTS = ("16:9", "4:3", "1:1", "3:4", "9:16")
COUNTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 20, 25, 36, 49, 64, 81, 100)
GROUPS = ((1, 3), (4, 9), (10, 25), (26, 100))
"""The numbers of tiles that are told apart."""


def placed_around(counts: Sequence[int], cases: int, budget_s: float, told: Told = lambda done, of: None) -> dict[str, Any]:
    """What was found in so many cases of chance, or as many as are begun within the seconds of the budget.

    Raises Disagreement where tiles break a rule, or are larger than a bound that others proved.
    """
    chance, start, found = random.Random(1), perf_counter(), []
    for number in range(cases):
        if perf_counter() - start > budget_s:
            break
        found.append(_tried(_crowd(chance, counts), number))
        told(number + 1, cases)
    groups = [(f"{low} to {high}", [one for one in found if low <= one["count"] <= high]) for low, high in GROUPS]
    lines = [_summed(name, group) for name, group in (("all", found), *groups) if group]
    return {"cases": len(found), "of": cases, "lines": lines}


def _crowd(chance: random.Random, counts: Sequence[int]) -> Crowd:
    canvas = chance.choice((HD, WIDE, PHONE))
    areas = [_area(chance, canvas) for _ in range(chance.randint(1, 5))]
    shape = chance.choice(ASPECTS).split(":")
    return Crowd(canvas, chance.choice(counts), (int(shape[0]), int(shape[1])), chance.choice((0, 8)), tuple(areas))


def _area(chance: random.Random, canvas: Size) -> Rect:
    """An area of a twentieth to a third of each side, somewhere on the canvas."""
    width, height = (chance.randint(side // 20, side // 3) for side in (canvas.width, canvas.height))
    return Rect(chance.randint(0, canvas.width - width), chance.randint(0, canvas.height - height), width, height)


@cache
def _template(aspect: tuple[int, int]) -> Template:
    return parse(templates.around("{}:{}".format(*aspect)).encode(), "around.yaml")


def _tried(crowd: Crowd, number: int) -> dict[str, Any]:
    """How long it took, whether it was proved, how large the tiles are and how large they could be by the bound."""
    areas = {f"area_{i}": (area.x, area.y, area.width, area.height) for i, area in enumerate(crowd.areas)}
    ids, template = [f"guest_{number}_{i}" for i in range(crowd.count)], _template(crowd.aspect)
    question: dict[str, Any] = {
        "canvas": crowd.canvas,
        "primary": "host",
        "secondaries": ids,
        "keep_clear": areas,
        "settings": {"gap": crowd.gap},
    }
    microseconds, layout = timed(lambda: lk.arrange(template, **question))
    if layout is None:
        return {"count": crowd.count, "us": microseconds, "proved": False}
    size = _checked(crowd, placed(layout))
    bound = crowd.at_most(size)
    larger = False if bound == size else crowd.fit(size + 1)
    if larger:
        raise Disagreement(f"{crowd}: tiles of {size} px were said to be the largest, and larger ones fit")
    by = "lattice" if bound == size else "none" if larger is None else "cp_sat"
    return {"count": crowd.count, "us": microseconds, "proved": layout.proved, "by": by, "short": 1 - size / bound}


def _checked(crowd: Crowd, tiles: Rects) -> int:
    """The longer side of the tiles, once it is sure that they keep every rule and no bound."""
    size = max(tiles[0][2:])
    rects = [Rect(*tile) for tile in tiles]
    alike = all((rect.width, rect.height) == crowd.tile(size) and not rect.overhang(crowd.canvas) for rect in rects)
    clear = all(apart(rect, area) for rect in rects for area in crowd.areas)
    if not (alike and clear and all(apart(*pair, crowd.gap) for pair in combinations(rects, 2))):
        raise Disagreement(f"{crowd}: {tiles} break a rule")
    if crowd.refuted(size):
        raise Disagreement(f"{crowd}: {tiles} are larger than tiles can be")
    return size


def _summed(name: str, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of some cases; `by_...` count those that others prove too, `short` is the farthest from the lattices' bound."""
    times, proofs = row(one["us"] for one in found), [one["by"] for one in found if "by" in one]
    others = {"by_lattice": proofs.count("lattice"), "by_cp_sat": proofs.count("cp_sat")}
    short = round(max((one["short"] for one in found if "by" in one), default=0), 4)
    counts = {"cases": len(found), "proved": sum(one["proved"] for one in found), **others, "short": short}
    return {"tiles": name, **counts, "median_us": times.median_us, "p95_us": times.p95_us}
