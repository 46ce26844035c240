"""A problem whose canvas is open, solved once for every canvas: what follows from its sides is told in steps of plain arithmetic.

A recipe leaves out whatever keeps two boxes apart. Its answer is the best of all that keep the rest, so where it keeps that too it is the
one best answer; the certificate tells whether it does. What cannot be told in steps has no recipe, and is solved scene by scene.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from layoutkit.errors import Unproved
from layoutkit.forms import Affine, Box, Form, Relation, between
from layoutkit.geometry import Area, Rect, Size
from layoutkit.problem import FITS, Placement, Problem, Wish
from layoutkit.solve.branches import Branch, Demands, every_choice
from layoutkit.solve.cells import alone, goals_by_size
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.goals import Closest, Goal, Greatest, Least, Measure, Total, merged, ties, wished
from layoutkit.solve.plan import NoRecipe, Plan
from layoutkit.solve.planning import planned
from layoutkit.solve.solving import Answer, came_to
from layoutkit.solve.steps import Climb, Cut, Failing, Flat, Nowhere, Pictures, Score, Slots, Step, Sum, Undecided, flat, flattened, taken

MOST_WAYS = 400
"""With more shapes and lists than this to choose from, a scene is solved on its own."""


Places = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The last steps of a way: where each box is, how seats are filled, what the wishes reached."""

    steps: tuple[Step, ...]
    sums: tuple[Flat, ...]
    seats: tuple[Places, ...]
    """For each seat the places of its left, top, width and height among the sums."""
    regions: tuple[Places | None, ...]
    """The same for each region; None for one that is not in force."""
    told: tuple[tuple[str, int], ...]
    """The regions that a layout tells, by their place among all."""
    fits: tuple[str, ...]
    reached: tuple[tuple[Wish, Score], ...]


@dataclass(slots=True)
class Way:
    """One choice of shapes and lists."""

    branch: Branch
    plan: Plan
    scores: tuple[Score, ...]
    heads: tuple[int, ...]
    """How many of the scores are of so many wishes."""
    rank: tuple[int, ...]
    """The places of its shapes and lists in the order of ties, each turned round: greater is better."""
    by_sizes: bool
    """Whether so far only the sizes of a grid's cells are told."""
    drawing: Drawing | None = None
    """Made when this way is first the best: a grid of a hundred has many shapes, and needs the edges of few."""


class Recipe:
    """All ways, and which is the best on a canvas."""

    def __init__(self, problem: Problem, ways: Sequence[Way]) -> None:
        self.problem, self.ways = problem, ways

    def answer(self, canvas: Size) -> tuple[Answer, Placement] | None:
        """The best answer on a canvas, if two boxes that must be apart are; None where the rules clash or arithmetic does not tell."""
        try:
            way, slots = self._best([canvas.width, canvas.height])
            way.drawing = way.drawing or _drawing(self.problem, way)
            return _drawn(way.drawing, taken(way.drawing.steps, slots), len(self.problem.seats))
        except (NoRecipe, Nowhere, Undecided):
            return None

    def firm(self, canvas: Size, wishes: int) -> tuple[Answer, Placement] | None:
        """The same, if the first so many wishes alone decide where every box is: then whatever is wished after them changes nothing."""
        try:
            found = [(way, slots) for way in self.ways if (slots := _reached(way, [canvas.width, canvas.height]))]
            ranked = [_head(way, slots, wishes) for way, slots in found]
            best = max(ranked, default=())
            if not best or ranked.count(best) > 1:
                return None
            way, slots = found[ranked.index(best)]
            way.drawing = way.drawing or _drawing(self.problem, way)
            if any(isinstance(step, Climb) for step in way.drawing.steps) or not _strictly(way, canvas, wishes, best):
                return None
            return _drawn(way.drawing, taken(way.drawing.steps, slots), len(self.problem.seats))
        except (NoRecipe, Nowhere, Undecided):
            return None

    def _best(self, canvas: Slots) -> tuple[Way, Slots]:
        if len(self.ways) == 1:
            return self.ways[0], taken(self.ways[0].plan.steps, canvas)
        found = [(way, slots) for way in self.ways if (slots := _reached(way, canvas))]
        ranked = [(tuple([score.of(slots) for score in way.scores]), way.rank) for way, slots in found]
        best = max(ranked, default=None)
        if best is None or ranked.count(best) > 1:
            raise Undecided
        return found[ranked.index(best)]


