"""The ways that a problem leaves open: one branch for each choice of alternatives, eliminated on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from layoutkit.errors import Unproved
from layoutkit.forms import Affine, Box, Relation, between
from layoutkit.problem import Alternative, Apart, Clause, Demand, OneOf, Rule, Seat
from layoutkit.solve.eliminate import Contradiction, System
from layoutkit.solve.packing_branch import FreePack, free_pack
from layoutkit.solve.packing_free import FreeMix, free_mix
from layoutkit.solve.packing_rooms import open_tiles
from layoutkit.work import spend

MOST_BRANCHES = 4096
"""More choices than this are refused rather than tried."""

Ways = tuple[Relation, ...]
"""Relations of which at least one must hold: the ways in which two boxes can lie apart."""

Rank = tuple[tuple[int, ...], tuple[int, ...]]
"""The place of each chosen list of an `either` in the order of ties, then of each chosen shape of a grid."""


@dataclass(frozen=True, slots=True)
class Demands:
    """The demands of the rules in force, sorted by kind."""

    relations: tuple[Relation, ...]
    pairs: tuple[Apart | Clause, ...]
    one_ofs: tuple[OneOf, ...]

    @property
    def aparts(self) -> tuple[Apart, ...]:
        """The pairs of boxes that lie apart."""
        return tuple(pair for pair in self.pairs if isinstance(pair, Apart))

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Demands:
        demands = [demand for rule in rules for demand in rule.demands]
        return cls.sorted([*demands, *(demand for rule in rules if rule.late for demand in rule.late(rules))])

    @classmethod
    def sorted(cls, demands: Sequence[Demand]) -> Demands:
        """Demands by kind, each kind in its order."""
        return cls(
            tuple(d for d in demands if isinstance(d, Relation)),
            tuple(d for d in demands if isinstance(d, (Apart, Clause))),
            _in_order([d for d in demands if isinstance(d, OneOf)]),
        )


def _in_order(one_ofs: Iterable[OneOf]) -> tuple[OneOf, ...]:
    """Lists of an `either` first, by what they say, then grids by their boxes: whatever the order of the rules."""
    return tuple(sorted(one_ofs, key=lambda one_of: (one_of.kind != "either", one_of.key, _boxes(one_of))))


def _boxes(one_of: OneOf) -> tuple[int, ...]:
    starts = (box.across.start for box in one_of.boxes)
    return tuple(form.terms[0][0] for form in starts if not isinstance(form, int))


@dataclass(frozen=True, slots=True)
class Branch:
    """One choice of alternatives: what is decided, what is open, and which pairs of boxes still have more than one way to lie apart."""

    rank: Rank
    chosen: tuple[Alternative, ...]
    system: System
    pairs: tuple[Apart | Clause, ...] = ()
    """Of which at least one relation must hold, each: as they were demanded."""
    apart: tuple[Ways, ...] = ()
    """The same, reduced; those that are settled left out."""
    pack: FreePack | FreeMix | None = None
    """All that is open, where that is a free placement of tiles; its pairs are not reduced then."""

    @property
    def decided(self) -> bool:
        return not self.system.rows and not self.apart and not self.pack

    def separated(self) -> Branch:
        """The branch with its pairs reduced, as the general search takes it. Raises Contradiction where some two cannot lie apart."""
        spend(20 * len(self.pairs))
        return replace(self, apart=separate(self.system, [pair.ways() for pair in self.pairs]), pack=None)

    def packed(self, relations: Iterable[Relation]) -> Branch:
        """The branch with what packing decided: often all of it, and then the tiles lie apart by how they were placed."""
        system = self.system.copy()
        system.add(relations)
        system.tighten()
        made = replace(self, system=system, pack=None)
        return made.separated() if system.rows else made

    @property
    def regions(self) -> dict[str, Box]:
        """The regions that the chosen alternatives make."""
        return {name: box for chosen in self.chosen for name, box in chosen.regions}


def branches(demands: Demands, seats: Sequence[Seat], *, edges: bool, eliminating: bool = True) -> Iterator[Branch]:
    """Every choice that elimination does not refute, its pairs not reduced yet.

    Without `edges`, a grid's boxes stay unplaced: its sizes alone are posed.
    """
    try:
        start = started(demands, edges=edges, eliminating=eliminating)
    except Contradiction:
        return
    growing = Growing(edges)
    for grown in growing.all(start, demands.one_ofs):
        try:
            if eliminating and grown.chosen:
                grown.system.tighten()
            yield replace(grown, pack=pack_of(grown, seats) if grown.pairs and eliminating else None)
        except Contradiction:
            continue


def pack_of(branch: Branch, seats: Sequence[Seat]) -> FreePack | FreeMix | None:
    """The free placement that a branch is: of equal tiles, or of several sizes."""
    if not branch.system.rows or not open_tiles(branch.system, seats):
        return None
    return free_pack(branch.system, branch.pairs, seats) or free_mix(branch.system, branch.pairs, seats)


def every_choice(base: System, one_ofs: Sequence[OneOf], *, edges: bool) -> Iterator[Branch]:
    """The same of relations that were taken in already, whatever keeps boxes apart left out."""
    yield from Growing(edges).all(Branch(((), ()), (), base), one_ofs)


def started(demands: Demands, *, edges: bool = True, eliminating: bool = True) -> Branch:
    """The branch in which nothing is chosen yet. Raises Contradiction where what always holds cannot hold."""
    base = System(eliminating=eliminating)
    base.add(demands.relations)
    return Branch(((), ()), (), base, demands.pairs if edges else ())


class Growing:
    """Choices made one after the other, each refuted as early as can be."""

    def __init__(self, edges: bool) -> None:
        self.edges, self.tried = edges, 0

    def all(self, branch: Branch, left: Sequence[OneOf]) -> Iterator[Branch]:
        if not left:
            yield branch
            return
        for alternative in left[0].alternatives:
            self.tried += 1
            if self.tried > MOST_BRANCHES:
                raise Unproved(f"more than {MOST_BRANCHES} combinations of grid shapes and lists", "give some grids their columns")
            grown = self.grown(branch, left[0], alternative)
            if grown:
                yield from self.all(grown, opened(alternative, left))

    def grown(self, branch: Branch, one_of: OneOf, alternative: Alternative) -> Branch | None:
        lists, shapes = branch.rank
        rank = (lists, (*shapes, alternative.rank)) if one_of.kind == "grid" else ((*lists, alternative.rank), shapes)
        system = branch.system.copy()
        try:
            system.add(alternative.holds)
            if self.edges:
                system.place(alternative)
        except Contradiction:
            return None
        pairs = tuple(d for d in alternative.inner if not isinstance(d, OneOf))
        return Branch(rank, (*branch.chosen, alternative), system, (*branch.pairs, *pairs))


def opened(alternative: Alternative, left: Sequence[OneOf]) -> Sequence[OneOf]:
    """What is left to choose after the first choice: with what its alternative opens in its turn.

    Its lists come before the lists that are left, its grids among the grids by their boxes.
    """
    inner = [demand for demand in alternative.inner if isinstance(demand, OneOf)]
    if not inner:
        return left[1:]
    lists = [one_of for one_of in (*_in_order(inner), *left[1:]) if one_of.kind == "either"]
    return [*lists, *_in_order([one_of for one_of in (*inner, *left[1:]) if one_of.kind == "grid"])]


def separate(system: System, pairs: Sequence[Ways]) -> tuple[Ways, ...]:
    """Settle the pairs that have one way left; what remains is every pair's open ways, in what is still open."""
    while True:
        spend(10 * len(pairs))
        left = [ways for pair in pairs if (ways := _open_ways(system, pair)) is not None]
        if any(not ways for ways in left):
            raise Contradiction
        single = [ways[0] for ways in left if len(ways) == 1]
        if not single:
            return tuple(left)
        system.add(single)
        pairs = [ways for ways in left if len(ways) > 1]


def _open_ways(system: System, pair: Ways) -> Ways | None:
    """The ways that are still possible, reduced; None where one of them holds already."""
    ways = []
    for relation in pair:
        form = system.form(Affine(relation.terms, 0)) if relation.terms else 0
        if not isinstance(form, int):
            reduced = between(form, relation.low, relation.high)
            held = system.judged(reduced)
            if held:
                return None
            if held is None:
                ways.append(reduced)
        elif (relation.low is None or form >= relation.low) and (relation.high is None or form <= relation.high):
            return None
    return tuple(ways)
