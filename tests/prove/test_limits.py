"""Beyond the promises: the ends of settings have a layout, or a clash with a cure that works."""

from __future__ import annotations

import pytest

from layoutkit import pipeline
from layoutkit.app.proving import ways
from layoutkit.errors import Cure, NoLayout
from layoutkit.prove import limits
from layoutkit.prove.cases import promised
from layoutkit.prove.limits import Limit, beyond

from .stage import ROW, template, tried


def test_an_end_that_has_no_layout_is_a_limit_with_a_cure() -> None:
    """A gap of 40 is too wide for three; the promises are kept all the same."""
    found = tried(ROW)
    (limit,) = found.limits
    assert found.kept
    assert limit.case == "3 on 300x200; gap 40"
    assert "stack" in limit.says
    assert limit.cure in ("gap 40 -> 30", "3 secondaries -> 2", "canvas width 300 -> 320")


def test_every_cure_that_is_told_was_applied() -> None:
    """Applied to the case, each gives a layout; one value more does not."""
    (case,) = [case for case in beyond(template(ROW)) if str(case) == "3 on 300x200; gap 40"]
    with pipeline.unaided():
        works = {after: limits._works(template(ROW), case, Cure("setting", "gap", 40, after), ways()) for after in (30, 31)}
        counted = [limits._works(template(ROW), case, Cure("count", "secondaries", 3, n), ways()) for n in (2, 3)]
        wider = [limits._works(template(ROW), case, Cure("canvas", "width", 300, n), ways()) for n in (320, 319)]
        assert not limits._works(template(ROW), case, Cure("rule", "stack", 0, 1), ways())
    assert works == {30: True, 31: False}
    assert (counted, wider) == ([True, False], [True, False])


def test_a_clash_of_which_no_cure_works_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the template does not pass."""
    monkeypatch.setattr(limits, "_works", lambda *_: False)
    found = tried(ROW)
    assert not found.kept
    (fault,) = found.faults
    assert fault.startswith("3 on 300x200; gap 40: a clash without a cure that works: ")


def test_an_expression_that_comes_to_nothing_is_a_fault() -> None:
    """At one end of a setting, a division by zero."""
    found = tried(ROW.replace("gap: gap", "gap: 40 / gap").replace("default: 0", "default: 20"))
    assert not found.kept
    assert all("; gap 0: " in fault for fault in found.faults)
    assert len(found.faults) == 2


def test_what_is_tried_is_the_same_every_time() -> None:
    """Also what is drawn by chance, which hangs on the template's text alone."""
    text = ROW.replace("settings:", "settings:\n  lift: {default: 0, min: 0, max: 90}\n  on: {default: no}")
    once, again = (list(map(str, beyond(template(text)))) for _ in range(2))
    assert once == again
    assert len(once) > 10
    assert not set(once) & set(map(str, promised(template(text))))


def test_one_canvas_of_each_orientation_with_the_fewest_and_the_most() -> None:
    """Enough to see whether a setting can be had at all."""
    text = ROW.replace("[300x200]", "[300x200, 600x400, 200x300]")
    assert list(map(str, beyond(template(text)))) == [f"{n} on {c}; gap 40" for c in ("300x200", "200x300") for n in (1, 3)]


def test_a_template_without_settings_has_no_limits() -> None:
    """There is nothing beyond what it promises."""
    plain = ROW.replace("settings:\n  gap: {default: 0, min: 0, max: 40}\n", "").replace(", gap: gap", "")
    assert not list(beyond(template(plain)))
    assert issubclass(NoLayout, Exception)
    assert Limit("a", "b", "c") == Limit("a", "b", "c")
