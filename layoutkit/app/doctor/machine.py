"""How `layoutkit doctor` looks at this machine: programs and packages in processes of their own, with a time limit; ports by a knock."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from layoutkit.app.shell import APP_ID, KEY

LIMIT_S = 20.0
"""How long a program or a package may take to tell its version, in seconds."""

KNOCK_S = 1.0
"""How long a port may take to answer, in seconds."""

SYSTEM = ("/usr/sbin", "/usr/local/sbin")
"""Where servers are, which are not on everybody's PATH."""

Tenant = Literal["nobody", "emulator", "rtmp", "somebody"]
"""Who listens on a port."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process of its own said, and whether it ended well."""

    well: bool
    text: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked at: the environment, and where modules and programs are found."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def program(self, *names: str) -> str | None:
        """The path of the first of these programs that there is."""
        folders = os.pathsep.join([self.environment.get("PATH", os.defpath), *SYSTEM])
        return next((found for name in names if (found := shutil.which(name, path=folders))), None)

    def package(self, name: str, module: str) -> str | None:
        """The version of a package whose module can be found; it is not imported."""
        with suppress(ImportError, ValueError):
            if util.find_spec(module) is not None:
                with suppress(metadata.PackageNotFoundError):
                    return metadata.version(name)
                return "of unknown version"
        return None

    def python(self, code: str) -> Ran:
        """What a few lines of Python say in a process of their own, which may crash or hang."""
        return self.run([sys.executable, "-P", "-W", "ignore", "-c", code])

    def run(self, command: Sequence[str]) -> Ran:
        """What a program says; it knows no account, and gets no input."""
        try:
            done = subprocess.run(  # noqa: S603 - our own words, no shell
                command, capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT_S, check=False, env=self._for_others()
            )
        except subprocess.TimeoutExpired:
            return Ran(False, f"no answer within {LIMIT_S:g} s")
        except (OSError, ValueError) as error:
            return Ran(False, getattr(error, "strerror", None) or type(error).__name__)
        text = (done.stdout + (b"" if done.stdout.strip() else done.stderr)).decode("utf-8", "replace").strip()
        return Ran(done.returncode == 0, text or f"it ended with {done.returncode} and said nothing")

    def _for_others(self) -> dict[str, str]:
        kept = {name: value for name, value in self.environment.items() if name not in (APP_ID, KEY) and not name.startswith("LAYOUTKIT_")}
        ours = str(Path(__file__).resolve().parents[3])
        return kept | {"PYTHONPATH": os.pathsep.join(part for part in (ours, kept.get("PYTHONPATH", "")) if part)}

    def tenant(self, port: int) -> Tenant:
        """Who listens on a port of loopback."""
        try:
            with closing(socket.create_connection(("127.0.0.1", port), KNOCK_S)):
                pass
        except OSError:
            return "nobody"
        return "emulator" if _is_emulator(port) else "rtmp" if _is_rtmp(port) else "somebody"


def _is_emulator(port: int) -> bool:
    with (
        suppress(OSError, http.client.HTTPException),
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=KNOCK_S)) as connection,
    ):
        connection.request("GET", "/settings")
        return (connection.getresponse().getheader("Server") or "").startswith("layoutkit-emulator")
    return False


def _is_rtmp(port: int) -> bool:
    """An RTMP server answers the first bytes of a handshake with its own version, 3."""
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), KNOCK_S)) as connection:
        connection.sendall(b"\x03" + bytes(1536))
        return connection.recv(1) == b"\x03"
    return False


def last_line(text: str) -> str:
    """The last line of what a process said, where Python tells what was wrong."""
    return (text.strip().splitlines() or [""])[-1][:160]
