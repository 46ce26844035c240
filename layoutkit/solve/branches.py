"""The ways that a problem leaves open: one branch for each choice of alternatives, eliminated on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from layoutkit.errors import Unproved
from layoutkit.problem import Affine, Alternative, Apart, OneOf, Relation, Rule, between
from layoutkit.solve.eliminate import Contradiction, System

MOST_BRANCHES = 4096
"""More ways than this are refused rather than tried."""


Ways = tuple[Relation, ...]
"""Relations of which at least one must hold: the ways in which two boxes can lie apart."""


@dataclass(frozen=True, slots=True)
class Demands:
    """The demands of the rules in force, sorted by kind."""

    relations: tuple[Relation, ...]
    aparts: tuple[Apart, ...]
    one_ofs: tuple[OneOf, ...]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Demands:
        demands = [demand for rule in rules for demand in rule.demands]
        one_ofs = [d for d in demands if isinstance(d, OneOf)]
        return cls(
            tuple(d for d in demands if isinstance(d, Relation)),
            tuple(d for d in demands if isinstance(d, Apart)),
            tuple(sorted(one_ofs, key=_boxes)),
        )


def _boxes(one_of: OneOf) -> tuple[int, ...]:
    """Grids in the order of their boxes, whatever the order of the rules."""
    starts = (box.across.start for box in one_of.boxes)
    return tuple(form.terms[0][0] for form in starts if not isinstance(form, int))


@dataclass(frozen=True, slots=True)
class Branch:
    """One choice of alternatives: what is decided, what is open, and which pairs of boxes still have more than one way to lie apart."""

    rank: tuple[int, ...]
    """The place of each chosen shape of a grid in the order of ties."""
    chosen: tuple[Alternative, ...]
    system: System
    apart: tuple[Ways, ...] = ()

    @property
    def decided(self) -> bool:
        return not self.system.rows and not self.apart


def branches(demands: Demands, *, edges: bool, eliminating: bool = True) -> Iterator[Branch]:
    """Every choice that elimination does not refute. Without `edges`, a one_of's boxes stay unplaced: its sizes alone are posed."""
    if prod(len(d.alternatives) for d in demands.one_ofs) > MOST_BRANCHES:
        raise Unproved(f"more than {MOST_BRANCHES} combinations of grid shapes", "give some grids their columns")
    try:
        base = System(eliminating=eliminating)
        base.add(demands.relations)
    except Contradiction:
        return
    pairs = [apart.ways() for apart in demands.aparts]
    choices = [tuple(enumerate(d.alternatives)) for d in demands.one_ofs]
    for choice in product(*choices):
        branch = _branch(base, pairs, choice, edges)
        if branch:
            yield branch


def _branch(base: System, pairs: Sequence[Ways], choice: Sequence[tuple[int, Alternative]], edges: bool) -> Branch | None:
    rank, chosen = tuple(i for i, a in choice if a.columns), tuple(a for _, a in choice)
    system = base.copy() if choice else base
    try:
        for alternative in chosen:
            system.add(alternative.holds)
            if edges:
                system.place(alternative)
        if system.eliminating and choice:
            system.tighten()
        return Branch(rank, chosen, system, separate(system, pairs) if edges else ())
    except Contradiction:
        return None


def separate(system: System, pairs: Sequence[Ways]) -> tuple[Ways, ...]:
    """Settle the pairs that have one way left; what remains is every pair's open ways, in what is still open."""
    while True:
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
        form = system.form(Affine(relation.terms, 0))
        if not isinstance(form, int):
            ways.append(between(form, relation.low, relation.high))
        elif (relation.low is None or form >= relation.low) and (relation.high is None or form <= relation.high):
            return None
    return tuple(ways)
