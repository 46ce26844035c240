"""`list` and `pick`: what stands on the shelf, what is broken on it, and which template a playbook picks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from layoutkit import shelf
from layoutkit.documents import check

from .conftest import Run
from .stage import NOW, process

MINE = "name: mine\nsecondaries: 1..3\ncanvases: [540x960]\nrules: [{grid: {columns: 1, gap: 8}}]\n"
BOOK = "name: show\ndomain: {secondaries: 0..3, canvases: [540x960]}\nrows:\n  - {use: mine, settings: {gap: 2}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of templates of our own."""
    made = tmp_path / "ours"
    (made / "playbooks").mkdir(parents=True)
    monkeypatch.setenv("LAYOUTKIT_TEMPLATES", str(made))
    shelf.forget()
    yield made
    shelf.forget()


# --- list ------------------------------------------------------------------------------------------------------------


def test_list_tells_where_each_comes_from(lk: Run, folder: Path) -> None:
    (folder / "mine.yaml").write_text(MINE)
    rows = {line.split()[0]: line for line in lk("list").out.splitlines()}
    assert f"  {folder}" in rows["mine@1"]
    assert "  layoutkit  " in rows["grid@1"]
    document = {item["name"]: item for item in lk("list", "--format", "json").document}
    assert (document["mine"]["from"], document["mine"]["file"]) == (str(folder), str(folder / "mine.yaml"))


def test_what_is_broken_is_told_beside_the_list_and_fails_it_only_when_strict(lk: Run, folder: Path) -> None:
    (folder / "mine.yaml").write_text(MINE.replace("gap: 8", "gap: gpa"))
    (folder / "grid.yaml").write_text(MINE)
    said = lk("list")
    assert said.code == 0
    assert f"warning: {folder}/mine.yaml:4:34: unknown name 'gpa'" in said.err
    assert said.err.count("2 templates are named 'grid'") == 2
    assert "right-column@1" in said.out
    assert lk("list", "--strict").code == 1
    assert "::warning ::" in lk("list", "--format", "github").err


def test_in_json_it_is_an_item_with_its_faults(lk: Run, folder: Path) -> None:
    (folder / "mine.yaml").write_text("name: [")
    said = lk("list", "--format", "json")
    check(said.document, "list")
    [broken] = [item for item in said.document if "faults" in item]
    assert (said.code, said.err, broken["name"]) == (0, "", "mine")
    assert broken["faults"][0]["line"] == 2


def test_the_list_of_playbooks_is_a_document_too(lk: Run, folder: Path) -> None:
    (folder / "playbooks" / "show.yaml").write_text(BOOK)
    document = lk("list", "--playbooks", "--format", "json").document
    check(document, "playbooks")
    assert [item["name"] for item in document if "faults" in item] == ["show"]
    assert "webinar@1" in lk("list", "--playbooks").out


def test_a_pack_that_fails_is_warned_of_and_the_command_works(lk: Run, tmp_path: Path) -> None:
    info = tmp_path / "site" / "acme-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[layoutkit.template_packs]\nacme = nothing_there:FOLDER\n")
    code = f"import sys; sys.path.insert(0, {str(info.parent)!r}); from layoutkit.app.cli import main; main()"
    said = process("solve", "grid", code=code, PYTHONWARNINGS="ignore")
    assert said.code == 0
    assert said.err == "warning: pack acme (acme 1) is left out: ModuleNotFoundError: No module named 'nothing_there'\n"
    assert process("list", "--strict", code=code).code == 1


def test_names_that_are_no_text_can_be_told(folder: Path) -> None:
    Path(str(folder) + "/caf\udce9.yaml").write_text(MINE)
    said = process("list", LAYOUTKIT_TEMPLATES=str(folder))
    assert said.code == 0
    assert r"caf\xe9.yaml: the name of this file cannot be a template's" in said.err


def test_a_layout_of_a_template_whose_name_clashes_is_drawn_with_a_warning(lk: Run, folder: Path) -> None:
    (folder / "layout.txt").write_text(lk("solve", "grid", "--format", "json").out)
    (folder / "grid.yaml").write_text(MINE.replace("mine", "grid"))
    shelf.forget()
    said = lk("draw", "--layout", folder / "layout.txt")
    assert (said.code, said.out[:4]) == (0, "<svg")
    assert "not checked against its rules: grid@1 with its digest" in said.err


def test_a_layout_of_an_older_version_is_held_against_that_version(lk: Run, folder: Path) -> None:
    (folder / "mine.yaml").write_text(MINE + "version: 2\n")
    (folder / "mine@1.yaml").write_text(MINE)
    document = lk("solve", "mine@1", "--format", "json").document
    said = lk("draw", "--layout", "-", stdin=json.dumps(document).encode())
    assert (said.code, said.err) == (0, "")


