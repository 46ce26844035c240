"""What a template promises, case by case."""

from __future__ import annotations

from layoutkit.prove.cases import Case, counts, promised, values
from layoutkit.template.language import Counts

from .stage import ROW, template


def cases(text: str) -> list[Case]:
    return list(promised(template(text)))


def told(text: str) -> list[str]:
    return [str(case) for case in cases(text)]


def test_every_count_on_every_canvas() -> None:
    """Three counts on two canvases are six cases."""
    assert told(ROW.replace("[300x200]", "[300x200, 200x300]")) == [f"{n} on {c}" for c in ("300x200", "200x300") for n in (1, 2, 3)]


def test_every_way_in_which_the_roles_can_be_held() -> None:
    """Whoever has a role comes first; nobody is not asked for a role."""
    text = ROW.replace("1..3", "0..2") + "roles: {screen: 0..1, host: 0..1}\n"
    assert told(text) == [
        "0 on 300x200",
        "1 on 300x200",
        "1 on 300x200; host 1",
        "1 on 300x200; screen 1",
        "2 on 300x200",
        "2 on 300x200; host 1",
        "2 on 300x200; screen 1",
        "2 on 300x200; screen 1, host 1",
    ]
    assert [case.roles for case in cases(text)][-2:] == [("screen", ""), ("screen", "host")]


def test_a_role_that_must_be_held_is_held() -> None:
    """Of two guests one always has the screen, never both."""
    assert told(ROW.replace("1..3", "2..2") + "roles: {screen: 1..1}\n") == ["2 on 300x200; screen 1"]


def test_each_set_of_settings_under_promises() -> None:
    """Beside the defaults, which are always promised."""
    text = ROW.replace("1..3", "2..2") + "promises: [{gap: 8}, {gap: 16}]\n"
    assert told(text) == ["2 on 300x200", "2 on 300x200; gap 8", "2 on 300x200; gap 16"]
    assert [dict(case.asked) for case in cases(text)] == [{}, {"gap": 8}, {"gap": 16}]


FLAGS = """\
name: flags
secondaries: 1..1
canvases: [300x200]
settings:
  aside: {default: no}
  lit:   {default: yes}
  deep:  {default: no}
  spare: {default: no}
rules:
  - size: {width: 40, height: 40}
  - place: {at: left}
    when: aside
  - either: {above: [{place: {at: top}, when: deep}], below: [{place: {at: bottom}}]}
keep_clear:
  logo: {box: [0, 0, 10, 10], when: lit}
"""


def test_every_flag_that_a_condition_asks_for_is_turned_round() -> None:
    """In rules, in the lists of an `either`, in what is kept clear; a flag nobody asks for is left alone."""
    assert told(FLAGS) == ["1 on 300x200", "1 on 300x200; aside yes", "1 on 300x200; lit no", "1 on 300x200; deep yes"]


def test_without_a_greatest_count_sixteen_more_are_proved() -> None:
    """`2..` is proved from 2 to 18."""
    assert counts(Counts(2, None)) == range(2, 19)
    assert counts(Counts(0, 0)) == range(1)


def test_the_ends_of_what_a_setting_may_be() -> None:
    """Without its default, which is promised anyway."""
    text = ROW.replace(
        "gap: {default: 0, min: 0, max: 40}", "gap: {default: 0, min: 0, max: 40}\n  at: {default: top, choice: [top, bottom]}"
    )
    text = text.replace("settings:", "settings:\n  on: {default: yes}\n  wide: {default: 10%}\n  fixed: {default: 3, min: 3, max: 3}")
    found = {spec.name: values(spec) for spec in template(text).settings}
    assert found == {"gap": (40,), "at": ("bottom",), "on": (False,), "wide": (0, "50%"), "fixed": ()}
