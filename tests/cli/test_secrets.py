"""The key comes from the environment and goes nowhere: no output, no error, no argument."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from layoutkit.app.cli import cli
from layoutkit.emulator import Emulator

from .conftest import Run
from .stage import APP_ID, COMMANDS, NOW, process

SECRET = "s3cr3t" + "0123456789abcdef" * 2
SIGN = hashlib.md5(f"{SECRET}{NOW + 60}".encode()).hexdigest()


@pytest.fixture(autouse=True)
def account_of_ours(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENCENTCLOUD_LIVE_APPID", str(APP_ID))
    monkeypatch.setenv("TENCENTCLOUD_LIVE_API_KEY", SECRET)
    monkeypatch.setattr("layoutkit.app.sending.waited", lambda seconds: None)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("show", "grid"),
        ("solve", "grid"),
        ("solve", "right-column", "--canvas", "540x600"),
        ("payload", "right-column"),
        ("payload", "grid"),
        ("send", "right-column", "--dry-run"),
        ("send", "right-column", "--endpoint", "http://127.0.0.1:1/", "--now", str(NOW)),
        ("send", "right-column", "--endpoint", "nonsense", "--now", str(NOW)),
        ("verify", "missing.json"),
        ("credentials", "--nonsense"),
        ("emulator", "--port", "70000"),
        ("demo", "--no-film", "--now", str(NOW)),
        ("init", "mine"),
        ("doctor",),
        ("emulator", "replay", "missing.jsonl"),
    ],
    ids=" ".join,
)
def test_neither_key_nor_sign_is_in_what_a_command_says(lk: Run, arguments: tuple[str, ...], form: str) -> None:
    said = lk(*arguments, "--format", form)
    assert SECRET not in said.all
    assert SIGN not in said.all


def test_credentials_give_the_sign_and_not_the_key(lk: Run) -> None:
    said = lk("credentials", "--now", NOW)
    assert SIGN in said.out
    assert SECRET not in said.all


def test_a_refusal_of_the_endpoint_does_not_tell_the_key(lk: Run, emulator: Emulator) -> None:
    """The emulator knows another key."""
    for form in ("text", "json"):
        said = lk("send", "right-column", "--secondaries", 1, "--endpoint", emulator.endpoint, "--now", NOW, "--format", form)
        assert said.code == 1
        assert SECRET not in said.all
        assert SIGN not in said.all


@pytest.mark.parametrize("key", ["two words", "line\nend", "ключ", " ", "x" * 500, "\x07bell"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(lk: Run, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("TENCENTCLOUD_LIVE_API_KEY", key)
    said = lk("credentials", "--now", NOW)
    assert (said.code, said.out) == (2, "")
    assert "key" in said.err
    assert not key.strip() or key not in said.err


def test_no_key_says_where_it_should_be(lk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENCENTCLOUD_LIVE_API_KEY")
    for arguments in (("credentials",), ("send", "right-column", "--endpoint", "http://127.0.0.1:1/")):
        said = lk(*arguments)
        assert said.code == 2
        assert "TENCENTCLOUD_LIVE_API_KEY in the environment" in said.err


def test_no_option_takes_a_key_or_a_sign() -> None:
    """A process list shows arguments."""
    options = {option for name in COMMANDS for parameter in cli.commands[name].params for option in parameter.opts}
    assert not {option for option in options if "key" in option.replace("--keep-clear", "") or "sign" in option or "secret" in option}


def test_help_does_not_show_the_environment(lk: Run) -> None:
    for command in COMMANDS:
        assert SECRET not in lk(command, "--help").out


def test_an_error_that_nobody_foresaw_does_not_show_the_key(tmp_path: Path) -> None:
    """Even its traceback: here the clock breaks while a request is signed."""
    code = "import time; time.time = None\nfrom layoutkit.app.cli import main; main()"
    said = process("credentials", code=code, TENCENTCLOUD_LIVE_API_KEY=SECRET)
    assert said.code != 0
    assert SECRET not in said.all
