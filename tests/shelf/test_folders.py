"""Folders that LAYOUTKIT_TEMPLATES names: they add to the shelf, a clash is told with both files, and nothing hides the rest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

import pytest

import layoutkit as lk
from layoutkit import shelf
from layoutkit.errors import DocumentError, ShelfWarning, UsageError
from layoutkit.shelf import files, folders

from .conftest import Put
from .stage import BROKEN, MINE

SHIPPED = {listed.name for listed in shelf.listing()}


def listed(name: str) -> shelf.Listed[lk.Template]:
    return next(one for one in shelf.listing() if one.name == name)


def test_a_template_of_a_folder_is_found_by_its_name(put: Put, folder: Path) -> None:
    path = put("ours.yaml")
    assert lk.load("ours").title == "Of our own"
    assert set(shelf.names()) == SHIPPED | {"ours"}
    assert (listed("ours").origin, listed("ours").file) == (str(folder), str(path))
    assert (listed("grid").origin, listed("grid").file) == ("layoutkit", "grid.yaml")


@pytest.mark.parametrize("ending", ["yml", "json"])
def test_it_may_be_yaml_by_another_ending_or_json(put: Put, ending: str) -> None:
    text = '{"name": "NAME", "secondaries": 1, "canvases": ["9x9"], "rules": []}'
    put(f"ours.{ending}", text)
    assert lk.load("ours@1").name == "ours"


def test_several_folders_are_parted_as_paths_are_and_each_counts_once(
    put: Put, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("ours.yaml")
    put("theirs.yaml", where=tmp_path / "more")
    (tmp_path / "link").symlink_to(folder)
    again = [str(folder), str(tmp_path / "link")]
    monkeypatch.setenv("LAYOUTKIT_TEMPLATES", os.pathsep.join([str(folder), "", str(tmp_path / "more"), *again]))
    assert {"ours", "theirs"} < set(shelf.names())
    assert lk.load("ours").name == "ours"


def test_what_is_extended_is_found_in_any_folder(put: Put, tmp_path: Path) -> None:
    put("base.yaml")
    mine = put("mine.yaml", "name: mine\nextends: base\n", tmp_path)
    assert lk.load(mine).bases[0][0].endswith("base.yaml")


def test_templates_that_extend_each_other_across_folders_are_a_ring(
    put: Put, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("one.yaml", "name: one\nextends: two\n")
    put("two.yaml", "name: two\nextends: one\n", tmp_path / "more")
    monkeypatch.setenv("LAYOUTKIT_TEMPLATES", os.pathsep.join([str(folder), str(tmp_path / "more")]))
    with pytest.raises(DocumentError, match=r"templates extend each other in a ring: .*one\.yaml -> .*two\.yaml -> .*one\.yaml"):
        lk.load("one")


# --- versions --------------------------------------------------------------------------------------------------------


def test_an_older_version_is_a_file_of_its_own(put: Put) -> None:
    put("ours.yaml", MINE + "version: 3\n")
    put("ours@2.yaml", MINE + "version: 2\n")
    assert [lk.load(name).version for name in ("ours", "ours@2", "ours@3")] == [3, 2, 3]
    assert "ours@2" not in shelf.names()
    with pytest.raises(UsageError, match=r"no version '1' of 'ours' is on the shelf \(there is ours@3\)"):
        lk.load("ours@1")


def test_a_file_of_a_version_holds_that_version(put: Put) -> None:
    put("ours@2.yaml", MINE + "version: 4\n")
    with pytest.raises(DocumentError, match=r"ours@2.yaml:9:10: the version is 4 here and 2 in the file's name"):
        lk.load("ours@2")


# --- clashes ---------------------------------------------------------------------------------------------------------


def test_a_name_that_two_files_bear_is_refused_with_both(put: Put) -> None:
    path = put("grid.yaml")
    with pytest.raises(UsageError) as refused:
        lk.load("grid")
    assert [fault.where.file for fault in refused.value.faults if fault.where] == ["grid.yaml", str(path)]
    assert "2 templates are named 'grid'" in str(refused.value)
    assert listed("grid").faults == refused.value.faults


def test_a_clash_hinders_no_other_and_its_files_can_be_named_by_path(put: Put) -> None:
    path = put("grid.yaml")
    assert lk.load("right-column").name == "right-column"
    assert lk.load(path).title == "Of our own"
    assert len([one for one in shelf.listing() if one.document]) == len(SHIPPED) - 1


def test_two_endings_are_two_files_of_one_name(put: Put) -> None:
    put("ours.yaml")
    put("ours.yml")
    with pytest.raises(UsageError, match="2 templates are named 'ours'"):
        lk.load("ours")


def test_a_template_must_bear_its_files_name(put: Put) -> None:
    """Two files can claim one name no other way."""
    put("ours.yaml")
    put("other.yaml", MINE.replace("NAME", "ours"))
    with pytest.raises(DocumentError, match=r"other.yaml:1:7: the name is 'ours' here and 'other' in the file's name"):
        lk.load("other")
    assert lk.load("ours").name == "ours"


def test_extending_a_name_that_clashes_is_told_where_it_is_said(put: Put, tmp_path: Path) -> None:
    put("grid.yaml")
    mine = put("mine.yaml", "name: mine\nextends: grid\n", tmp_path)
    with pytest.raises(DocumentError, match=r"mine.yaml:2:10: 2 templates are named 'grid': grid.yaml, .*grid.yaml"):
        lk.load(mine)


# --- bad folders -----------------------------------------------------------------------------------------------------


def test_a_broken_template_is_listed_with_its_faults_and_the_rest_without(put: Put) -> None:
    put("broken.yaml", BROKEN)
    put("sound.yaml")
    assert [str(fault).rpartition("/")[2] for fault in listed("broken").faults] == [
        "broken.yaml:8:51: unknown name 'gpa' (did you mean 'gap'?)"
    ]
    assert listed("sound").document is not None


def test_a_file_that_leads_to_itself_is_listed_as_unreadable(folder: Path) -> None:
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "playbooks").symlink_to(folder / "playbooks")
    assert "symbolic link" in str(listed("loop").faults[0])
    with pytest.warns(ShelfWarning, match="playbooks' is left out"):
        assert [one.name for one in shelf.playbooks()] == sorted(shelf.book_names())


def test_a_file_that_cannot_be_read_is_listed_with_the_reason(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said as the machine says it; a superuser, whom tests may run as, is refused nothing."""
    path = str(put("secret.yaml"))

    def opened(name: str, *mode: str) -> IO[Any]:
        if name == path:
            raise PermissionError(13, "Permission denied", name)
        return open(name, *mode)

    monkeypatch.setattr(files, "open", opened, raising=False)
    assert str(listed("secret").faults[0]) == f"template file {path!r} cannot be read: Permission denied"
    assert listed("grid").document is not None


