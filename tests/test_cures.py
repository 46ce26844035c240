"""The cures of a clash: each was applied and works, none is nearer, and it is told whether then all fits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from layoutkit.app.telling import clash_text
from layoutkit.cures import key_of
from layoutkit.errors import ClashingRule, Cure, DocumentError, LayoutkitError, NoLayout
from layoutkit.geometry import Size
from layoutkit.pipeline import arrange
from layoutkit.scene import Scene
from layoutkit.solve import possible
from layoutkit.template import Template, parse, pose
from tests.strategies import RANGES, adjustable, scene
from tests.strategies import template as drawn


def made(rules: list[Any], **more: Any) -> Template:
    document = {"name": "drawn", "secondaries": "1..4", "canvases": ["40x40"], "rules": rules, **more}
    return parse(json.dumps(document).encode(), "drawn.json")


def clash(template: Template, on: Scene, **asked: Any) -> NoLayout:
    with pytest.raises(NoLayout) as caught:
        arrange(template, on, settings=asked)
    return caught.value


def cures(template: Template, on: Scene, **asked: Any) -> list[list[str]]:
    """The cures of each member of the first clash, in words."""
    return [[str(cure) for cure in rule.cures] for rule in clash(template, on, **asked).clashes[0]]


A = {"a": {"default": 10, "min": 0, "max": 99}}


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "nearest"), [(10, 30), (29, 30), (90, 40), (41, 40)])
def test_a_window_is_found_from_either_side(now: int, nearest: int) -> None:
    template = made([{"size": {"width": "a"}}, {"require": "30 <= first.width <= 40"}], settings=A)
    assert cures(template, scene(100, 40, 1), a=now)[0] == [f"a {now} -> {nearest}"]


@pytest.mark.parametrize(("now", "nearest"), [(24, 21), (25, 28), (3, 7), (99, 98)])
def test_values_that_stand_alone_are_found(now: int, nearest: int) -> None:
    """The first is seven times as wide as the second: only multiples of seven will do."""
    template = made([{"size": {"tiles": 1, "width": "a"}}, {"require": "7 * last.width == first.width"}], settings=A)
    assert cures(template, scene(200, 40, 2), a=now)[0] == [f"a {now} -> {nearest}"]


def test_of_two_that_are_equally_near_the_lower_is_told() -> None:
    template = made([{"size": {"tiles": 1, "width": "a"}}, {"require": "4 * last.width == first.width"}], settings=A)
    assert cures(template, scene(200, 40, 2), a=10)[0] == ["a 10 -> 8"]


def test_a_cure_stays_in_the_range_of_its_setting() -> None:
    template = made([{"size": {"tiles": 1, "width": "a"}}, {"require": "50 <= first.width"}], settings={"a": {**A["a"], "max": 49}})
    assert cures(template, scene(100, 40, 1))[0] == []


def test_what_is_reckoned_from_a_setting_counts_as_the_setting() -> None:
    """20 + 2a / 3, rounded, is at most 40: a is 30, or the 30.7 that rounds down to it."""
    rules = [{"size": {"tiles": 1, "width": "wide"}}, {"require": "first.width <= 40"}]
    assert cures(made(rules, settings=A, let={"wide": "20 + 2 * a / 3"}), scene(200, 40, 1), a=60)[0] == ["a 60 -> 30"]


def test_a_setting_that_decides_what_is_in_force_is_tried() -> None:
    rules = [{"size": {"tiles": 1, "width": 90}, "when": "a >= 4"}, {"place": {"tiles": 1, "inset": "a"}}]
    assert "a 10 -> 5" in cures(made(rules, settings=A), scene(100, 200, 1), a=10)[1]
    assert "a 10 -> 3" in cures(made(rules, settings=A), scene(95, 200, 1), a=10)[1]


def test_columns_flags_choices_and_shares_are_tried() -> None:
    grid = made([{"grid": {"columns": "a", "rows": 1}}], settings=A)
    assert cures(grid, scene(40, 40, 3), a=2)[0] == ["a 2 -> 3", "3 secondaries -> 2"]
    flag = made([{"size": {"width": "60 if big else 20"}}], settings={"big": {"default": True}})
    assert cures(flag, scene(40, 40, 1))[0] == ["big true -> false"]
    share = made([{"size": {"height": "a"}}, {"stack": {}}], settings={"a": {"default": "40%"}})
    assert cures(share, scene(40, 100, 3))[0] == ["a 40% -> 33%"]


# --- numbers of rules, counts, canvas --------------------------------------------------------------------------------


def test_a_rule_without_settings_is_cured_by_its_own_numbers() -> None:
    told = clash(made([{"size": {"width": "30.."}}, {"place": {"at": "left", "inset": [12, 0]}}]), scene(40, 40, 1)).clashes[0]
    assert [[str(cure) for cure in rule.cures] for rule in told] == [
        ["width 30 -> 28", "canvas width 40 -> 42"],
        ["inset 12 -> 10", "canvas width 40 -> 42"],
    ]
    assert {cure.kind for rule in told for cure in rule.cures} == {"rule", "canvas"}


def test_the_number_in_a_sum_is_cured_too() -> None:
    template = made([{"size": {"width": 30}}, {"require": "first.left >= canvas.width - first.width + 5"}])
    require = next(rule for rule in clash(template, scene(40, 40, 1)).clashes[0] if rule.word == "require")
    assert "require 5 -> 0" in [str(cure) for cure in require.cures]


def test_more_people_can_be_a_cure() -> None:
    template = made([{"size": {"width": 60}, "when": "n < 3"}])
    assert cures(template, scene(40, 40, 2))[0][-2:] == ["2 secondaries -> 3", "canvas width 40 -> 60"]


def test_a_rule_against_all_is_cured_by_its_numbers_or_not_at_all() -> None:
    template = made([{"require": "2 * first.left == 2 * last.left + 1"}, {"place": {"at": "left"}}], secondaries="1")
    (rule,) = clash(template, scene(40, 40, 1)).clashes[0]
    assert rule.pixels == 1
    assert [str(cure) for cure in rule.cures] == ["require 1 -> 0"]
    (rule,) = clash(made([{"require": "first.left + first.width <= first.left"}]), scene(40, 40, 1)).clashes[0]
    assert (rule.pixels, rule.cures) == (1, ())


def test_what_is_always_on_is_told_with_what_would_help() -> None:
    helps = "works with 4 secondaries -> 3, or canvas width 1 -> 2, or canvas height 3 -> 4"
    assert clash_text(clash(made([{"fit": {}}]), scene(1, 3, 4))).splitlines()[1:] == [
        f"  always  inside  every tile lies inside the 1x3 canvas   {helps}",
        f"  always  apart   no tile overlaps another   {helps}",
    ]


# --- two clashes -----------------------------------------------------------------------------------------------------


def test_of_two_clashes_each_has_its_own_cures() -> None:
    rules = [{"size": {"tiles": 1, "width": "a"}}, {"size": {"tiles": 2, "height": "b"}}]
    template = made(rules, settings={"a": {"default": 70, "max": 99}, "b": {"default": 80, "max": 99}})
    error = clash(template, scene(50, 60, 2))
    (wide,), (high,) = error.clashes
    assert (wide.pixels, wide.cures[0]) == (20, Cure("setting", "a", 70, 50, fits=False))
    assert (high.pixels, high.cures[0]) == (20, Cure("setting", "b", 80, 60, fits=False))
    assert high.helps == (
        "must give 20 px; would end this clash with b 80 -> 60, or 2 secondaries -> 1, or canvas height 60 -> 80 (another remains)"
    )
    told = error.document()["clashes"][0]["rules"][0]["cures"]
    assert told[0] == {"kind": "setting", "name": "a", "from": 70, "to": 50, "fits": False}


def test_one_change_that_ends_both_clashes_is_preferred_to_a_nearer_one() -> None:
    rules = [{"size": {"tiles": 1, "width": "a"}}, {"require": "last.width == 2 * a - 40"}]
    error = clash(made(rules, settings=A), scene(50, 60, 2), a=70)
    assert [[str(cure) for cure in rule.cures] for rules in error.clashes for rule in rules if rule.word == "size"] == [["a 70 -> 45"]]


# --- any -------------------------------------------------------------------------------------------------------------


def changes(cure: Cure, on: Scene, now: Mapping[str, int]) -> Iterator[tuple[int, Scene, Mapping[str, int]]]:
    """Every other value that a cure might have had, the nearest first, of two the lower."""
    before = int(cure.before)
    low, high = {"setting": RANGES.get(cure.name, (0, 0)), "count": (1, 4), "canvas": (before, 4 * before)}[cure.kind]
    for value in sorted((v for v in range(low, high + 1) if v != before), key=lambda v: (abs(v - before), v)):
        if cure.kind == "setting":
            yield value, on, {**now, cure.name: value}
        elif cure.kind == "count":
            yield value, scene(on.canvas.width, on.canvas.height, value), now
        else:
            size = Size(value, on.canvas.height) if cure.name == "width" else Size(on.canvas.width, value)
            yield value, replace(on, canvas=size), now


def works(template: Template, on: Scene, values: Mapping[str, int], clash: tuple[ClashingRule, ...] | None) -> bool:
    """Whether the whole template, or the rules of a clash and what is always on, have a layout."""
    try:
        problem = pose(template, on, values)
    except LayoutkitError:
        return False
    keys = {key_of(rule) for rule in clash or ()}
    return possible(problem, [rule for rule in problem.rules if clash is None or rule.always or key_of(rule) in keys])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(adjustable(), st.integers(6, 9), st.integers(6, 9), st.integers(1, 3))
def test_every_cure_is_the_nearest_there_is(drawn: tuple[Template, dict[str, int]], width: int, height: int, count: int) -> None:
    template, now = drawn
    on = scene(width, height, count)
    try:
        arrange(template, on)
        assume(False)
    except DocumentError:
        assume(False)
    except NoLayout as error:
        for clash in error.clashes:
            for cure in {cure for rule in clash for cure in rule.cures if cure.kind != "rule"}:
                judge = None if cure.fits else clash
                nearest = next((value for value, other, values in changes(cure, on, now) if works(template, other, values, judge)), None)
                assert cure.after == nearest, (cure, nearest)
                if cure.kind == "setting" and not cure.fits:
                    assert not any(works(template, other, values, None) for _, other, values in changes(cure, on, now))


def test_a_template_with_regions_of_its_own_is_cured() -> None:
    """A side of the canvas cannot be left open there, and is tried; a setting of the rule is solved for."""
    rules = [{"stack": {"at": "top left", "in": "box"}}, {"size": {"height": "60%", "width": 9}}]
    made = drawn(rules, regions={"box": ["10%", 0, "50%", "100%"]})
    with pytest.raises(NoLayout) as found:
        arrange(made, canvas="40x40", primary="h", secondaries=["a", "b"])
    [clash] = found.value.clashes
    assert any("60% -> " in str(cure) for rule in clash for cure in rule.cures)