def _head(way: Way, slots: Slots, wishes: int) -> tuple[int, ...]:
    """What the first so many wishes reach."""
    return tuple([score.of(slots) for score in way.scores[: way.heads[wishes]]])


def _strictly(way: Way, canvas: Size, wishes: int, best: tuple[int, ...]) -> bool:
    """Whether these wishes reach less with the one number that goes as far as it can one step short of it."""
    climbs = [step for step in way.plan.steps if isinstance(step, Climb)]
    if not climbs:
        return True
    if len(climbs) > 1 or climbs[0].near:
        return False
    slots = [canvas.width, canvas.height]
    for step in way.plan.steps:
        if isinstance(step, Climb):
            step.take(slots, short=1)
        elif isinstance(step, Cut):
            step.take(slots)
    return _head(way, slots, wishes) < best


def _reached(way: Way, canvas: Slots) -> Slots | None:
    """The numbers of a way; None where its rules clash."""
    try:
        return taken(way.plan.steps, list(canvas))
    except Nowhere:
        return None


def _drawn(drawing: Drawing, slots: Slots, seats: int) -> tuple[Answer, Placement]:
    found = flattened(drawing.sums, slots)
    rects = [Rect(found[a], found[b], found[c], found[d]) for a, b, c, d in drawing.seats]
    regions = [place and Area(*(found[i] for i in place)) for place in drawing.regions]
    placement = Placement([*rects, *regions])  # type: ignore[list-item]
    placement.fits = drawing.fits
    told = tuple((name, area) for name, index in drawing.told if (area := regions[index]))
    return Answer(tuple(rects), told, drawing.fits, tuple(_came_to(w, s.of(slots)) for w, s in drawing.reached), None), placement


def _came_to(wish: Wish, value: int) -> tuple[Wish, float, float]:
    """What a wish reached, which is the best that it could."""
    found = came_to(wish, value)
    return wish, found, found


# --- how it is made --------------------------------------------------------------------------------------------------


def recipe(problem: Problem) -> Recipe | None:
    """The recipe of a problem that was posed on an open canvas; None where it has none."""
    demands = Demands.of(problem.rules)
    grids = demands.one_ofs
    by_sizes = len(grids) == 1 and len(grids[0].boxes) == len(problem.seats) and alone(grids[0], demands, problem)
    base = System(given=2)
    try:
        base.add(demands.relations)
        branches = list(islice(every_choice(base, grids, edges=not by_sizes), MOST_WAYS + 1))
        if len(branches) > MOST_WAYS:
            return None
        return Recipe(problem, [_way(problem, branch, by_sizes) for branch in branches])
    except (Contradiction, NoRecipe, Unproved):
        return None


def _way(problem: Problem, branch: Branch, by_sizes: bool) -> Way:
    if not by_sizes and _loose(problem, branch.system):
        raise NoRecipe
    granted = [list(of) for of in (_sizes(problem, branch) if by_sizes else _wishes(problem))]
    goals = [goal for of in granted for goal in of]
    more = _cells(branch) if by_sizes else ties(_boxes(problem, branch))
    wanted = [reduced(goal, branch.system) for goal in goals]
    plan = planned(branch.system, lambda: [*wanted, *(reduced(goal, branch.system) for goal in more)], Plan())
    rank = tuple(-place for places in branch.rank for place in places)
    heads = tuple(accumulate(map(len, granted), initial=0))
    return Way(branch, plan, tuple(_score(goal, plan) for goal in wanted), heads, rank, by_sizes)


def _loose(problem: Problem, system: System) -> bool:
    """Whether two tiles may both be anywhere, across and down: where nothing keeps them apart, each would take the other's place."""
    starts = [[system.form(span.start) for span in seat.box.spans] for seat in problem.seats]
    return sum(all(_open(form, system) for form in own) for own in starts) > 1


def _open(form: Form, system: System) -> bool:
    """Whether a form is an unknown that nothing tells, and a number."""
    return not isinstance(form, int) and len(form.terms) == 1 and form.terms[0][0] >= system.given


def _wishes(problem: Problem) -> Iterator[Sequence[Goal]]:
    """The goals of each wish."""
    boxes = tuple(seat.box for seat in problem.seats)
    return (wished(wish, boxes) for wish in problem.wishes)


