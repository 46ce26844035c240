"""What a template says in vain is found, and nothing is said to be in vain that is not."""

from __future__ import annotations

import pytest

from layoutkit import pipeline, shelf
from layoutkit.app.proving import ways
from layoutkit.prove.report import report

from .stage import ROW, tried


def test_a_rule_without_which_all_is_the_same_is_told() -> None:
    """Nobody reaches the lower half anyway."""
    text = ROW.replace("max: 40", "max: 20") + "  - size: {height: ..150}\n    name: low\n"
    assert tried(text).idle_rules == ("low at t.yaml:9:5",)


def test_a_rule_that_decides_one_case_is_not_idle() -> None:
    """For three people only, at one set of promised settings."""
    text = ROW.replace("max: 40", "max: 20") + "  - place: {tiles: 3, at: top}\n    when: n == 3 and gap == 8\n"
    assert "place at t.yaml:9:5" in tried(text).idle_rules, "as long as no promise asks for a gap of 8"
    text = text.replace("  - place: {tiles: 3, at: top}", "  - size: {tiles: 3, width: 80}").replace(
        "width: 80, height: 80", "height: 80, width: 10.."
    )
    assert tried(text + "promises: [{gap: 8}]\nwishes: [{largest: all}]\n").idle_rules == ()


def test_a_setting_that_changes_nothing_is_told() -> None:
    """No rule speaks of it."""
    found = tried(ROW.replace("settings:", "settings:\n  spare: {default: 0, min: 0, max: 9}"))
    assert found.idle_settings == ("spare",)


def test_a_setting_with_one_value_only_is_not_judged() -> None:
    """There is nothing that it could change."""
    assert tried(ROW.replace("settings:", "settings:\n  fixed: {default: 1, min: 1, max: 1}")).idle_settings == ()


@pytest.mark.parametrize("name", ["right-column", "grid", "one-over-two", "side-by-side", "stage-with-panel", "corners"])
def test_nothing_on_the_shelf_is_said_in_vain(name: str) -> None:
    """Some of the shelf; `layoutkit check --strict` tries all of it."""
    with pipeline.unaided():
        found = report(shelf.load(name), ways())
    assert found.kept
    assert (found.idle_rules, found.idle_settings) == ((), ())


@pytest.mark.long
@pytest.mark.parametrize("name", shelf.names())
def test_all_of_the_shelf_keeps_its_promises_and_says_nothing_in_vain(name: str) -> None:
    """Every case, limit, rule and setting of each template."""
    test_nothing_on_the_shelf_is_said_in_vain(name)
