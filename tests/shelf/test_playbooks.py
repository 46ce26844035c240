"""Playbooks as they are written: every slip is told at its place, and every case of the domain has a row that serves it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit import shelf
from layoutkit.documents import schema, schema_names
from layoutkit.documents.accepting import acceptor
from layoutkit.documents.checking import _validator
from layoutkit.errors import DocumentError, Fault, UsageError
from layoutkit.geometry import Size
from layoutkit.shelf.opening import parse_book
from layoutkit.shelf.playbook import Domain
from layoutkit.template.language import Counts

from ..template.drawing import changed
from .conftest import Put
from .stage import BROKEN

HEAD = """\
name: show
domain:
  secondaries: 0..9
  canvases: [540x960, 1280x720]
  roles: {screen: 0..1}
rows:
"""
REST = "  - {use: grid}\n"


def told(rows: str, head: str = HEAD) -> list[str]:
    """What is wrong with a playbook, each fault in a line: place, words, hint."""
    with pytest.raises(DocumentError) as refused:
        parse_book((head + rows).encode(), "show.yaml", shelf.load)
    assert all(fault.line for fault in refused.value.faults)
    return [str(fault).removeprefix("show.yaml:") for fault in refused.value.faults]


def table(book: shelf.Playbook) -> list[tuple[shelf.Case, shelf.Row]]:
    """Every case of a playbook's domain with the row that answers it."""
    return [(pick.case, pick.row) for pick in book.picks()]


def test_the_first_row_that_matches_holds() -> None:
    rows = "  - {secondaries: 2, use: grid}\n  - {secondaries: 1..3, use: right-column}\n" + REST
    book = parse_book((HEAD + rows).encode(), "show.yaml", shelf.load)
    picked = {case.secondaries: row.number for case, row in table(book) if case.canvas == Size(540, 960)}
    assert picked == {0: 3, 1: 2, 2: 1, 3: 2, **dict.fromkeys(range(4, 10), 3)}


# --- holes and rows that never match ---------------------------------------------------------------------------------


def test_a_hole_is_told_with_its_cases() -> None:
    rows = "  - {secondaries: 0..3, use: grid}\n  - {secondaries: 6.., orientation: portrait, use: grid}\n"
    assert told(rows + "  - {secondaries: 6.., roles: {screen: 0}, use: grid}\n") == [
        "6:1: no row is for 4..5 secondaries with no screen on 540x960, 1280x720 (a last row of 'use' alone takes all the rest)",
        "6:1: no row is for 4..5 secondaries with 1 screen on 540x960 (a last row of 'use' alone takes all the rest)",
        "6:1: no row is for 4..9 secondaries with 1 screen on 1280x720 (a last row of 'use' alone takes all the rest)",
    ]


def test_many_holes_are_counted() -> None:
    head = HEAD.replace("screen: 0..1", "screen: 0..20").replace("0..9", "0..30")
    assert told("  - {secondaries: 0, use: grid}\n", head)[-1] == "6:1: 13 more holes like these"


def test_a_row_behind_one_that_takes_all_can_never_match() -> None:
    assert told(REST + "  - {secondaries: 2, use: right-column}\n") == [
        "8:5: row 2 can never match: row 1 takes all that it would (move it up, or take it away)"
    ]


def test_a_row_that_several_others_cover_together_can_never_match() -> None:
    """Rows above that never meet it are not named."""
    rows = "  - {secondaries: 9, use: grid}\n  - {orientation: portrait, use: grid}\n  - {secondaries: 0..4, use: grid}\n"
    assert told(rows + "  - {secondaries: 3..4, use: grid}\n" + REST) == [
        "10:5: row 4 can never match: rows 2 and 3 take all that it would (move it up, or take it away)"
    ]


@pytest.mark.parametrize(
    "row", ["secondaries: 12..20", "orientation: square", "roles: {screen: 3..}", "secondaries: 0, roles: {screen: 1}"]
)
def test_a_row_for_what_the_domain_does_not_have_can_never_match(row: str) -> None:
    [fault] = told(f"  - {{{row}, use: grid}}\n{REST}")
    assert fault.startswith("7:5: row 1 can never match: ")
    assert "no case of the domain is like that (the domain: 0..9 secondaries, 0..1 screen, on 540x960, 1280x720)" in fault


# --- templates that do not serve their row ---------------------------------------------------------------------------