def _sizes(problem: Problem, branch: Branch) -> Iterator[Sequence[Goal]]:
    """The goals of the wishes where the sizes of one grid's cells speak for its boxes."""
    sizes, names = branch.chosen[0].sizes, {seat.box.name for seat in problem.seats}
    return (goals_by_size(wish.wanted, sizes, names) for wish in problem.wishes)


def _cells(branch: Branch) -> Iterator[Goal]:
    """The first ties, where all cells are alike: their width and height."""
    sizes = branch.chosen[0].sizes
    return (Greatest(side) for side in sizes[0][:2]) if len(sizes) == 1 else iter(())


def _boxes(problem: Problem, branch: Branch) -> Iterator[Box]:
    """The boxes of the seats, then of the regions that the rules decide."""
    yield from (seat.box for seat in problem.seats)
    yield from (box for region in problem.regions if not region.fixed and (box := branch.regions.get(region.name, region.box)))


def reduced(goal: Goal, system: System) -> Goal:
    """A goal as it reads in what is still open. Raises NoRecipe for one that arithmetic alone cannot judge."""
    match goal:
        case Greatest():
            return Greatest(system.form(goal.form))
        case Least() | Total():
            return type(goal)(merged([Measure(m.count, tuple((d, system.form(f)) for d, f in m.bounds)) for m in goal.measures]))
        case Closest():
            return Closest(tuple(_line(line, system) for line in goal.lines))
        case _:
            raise NoRecipe


def _line(line: Relation, system: System) -> Relation:
    return between(system.form(Affine(line.terms, 0)) if line.terms else 0, line.low, line.high, line.scale)


def _score(goal: Goal, plan: Plan) -> Score:
    """What a reduced goal reaches, over slots."""
    match goal:
        case Greatest():
            return plan.sum(goal.form)
        case Least() | Total():
            boxes = tuple((m.count, tuple(Cut(plan.sum(form), by) for by, form in m.bounds)) for m in goal.measures)
            return Pictures(boxes, isinstance(goal, Least))
        case Closest():
            return Failing(tuple((plan.row(line.terms, (line.low, line.high)), line.scale) for line in goal.lines))
        case _:
            raise NoRecipe


def _drawing(problem: Problem, way: Way) -> Drawing:
    """Where a way puts its boxes."""
    system, plan = way.branch.system, way.plan.further()
    if way.by_sizes:
        system = system.copy()
        system.place(way.branch.chosen[0])
        plan = planned(system, lambda: [reduced(goal, system) for goal in ties(_boxes(problem, way.branch))], way.plan)
    made = way.branch.regions
    boxes = [made.get(region.name, region.box) for region in problem.regions]
    sums = _Sums(system, plan)
    seats = tuple(sums.places(seat.box) for seat in problem.seats)
    regions = tuple(None if box is None else sums.places(box) for box in boxes)
    fits = tuple(FITS[found if isinstance(found := system.form(seat.fit), int) else 0] for seat in problem.seats)
    told = tuple((region.name, i) for i, (region, box) in enumerate(zip(problem.regions, boxes, strict=True)) if box and not region.fixed)
    firsts = [(wish, wished(wish, tuple(seat.box for seat in problem.seats))[:1]) for wish in problem.wishes if wish.written]
    reached = tuple((wish, _score(reduced(goal, system), plan)) for wish, goals in firsts for goal in goals)
    return Drawing(tuple(plan.steps), tuple(sums.found), seats, regions, told, fits, reached)


class _Sums:
    """The sums that boxes are made of, each once."""

    def __init__(self, system: System, plan: Plan) -> None:
        self.system, self.plan = system, plan
        self.found: dict[Flat, int] = {}
        self.known: dict[Form, int] = {}
        """The place of each form among them."""

    def places(self, box: Box) -> Places:
        """The places of a box's left, top, width and height."""
        across, down = box.spans
        return self._place(across.start), self._place(down.start), self._place(across.size), self._place(down.size)

    def _place(self, form: Form) -> int:
        reduced = self.system.form(form)
        place = self.known.get(reduced)
        if place is None:
            place = self.known[reduced] = self.found.setdefault(self._flat(self.plan.sum(reduced)), len(self.found))
        return place

    def _flat(self, total: Sum) -> Flat:
        """The sum in few terms: what has more is added up in a step of its own."""
        return flat(total) if len(total.terms) <= 3 else flat(Sum(0, ((self.plan.add_up(total), 1),)))
