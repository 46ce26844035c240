"""Of whom rules speak: what is always on about everybody else can be left aside, as long as there is a pixel for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layoutkit.forms import Box, Relation
from layoutkit.problem import Apart, Clause, Demand, OneOf, Problem, Rule
from layoutkit.solve.branches import Demands


@dataclass(frozen=True, slots=True)
class Spoken:
    """The demands of some rules about those they speak of, and the tiles of which nobody speaks."""

    demands: Demands
    aside: tuple[Box, ...] = ()


def spoken_of(demands: Iterable[Demand]) -> set[int]:
    """The unknowns that demands speak of."""
    found: set[int] = set()
    for demand in demands:
        match demand:
            case Relation():
                found.update([unknown for unknown, _ in demand.terms])
            case Clause():
                found |= spoken_of(demand.relations)
            case Apart():
                found.update(unknowns_of(demand.one), unknowns_of(demand.other))
            case OneOf():
                found.update(*(unknowns_of(box) for box in demand.boxes))
                for way in demand.alternatives:
                    found |= spoken_of(way.holds) | spoken_of(way.inner)
    return found


def touches(box: Box, spoken: set[int]) -> bool:
    """Whether a box has an unknown that is spoken of; one of known numbers has none, and counts."""
    own = unknowns_of(box)
    return not own or not spoken.isdisjoint(own)


def speaking(problem: Problem, rules: Sequence[Rule], lines: Iterable[Demand]) -> Spoken:
    """The demands of the rules, without what is always on about tiles of which neither they nor the lines speak.

    All that is said of such a tile is that it lies on the canvas, wherever, and touches no other.
    """
    own = [demand for rule in rules for demand in rule.demands]
    late = [demand for rule in rules if rule.late for demand in rule.late(rules)]
    spoken = spoken_of(own) | spoken_of(lines)
    aside = [seat.box for seat in problem.seats if not touches(seat.box, spoken)]
    absent = {unknown for box in aside for unknown in unknowns_of(box)}
    boxes = {id(box) for box in aside}
    kept = [demand for demand in late if not _about(demand, absent, boxes)] if aside else late
    return Spoken(Demands.sorted([*own, *kept]), tuple(aside))


def _about(demand: Demand, absent: set[int], boxes: set[int]) -> bool:
    if isinstance(demand, Apart):
        return id(demand.one) in boxes or id(demand.other) in boxes
    return not absent.isdisjoint(spoken_of((demand,)))


def unknowns_of(box: Box) -> list[int]:
    """The unknowns of a box."""
    forms = (box.across.start, box.across.size, box.down.start, box.down.size)
    return [unknown for form in forms if not isinstance(form, int) for unknown, _ in form.terms]