def test_a_template_must_serve_every_count_that_its_row_takes() -> None:
    assert told("  - {secondaries: 0..4, use: right-column}\n" + REST) == [
        "7:30: right-column@1 serves 1..3 secondaries, and this row takes 4 as well "
        "(say 'secondaries: 1..3' in this row, or pick another template)"
    ]


def test_a_template_must_serve_the_roles_that_its_row_takes() -> None:
    assert told("  - {secondaries: 1.., use: screen-with-strip}\n" + REST) == [
        "7:29: screen-with-strip@1 serves 1 with the role 'screen', and this row takes 0 as well "
        "(say 'roles: {screen: 1}' in this row, or pick another template)"
    ]


def test_rows_above_may_take_what_a_template_does_not_serve() -> None:
    rows = "  - {secondaries: 4.., use: grid}\n  - {use: right-column}\n"
    assert parse_book((HEAD + rows).encode(), "show.yaml", shelf.load).rows[1].template.name == "right-column"


# --- slips -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("use: right-colum", "7:11: no template is named 'right-colum' (did you mean 'right-column'?)"),
        ("use: grid@7", "7:11: no version '7' of 'grid' is on the shelf (there is grid@1)"),
        ("use: Grid", "7:11: 'Grid' cannot stand here (the name of a template: right-column, or right-column@1)"),
        ("use: grid, settings: {gapp: 3}", "7:28: grid@1 has no setting 'gapp' (did you mean 'gap'?)"),
        ("use: grid, settings: {gap: 300}", "7:33: setting 'gap' cannot be 300 (a whole number 0..64)"),
        ("use: grid, secondaries: 5..3", "7:30: '5..3' begins above its end"),
        ("use: grid, secondaries: few", "7:30: 'few' cannot stand here (3, 1..3 or 4..)"),
        ("use: grid, roles: {scren: 1}", "7:25: the domain has no role 'scren' (did you mean 'screen'?)"),
        ("use: grid, canvas: 540x961", "7:25: the domain has no canvas '540x961' (did you mean '540x960'?)"),
        ("use: grid, canvas: [540x960, 1280x721]", "7:35: the domain has no canvas '1280x721' (did you mean '1280x720'?)"),
        ("use: grid, orientaton: portrait", "7:17: unknown key 'orientaton' (did you mean 'orientation'?)"),
        ("secondaries: 2", "7:5: 'use' is missing"),
    ],
)
def test_a_slip_in_a_row_is_told_at_its_place(row: str, fault: str) -> None:
    """It is told alone: what else there is to say of the domain waits until the rows can be read."""
    assert told(f"  - {{{row}}}\n{REST}") == [fault]


def test_a_row_that_cannot_be_read_makes_no_hole() -> None:
    assert told("  - {use: gird}\n") == ["7:11: no template is named 'gird' (did you mean 'grid'?)"]


def test_all_slips_are_told_at_once() -> None:
    rows = "  - {use: gird}\n  - {use: grid, settings: {gapp: 1}}\n  - {use: grid, secondaris: 2}\n"
    assert [fault.split(" ")[0] for fault in told(rows, HEAD.replace("540x960", "540by960"))] == ["4:14:", "7:11:", "8:28:", "9:17:"]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (HEAD.replace("0..9", "0.."), "3:16: '0..' cannot stand here (3, or 0..9: both ends are needed)"),
        (HEAD.replace("0..9", "9..0"), "3:16: '9..0' begins above its end"),
        (HEAD.replace("540x960", "540by960"), "4:14: '540by960' cannot stand here (WIDTHxHEIGHT in whole pixels: 720x1280)"),
        (HEAD.replace("540x960", "99999x1"), "4:14: '99999x1' is not a possible size (each side is from 1 to 16384 pixels)"),
        (HEAD.replace("  canvases: [540x960, 1280x720]\n", ""), "3:3: 'canvases' is missing"),
        (HEAD.replace("name: show\n", ""), "1:1: 'name' is missing"),
        (HEAD.replace("name: show", "name: show\nname: shop"), "2:1: key 'name' stands here a second time (first at line 1, column 1)"),
    ],
)
def test_a_slip_in_the_head_is_told_at_its_place(head: str, fault: str) -> None:
    assert told("  - {use: gallery}\n", head) == [fault]


