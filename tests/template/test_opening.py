"""A template with a number left open says of each value of it what the template says with that value."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from layoutkit.errors import DocumentError
from layoutkit.forms import Affine, equal
from layoutkit.geometry import Size
from layoutkit.problem import Problem, Rule
from layoutkit.solve import possible
from layoutkit.template import Template, pose
from layoutkit.template.opening import Closed, opened
from tests.strategies import RANGES, adjustable, scene, template


def holds_at(problem: Problem, sought: Affine, value: int) -> bool:
    """Whether an open problem has a layout with a value."""
    fixed = Rule("fixed", "", None, "", (equal(sought, value),), lambda rects: iter(()), always=True)
    return possible(problem, (*problem.rules, fixed))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(adjustable(), st.integers(6, 9), st.integers(1, 2), st.sampled_from(["a", "b"]))
def test_a_setting_left_open(drawn: tuple[Template, dict[str, int]], width: int, count: int, name: str) -> None:
    template, now = drawn
    on = scene(width, 8, count)
    try:
        problem, sought = opened(template, on, now, setting=name)
    except (Closed, DocumentError):
        assume(False)
    for value in range(RANGES[name][0], RANGES[name][1] + 1):
        try:
            posed = pose(template, on, {**now, name: value})
            there = possible(posed, posed.rules)
        except DocumentError:
            there = False
        assert holds_at(problem, sought, value) == there, value


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(adjustable(), st.integers(5, 8), st.sampled_from(["width", "height"]))
def test_a_side_of_the_canvas_left_open(drawn: tuple[Template, dict[str, int]], width: int, side: str) -> None:
    template, now = drawn
    on = scene(width, 7, 2)
    try:
        problem, sought = opened(template, on, now, side="width" if side == "width" else "height")
    except (Closed, DocumentError):
        assume(False)
    for value in range(4, 14, 3):
        size = Size(value, 7) if side == "width" else Size(width, value)
        posed = pose(template, replace(on, canvas=size), now)
        assert holds_at(problem, sought, value) == possible(posed, posed.rules), value


def test_rounding_is_that_of_any_length() -> None:
    """7a / 3 in whole snaps of 2, halves up: 5 gives 11.67, which is 12; 6 gives 14, 7 gives 16.33, which is 16."""
    made = template([{"size": {"width": "7 * a / 3 + 0"}}], settings={"a": {"default": 1, "min": 0, "max": 99}}, snap=2)
    problem, sought = opened(made, scene(40, 40, 1), {"a": 1}, setting="a")
    for value, wide in ((5, 12), (6, 14), (7, 16)):
        asked = [equal(sought, value), equal(problem.seats[0].box.across.size, wide)]
        assert possible(problem, (*problem.rules, Rule("asked", "", None, "", tuple(asked), lambda rects: iter(()))))
        asked[1] = equal(problem.seats[0].box.across.size, wide + 2)
        assert not possible(problem, (*problem.rules, Rule("asked", "", None, "", tuple(asked), lambda rects: iter(()))))


def test_a_length_below_nought_is_none() -> None:
    """With 3 there is no layout: `a - 4` would be a length of -1."""
    made = template([{"size": {"height": "a - 4.."}}], settings={"a": {"default": 9}})
    problem, sought = opened(made, scene(40, 40, 1), {"a": 9}, setting="a")
    assert [holds_at(problem, sought, value) for value in (3, 4, 44, 45)] == [False, True, True, False]
