"""A shelf of the test's own beside layoutkit's: a folder that LAYOUTKIT_TEMPLATES names, and packs that are really installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layoutkit import shelf

from .stage import MINE

Put = Callable[..., Path]


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No folder and no pack but the test's own, and none of them after it."""
    monkeypatch.delenv("LAYOUTKIT_TEMPLATES", raising=False)
    shelf.forget()
    yield
    shelf.forget()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of templates that the environment names."""
    made = tmp_path / "templates"
    made.mkdir()
    monkeypatch.setenv("LAYOUTKIT_TEMPLATES", str(made))
    return made


@pytest.fixture
def put(folder: Path) -> Put:
    """Write a template into the folder: a right column of its own name, or the text given."""

    def written(name: str, text: str = MINE, where: Path = folder) -> Path:
        path = where / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("NAME", path.stem.partition("@")[0]), "utf-8")
        return path

    return written


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Path]:
    """Install a distribution whose entry point is a pack: its module's text, and what its metadata say."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def installed(name: str, module: str, value: str = "") -> Path:
        (site / f"{name}_pack.py").write_text(module, "utf-8")
        info = site / f"{name}_pack-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-pack\nVersion: 1.2\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[layoutkit.template_packs]\n{name} = {value or f'{name}_pack:FOLDER'}\n", "utf-8")
        monkeypatch.delitem(sys.modules, f"{name}_pack", raising=False)
        return site

    return installed
