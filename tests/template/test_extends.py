"""`extends`: a template starts from another, replaces what has its name, takes away, adds; every fault has the place where it stands."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from layoutkit import shelf
from layoutkit.errors import DocumentError, UsageError
from layoutkit.shelf import files, folders
from layoutkit.shelf.places import Place
from layoutkit.template import Template, parse

from .drawing import changed
from .reading import told

BASE = """\
name: base
version: 3
title: The base
secondaries: 1..3
canvases: [540x960]
primary: tile
promises: [{gap: 0}]
settings:
  gap:   {default: 8, min: 0, max: 64, about: Space}
  width: {default: 100}
let: {k: n + 1, half: k // 2}
roles: {screen: 0..1}
regions: {strip: [0, 0, 50%, 100%]}
keep_clear: {face: [0, 0, 10, 10]}
rules:
  - size: {width: width}
  - {stack: {at: right, gap: gap}, name: column}
  - {place: {in: strip}, name: inside}
wishes:
  - {largest: first, name: first}
  - largest: secondaries
"""


def extended(files: Mapping[str, str]) -> Template:
    """The first of some files, each of which may extend the others."""

    def find(name: str, file: str) -> tuple[bytes, str]:
        if name not in files:
            raise UsageError(f"no template is named {name!r}")
        return files[name].encode(), f"{name}.yaml"

    first = next(iter(files))
    return parse(files[first].encode(), f"{first}.yaml", find)


def child(lines: str = "") -> Template:
    return extended({"child": "name: child\nextends: base\n" + lines, "base": BASE})


def words(template: Template) -> list[str]:
    return [f"{spec.word} {spec.name}".strip() for spec in template.rules]


def test_what_is_not_said_is_inherited_but_for_the_name() -> None:
    template = child()
    assert (template.name, template.version, template.title, template.primary) == ("child", 3, "The base", "tile")
    assert (template.secondaries.high, template.promises) == (3, ((("gap", 0),),))
    assert words(template) == ["size", "stack column", "place inside"]
    assert [spec.name for spec in template.wishes] == ["first", ""]


def test_what_is_said_takes_the_place_of_what_is_inherited() -> None:
    template = child("version: 4\nsecondaries: 1..9\npromises: [{gap: 16}]\nprimary: background\ntitle: Mine\n")
    assert (template.version, template.secondaries.high, template.title, template.primary) == (4, 9, "Mine", "background")
    assert template.promises == ((("gap", 16),),)


def test_names_are_added_to_the_inherited_ones_or_take_their_place() -> None:
    more = "let: {k: 2, third: k // 3}\nroles: {guest: 1}\nregions: {strip: free, pip: free}\nkeep_clear: {chat: [0, 0, 9, 9]}\n"
    template = child(more)
    assert [(name, written.text) for name, written in template.lets] == [("k", "2"), ("half", "k // 2"), ("third", "k // 3")]
    assert [(spec.name, spec.sides is None) for spec in template.regions] == [("strip", True), ("pip", True)]
    assert [spec.name for spec in template.keep_clear] == ["face", "chat"]
    assert [name for name, _ in template.roles] == ["screen", "guest"]


def test_a_setting_keeps_what_is_not_said_anew_of_it() -> None:
    gap = child("settings: {gap: {default: 16}, new: {default: 25%}}\n").settings[0]
    assert (gap.name, gap.default, gap.low, gap.high, gap.about) == ("gap", 16, 0, 64, "Space")
    assert str(gap.where) == "child.yaml:3:12"


def test_new_choices_of_a_setting_leave_no_room_for_inherited_bounds_nor_the_other_way_round() -> None:
    gap = child("settings: {gap: {choice: [0, 8, 16]}}\n").settings[0]
    assert (gap.kind, gap.low, gap.high, gap.choice) == ("choice", None, None, (0, 8, 16))
    files = {"back": "name: back\nextends: child\nsettings: {gap: {min: -4}}\n"}
    files |= {"child": "name: child\nextends: base\nsettings: {gap: {choice: [0, 8, 16]}}\n", "base": BASE}
    back = extended(files).settings[0]
    assert (back.kind, back.low, back.high, back.choice) == ("number", -4, None, ())


def test_a_rule_takes_the_place_of_the_inherited_one_of_its_name_and_others_are_appended() -> None:
    template = child("rules:\n  - fit:\n  - {grid: {columns: 1}, name: column}\n")
    assert words(template) == ["size", "grid column", "place inside", "fit"]
    assert [str(spec.where) for spec in template.rules] == ["base.yaml:16:5", "child.yaml:5:6", "base.yaml:18:6", "child.yaml:4:5"]


@pytest.mark.parametrize("off", ["{name: column, off: true}", "{name: column, off: true, size: {width: 9}}"])
def test_off_takes_an_inherited_rule_away(off: str) -> None:
    assert words(child(f"rules:\n  - {off}\n")) == ["size", "place inside"]


def test_wishes_are_replaced_and_taken_away_like_rules() -> None:
    assert [spec.name for spec in child("wishes: [{name: first, off: true}]\n").wishes] == [""]
    wishes = child("wishes: [{name: first, least_crop: all}, maximize: primary.width]\n").wishes
    assert [spec.word for spec in wishes] == ["least_crop", "largest", "maximize"]


def test_a_template_may_extend_one_that_extends_one() -> None:
    files = {
        "grandchild": "name: grandchild\nextends: child\nrules: [{name: column, fit: }, {name: inside, off: true}]\n",
        "child": "name: child\nextends: base\nrules: [{name: column, grid: }, apart: ]\nsettings: {gap: {max: 99}}\n",
        "base": BASE,
    }
    template = extended(files)
    assert words(template) == ["size", "fit column", "apart"]
    assert (template.settings[0].default, template.settings[0].high) == (8, 99)
    assert [file for file, _ in template.bases] == ["child.yaml", "base.yaml"]


def test_every_place_has_the_line_of_its_own_file() -> None:
    template = child("rules:\n  - fit: {most: 5%}\n")
    assert [template.line(spec.where).strip() for spec in (template.rules[0], template.rules[-1])] == [
        "- size: {width: width}",
        "- fit: {most: 5%}",
    ]
    assert template.text == "name: child\nextends: base\nrules:\n  - fit: {most: 5%}\n"


def test_the_digest_is_of_what_the_template_comes_to() -> None:
    whole = parse(BASE.replace("name: base", "name: child").encode(), "whole.yaml")
    assert child().ref == whole.ref
    assert child("rules: [{name: column, stack: {at: right, gap: gap}}]\n").ref == whole.ref
    assert child("let: {k: n + 2}\n").ref != whole.ref


# --- what cannot be --------------------------------------------------------------------------------------------------


def test_faults_of_both_are_told_at_once_each_in_its_own_file() -> None:
    files = {
        "child": "name: child\nextends: base\nrules:\n  - size: {width: wdth}\n  - place: {at: buttom}\n",
        "base": BASE.replace("gap: gap", "gpa: gap").replace("in: strip", "in: strap").replace("max: 64", "max: many"),
    }
    with pytest.raises(DocumentError) as caught:
        extended(files)
    assert [str(fault) for fault in caught.value.faults] == [
        "child.yaml:4:19: unknown name 'wdth' (did you mean 'width'?)",
        "child.yaml:5:17: 'buttom' is not a place (did you mean 'bottom'?)",
        "base.yaml:9:36: 'many' must be a whole number",
        "base.yaml:17:25: unknown key 'gpa' (did you mean 'gap'?)",
        "base.yaml:18:18: 'strap' is not known here (did you mean 'strip'?)",
    ]
    assert [fault.line.strip() for fault in caught.value.faults][-1] == "- {place: {in: strap}, name: inside}"


def test_what_the_child_replaces_is_not_judged_any_more() -> None:
    files = {"child": "name: child\nextends: base\nrules: [{name: inside, off: true}]\n", "base": BASE.replace("in: strip", "in: strap")}
    assert words(extended(files)) == ["size", "stack column"]


def test_what_a_setting_keeps_is_told_where_it_stands() -> None:
    with pytest.raises(DocumentError, match=r"^base\.yaml:9:23: 'min' bounds numbers; 'gap' is a length\nbase\.yaml:9:31: 'max' bounds"):
        child("settings: {gap: {default: 25%}}\nrules: [{name: column, off: true}]\npromises: []\n")


def test_a_rule_that_is_refused_still_has_its_name() -> None:
    """The child takes it away, whatever is wrong with it; that is no fault of the child's."""
    base = BASE.replace("{stack: {at: right, gap: gap}, name: column}", "{name: column}")
    files = {"child": "name: child\nextends: base\nrules: [{name: column, off: true}]\n", "base": base}
    with pytest.raises(DocumentError, match=r"^base\.yaml:17:5: .*each rule is one word"):
        extended(files)


def test_what_the_child_breaks_is_told_where_it_stands() -> None:
    with pytest.raises(DocumentError, match=r"^base\.yaml:15:19: unknown name 'width'$"):
        extended({"child": "name: child\nextends: base\n", "base": BASE.replace("  width: {default: 100}\n", "")})


def test_a_ring_is_shown_whole() -> None:
    files = {"a": "name: a\nextends: b\n", "b": "name: b\nextends: c\n", "c": "name: c\nextends: b\n"}
    with pytest.raises(DocumentError) as caught:
        extended(files)
    assert [str(fault) for fault in caught.value.faults] == [
        "b.yaml:2:10: templates extend each other in a ring: b.yaml -> c.yaml -> b.yaml (one of them must stand alone)",
    ]


def test_templates_do_not_extend_each_other_without_end() -> None:
    files = {f"t{n}": f"name: t{n}\nextends: t{n + 1}\n" for n in range(30)}
    with pytest.raises(DocumentError, match=r"t0\.yaml:2:10: more than 16 templates extend each other"):
        extended(files)


def test_a_template_that_is_no_file_extends_nothing() -> None:
    assert told("extends: grid\nrules: []\n") == [
        "it.yaml:5:10: 'grid' cannot be looked for here (only a template that is a file can extend another)",
    ]


def test_where_the_base_is_missing_its_names_are_not_told_as_unknown() -> None:
    rules = "rules:\n  - {size: {width: its_width, hight: 3}, name: x}\n  - {name: y, off: true}\n  - place: {in: its, tiles: those}\n"
    assert [fault.split(": ", 1)[1][:21] for fault in told("extends: nowhere\n" + rules)] == [
        "'nowhere' cannot be l",
        "unknown key 'hight' (",
    ]


def test_a_base_that_is_no_template_is_told_with_its_place() -> None:
    with pytest.raises(DocumentError, match=r"base\.yaml:2:1: a tab cannot indent YAML"):
        extended({"child": "name: child\nextends: base\n", "base": "name: base\n\trules: []\n"})


@given(changed(), changed())
@settings(deadline=None)
def test_whatever_is_wrong_in_both_is_told_with_places_in_them(child: Any, base: Any) -> None:
    child["extends"] = "base"
    try:
        extended({"child": json.dumps(child, indent=1), "base": json.dumps(base, indent=1)})
    except DocumentError as error:
        for fault in error.faults:
            assert fault.where is not None
            assert fault.where.file in ("child.yaml", "base.yaml")
            assert fault.where.line
            assert fault.where.column
            assert fault.line


# --- on the shelf ----------------------------------------------------------------------------------------------------


def write(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


def test_the_file_beside_comes_before_the_shelf(tmp_path: Path) -> None:
    mine = write(tmp_path / "mine.yaml", "name: mine\nextends: right-column\n")
    assert shelf.load(mine).title == shelf.load("right-column").title
    write(tmp_path / "right-column.yaml", BASE)
    assert shelf.load(mine).title == "The base"
    assert shelf.load(mine).bases[0][0] == str(tmp_path / "right-column.yaml")


def test_what_stands_on_the_shelf_is_called_by_its_name(tmp_path: Path) -> None:
    mine = write(tmp_path / "mine.yaml", "name: mine\nextends: right-column\nrules: [{size: {width: gpa}}]\n")
    with pytest.raises(DocumentError, match="unknown name 'gpa'"):
        shelf.load(mine)
    assert shelf.load(write(tmp_path / "mine.yaml", "name: mine\nextends: right-column\n")).bases[0][0] == "right-column.yaml"


def test_a_file_may_not_extend_itself_even_where_the_shelf_has_its_name(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="a template cannot extend itself: "):
        shelf.load(write(tmp_path / "grid.yaml", "name: grid\nextends: grid\n"))


def test_a_template_is_read_again_when_what_it_extends_changes(tmp_path: Path) -> None:
    mine = write(tmp_path / "mine.yaml", "name: mine\nextends: base\n")
    base = write(tmp_path / "base.yaml", BASE)
    first = shelf.load(mine)
    assert shelf.load(mine) is first
    write(Path(base), BASE.replace("The base", "The new base"))
    os.utime(base, ns=(1, 1))
    assert shelf.load(mine).title == "The new base"


def test_a_base_that_goes_away_is_missed(tmp_path: Path) -> None:
    mine, base = write(tmp_path / "mine.yaml", "name: mine\nextends: bass\n"), write(tmp_path / "bass.yaml", BASE)
    shelf.load(mine)
    Path(base).rename(tmp_path / "base.yaml")
    with pytest.raises(
        DocumentError, match=r"2:10: no template is named 'bass', beside this file or on the shelf \(did you mean 'base'\?\)"
    ):
        shelf.load(mine)


def test_two_files_that_are_called_alike_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file `grid.yaml` here extends `middle` of the shelf, which extends the `grid` of the shelf."""
    (tmp_path / "shelf").mkdir()
    monkeypatch.chdir(tmp_path)
    here = Place(str(tmp_path / "shelf"), "", "layoutkit")
    monkeypatch.setattr(folders, "places", lambda: (here,))
    write(tmp_path / "grid.yaml", "name: mine\nextends: middle\n")
    write(tmp_path / "shelf" / "middle.yaml", "name: middle\nextends: grid\n")
    write(tmp_path / "shelf" / "grid.yaml", BASE)
    template = shelf.load("./grid.yaml")
    assert [file for file, _ in template.bases] == ["middle.yaml", "grid.yaml"]
    assert (template.file, template.line(template.rules[0].where)) == ("./grid.yaml", "  - size: {width: width}")
    monkeypatch.setattr(files, "_read", {})
    same = shelf.load("grid.yaml")
    assert [file for file, _ in same.bases] == ["middle.yaml", str(tmp_path / "shelf" / "grid.yaml")]