def test_what_cannot_be_a_name_is_told_and_what_is_no_template_is_not_looked_at(put: Put, folder: Path) -> None:
    put("Our Layout.yaml")
    put("template.schema.json", "{}")
    put("notes.txt", "no template")
    put(".hidden.yaml")
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.yaml")).write_text(MINE)
    told = [one for one in shelf.listing() if one.name not in SHIPPED]
    assert [one.name for one in told] == ["Our Layout.yaml", r"caf\xe9.yaml"]
    assert all("the name of this file cannot be a template's" in str(one.faults[0]) for one in told)


def test_a_folder_that_is_not_there_is_a_warning_that_names_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYOUTKIT_TEMPLATES", str(folder / "gone"))
    with pytest.warns(ShelfWarning, match="LAYOUTKIT_TEMPLATES names '.*gone', which is left out: No such file or directory"):
        assert set(shelf.names()) == SHIPPED


def test_ten_thousand_files_are_too_many_and_hinder_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(10_000):
        (folder / f"t{number}.yaml").touch()
    with pytest.warns(ShelfWarning, match="is left out: it holds more than 1000 templates"):
        assert set(shelf.names()) == SHIPPED


def test_a_folder_that_is_full_of_other_things_is_not_searched_to_its_end(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_ENTRIES", 60)
    for number in range(61):
        put(f"{number}.txt", "")
    with pytest.warns(ShelfWarning, match="holds too many files"):
        assert "grid" in shelf.names()


def test_a_new_file_is_found_and_one_that_goes_is_missed(put: Put) -> None:
    path = put("ours.yaml")
    first = lk.load("ours")
    assert lk.load("ours") is first
    path.rename(path.with_name("yours.yaml"))
    with pytest.raises(UsageError, match=r"no template is named 'ours' \(did you mean 'yours'\?\)"):
        lk.load("ours")
