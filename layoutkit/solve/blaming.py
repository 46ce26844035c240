"""Which rules cannot all hold, found without a search: bounds are carried from line to line, each with the rules that it comes from.

Where two bounds contradict each other, the rules that they come from clash. They are few, though not always the fewest, and some
clashes do not show themselves this way: who asks must make sure.
"""

from __future__ import annotations

from collections.abc import Sequence

from layoutkit.problem import Clause, OneOf, Rule
from layoutkit.solve.bounds import Blamed, Bounds, Contradicted, Slow, Steps, Why, by_kind
from layoutkit.solve.spoken import spoken_of, touches


def blamed(rules: Sequence[Rule], always: Sequence[Rule]) -> list[Rule] | None:
    """Rules that cannot all hold beside what is always on, none of them there for nothing as far as this way tells.

    None where no clash shows itself. Of several the one with the earlier rules is told.
    """
    every = [*rules, *always]
    asked = [by_kind(rule.demands, 1 << index) for index, rule in enumerate(rules)]
    known = by_kind([*(d for rule in always for d in rule.demands), *(d for rule in every if rule.late for d in rule.late(every))], 0)
    wanted = _refuted([known, *asked])
    if wanted is None:
        return None
    known = _about(known, [one for one in asked if one.why & wanted])
    for rule in reversed(asked):
        if wanted & rule.why:
            fewer = _refuted([known, *(one for one in asked if one.why & wanted & ~rule.why)])
            wanted = wanted if fewer is None else fewer
    return [rule for rule, own in zip(rules, asked, strict=True) if wanted & own.why]


def _about(known: Blamed, asked: Sequence[Blamed]) -> Blamed:
    """What is always on, as far as it is about what some rules speak of: all that can matter to them."""
    spoken = spoken_of(demand for one in asked for demand in (*one.lines, *one.pairs, *one.one_ofs))
    return Blamed(
        known.why,
        [line for line in known.lines if any(u in spoken for u, _ in line.terms)],
        [pair for pair in known.pairs if isinstance(pair, Clause) or (touches(pair.one, spoken) and touches(pair.other, spoken))],
        known.one_ofs,
    )


def _refuted(demands: Sequence[Blamed]) -> Why | None:
    """The rules of a contradiction; None where none is met."""
    bounds, steps = Bounds(), Steps()
    try:
        for one in demands:
            bounds.take(one)
        bounds.settle(steps)
        return _refuted_every_way(bounds, [(one_of, one.why) for one in demands for one_of in one.one_ofs], steps)
    except Contradicted as found:
        return found.why
    except Slow:
        return None


def _refuted_every_way(bounds: Bounds, left: Sequence[tuple[OneOf, Why]], steps: Steps) -> Why | None:
    """The rules that refute every combination of alternatives; None where one of them stands."""
    if not left:
        return None
    (one_of, why), rest = left[0], left[1:]
    blame = why
    for alternative in one_of.alternatives:
        try:
            grown = bounds.grown(alternative, why, steps)
            inner = [(demand, why) for demand in alternative.inner if isinstance(demand, OneOf)]
            found = _refuted_every_way(grown, [*inner, *rest], steps)
        except Contradicted as contradiction:
            found = contradiction.why
        if found is None:
            return None
        blame |= found
    return blame