def test_a_broken_template_is_told_where_it_is_used(put: Put) -> None:
    put("broken.yaml", BROKEN)
    [fault] = told("  - {use: broken}\n")
    assert fault.startswith("7:11: the template 'broken' is invalid (")
    assert fault.endswith("broken.yaml:8:51: unknown name 'gpa' (did you mean 'gap'?))")


def test_a_template_whose_name_clashes_is_told_with_both_files(put: Put) -> None:
    path = put("grid.yaml")
    assert told(REST) == [f"7:11: 2 templates are named 'grid' (grid.yaml, {path})"]


@pytest.mark.parametrize("text", ["", "- 1", "rows: 3", "name: x\ndomain: {}\nrows: []", "{", "name: [", "a: b: c"])
def test_what_is_no_playbook_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        parse_book(text.encode(), "x.yaml", shelf.load)


def test_a_domain_that_is_too_large_is_refused_before_it_is_counted() -> None:
    head = HEAD.replace("0..9", "0..99").replace("{screen: 0..1}", "{a: 0..99, b: 0..99, c: 0..99, d: 0..99}")
    assert told(REST, head) == ["3:3: the domain has more than 5000 cases on each canvas (fewer roles or counts)"]


# --- by any other way ------------------------------------------------------------------------------------------------

COUNTS = st.tuples(st.integers(0, 7), st.integers(0, 7)).map(lambda ends: Counts(min(ends), max(ends)))
WRITTEN = COUNTS.map(str)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"use": st.just("gallery")},
        optional={
            "secondaries": WRITTEN,
            "orientation": st.sampled_from(["portrait", "landscape", "square"]),
            "canvas": st.sampled_from(["540x960", "1280x720", "720x720"]),
            "roles": st.fixed_dictionaries({"screen": st.sampled_from(["0", "1", "0..1", "1.."])}),
        },
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None)
@given(ROWS)
def test_holes_and_dead_rows_are_those_that_a_plain_search_finds(rows: list[dict[str, Any]]) -> None:
    """Every case held against every row in words of this test's own."""
    domain = {"secondaries": "0..4", "canvases": ["540x960", "1280x720", "720x720"], "roles": {"screen": "0..2"}}
    cases = [(n, canvas, held) for n in range(5) for canvas in domain["canvases"] for held in range(min(n, 2) + 1)]
    first = [next((i for i, row in enumerate(rows) if meets(row, *case)), None) for case in cases]
    text = json.dumps({"name": "show", "domain": domain, "rows": rows}).encode()
    try:
        book = parse_book(text, "show.json", shelf.load)
    except DocumentError as error:
        says = [fault.says for fault in error.faults]
        assert any(fault.startswith("no row is for") for fault in says) == (None in first)
        dead = [f"row {i + 1} can never match" for i in range(len(rows)) if i not in first]
        assert [fault.partition(":")[0] for fault in says if "never" in fault] == dead
        return
    matched = [first[cases.index((case.secondaries, str(case.canvas), case.roles[0][1]))] for case, _ in table(book)]
    assert [row.number - 1 for _, row in table(book)] == matched
    assert sorted(set(first)) == list(range(len(rows)))


def meets(row: dict[str, Any], n: int, canvas: str, screens: int) -> bool:
    lies = {"540x960": "portrait", "1280x720": "landscape", "720x720": "square"}[canvas]
    return (
        holds(row.get("secondaries", "0..9"), n)
        and row.get("orientation", lies) == lies
        and row.get("canvas", canvas) == canvas
        and holds(row.get("roles", {}).get("screen", "0.."), screens)
    )


def holds(counts: str, number: int) -> bool:
    low, dots, high = counts.partition("..")
    return int(low) <= number <= int(high or (9 if dots else low))


@given(COUNTS, st.lists(COUNTS, max_size=3))
def test_the_people_of_a_domain_are_all_that_there_can_be(counts: Counts, roles: list[Counts]) -> None:
    domain = Domain(counts, (Size(9, 9),), tuple((f"r{i}", held) for i, held in enumerate(roles)))
    found = list(domain.people())
    assert len(set(found)) == len(found)
    for count, held in found:
        assert count in counts
        assert sum(number for _, number in held) <= count
        assert count == 0 or all(number in wanted for (_, number), wanted in zip(held, roles, strict=True))
    most = {count for count in range(counts.low, (counts.high or 0) + 1) if not count or sum(role.low for role in roles) <= count}
    assert {count for count, _ in found} == most


