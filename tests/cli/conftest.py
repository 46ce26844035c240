"""What the tests of the command line share: commands run in this process from an empty folder, and documents to feed them."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from layoutkit.app.cli import cli
from layoutkit.app.shell import run
from layoutkit.emulator import Emulator
from layoutkit.geometry import Size

from .stage import ACCOUNT, APP_ID, KEY, NOW, Endpoint, Said

Run = Callable[..., Said]


@pytest.fixture
def lk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command line: `lk("solve", "grid")` gives what it said. No account, an empty folder, no traceback ever."""
    for name in ACCOUNT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, stdin: bytes = b"") -> Said:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        capsys.readouterr()
        code = run(cli, [str(argument) for argument in arguments])
        said = Said(code, *capsys.readouterr())
        assert "Traceback" not in said.all
        return said

    return call


@pytest.fixture
def account(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's example account in the environment."""
    monkeypatch.setenv("TENCENTCLOUD_LIVE_APPID", str(APP_ID))
    monkeypatch.setenv("TENCENTCLOUD_LIVE_API_KEY", KEY)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """An endpoint that accepts everything and keeps it, to see that nothing came."""
    counting = Endpoint()
    server = counting.serve()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield counting
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """Tencent on this machine, at the page's time, with a primary and two guests pushed."""
    with Emulator(APP_ID, KEY, now=lambda: NOW, log=lambda line: None) as running:
        for stream in ("8888_denny", "8888_rex", "8888_link"):
            running.cloud.push(stream, Size(540, 960), NOW)
        yield running


@pytest.fixture
def layout_file(lk: Run, tmp_path: Path) -> Path:
    """A layout document of the right column with three guests."""
    return _written(lk, tmp_path / "layout.json", "solve", "right-column", "--format", "json")


@pytest.fixture
def payload_file(lk: Run, tmp_path: Path) -> Path:
    """A payload of the right column with three guests."""
    return _written(lk, tmp_path / "payload.json", "payload", "right-column", "--app-id", APP_ID, "--now", NOW)


def _written(lk: Run, path: Path, *arguments: object) -> Path:
    said = lk(*arguments, "-o", path)
    assert (said.code, said.out) == (0, "")
    return path
