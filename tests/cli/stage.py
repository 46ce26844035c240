"""What the tests of the command line stand on: what a command said, a process of its own, an endpoint that counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import layoutkit

APP_ID = 1250000000
KEY = "40328529ca4381a80c6ecf2e6aa57438"
NOW = 1490858287
"""The page's example of a signature: with this second, t is 1490858347 (Mix_StreamV2, section 2)."""

COMMANDS = (
    "list",
    "show",
    "pick",
    "solve",
    "payload",
    "send",
    "verify",
    "draw",
    "gallery",
    "check",
    "emulator",
    "demo",
    "credentials",
    "doctor",
    "init",
    "schema",
)
ACCOUNT = ("TENCENTCLOUD_LIVE_APPID", "TENCENTCLOUD_LIVE_API_KEY", "TENCENTCLOUD_LIVE_ENDPOINT")

ROLES = """\
name: roles
secondaries: 0..3
canvases: [600x300]
roles: {screen: 0..1}
rules:
  - size:  {width: 100, height: 100}
  - place: {tiles: screen, at: top right}
  - stack: {tiles: all but screen, at: bottom left}
"""
"""A template with a role: whoever has it stands in a corner of his own."""


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def all(self) -> str:
        return self.out + self.err


def process(*arguments: str, code: str = "from layoutkit.app.cli import main; main()", **environment: str) -> Said:
    """A command in a process of its own, with no account but the one given."""
    kept = {name: value for name, value in os.environ.items() if name not in ACCOUNT}
    kept["PYTHONPATH"] = str(Path(layoutkit.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        env=kept | environment,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass
class Endpoint:
    """An endpoint on loopback that says yes to all, and keeps what was posted."""

    posted: list[bytes] = field(default_factory=list)
    url: str = ""

    def serve(self) -> HTTPServer:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                endpoint.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
                answer = json.dumps({"code": 0, "message": "Success!", "timestamp": json.loads(endpoint.posted[-1])["timestamp"]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}/common_access"
        return server
