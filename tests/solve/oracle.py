"""The best of all placements, found by trying every one: what the solver's answers are judged by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from layoutkit.forms import Box, Form, Relation
from layoutkit.geometry import Area, Rect
from layoutkit.problem import Extreme, Largest, Nearly, OneOf, Problem
from layoutkit.template.grid_check import breaches
from layoutkit.template.pieces import StagedCheck

Score = Callable[[Sequence[Rect]], Any]


def all_rects(width: int, height: int, least: int = 1) -> list[Rect]:
    """Every rectangle on a canvas; with `least` nought, the empty ones too."""
    across = [(x, w) for x in range(width + 1) for w in range(least, width - x + 1)]
    down = [(y, h) for y in range(height + 1) for h in range(least, height - y + 1)]
    made = Rect if least else Area
    return [made(x, y, w, h) for (x, w), (y, h) in product(across, down)]


def best(problem: Problem) -> tuple[Rect, ...] | None:
    """The best of all placements of the seats (and regions), or None where none keeps the rules."""
    canvas = problem.scene.canvas
    tiles, areas = all_rects(canvas.width, canvas.height), all_rects(canvas.width, canvas.height, 0)
    dummy = [tiles[0]] * len(problem.seats)
    splits = [rule for rule in problem.rules if rule.word == "split"]
    regions = [
        regions
        for regions in product(*(_choices(region, areas) for region in problem.regions))
        if not any(True for rule in splits for _ in rule.check([*dummy, *regions]))
    ]
    seats = product(tiles, repeat=len(problem.seats))
    kept = [(*own, *region) for own, region in product(seats, regions) if keeps(problem, (*own, *region))]
    return max(kept, key=scoring(problem), default=None)


def _choices(region: Any, areas: list[Rect]) -> Sequence[Any]:
    if region.fixed:
        (x, y), (w, h) = [(s.start) for s in region.box.spans], [(s.size) for s in region.box.spans]
        return [Area(x, y, w, h)]
    return areas if region.box else [*areas, None]


def keeps(problem: Problem, rects: Sequence[Rect]) -> bool:
    return not any(True for rule in problem.rules for _ in rule.check(rects))


def scoring(problem: Problem) -> Score:
    """What the written order makes of a placement; the greatest is the best."""

    def score(rects: Sequence[Rect]) -> Any:
        wishes = [value for wish in problem.wishes for value in _granted(wish.wanted, problem, rects)]
        ties = [(r.width, r.height, -r.y, -r.x) if r is not None else (-1, 0, 0, 0) for r in rects]
        return wishes, _ranks(problem, rects), ties

    return score


# --- wishes ----------------------------------------------------------------------------------------------------------


def picture(rect: Rect, shape: tuple[int, int]) -> int:
    """The width of the largest whole picture of a shape in a rectangle."""
    p, q = shape
    return min(rect.width, int(Fraction(rect.height * p, q)))


def _granted(wanted: object, problem: Problem, rects: Sequence[Rect]) -> Iterator[int]:
    value = _values(problem, rects)
    match wanted:
        case Largest():
            found = [picture(_rect(box, value), shape) for box, shape in zip(wanted.boxes, wanted.shapes, strict=True)]
            yield from (min(found, default=0), sum(found))
        case Nearly():
            yield -sum(failing(line, value) for line in wanted.lines)
        case Extreme():
            yield value(wanted.form) * (1 if wanted.sense == "maximize" else -1)


def failing(line: Relation, value: Callable[[Form], int]) -> int:
    """The whole pixels by which a line fails."""
    total = sum(c * value_of for c, value_of in ((c, value(_one(u))) for u, c in line.terms))
    over = max(0, line.low - total if line.low is not None else 0, total - line.high if line.high is not None else 0)
    return -(-over // line.scale)


def _one(unknown: int) -> Form:
    from layoutkit.forms import Affine

    return Affine(((unknown, 1),), 0)


def _values(problem: Problem, rects: Sequence[Rect]) -> Callable[[Form], int]:
    """What forms come to, where they speak of tiles and regions only."""
    known: dict[int, int] = {}
    boxes = [seat.box for seat in problem.seats] + [region.box for region in problem.regions]
    for box, rect in zip(boxes, rects, strict=True):
        if box is not None and rect is not None:
            numbers = (rect.x, rect.width, rect.y, rect.height)
            forms = (box.across.start, box.across.size, box.down.start, box.down.size)
            known.update({form.terms[0][0]: n for form, n in zip(forms, numbers, strict=True) if not isinstance(form, int)})
    return lambda form: form if isinstance(form, int) else form.constant + sum(c * known[u] for u, c in form.terms)


def _rect(box: Box, value: Callable[[Form], int]) -> Rect:
    return Rect(value(box.across.start), value(box.down.start), value(box.across.size), value(box.down.size))


# --- ties ------------------------------------------------------------------------------------------------------------


def _ranks(problem: Problem, rects: Sequence[Rect]) -> Any:
    """For every `either` the first list that holds, then for every grid the first shape whose cells the tiles fill."""
    eithers, grids = [], []
    for rule in problem.rules:
        for demand in rule.demands:
            if isinstance(demand, OneOf):
                found = either_rank(rule.check, rects) if demand.kind == "either" else ((), (grid_rank(rule.check, rects),))
                eithers.append((demand.key, found[0]))
                grids += found[1]
    return [tuple(-r for r in rank) for _, rank in sorted(eithers)], [-r for r in grids]


def either_rank(check: Any, rects: Sequence[Rect]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The best (lists, shapes) of the lists that hold."""
    (ways,), stage = check.check.args, check.stage
    held = []
    for way, posed in ways:
        if any(rects[stage.slots[name]] is None for name, _ in way.regions) or any(True for one in posed for _ in one.check(stage, rects)):
            continue
        lists, shapes = [way.rank], []
        for one in posed:
            for demand in one.demands:
                if isinstance(demand, OneOf) and demand.kind == "either":
                    inner = either_rank(StagedCheck(stage, one.check), rects)
                    lists += inner[0]
                    shapes += inner[1]
                elif isinstance(demand, OneOf):
                    shapes.append(grid_rank(StagedCheck(stage, one.check), rects))
        held.append((tuple(lists), tuple(shapes)))
    return min(held)


def grid_rank(check: Any, rects: Sequence[Rect]) -> int:
    """The place in the order of ties of the first shape whose cells the tiles fill."""
    (spec, shapes), stage = check.check.args, check.stage
    return next(i for i in range(len(shapes)) if not any(True for _ in breaches(spec, shapes[i : i + 1], stage, rects)))
