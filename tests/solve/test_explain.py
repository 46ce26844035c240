"""A clash is irreducible, in the author's words, and its cures work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from layoutkit.documents import check
from layoutkit.errors import NoLayout
from layoutkit.pipeline import arrange
from layoutkit.solve import solve
from layoutkit.solve.solving import possible
from layoutkit.template import parse, pose
from tests.strategies import rules, scene, template


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_clash_is_irreducible(data: st.DataObject) -> None:
    """With what is always on its members have no layout; without any one of them they have."""
    problem = pose(template(data.draw(rules(60)) + data.draw(rules(60))), scene(50, 50, data.draw(st.integers(1, 4))))
    assume(not possible(problem, problem.rules))
    with pytest.raises(NoLayout) as caught:
        solve(problem)
    always = [rule for rule in problem.rules if rule.always]
    told = [{member.where for member in clash} for clash in caught.value.clashes]
    for places in told:
        members = [rule for rule in problem.rules if rule.where in places and not rule.always]
        assert not possible(problem, [*always, *members])
        for member in members:
            assert possible(problem, [*always, *(r for r in members if r is not member)])
    assert sum(map(len, told)) == len(set().union(*told)), "no rule is in two clashes"
    assert possible(problem, [rule for rule in problem.rules if rule.where not in set().union(*told) or rule.always]), "and all are told"


def column(**settings: Any) -> NoLayout:
    with pytest.raises(NoLayout) as caught:
        arrange("right-column", canvas="1280x720", primary="host", secondaries=["a", "b", "c"], settings=settings)
    return caught.value


def test_the_clash_is_told_in_the_authors_words_with_its_cures() -> None:
    error = column()
    assert error.says == "no layout for right-column@1 on 1280x720 with 3 secondaries: these rules cannot all hold"
    size, stack = error.clashes[0]
    assert (size.word, str(size.where), size.says) == ("size", "right-column.yaml:13:5", "every tile is 160x240")
    assert stack.says == "every tile on top of the one before, 90 px from the bottom, at bottom right"
    assert [str(cure) for cure in size.cures] == ["tile_width 160 -> 140"]
    assert [str(cure) for cure in stack.cures] == ["lift 90 -> 0", "3 secondaries -> 2", "canvas height 720 -> 810"]


def test_the_clash_document_is_as_published() -> None:
    document = column().document()
    check(document, "clash")
    assert document["clashes"][0]["rules"][1]["pixels"] == 90
    assert document["clashes"][0]["rules"][1]["cures"][0] == {"kind": "setting", "name": "lift", "from": 90, "to": 0, "fits": True}


@settings(max_examples=25, deadline=None)
@given(st.integers(80, 320), st.integers(0, 400), st.integers(0, 64), st.integers(200, 900))
def test_every_cure_works_and_none_is_nearer(tile_width: int, lift: int, gap: int, height: int) -> None:
    asked = {"tile_width": tile_width, "lift": lift, "gap": gap}
    try:
        arrange("right-column", canvas=f"700x{height}", primary="host", secondaries=["a", "b", "c"], settings=asked)
        assume(False)
    except NoLayout as error:
        cures = {cure for rule in error.clashes[0] for cure in rule.cures}

    def works(values: dict[str, int], count: int, high: int) -> bool:
        tall = (2 * values["tile_width"] * 3 + 2) // 4
        return count * tall + (count - 1) * values["gap"] + values["lift"] <= high

    for cure in cures:
        if not cure.fits:
            continue
        if cure.kind == "setting":
            assert works({**asked, cure.name: int(cure.after)}, 3, height)
            nearer = int(cure.after) + (1 if int(cure.after) < int(cure.before) else -1)
            assert not works({**asked, cure.name: nearer}, 3, height)
        elif cure.kind == "count":
            assert works(asked, int(cure.after), height)
            assert not works(asked, int(cure.after) + 1, height)
        elif cure.name == "height":
            assert works(asked, 3, int(cure.after))
            assert not works(asked, 3, int(cure.after) - 1)


def test_a_share_is_a_cure_too() -> None:
    document = {
        "name": "tall",
        "secondaries": "1..3",
        "canvases": ["540x960"],
        "settings": {"side": {"default": "40%"}},
        "rules": [{"size": {"width": 10, "height": "side"}}, {"stack": {}}],
    }
    with pytest.raises(NoLayout) as caught:
        arrange(parse(json.dumps(document).encode(), "tall.json"), canvas="540x960", primary="p", secondaries=["a", "b", "c"])
    assert "side 40% -> 33%" in [str(cure) for rule in caught.value.clashes[0] for cure in rule.cures]


def test_a_choice_and_a_flag_are_cures_too() -> None:
    document = {
        "name": "wide",
        "secondaries": "1..2",
        "canvases": ["100x100"],
        "settings": {"across": {"default": "right", "choice": ["right", "down"]}, "big": {"default": True}},
        "let": {"side": "60 if big else 50"},
        "rules": [{"size": {"width": 60, "height": "side"}}, {"stack": {"direction": "across"}}],
    }
    with pytest.raises(NoLayout) as caught:
        arrange(parse(json.dumps(document).encode(), "wide.json"), canvas="100x100", primary="p", secondaries=["a", "b"])
    told = [str(cure) for rule in caught.value.clashes[0] for cure in rule.cures]
    assert "2 secondaries -> 1" in told
    assert "canvas width 100 -> 120" in told


def test_of_several_lists_the_one_for_which_least_must_be_given_counts() -> None:
    """30 wide: by the first list 20 too much, by the second 5."""
    lists = {"narrow": [{"require": "first.width <= 10"}], "wide": [{"require": "first.width <= 25"}]}
    problem = pose(template([{"size": {"width": 30}}, {"either": lists}]), scene(50, 50, 1))
    with pytest.raises(NoLayout) as caught:
        solve(problem)
    assert [[rule.pixels for rule in clash] for clash in caught.value.clashes] == [[5, None]]
