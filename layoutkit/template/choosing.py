"""What `either` and `fit` demand, and how they are checked: one of several lists of rules, and how a source fills its tile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from layoutkit.errors import DocumentError, Fault
from layoutkit.forms import Form, Relation, between, equal
from layoutkit.geometry import Rect
from layoutkit.problem import FITS, Alternative, Demand, OneOf, Placement
from layoutkit.template.expressions import Share
from layoutkit.template.language import EitherWord, FitWord, RuleSpec, Written
from layoutkit.template.pieces import Posed, nothing, subject
from layoutkit.template.reckoning import Ratio
from layoutkit.template.stage import Stage

Pose = Callable[[RuleSpec, Stage], Posed]

# --- either ----------------------------------------------------------------------------------------------------------


def either(rule: EitherWord, stage: Stage, pose: Pose) -> Posed:
    """Exactly one of the lists is in force; one whose conditions leave it empty counts as absent."""
    lists = [(name, _in_force(specs, stage)) for name, specs in rule.lists]
    present = [(rank, specs) for rank, (_, specs) in enumerate(lists) if specs]
    ways = [_way(rank, specs, stage, pose) for rank, specs in present]
    says = "either " + " or ".join(name for name, specs in lists if specs) + " holds"
    if not ways:
        return Posed((), says, nothing)
    demand = OneOf("either", tuple(way for way, _ in ways), key=rule.key)
    return Posed((demand,), says, partial(_check, ways), _groups([posed for _, posed in ways]))


def _in_force(specs: Sequence[RuleSpec], stage: Stage) -> list[RuleSpec]:
    """The rules whose conditions are met; an `either` of which no list is there is none."""
    met = [spec for spec in specs if stage.holds(spec.when)]
    return [s for s in met if not isinstance(s.rule, EitherWord) or any(_in_force(inner, stage) for _, inner in s.rule.lists)]


def _way(rank: int, specs: Sequence[RuleSpec], stage: Stage, pose: Pose) -> tuple[Alternative, list[Posed]]:
    """One list as an alternative, with the rules in it."""
    before, stage.asides = stage.asides, []
    with stage.scope(specs) as regions:
        posed = [pose(spec, stage) for spec in specs]
    demands: list[Demand] = [*stage.asides, *(demand for one in posed for demand in one.demands)]
    stage.asides = before
    relations = tuple(d for d in demands if isinstance(d, Relation))
    inner = tuple(d for d in demands if not isinstance(d, Relation))
    return Alternative(relations, rank, inner, regions), posed


def _groups(lists: Sequence[Sequence[Posed]]) -> tuple[tuple[str, ...], ...]:
    """The groups of boxes that are kept apart whichever list is in force."""
    common = [group for posed in lists[0] for group in posed.apart]
    for rules in lists[1:]:
        groups = [group for posed in rules for group in posed.apart]
        common = [tuple(name for name in one if name in other) for one in common for other in groups]
    return tuple(group for group in common if len(group) > 1)


def _check(ways: Sequence[tuple[Alternative, list[Posed]]], stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    """Nothing where some list holds; else what the one that comes nearest says."""
    found = []
    for way, posed in ways:
        absent = [name for name, _ in way.regions if rects[stage.slots[name]] is None]
        found.append([f"there is no region {absent[0]}"] if absent else [breach for one in posed for breach in one.check(stage, rects)])
    if all(found):
        yield from (f"no list holds: {breach}" for breach in min(found, key=len))


# --- fit -------------------------------------------------------------------------------------------------------------


def fit(rule: FitWord, stage: Stage) -> Posed:
    """How a source fills its tile; cropped, at most so much of its area is lost, which bounds the shape of the tile."""
    how, most = stage.word(rule.how), _share(rule.most, stage)
    demands: list[Demand] = []
    for index in stage.who(rule.tiles):
        demands.append(equal(stage.fit(index), FITS.index(how)))
        if how == "crop":
            box = stage.seats[index].box
            demands += _shown_enough(box.across.size, box.down.size, stage.shape(index), most)
    lost = f", at most {float(most * 100):g}% of it lost" if how == "crop" and most < 1 else ""
    return Posed(tuple(demands), f"{subject(rule.tiles)} is {_DONE[how]}{lost}", partial(_check_fit, rule))


_DONE = {"crop": "cropped to its tile", "letterbox": "shown whole in its tile", "stretch": "stretched to its tile"}


def _share(written: Written, stage: Stage) -> Fraction:
    value = stage.value(written)
    if isinstance(value, Share) and 0 <= value.part <= 1:
        return value.part
    says = f"{written.text!r} is not a share of the picture"
    raise DocumentError(Fault(says, written.where, "from 0% to 100%", stage.template.line(written.where)))


def _shown_enough(width: Form, height: Form, shape: Ratio, most: Fraction) -> Iterator[Relation]:
    """A window of the tile's shape keeps `p*H / q*W` or `q*W / p*H` of a source p:q, whichever is less than one."""
    (p, q), (left, whole) = shape, (most.denominator - most.numerator, most.denominator)
    if not left:
        return
    yield between(height * (p * whole) - width * (q * left), 0, None)
    yield between(width * (q * whole) - height * (p * left), 0, None)


def _check_fit(rule: FitWord, stage: Stage, rects: Sequence[Rect]) -> Iterator[str]:
    most, how = _share(rule.most, stage), stage.word(rule.how)
    fits = rects.fits if isinstance(rects, Placement) else ()
    for index in stage.who(rule.tiles) if fits else ():
        if fits[index] != how:
            yield f"{stage.title(index)} is not said to be {_DONE[how]}"
    for index in stage.who(rule.tiles) if stage.word(rule.how) == "crop" else ():
        p, q = stage.shape(index)
        a, b = rects[index].width * q, rects[index].height * p
        lost = 1 - Fraction(min(a, b), max(a, b))
        if lost > most:
            yield f"{stage.title(index)} loses {float(lost * 100):.4g}% of its picture, more than {float(most * 100):g}%"
