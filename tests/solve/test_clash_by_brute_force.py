"""A clash against every placement there is: its members cannot all hold, without any one they can, and the pixels are the fewest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from layoutkit.forms import Relation
from layoutkit.geometry import Rect
from layoutkit.problem import Problem, Rule
from layoutkit.solve.blaming import blamed
from layoutkit.solve.explain import clashes, lines_of
from layoutkit.template import pose
from tests.solve.oracle import all_rects
from tests.strategies import plain, rules, scene, template

WIDTH, HEIGHT = 3, 3
PLACEMENTS = {count: list(product(all_rects(WIDTH, HEIGHT), repeat=count)) for count in (1, 2)}


class Tried:
    """A problem with the placements that keep each of its rules."""

    def __init__(self, problem: Problem) -> None:
        self.every = PLACEMENTS[len(problem.seats)]
        self.kept = {id(rule): {i for i, rects in enumerate(self.every) if not any(rule.check(rects))} for rule in problem.rules}

    def keeping(self, rules: Sequence[Rule]) -> list[tuple[Rect, ...]]:
        """Every placement that keeps these rules."""
        return [self.every[i] for i in sorted(set.intersection(*(self.kept[id(rule)] for rule in rules)))]


def edges(problem: Problem, rects: Sequence[Rect]) -> dict[int, int]:
    """What each unknown of the seats is in a placement."""
    known = {}
    for seat, rect in zip(problem.seats, rects, strict=True):
        spans = (seat.box.across.start, seat.box.across.size, seat.box.down.start, seat.box.down.size)
        known |= {form.terms[0][0]: n for form, n in zip(spans, (rect.x, rect.width, rect.y, rect.height), strict=True)}  # type: ignore[union-attr]
    return known


def failing(line: Relation, known: dict[int, int]) -> int:
    """The whole pixels by which a line fails."""
    total = sum(times * known[unknown] for unknown, times in line.terms)
    below = 0 if line.low is None else line.low - total
    above = 0 if line.high is None else total - line.high
    return -(-max(0, below, above) // line.scale)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_members_pixels_and_all_clashes(data: st.DataObject) -> None:
    problem = pose(template(data.draw(rules(6)) + data.draw(rules(6))), scene(WIDTH, HEIGHT, data.draw(st.integers(1, 2))))
    keeping = Tried(problem).keeping
    assume(not keeping(problem.rules))
    always = [rule for rule in problem.rules if rule.always]
    told = list(clashes(problem))
    for clash in told:
        places = {member.where for member in clash}
        members = [rule for rule in problem.rules if rule.where in places and not rule.always]
        assert not keeping([*members, *always])
        for rule, member in zip(members, clash, strict=True):
            left = keeping([*(other for other in members if other is not rule), *always])
            assert left, "without any one of its members a clash can hold"
            assert member.pixels is None or member.pixels > 0
            lines = [line for line in lines_of(rule) if isinstance(line, Relation)]
            if len(lines) == len(lines_of(rule)) > 0 and {u for line in lines for u, _ in line.terms} <= set(edges(problem, left[0])):
                assert member.pixels == min(sum(failing(line, edges(problem, rects)) for line in lines) for rects in left)
    named = {member.where for clash in told for member in clash}
    assert keeping([rule for rule in problem.rules if rule.always or rule.where not in named]), "every clash is told"


@settings(max_examples=150, deadline=None)
@given(st.lists(plain(6), min_size=1, max_size=4), st.integers(1, 2))
def test_whom_bounds_blame_cannot_all_hold(drawn: list[object], count: int) -> None:
    problem = pose(template(drawn), scene(WIDTH, HEIGHT, count))
    always = [rule for rule in problem.rules if rule.always]
    found = blamed([rule for rule in problem.rules if not rule.always], always)
    if found is not None:
        assert not Tried(problem).keeping([*found, *always])
