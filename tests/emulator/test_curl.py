"""Curl lines: run by a real shell, they send what was sent, signed anew."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import layoutkit
from layoutkit.emulator import Emulator
from layoutkit.emulator.journal.curl import curl_of, request_document, signing_of
from layoutkit.emulator.journal.notes import Note

from .stage import APP_ID, CANVAS, KEY, NOW, PAGE_SIGN, STREAMS, Stage, page, query

CURL = pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="curl or bash is not there")
COMMAND = f"""layoutkit() {{ {sys.executable} -c 'from layoutkit.app.cli import main; main()' "$@"; }}"""


def noted(body: bytes, ask: str | None = None) -> Note:
    stage = Stage()
    stage.ask(body, ask)
    return stage.cloud.journal.recent()[-1]


def sent(note: Note) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an emulator noted when a shell ran the two lines, and what it replied."""
    with Emulator(APP_ID, KEY, now=time.time) as emulator:
        for stream in STREAMS:
            emulator.cloud.push(stream, CANVAS, 0)
        lines = request_document(note, emulator.endpoint)
        environment = os.environ | {"TENCENTCLOUD_LIVE_API_KEY": KEY, "PYTHONPATH": str(Path(layoutkit.__file__).parents[1])}
        script = "\n".join(["set -e", COMMAND, lines["first"], lines["curl"]])
        done = subprocess.run(["bash"], input=script.encode(), capture_output=True, env=environment, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return emulator.cloud.journal.recent()[-1].about, json.loads(done.stdout)


def test_the_line_is_the_one_of_the_page() -> None:
    note = noted(b'{"a": "it\'s"}')
    assert signing_of(note) == 'eval "$(layoutkit credentials --format env)"'
    assert curl_of(note, "http://127.0.0.1:8088/common_access") == (
        f'curl -X POST "http://127.0.0.1:8088/common_access?cmd={APP_ID}&interface=Mix_StreamV2&t=$T&sign=$SIGN"'
        """ -H 'Content-Type: application/json' -d '{"a": "it'"'"'s"}'"""
    )


def test_an_address_is_nothing_but_an_address_to_a_shell() -> None:
    """Whoever serves the page says where that is, and a page may be anybody's."""
    line = curl_of(noted(b"{}"), 'http://127.0.0.1/$(id)`id`"\\')
    assert line.startswith(r'curl -X POST "http://127.0.0.1/\$(id)\`id\`\"\\?cmd=')


def test_no_line_holds_a_sign() -> None:
    said = str(request_document(noted(PAGE_SIGN.encode()), "http://127.0.0.1:8088/common_access"))
    assert PAGE_SIGN not in said
    assert KEY not in said


BODIES = [
    b"",
    b"@/etc/passwd",
    b'it\'s $HOME `id` "x" \\ !! %s\n\ttwo lines\n\n',
    "ünïcode \u2028 \U0001f600".encode(),
    b"\xff\x00\xfe",
    b"[" + b"1," * 90_000 + b"1]",
    b"-d",
]


@CURL
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_shell_sends_the_very_body(body: bytes) -> None:
    (asked, _) = sent(noted(body))
    assert (base64.b64decode(asked["body_base64"]) if "body_base64" in asked else asked["body"].encode()) == body
    assert asked["sign"] == "right"


@CURL
@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (None, 0),
        (query(t=NOW - 40), -90002),
        (query(sign="x"), -90001),
        (query(leave="sign"), -90001),
        (query(interface='$(id)"&`id`'), -90003),
        (query(t="$T"), -90003),
        (query() + "&cmd=1", -90003),
        (query(t=NOW * 1000), -90003),
    ],
)
def test_a_shell_gets_the_same_verdict(ask: str | None, code: int) -> None:
    note = noted(json.dumps(page()).encode(), ask)
    assert note.about["code"] == code
    assert sent(note)[1]["code"] == code
