"""Installed packs: entry points of `layoutkit.template_packs`, each with its metadata; a broken one is a warning that names it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import layoutkit as lk
from layoutkit import shelf
from layoutkit.errors import ShelfWarning, UsageError

from .conftest import Put

Install = Callable[..., Path]
HERE = "from pathlib import Path\nFOLDER = Path(__file__).parent / 'acme'\n"


def test_the_templates_of_a_pack_are_on_the_shelf(install: Install, put: Put) -> None:
    site = install("acme", HERE)
    put("acme-wall.yaml", where=site / "acme")
    assert lk.load("acme-wall").title == "Of our own"
    assert [one.origin for one in shelf.listing() if one.name == "acme-wall"] == ["pack acme"]


def test_a_pack_may_give_several_folders(install: Install, put: Put) -> None:
    site = install("acme", HERE + "FOLDER = [str(FOLDER), FOLDER.with_name('more')]\n")
    put("one.yaml", where=site / "acme")
    put("two.yaml", where=site / "more")
    assert {"one", "two"} < set(shelf.names())


def test_its_name_clash_shows_both_files(install: Install, put: Put) -> None:
    path = put("grid.yaml", where=install("acme", HERE) / "acme")
    with pytest.raises(UsageError) as refused:
        lk.load("grid")
    assert str(path) in str(refused.value)
    assert "pack acme" in str(refused.value)


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("import nothing_of_that_name", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("raise SystemExit('stop')", "SystemExit: stop"),
        ("FOLDER = 3", "TypeError: a pack gives a folder or a list of folders, not int"),
        ("FOLDER = 'templates'", "ValueError: a pack gives whole paths, not 'templates'"),
        ("OTHER = 3", "AttributeError: .*FOLDER"),
        ("def FOLDER(: pass", "SyntaxError: "),
    ],
)
def test_a_pack_that_fails_is_a_warning_that_names_it(install: Install, put: Put, module: str, says: str) -> None:
    install("broken", module)
    put("acme-wall.yaml", where=install("acme", HERE) / "acme")
    with pytest.warns(ShelfWarning, match=rf"pack broken \(broken-pack 1.2\) is left out: {says}"):
        assert lk.load("acme-wall").name == "acme-wall"


def test_a_pack_without_its_folder_is_told(install: Install) -> None:
    install("acme", HERE)
    with pytest.warns(ShelfWarning, match="pack acme names '.*acme', which is left out: No such file"):
        assert "grid" in shelf.names()


def test_packs_are_found_once_in_a_process(install: Install, put: Put) -> None:
    site = install("acme", HERE + "with open(Path(__file__).with_name('log'), 'a') as log: log.write('x')\n")
    put("acme-wall.yaml", where=site / "acme")
    for _ in range(3):
        lk.load("acme-wall")
        shelf.names()
    assert (site / "log").read_text() == "x"


def test_where_there_is_no_pack_importlib_metadata_is_not_loaded() -> None:
    """It takes longer than a layout."""
    code = "import sys; from layoutkit import shelf; shelf.load('grid'); print('importlib.metadata' in sys.modules)"
    assert subprocess.run([sys.executable, "-S", "-c", _on_path(code)], capture_output=True, text=True, check=True).stdout == "False\n"


def _on_path(code: str) -> str:
    """Without the site's own start, which may load it for reasons of its own."""
    return f"import sys; sys.path += {sys.path!r}; {code}"