WHOLE = {
    "name": "show",
    "version": 1,
    "title": "Show",
    "about": "A show.",
    "domain": {"secondaries": "0..4", "canvases": ["540x960", "1280x720"], "roles": {"screen": "0..1"}},
    "rows": [
        {
            "name": "one",
            "secondaries": "1..3",
            "orientation": ["portrait"],
            "canvas": "540x960",
            "roles": {"screen": 1},
            "use": "grid",
            "settings": {"gap": 3},
        },
        {"use": "gallery"},
    ],
}
BROKEN_BOOKS = changed(WHOLE, st.sampled_from(["use", "roles", "name", "gap", "canvas", "x", "domain"]))


@given(BROKEN_BOOKS)
@settings(deadline=None, max_examples=200)
def test_whatever_is_wrong_is_told_with_its_place(document: Any) -> None:
    """Never anything but a playbook that answers its domain, or faults with places."""
    faults: tuple[Fault, ...] = ()
    try:
        book = parse_book(json.dumps(document).encode(), "show.json", shelf.load)
        assert len(list(book.picks())) == len(list(book.domain.cases()))
    except DocumentError as error:
        faults = error.faults
    assert all(fault.says and fault.where and fault.where.line for fault in faults)


@given(BROKEN_BOOKS)
@settings(deadline=None)
def test_the_quick_answer_is_that_of_the_validator(document: Any) -> None:
    accepts = acceptor(schema("playbook"))
    assert accepts is not None
    assert accepts(document) is _validator("playbook").is_valid(document)


# --- on the shelf ----------------------------------------------------------------------------------------------------


def test_a_folders_playbooks_are_on_the_shelf(put: Put, folder: Path) -> None:
    put("ours.yaml")
    text = HEAD + "  - {secondaries: 1..3, use: ours}\n" + REST
    path = put("show.yaml", text, folder / "playbooks")
    assert shelf.open_book("show").rows[0].template.title == "Of our own"
    assert [one.origin for one in shelf.playbooks() if one.file == str(path)] == [str(folder)]
    assert shelf.open_book("show") is shelf.open_book("show")


def test_a_playbook_is_read_again_when_a_template_that_it_picks_changes(put: Put, folder: Path) -> None:
    ours = put("ours.yaml")
    put("show.yaml", HEAD + "  - {secondaries: 1..3, use: ours}\n" + REST, folder / "playbooks")
    first = shelf.open_book("show")
    ours.write_text(ours.read_text().replace("Of our own", "Changed"))
    os.utime(ours, ns=(1, 1))
    assert shelf.open_book("show").rows[0].template.title == "Changed"
    ours.unlink()
    with pytest.raises(DocumentError, match="no template is named 'ours'"):
        shelf.open_book("show")
    assert first.rows[0].template.title == "Of our own"


def test_a_playbook_of_ones_own_finds_templates_beside_it(put: Put, tmp_path: Path) -> None:
    put("ours.yaml", where=tmp_path / "desk")
    path = put("show.yaml", HEAD + "  - {secondaries: 1..3, use: ours}\n" + REST, tmp_path / "desk")
    assert shelf.open_book(path).rows[0].template.name == "ours"


def test_a_playbook_must_bear_its_files_name_and_none_may_bear_two(put: Put, folder: Path) -> None:
    put("shop.yaml", HEAD + REST, folder / "playbooks")
    with pytest.raises(DocumentError, match=r"shop.yaml:1:7: the name is 'show' here and 'shop' in the file's name"):
        shelf.open_book("shop")
    put("webinar.yaml", HEAD + REST, folder / "playbooks")
    with pytest.raises(UsageError, match="2 playbooks are named 'webinar'"):
        shelf.open_book("webinar")
    assert [one.name for one in shelf.playbooks() if one.faults] == ["shop", "webinar", "webinar"]


# --- the schema ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["playbook", "playbooks", "pick"])
def test_its_schema_is_published_closed_and_explains_every_key(name: str) -> None:
    assert name in schema_names()
    for part in parts(schema(name)):
        for inner in part.get("properties", {}).values():
            assert part["additionalProperties"] is False
            assert inner["title"]
            assert inner["description"].endswith(".")
            assert "examples" in inner or "properties" in inner or "$ref" in inner.get("items", {})


def parts(value: Any) -> Any:
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if key != "examples":
                yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)
