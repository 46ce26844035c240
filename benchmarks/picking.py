"""A grid that picks its own columns, for 1 to 100 on six canvases: how large its pictures are beside two others, and how long it takes."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

import layoutkit as lk
from benchmarks import peers, templates
from benchmarks.cases import HD, PHONE, TALL, WIDE, Case, placed
from benchmarks.names import CLOSED, EQUAL_TILES, GROWN
from benchmarks.opentok import Opentok
from benchmarks.race import Disagreement, Row, Told, row, timed
from benchmarks.same import Grid
from layoutkit.geometry import Size
from layoutkit.template import Template, parse

CANVASES = (WIDE, HD, TALL, PHONE, Size(1024, 768), Size(1080, 1080))
RULE = Grid(None)
NEVER_SEEN = 10**6
"""A number of ids that no round of the race has."""


def picked(counts: Collection[int], there: Collection[str], told: Told = lambda done, of: None) -> dict[str, Any]:
    """What was found in all cases, in an order of chance; Disagreement where the closed form has larger pictures."""
    cases = [Case(templates.GRID_OPEN, count, canvas, RULE) for canvas in CANVASES for count in counts]
    template = parse(templates.GRID_OPEN.encode(), "grid-open.yaml")
    random.Random(1).shuffle(cases)
    own: list[float] = []
    others: dict[str, list[tuple[float, int]]] = {}
    with ExitStack() as stack:
        opentok = stack.enter_context(Opentok()) if peers.OPENTOK in there else None
        for number, case in enumerate(cases):
            microseconds, tiles = _arranged(template, case)
            own.append(microseconds)
            for name, time, area in _others(case, opentok):
                others.setdefault(name, []).append((time, _sign(_pictures(tiles) - area)))
            told(number + 1, len(cases))
    if any(sign for _, sign in others[CLOSED]):
        raise Disagreement("the closed form has a grid of another size")
    beside = [_beside(*item) for item in others.items()]
    return {"cases": len(cases), "canvases": list(map(str, CANVASES)), **_times(row(own)), "beside": beside}


def _arranged(template: Template, case: Case) -> tuple[float, list[tuple[int, int]]]:
    """Microseconds of a scene that was not seen before, and the sizes of its tiles."""
    canvas, ids = str(case.canvas), case.ids(NEVER_SEEN)
    microseconds, layout = timed(lambda: lk.arrange(template, canvas=canvas, primary="host", secondaries=ids))
    if layout is None:
        raise Disagreement(f"{case.name} with {case.secondaries} on {case.canvas} is not proved")
    return microseconds, [(width, height) for _, _, width, height in placed(layout)]


def _others(case: Case, opentok: Opentok | None) -> Iterator[tuple[str, float, int]]:
    """Who, in how many microseconds, with how large pictures."""
    microseconds, tiles = timed(lambda: closed(case.canvas, case.secondaries))
    yield CLOSED, microseconds, _pictures(tiles)
    for name, grown in ((EQUAL_TILES, False), (GROWN, True)):
        if opentok:
            microseconds, tiles = _by_opentok(case, opentok, grown)
            yield name, microseconds, _pictures(tiles)


def _by_opentok(case: Case, opentok: Opentok, grown: bool) -> tuple[float, list[tuple[int, int]]]:
    """The best of four answers, each told how large its pictures became the time before; the time is that of one."""
    wide, found = case.canvas.width, []
    for _ in range(4):
        found.append(opentok.tiles(case.canvas, case.secondaries, RULE, grown=grown, wide=wide))
        wide = max(1, _picture(found[-1][1][0]))
    return max(found, key=lambda answer: _pictures(answer[1]))


def closed(canvas: Size, count: int) -> list[tuple[int, int]]:
    """The best of all numbers of columns: for each the widest cell whose rounded match fits."""
    best = max((_cell(canvas, columns, -(-count // columns)) for columns in range(1, count + 1)), key=_picture)
    return [best] * count


def _cell(canvas: Size, columns: int, rows: int) -> tuple[int, int]:
    (p, q), room = RULE.aspect, 2 * RULE.margin - RULE.gap
    width, height = (canvas.width - room) // columns - RULE.gap, (canvas.height - room) // rows - RULE.gap
    wide = min(width, height * p // q)
    return wide, (2 * wide * q + p) // (2 * p)


def _picture(tile: tuple[int, int]) -> int:
    """The width of the largest picture of the grid's shape in a tile."""
    p, q = RULE.aspect
    return min(tile[0], tile[1] * p // q)


def _pictures(tiles: list[tuple[int, int]]) -> int:
    """The area of the pictures, in units that all have the same of: the sum of their widths' squares."""
    return sum(_picture(tile) ** 2 for tile in tiles)


def _sign(difference: int) -> int:
    return (difference > 0) - (difference < 0)


def _beside(name: str, found: list[tuple[float, int]]) -> dict[str, Any]:
    signs = [sign for _, sign in found]
    counts = {"equal": signs.count(0), "larger": signs.count(1), "smaller": signs.count(-1)}
    return {"what": name, **counts, **_times(row(time for time, _ in found))}


def _times(found: Row) -> dict[str, Any]:
    return {name: value for name, value in asdict(found).items() if name != "undecided"}
