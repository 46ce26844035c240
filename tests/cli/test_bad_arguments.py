"""A command line that is wrong: exit code 2, what is wrong, what would help; never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from layoutkit.documents import check

from .conftest import Run

HUGE = "9" * 5000


def refused(lk: Run, *arguments: object) -> str:
    """What a wrong command line is told: code 2, nothing on standard output, a few lines; the same as a document."""
    said = lk(*arguments)
    assert (said.code, said.out) == (2, "")
    assert 0 < len(said.err) < 3000
    document = lk(*arguments, "--format", "json")
    check(document.document, "error")
    assert (document.code, document.err) == (2, "")
    return said.err


UNKNOWN = {
    "right-colunm": "did you mean 'right-column'?",
    "Grid": "did you mean 'grid'?",
    "gird": "did you mean 'grid'?",
    "zzz": "there are adaptive, balcony",
    "": "there are adaptive, balcony",
    "grid@9": "there is grid@1",
    "grid@": "there is grid@1",
    "grid@1@1": "there is grid@1",
    "grid\0": "grid",
    "\udcff": "there are adaptive, balcony",
    HUGE: "there are adaptive, balcony",
}


@pytest.mark.parametrize("name", UNKNOWN, ids=lambda text: ascii(text)[:20])
def test_an_unknown_template_is_told_with_the_nearest_name(lk: Run, name: str) -> None:
    for command in ("show", "solve", "draw"):
        assert UNKNOWN[name] in refused(lk, command, name)


def test_a_playbook_where_a_template_was_asked_for_is_known_as_one(lk: Run, tmp_path: Path) -> None:
    """By its name and by what is in it; and the other way round."""
    assert "it is a playbook: layoutkit pick phone-show" in refused(lk, "solve", "phone-show")
    assert "it is a template: layoutkit show grid" in refused(lk, "pick", "grid", "--canvas", "540x960")
    book = tmp_path / "show.yaml"
    book.write_text("name: show\ndomain: {secondaries: 1..3, canvases: [540x960]}\nrows:\n  - {use: grid}\n")
    assert "this is a playbook: layoutkit pick FILE" in lk("solve", book).err


@pytest.mark.parametrize("name", ["missing.yaml", "folder/missing.yaml", "a\0b.yaml", "/" + "x" * 300, "\udcff.yaml", "./", "folder"])
def test_a_template_file_that_is_none_is_wrong_usage(lk: Run, tmp_path: Path, name: str) -> None:
    """The command line names something that there is not, or that is a folder."""
    (tmp_path / "folder").mkdir()
    refused(lk, "solve", name)


@pytest.mark.parametrize("canvas", ["0x0", "540x0", "16385x1", "999999x999999"])
def test_a_canvas_that_cannot_be_is_told_with_the_limits(lk: Run, canvas: str) -> None:
    said = refused(lk, "solve", "grid", "--canvas", canvas)
    assert canvas in said
    assert "1 to 16384" in said


FORMLESS = ["540×960", "1e9x1", "", "540x", "x960", "-1x5", "540X960", "540 x 960", "５４０x９６０", "540x960\n", "540x960x2", HUGE]


@pytest.mark.parametrize("canvas", FORMLESS, ids=lambda text: ascii(text)[:20])
def test_a_canvas_that_is_none_is_told_with_the_form(lk: Run, canvas: str) -> None:
    assert "540x960" in refused(lk, "solve", "grid", "--canvas", canvas)


@pytest.mark.parametrize("count", ["-1", "1000", "x", "", "1.5", "9" * 400])
def test_a_count_that_cannot_be_is_wrong_usage(lk: Run, count: str) -> None:
    assert "--secondaries" in refused(lk, "solve", "grid", "--secondaries", count)


@pytest.mark.parametrize(("template", "count", "served"), [("right-column", 4, "1..3"), ("grid", 10, "1..9"), ("grid", 999, "1..9")])
def test_a_count_out_of_range_is_told_with_the_range(lk: Run, template: str, count: int, served: str) -> None:
    said = refused(lk, "solve", template, "--secondaries", count)
    assert f"{template}@1 serves {served} secondaries, not {count}" in said


@pytest.mark.parametrize("stream", ["a b", "", "é", "a-b", "a" * 81, "a\n", "a\0b", "\udcff", "８８８８", "<script>"])
def test_a_malformed_stream_id_is_told_with_what_ids_are(lk: Run, stream: str) -> None:
    for option in ("--primary", "--secondary"):
        others = ("--primary", "p", "--secondary", "s") if option == "--secondary" else ("--secondary", "s")
        assert "1 to 80 of A-Z a-z 0-9 and _" in refused(lk, "solve", "grid", *others, option, stream)


def test_a_stream_that_comes_twice_is_told(lk: Run) -> None:
    said = refused(lk, "solve", "grid", "--primary", "a", "--secondary", "b", "--secondary", "a", "--secondary", "b")
    assert "'a' is in the scene 2 times" in said
    assert "'b' is in the scene 2 times" in said


@pytest.mark.parametrize(
    ("setting", "help_"),
    [
        ("gap=65", "0..64"),
        ("gap=-1", "0..64"),
        ("gap=1.5", "0..64"),
        ("gap=", "0..64"),
        ("gap=x", "0..64"),
        ("gap=25%", "0..64"),
        ("gap=٣", "0..64"),
        (f"gap={HUGE}", "0..64"),
        ("shape=5:4", "one of 16:9, 4:3"),
        ("gpa=8", "did you mean 'gap'?"),
        ("zzz=8", "gap, margin, shape"),
        ("gap", "--set NAME=VALUE"),
        ("=8", "--set NAME=VALUE"),
        ("", "--set NAME=VALUE"),
    ],
    ids=lambda text: text[:12],
)
def test_a_wrong_setting_is_told_with_what_it_may_be(lk: Run, setting: str, help_: str) -> None:
    assert help_ in refused(lk, "solve", "grid", "--set", setting)


ROLES = "name: roles\nsecondaries: 1..3\ncanvases: [540x960]\nroles: {screen: 0..1}\nrules: [{grid: {}}]\n"


@pytest.mark.parametrize("role", ["sceen=1", "=1", ""])
def test_an_unknown_role_is_told_with_those_there_are(lk: Run, tmp_path: Path, role: str) -> None:
    (tmp_path / "roles.yaml").write_text(ROLES)
    assert "screen" in refused(lk, "solve", "roles.yaml", "--role", role)


NOBODY = ["0", "4", "-1", "²", "nobody", "primary", "", HUGE]


@pytest.mark.parametrize("role", ["screen", *(f"screen={who}" for who in NOBODY)], ids=lambda text: ascii(text)[:20])
def test_a_role_for_nobody_is_told(lk: Run, tmp_path: Path, role: str) -> None:
    (tmp_path / "roles.yaml").write_text(ROLES)
    assert "ROLE=ID" in refused(lk, "solve", "roles.yaml", "--role", role)


def test_more_of_a_role_than_there_may_be_is_told(lk: Run, tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text(ROLES)
    said = refused(lk, "solve", "roles.yaml", "--role", "screen=1", "--role", "screen=2")
    assert "serves 0..1 with the role 'screen', not 2" in said


AREAS = ["", "x", "x=", "=0,0,1,1", *(f"x={numbers}" for numbers in ("1,2,3", "1,2,3,4,5", "a,b,c,d", "-1,0,5,5", "0,0,0,5", "0.5,0,5,5"))]


@pytest.mark.parametrize("area", [*AREAS, "x=539,0,2,1", f"x=0,0,{HUGE},1", "x=٣,0,1,1"], ids=lambda text: ascii(text)[:20])
def test_a_wrong_area_is_told_with_its_name(lk: Run, area: str) -> None:
    """Of several areas, the author must see which one it is."""
    said = refused(lk, "solve", "grid", "--keep-clear", area, "--keep-clear", "fine=0,0,5,5")
    assert "keep-clear" in said
    assert "fine" not in said


def test_all_that_is_wrong_is_told_at_once(lk: Run) -> None:
    """Who has mended one thing should not be shown the next."""
    said = refused(
        lk, "solve", "grid", "--canvas", "0x0", "--primary", "a b", "--secondary", "c", "--secondary", "c",
        "--set", "gap=65", "--set", "gpa=8", "--set", "margin", "--keep-clear", "x=1", "--role", "screen=1",
    )  # fmt: skip
    for part in ("'0x0'", "'a b'", "'c'", "'gap'", "'gpa'", "'margin'", "'x=1'", "'screen'"):
        assert part in said, part


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "grid", "--secondaries", "2", "--primary", "a"),
        ("solve", "grid", "--secondaries", "2", "--secondary", "a"),
        ("solve", "grid", "--secondary", "a"),
        ("solve", "grid", "--scene", "-", "--canvas", "540x960"),
        ("payload", "grid", "--layout", "-", "--set", "gap=8", "--app-id", "1"),
        ("payload", "--layout", "-", "--canvas", "540x960", "--app-id", "1"),
        ("payload", "--app-id", "1"),
        ("draw",),
        ("verify", "-", "--template", "grid"),
        ("verify", "-", "--set", "gap=8"),
        ("verify",),
        ("solve",),
        ("show", "grid", "right-column"),
        ("solve", "grid", "--nonsense"),
        ("solve", "grid", "--canvas"),
        ("schema", "nonsense"),
        ("payload", "grid", "--profile", "1999", "--app-id", "1"),
        ("payload", "grid", "--app-id", "x"),
        ("payload", "grid", "--app-id", "2147483648"),
        ("emulator", "--port", "-1"),
        ("emulator", "--lag", "nan"),
        ("emulator", "--lag", "-1"),
        ("emulator", "--port", "0", "--stream", "a"),
        ("emulator", "--port", "0", "--stream", "a b=1x1"),
        ("emulator", "--port", "0", "--stream", "a=0x0"),
        ("credentials", "--now", "-5"),
        ("credentials", "--now", "9" * 400),
    ],
    ids=lambda a: " ".join(a)[:60],
)
def test_options_that_do_not_go_together_or_cannot_be_are_wrong_usage(lk: Run, account: None, arguments: tuple[str, ...]) -> None:
    refused(lk, *arguments)


def test_an_unknown_command_is_told_with_the_nearest(lk: Run) -> None:
    said = lk("slove", "grid")
    assert said.code == 2
    assert "solve" in said.err


UNWRITABLE = ["", ".", "..", "/", "nowhere/out", "folder", "folder/", "file/out", "x" * 300, "a\0b"]


@pytest.mark.parametrize("output", UNWRITABLE, ids=lambda text: repr(text)[:14])
@pytest.mark.parametrize("command", [("list",), ("solve", "grid"), ("demo",)], ids=lambda c: c[0])
def test_an_output_that_cannot_be_written_is_told(lk: Run, tmp_path: Path, command: tuple[str, ...], output: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    assert "cannot be written" in refused(lk, *command, "-o", output)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize("app_id", ["", "x", "0", "-1", "2147483648", "9" * 400, "１２３"])
def test_an_app_id_of_the_environment_that_cannot_be_one_is_told(lk: Run, monkeypatch: pytest.MonkeyPatch, app_id: str) -> None:
    monkeypatch.setenv("TENCENTCLOUD_LIVE_APPID", app_id)
    said = refused(lk, "payload", "right-column")
    assert "TENCENTCLOUD_LIVE_APPID" in said
