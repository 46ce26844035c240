"""Each thing that is wrong is told once, with all others: what is refused in one place is no fault in who speaks of it."""

from __future__ import annotations

from .reading import told


def test_a_setting_that_is_refused_is_known_by_its_name() -> None:
    lines = (
        "settings: {gap: {default: 8, mni: 3}, wide: {dflt: 1}}\npromises: [{wide: 3}]\nrules: [size: {width: wide}, stack: {gap: gap}]\n"
    )
    assert told(lines) == [
        "it.yaml:5:30: unknown key 'mni' (did you mean 'min'?)",
        "it.yaml:5:46: unknown key 'dflt' (did you mean 'default'?)",
    ]


def test_a_let_a_role_and_a_region_that_are_refused_are_known_by_their_names() -> None:
    lines = "let: {k: [1]}\nroles: {screen: many}\nregions: {strip: [1]}\nrules: [size: {tiles: screen, width: k, in: strip}]\n"
    assert [fault.split(": ")[0] for fault in told(lines)] == ["it.yaml:5:10", "it.yaml:6:17", "it.yaml:7:18"]


def test_a_piece_of_a_split_that_is_refused_is_known_by_its_name() -> None:
    assert told("rules: [splt: {into: {strip: rest}}, place: {in: strip}]") == ["it.yaml:5:9: unknown key 'splt' (did you mean 'split'?)"]


def test_a_let_may_use_only_what_stands_before_it() -> None:
    assert told("let: {a: b + 1, b: a, c: c}\nrules: []\n") == [
        "it.yaml:5:10: unknown name 'b' (it is named further down; a let may use only what stands before it)",
        "it.yaml:5:26: unknown name 'c' (it is named further down; a let may use only what stands before it)",
    ]


def test_a_setting_that_is_a_share_or_a_flag_is_nobody() -> None:
    settings = "settings: {part: {default: 25%}, show: {default: true}}\n"
    assert [fault.split(" (")[0] for fault in told(settings + "rules: [size: {tiles: [part, show]}]")] == [
        "it.yaml:6:24: 'part' is nobody",
        "it.yaml:6:30: 'show' is nobody",
    ]


def test_a_region_of_other_lists_is_told_with_the_first_that_knows_it() -> None:
    inner = "either: {x: [split: {into: {deep: 9}}], y: [fit: ]}"
    either = f"either: {{a: [split: {{into: {{strip: rest}}}}], b: [split: {{into: {{strip: rest}}}}, {inner}]}}"
    assert told(f"rules:\n  - {either}\n  - place: {{in: strip}}\n  - place: {{in: deep}}\n") == [
        "it.yaml:7:17: 'strip' is not known here (it is seen only inside the list 'a' of line 6, which splits it)",
        "it.yaml:8:17: 'deep' is not known here (it is seen only inside the list 'x' of line 6, which splits it)",
    ]


def test_whatever_the_schema_refuses_deep_in_a_list_the_rest_is_judged() -> None:
    lines = """\
rules:
  - either:
      one:
        - 5
        - {size: {width: 9}, stack: {}}
        - place: {at: tpo, inset: [1, 2, 3]}
      two: []
      tree: [either: {x: [grid: {columns: gpa, rws: 2}]}]
  - size: {width: [1]}
    when: gpa
wishes:
  - 7
  - {largest: frist, wen: 3}
layers: [{}, scren]
promises: [{}, 3, {gpa: 1}]
"""
    assert [fault.split(" (")[0] for fault in told(lines)] == [
        "it.yaml:8:11: 5 must be a mapping",
        'it.yaml:9:11: {"size": {"width": 9}, "stack": {}} cannot stand here',
        "it.yaml:10:23: 'tpo' is not a place",
        "it.yaml:10:35: [1, 2, 3] has more than 2 items",
        "it.yaml:11:12: [] has fewer than 1 items",
        'it.yaml:12:22: {"x": [{"grid": {"columns": "gpa", "rws": 2}}]} has fewer than 2 keys',
        "it.yaml:12:48: unknown key 'rws'",
        "it.yaml:13:19: [1] must be a whole number or text",
        "it.yaml:14:11: unknown name 'gpa'",
        "it.yaml:16:5: 7 must be a mapping",
        "it.yaml:17:15: 'frist' is nobody",
        "it.yaml:17:22: unknown key 'wen'",
        "it.yaml:18:10: {} cannot stand here",
        "it.yaml:18:14: 'scren' is nobody",
        "it.yaml:19:16: 3 must be a mapping",
        "it.yaml:19:20: there is no setting 'gpa'",
    ]
