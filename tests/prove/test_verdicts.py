"""A template that does not keep what it promises is told so, with all that is known of why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from layoutkit import pipeline
from layoutkit.app.proving import ways
from layoutkit.documents import check
from layoutkit.errors import NotCarried, Unproved
from layoutkit.geometry import Rect
from layoutkit.layout import Layout
from layoutkit.prove.cases import Case, promised
from layoutkit.prove.judging import Ways, judged
from layoutkit.prove.report import report

from .stage import ROW, template, tried


def first(text: str) -> Case:
    return next(promised(template(text)))


def test_a_template_that_keeps_its_promises() -> None:
    """Three cases, carried by both profiles, no limits, nothing said in vain."""
    found = tried(ROW.replace("max: 40", "max: 20"))
    assert found.kept
    assert found.document() | {"digest": ""} == {
        "name": "row",
        "version": 1,
        "digest": "",
        "file": "t.yaml",
        "kept": True,
        "cases": 3,
        "carried": {"2017": 3, "2019": 3},
        "failures": [],
        "faults": [],
        "limits": [],
        "idle_rules": [],
        "idle_settings": [],
    }


def test_a_promise_that_cannot_hold_is_told_with_its_clash() -> None:
    """Four squares of 80 are wider than 300; the error is the one `solve` tells, with its cures."""
    found = tried(ROW.replace("1..3", "1..4"))
    document = found.document()
    check({"check": 1, "kept": False, "templates": [document]}, "check")
    (failure,) = document["failures"]
    assert not found.kept
    assert failure["case"] == "4 on 300x200"
    assert failure["error"]["error"] == "no_layout"
    assert any("80" in says for says in failure["faults"])
    cures = [cure for clash in failure["error"]["clashes"] for rule in clash["rules"] for cure in rule["cures"]]
    assert {"kind": "count", "name": "secondaries", "from": 4, "to": 3, "fits": True} in cures


def test_a_set_of_promised_settings_that_cannot_hold_is_told() -> None:
    """Only with these settings, and only for the most people."""
    (failure,) = tried(ROW + "promises: [{gap: 40}]\n").document()["failures"]
    assert failure["case"] == "3 on 300x200; gap 40"


def judged_by(text: str, **changed: Any) -> tuple[str, ...]:
    """The faults of a template's first case, where a part of the main path does something else."""
    with pipeline.unaided():
        return judged(template(text), first(text), replace(ways(), **changed)).faults


def other(change: Any) -> Any:
    """The main path, with every layout changed."""
    arrange = ways().arrange

    def changed(*asked: Any) -> Layout:
        found: Layout = change(arrange(*asked))
        return found

    return changed


def moved(layout: Layout) -> Layout:
    primary, tile = layout.tiles
    return replace(layout, tiles=(primary, replace(tile, rect=Rect(1, 0, 80, 80))))


def test_a_layout_that_another_way_does_not_come_to_is_told() -> None:
    """And each rule that it breaks."""
    two, *rules = judged_by(ROW, arrange=other(moved))
    assert two == "solved in two ways, it comes to two layouts"
    assert rules
    assert "stack" in rules[0]


def test_a_layout_that_is_not_proved_is_told() -> None:
    """The best so far is no promise kept."""
    assert "it is the best so far, not proved to be the best" in judged_by(ROW, arrange=other(lambda layout: replace(layout, proved=False)))


def test_a_case_that_is_too_hard_to_prove_fails() -> None:
    """The search that came to its limit is told as the reason."""

    def hard(*_: Any) -> Layout:
        raise Unproved("the limit came first")

    found = report(template(ROW), replace(ways(), arrange=hard))
    assert not found.kept
    assert [failure["faults"] for failure in found.document()["failures"]] == [["the limit came first"]] * 3


def test_a_second_way_that_comes_to_no_end_is_a_fault_of_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not hide what became of all other cases."""

    def hard(*_: Any) -> Layout:
        raise Unproved("the limit came first")

    monkeypatch.setattr("layoutkit.prove.judging.solve", hard)
    assert judged_by(ROW) == ("solved again, it comes to none: the limit came first",)


@pytest.mark.parametrize("profile", ["2017", "2019"])
def test_a_profile_that_is_said_to_carry_it_and_does_not_is_told(profile: str) -> None:
    """What `layoutkit list` says of a template is tried."""

    def claims(_: object) -> Mapping[str, range]:
        return {profile: range(1, 4)}

    def refuse(*_: object) -> object:
        raise NotCarried("no")

    assert judged_by(ROW, claims=claims) == ()
    assert judged_by(ROW, claims=claims, render=refuse) == (f"profile {profile} is said to carry it, and does not",)


def test_counts_of_which_nothing_is_said_may_be_carried_or_not() -> None:
    """More than a profile has room for is no fault."""
    found = tried(ROW.replace("1..3", "1..6").replace("width: 80, height: 80", "width: 20, height: 20"))
    assert found.kept
    assert found.carried == {"2017": 3, "2019": 6}


def test_a_crop_is_carried_where_the_sources_are_told() -> None:
    """The profile that crops has to know what it crops."""
    found = tried(ROW + "  - fit: {how: crop}\n")
    assert found.kept
    assert found.carried["2019"] == 3


def test_the_main_path_is_asked_as_a_program_asks_it() -> None:
    """Arranged with no limit of its own, rendered for every profile of the target."""
    path = ways()
    assert isinstance(path, Ways)
    assert path.profiles == ("2017", "2019")