# --- pick ------------------------------------------------------------------------------------------------------------


def test_pick_tells_the_template_the_row_and_the_settings(lk: Run) -> None:
    said = lk("pick", "phone-show", "--secondaries", "1", "--canvas", "720x1280")
    assert said.out == (
        "picture-in-picture@1 for 1 secondaries on 720x1280, 0 with the role 'screen'\n"
        "row 2 of phone-show@1 (the host alone, or with one guest), phone-show.yaml:14:5\n"
        "  --set corner='bottom right'\n"
        "  --set share=36%\n"
    )


def test_a_pick_is_a_document(lk: Run) -> None:
    document = lk("pick", "phone-show", "--secondaries", "5", "--canvas", "720x1280", "--role", "screen=1", "--format", "json").document
    check(document, "pick")
    assert document["template"]["name"] == "screen-with-strip"
    assert document["case"] == {"secondaries": 5, "canvas": "720x1280", "roles": {"screen": 1}}
    assert document["row"]["number"] == 1


def test_all_that_a_playbook_picks_is_a_table(lk: Run) -> None:
    lines = lk("pick", "round-table", "--all").out.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [
        ["1", "1"],
        ["2", "0..1"],
        ["2", "0"],
        ["3", "2..8"],
        ["4", "9..15"],
        ["5", "16..24"],
    ]
    assert "540x960 720x1280 1080x1920" in lines[2]
    document = lk("pick", "round-table", "--all", "--format", "json").document
    check(document, "picks")
    assert len(document) == 25 * 6
    assert lk("pick", "round-table", "--all", "--canvas", "9x9").code == 2


def test_a_scene_can_be_picked_for(lk: Run) -> None:
    scene = {"canvas": "1280x720", "primary": "host", "secondaries": ["a", {"id": "b", "role": "screen"}]}
    said = lk("pick", "webinar", "--scene", "-", "--format", "json", stdin=json.dumps(scene).encode())
    assert said.document["template"]["name"] == "screen-with-column"


@pytest.mark.parametrize("command", [("solve",), ("draw",), ("payload", "--app-id", "1", "--now", NOW)], ids=lambda c: c[0])
def test_a_playbook_takes_the_place_of_a_templates_name(lk: Run, command: tuple[str, ...]) -> None:
    by_hand = lk(*command, "picture-in-picture", "--set", "share=36%", "--secondaries", "1", "--canvas", "720x1280")
    picked = lk(*command, "--playbook", "phone-show", "--secondaries", "1", "--canvas", "720x1280")
    assert (picked.code, picked.out) == (0, by_hand.out)


def test_a_setting_that_is_asked_for_comes_before_the_rows(lk: Run) -> None:
    said = lk("solve", "--playbook", "phone-show", "--secondaries", "1", "--set", "share=50%", "--format", "json")
    assert said.document["settings"]["share"] == "50%"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("pick", "phone-shop"), 2, "did you mean 'phone-show'?"),
        (("pick", "phone-show", "--canvas", "1280x720"), 2, "is for portrait canvases, and 1280x720 is landscape"),
        (("pick", "phone-show", "--role", "sceen=1"), 2, "did you mean 'screen'?"),
        (("pick", "phone-show", "--secondaries", "12", "--role", "screen=13"), 2, "names no secondary"),
        (("pick", "gone.yaml"), 2, "no playbook file 'gone.yaml'"),
        (("solve", "grid", "--playbook", "phone-show"), 2, "not both"),
        (("solve",), 2, "a template's NAME, or --playbook NAME"),
        (("draw", "--playbook", "phone-show", "--layout", "x.json"), 2, "not both"),
        (("solve", "--playbook", "phone-show", "--secondaries", "1", "--set", "shar=1"), 2, "did you mean 'share'?"),
        (("solve", "--playbook", "phone-show", "--set", "gap"), 2, "has no value"),
    ],
)
def test_what_cannot_be_picked_is_refused(lk: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    said = lk(*arguments)
    assert (said.code, said.out) == (code, "")
    assert says in said.err


def test_a_playbook_with_faults_is_shown_line_by_line(lk: Run, folder: Path) -> None:
    (folder / "mine.yaml").write_text(MINE)
    (folder / "show.yaml").write_text(BOOK)
    said = lk("pick", folder / "show.yaml")
    assert said.code == 1
    assert said.err == (
        f"{folder}/show.yaml:4:28: mine@1 has no setting 'gap'\n"
        "      - {use: mine, settings: {gap: 2}}\n"
        "                               ^\n"
        "    it has none\n"
    )
    annotated = lk("pick", folder / "show.yaml", "--format", "github").out
    assert annotated.startswith(f"::error file={folder}/show.yaml,line=4,col=28,title=invalid playbook::")
