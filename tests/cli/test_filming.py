"""The film of the demo: where it cannot be made, nothing of it is left behind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from layoutkit.app import filming
from layoutkit.app.filming import Filming
from layoutkit.emulator import Emulator
from layoutkit.emulator.air.media import Media
from layoutkit.errors import UsageError
from layoutkit.geometry import Size


def test_a_film_that_does_not_begin_leaves_no_file_and_nobody_who_pushes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("av")
    from layoutkit.emulator.mixer.film import Film

    monkeypatch.setattr(Film, "begun", lambda film, patience: Path(film.path).touch() or False)
    monkeypatch.setattr(filming, "SCENE_S", 0.0)
    with Emulator(1250000000, "a key of this test", media=Media()) as emulator:
        before = set(threading.enumerate())
        film = Filming(emulator, "8888_denny", ["8888_rex"], Size(90, 160), tmp_path)
        with pytest.raises(UsageError, match="no picture came"):
            film.__enter__()
        pushing = [thread for thread in set(threading.enumerate()) - before if "ThreadPool" in thread.name]
        assert not pushing
    assert not list(tmp_path.iterdir())
