"""Problem in, placement out: eliminate, compare what is decided, read off what is easy, search for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from layoutkit.errors import OutOfTime, Unproved
from layoutkit.forms import Box, Form, Relation
from layoutkit.geometry import Area, Rect
from layoutkit.problem import FITS, Extreme, Largest, Problem, Rule, Stay, Wish
from layoutkit.solve.branches import Branch, Demands, branches, separate
from layoutkit.solve.cells import alone, goals_by_size
from layoutkit.solve.cpsat import Budget
from layoutkit.solve.eliminate import Contradiction
from layoutkit.solve.ends import Unsure
from layoutkit.solve.goals import Goal, Greatest, Rank, Staying, Total, ties, wished
from layoutkit.solve.moving import Assignment
from layoutkit.solve.outlook import most_of
from layoutkit.solve.outright import ANY, Wanted, outright
from layoutkit.solve.packing_branch import best
from layoutkit.solve.packing_exact import Judge, most_asked
from layoutkit.solve.packing_least import surely_fits
from layoutkit.solve.reading_off import at_upper_ends, reached, seating, settled, stayed
from layoutkit.solve.search import Column, consequences, lasting, search
from layoutkit.solve.way import Way
from layoutkit.work import TOO_LONG, TOO_LONG_HINT, afresh, bounded


@dataclass(frozen=True, slots=True)
class Answer:
    """The one best placement: the rectangles of the seats and of the regions in force, how sources fill them, what wishes reached."""

    rects: tuple[Rect, ...]
    regions: tuple[tuple[str, Area], ...]
    fits: tuple[str, ...]
    reached: tuple[tuple[Wish, float, float], ...]
    """The written wishes, each with what it came to, and the best that any layout could: pixels, people, or the sum that was asked for."""
    seating: Assignment | None
    """Who sits in which seat, where people may change seats so that few move."""
    proved: bool = True
    """Whether it is the one best, not only the best that was found before the limit."""


def answered(problem: Problem, way: Way | None = None) -> Answer | None:
    """The one best answer to a problem; None where its rules cannot all hold.

    Raises Unproved where the limit of work comes first, and no answer is known by then, or none will do that is not proved.
    """
    solving = _Solving(problem, problem.rules, way or Way())
    with bounded():
        try:
            branch = solving.best()
        except OutOfTime:
            raise
        except Unproved:
            if not solving.known:
                raise
            with afresh(1):
                return replace(solving.answer(solving.best_known()), proved=False)
        solving.known = []
    return solving.answer(branch) if branch else None


def placed(problem: Problem, way: Way | None = None) -> tuple[Rect, ...] | None:
    """The rectangles of the one best answer, in the order of the seats."""
    answer = answered(problem, way)
    return answer.rects if answer else None


def possible(problem: Problem, rules: Sequence[Rule], way: Way | None = None) -> bool:
    """Whether these rules can all hold at once."""
    with bounded():
        return _Solving(replace(problem, wishes=()), rules, way or Way()).any()


class _Solving:
    """One problem on its way to an answer."""

    def __init__(self, problem: Problem, rules: Sequence[Rule], way: Way) -> None:
        self.problem, self.way = problem, way
        self.demands = Demands.of(rules)
        self.boxes = tuple(seat.box for seat in problem.seats)
        self.top = max(problem.scene.canvas.width, problem.scene.canvas.height)
        self.values: Mapping[int, int] = {}
        self.begun: Branch | None = None
        """The one branch there is, where that was made out already."""
        self.find = Budget(way.find, way.best)
        self.judge = Judge(self.find, asked=most_asked())
        self.known: list[tuple[Branch, Mapping[int, int]]] = []
        """With `best`: layouts that were found, of which one will do at the limit of work."""
        self.everywhere: Sequence[Branch] = ()
        self.proven: dict[Goal, int] = {}
        """What goals were proved to reach at most."""
        self.kept: list[tuple[Column, int]] = []
        """Goals granted that relations alone do not keep: the sum of measures, who moved."""
        self.sizes_only = way.eliminating and not self.demands.pairs and all(alone(d, self.demands, problem) for d in self.demands.one_ofs)

    def any(self) -> bool:
        if self.plain:
            try:
                return outright(self.demands, self.problem.seats, ANY, self.top, self.find) is not None
            except Unsure as unsure:
                self.begun = unsure.branch
        left = []
        for branch in self.branches():
            if self.way.eliminating and branch.pairs and surely_fits(branch.system, branch.pairs, self.problem.seats, self.judge):
                return True
            if branch.pack:
                if branch.pack.fits(self.judge):
                    return True
                continue
            separated = _separated(branch)
            if separated and separated.decided:
                return True
            left += [separated] if separated else []
        return bool(left) and search(left, (), (), self.top, self.find) is not None

    def best(self) -> Branch | None:
        """The branch with the best answer, in which nothing that matters is open."""
        if self.plain:
            try:
                found = outright(
                    self.demands, self.problem.seats, Wanted(self.wishes, self.every_box), self.top, None if self.way.best else self.find
                )
                self.values = found.values if found else {}
                return found.branch if found else None
            except Unsure as unsure:
                self.begun = unsure.branch
        every = list(self.branches()) if self.way.best else self.branches()
        self.everywhere = every if isinstance(every, list) else []
        left: Sequence[Branch] = [packed for branch in every if (packed := self.packed(branch))]
        if not left:
            return None
        columns = [c for c in zip(*([*self.wishes(branch), Rank()] for branch in left), strict=True) if not _idle(c)]
        left = [self.with_edges(self.sized(branch)) for branch in self.grant(left, columns)]
        if len(left) == 1 and left[0].decided:
            return left[0]
        left = self.grant(left, list(zip(*(ties(self.every_box(branch)) for branch in left), strict=True)))
        return left[0] if left else None

    def packed(self, branch: Branch) -> Branch | None:
        """The branch with its pairs reduced; where it is a free placement, with what packing decides of the best layout in it."""
        if not branch.pack:
            return _separated(branch)
        self.judge.known = ()
        try:
            found = branch.packed(best(branch.pack, self.wishes(branch), self.judge))
        except Contradiction:
            return None
        except Unproved:
            if self.judge.known:
                with afresh(1):
                    self.know(branch.packed(self.judge.known), {})
            raise
        if found.decided:
            self.know(found, {})
        return found

    def know(self, branch: Branch, values: Mapping[int, int]) -> None:
        """A layout was found."""
        if self.way.best and not self.sizes_only:
            self.known.append((branch, values))

    def best_known(self) -> Branch:
        """The branch with the best of the layouts that were found, by the goals of the wishes; the first of several."""

        def worth(known: tuple[Branch, Mapping[int, int]]) -> list[tuple[int, ...]]:
            branch, self.values = known
            return [reached(goal, branch, self.valued(branch)) for goal in self.wishes(branch)]

        branch, self.values = max(self.known, key=worth)
        self.proven |= self.judge.proven
        return branch

    @property
    def plain(self) -> bool:
        """Whether plain arithmetic may tell: no wish is for people who change seats, and sizes of cells alone are read off sooner."""
        stays = any(isinstance(wish.wanted, Stay) for wish in self.problem.wishes)
        return self.way.eliminating and not stays and not (self.sizes_only and self.demands.one_ofs)

    def every_box(self, branch: Branch) -> tuple[Box, ...]:
        """The boxes of the seats, then of the regions that are in force."""
        return (*self.boxes, *(box for _, box in self.regions(branch)))

    def regions(self, branch: Branch) -> Iterator[tuple[str, Box]]:
        """The regions that were not known from the start, in the order of a placement."""
        made = branch.regions if self.problem.regions else {}
        for region in self.problem.regions:
            box = made.get(region.name, region.box)
            if box is not None and not region.fixed:
                yield region.name, box

    @property
    def one_grid(self) -> bool:
        """Whether one grid holds all tiles, so that the sizes of its cells are all that is open."""
        grids = self.demands.one_ofs
        return self.sizes_only and len(grids) == 1 and len(grids[0].boxes) == len(self.problem.seats)

    def branches(self) -> Iterable[Branch]:
        if self.begun and not self.demands.one_ofs:
            return (self.begun,)
        return branches(self.demands, self.problem.seats, edges=not self.sizes_only, eliminating=self.way.eliminating)

    def wishes(self, branch: Branch) -> list[Goal]:
        """The goals of the wishes in one branch; where grids are posed by their sizes alone, those speak for their boxes."""
        if not self.sizes_only or not self.demands.one_ofs:
            return [goal for wish in self.problem.wishes for goal in wished(wish, self.boxes)]
        divided = {box.name for one_of in self.demands.one_ofs for box in one_of.boxes}
        cells = [size for chosen in branch.chosen for size in chosen.sizes]
        return [goal for wish in self.problem.wishes for goal in goals_by_size(wish.wanted, cells, divided)]

    def grant(self, left: Sequence[Branch], wanted: Sequence[Column]) -> list[Branch]:
        """Grant the goals in order: the branches that are left, with what was decided; none where no branch has an answer."""
        while wanted and left and not (len(left) == 1 and left[0].decided):
            found = self.stepped(left, wanted[0]) if self.way.eliminating and not self.kept else None
            if found:
                left, keep = found
                wanted = [_of(column, keep) for column in wanted[1:]]
            else:
                left, wanted = self.searched(left, wanted)
        return list(left)

    def stepped(self, left: Sequence[Branch], column: Column) -> tuple[list[Branch], list[int]] | None:
        """The branches in which a goal reaches most, that granted, and which they were; None where only a search can tell."""
        if isinstance(column[0], Staying) and not all(branch.decided for branch in left):
            return stayed(left, column)
        found = []
        for branch, goal in zip(left, column, strict=True):
            end = settled(branch, goal)
            if end is None:
                return None
            found.append(end)
        most = max(value for value, _ in found)
        keep = [index for index, (value, _) in enumerate(found) if value == most]
        return [_with(left[index], found[index][1]) if found[index][1] else left[index] for index in keep], keep

    def searched(self, left: Sequence[Branch], wanted: Sequence[Column]) -> tuple[list[Branch], list[Column]]:
        """Grant as many goals as one search can join."""
        found = search(left, self.kept, wanted, self.top, self.find)
        if found is None:
            return [], []
        self.values, count = found.values, len(found.granted)
        if self.way.best and not self.sizes_only:
            self.known = [(left[found.branch], found.values)]
        if not found.proved:
            raise Unproved(TOO_LONG, TOO_LONG_HINT)
        self.proven |= {column[found.branch]: value for column, value in zip(wanted[:count], found.granted, strict=True)}
        granted = [*self.kept, *zip(wanted[:count], found.granted, strict=True)]
        keep = _kept(left, found.branch, any(isinstance(column[0], Rank) for column, _ in granted))
        granted = [(_of(column, keep), value) for column, value in granted if not isinstance(column[0], Rank)]
        stay, rest = [left[i] for i in keep], [_of(column, keep) for column in wanted[count:]]
        if len(stay) == 1:
            stay = [_with(stay[0], [r for c, value in granted for r in consequences(c[0], value)])]
            granted = [(column, value) for column, value in granted if lasting(column[0], value)]
        self.kept = granted
        return stay, rest

    def sized(self, branch: Branch) -> Branch:
        """Where one grid holds all tiles, the first ties are the width and height of its cells: as great as the wishes left them."""
        if branch.decided or not self.one_grid or self.kept or len(branch.chosen[0].sizes) != 1:
            return branch
        width, height, _ = branch.chosen[0].sizes[0]
        return at_upper_ends(branch, (Greatest(width), Greatest(height))) or branch

    def with_edges(self, branch: Branch) -> Branch:
        """The branch with its cells placed, where so far only their sizes were posed."""
        if not self.sizes_only or not branch.chosen:
            return branch
        system = branch.system.copy()
        for chosen in branch.chosen:
            system.place(chosen)
        return replace(branch, system=system)

    def answer(self, branch: Branch) -> Answer:
        """What was found, in whole numbers."""
        value = self.valued(branch)

        def numbers(box: Box) -> tuple[int, int, int, int]:
            across, down = box.spans
            return value(across.start), value(down.start), value(across.size), value(down.size)

        problem, stays = self.problem, [w.wanted for w in self.problem.wishes if isinstance(w.wanted, Stay)]
        return Answer(
            tuple(Rect(*numbers(box)) for box in self.boxes),
            tuple((name, Area(*numbers(box))) for name, box in self.regions(branch)),
            tuple(FITS[value(seat.fit)] for seat in problem.seats),
            tuple(self.came_to(wish, goals[0], reached(goals[0], branch, value)[0]) for wish, goals in self.written() if goals),
            seating(stays[0], self.boxes, value) if stays else None,
        )

    def valued(self, branch: Branch) -> Callable[[Form], int]:
        """What a form comes to in a branch, with the values that were found for what is open in it."""
        return branch.system.valued(self.values)

    def came_to(self, wish: Wish, goal: Goal, value: int) -> tuple[Wish, float, float]:
        """What a wish reached, and the best it could: that, unless the limit of work came before it was proved."""
        if not self.known:
            return wish, came_to(wish, value), came_to(wish, value)
        most = most_of(goal, self.everywhere, self.top)
        return wish, came_to(wish, value), came_to(wish, max(value, min(self.proven.get(goal, most), most)))

    def written(self) -> Iterator[tuple[Wish, tuple[Goal, ...]]]:
        """The wishes that the author wrote, with their goals."""
        return ((wish, wished(wish, self.boxes)) for wish in self.problem.wishes if wish.written)


def came_to(wish: Wish, value: int) -> float:
    """What a wish reached, in its own unit and sign."""
    match wanted := wish.wanted:
        case Largest():
            return value
        case Extreme():
            signed = value if wanted.sense == "maximize" else -value
            return signed // wanted.denominator if signed % wanted.denominator == 0 else signed / wanted.denominator
        case _:
            return -value


def _separated(branch: Branch) -> Branch | None:
    """The branch with its pairs reduced; None where some two cannot lie apart, as far as bounds tell."""
    try:
        if branch.pairs and branch.system.rows and branch.system.eliminating:
            branch.system.tighten()
        return branch.separated()
    except Contradiction:
        return None


def _idle(column: Column) -> bool:
    """Whether the goal says what the one before it said: the sum over tiles that are all alike."""
    return all(isinstance(goal, Total) and len(goal.measures) == 1 for goal in column)


def _kept(left: Sequence[Branch], found: int, ranked: bool) -> list[int]:
    """The branches that stay: the one that was found first; of the others, once shapes are chosen, those of the same shapes."""
    rank = left[found].rank
    return [found, *(i for i, b in enumerate(left) if i != found and (not ranked or b.rank == rank))]


def _of(column: Column, keep: Sequence[int]) -> Column:
    """A goal as it reads in the branches that are kept."""
    return tuple(column[i] for i in keep)


def _with(branch: Branch, relations: Iterable[Relation]) -> Branch:
    """The branch with further relations, and the pairs that they settle."""
    system = branch.system.copy()
    system.add(relations)
    if system.eliminating:
        system.tighten()
    return replace(branch, system=system, apart=separate(system, branch.apart))
