"""Programs beside layoutkit, and the ports that the emulator wants."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from layoutkit.app.doctor.machine import Machine, last_line
from layoutkit.app.doctor.part import Look, Part, State


def _program(names: Sequence[str], asked: Sequence[str], use: str, hint: str) -> Look:
    def look(machine: Machine) -> Part:
        path = machine.program(*names)
        if path is None:
            return Part("programs", names[0], "missing", "not found", use, hint)
        ran = machine.run([path, *asked])
        first = (ran.text.splitlines() or [""])[0][:80]
        return Part("programs", names[0], "fine" if ran.well else "broken", first, use, hint)

    return look


def _nginx(machine: Machine) -> Part:
    use, hint = "tests that hold the RTMP ingest beside another server", "apt install nginx libnginx-mod-rtmp"
    path = machine.program("nginx")
    if path is None:
        return Part("programs", "nginx", "missing", "not found", use, hint)
    ran = machine.run([path, "-V"])
    version = re.search(r"nginx/([0-9.]+)", ran.text)
    if not ran.well or version is None:
        return Part("programs", "nginx", "broken", last_line(ran.text)[:80], use, hint)
    folder = re.search(r"--modules-path=(\S+)", ran.text)
    rtmp = "nginx-rtmp" in ran.text.replace("_", "-") or (folder and os.path.exists(os.path.join(folder[1], "ngx_rtmp_module.so")))
    return Part("programs", "nginx", "fine" if rtmp else "broken", f"{version[1]}, {'with' if rtmp else 'without'} rtmp", use, hint)


# --- ports -----------------------------------------------------------------------------------------------------------

_TENANTS = {"nobody": "free", "emulator": "an emulator of layoutkit listens there", "rtmp": "an RTMP server listens there"}


def _port(port: int, use: str, ours: str, hint: str) -> Look:
    def look(machine: Machine) -> Part:
        found = machine.tenant(port)
        state: State = "fine" if found in ("nobody", ours) else "taken"
        return Part("ports", f"port {port}", state, _TENANTS.get(found, "something else listens there"), use, hint)

    return look


PROGRAMS: tuple[Look, ...] = (
    _program(("ffmpeg",), ("-version",), "pushing streams of your own to the emulator", "apt install ffmpeg"),
    _program(("ffprobe",), ("-version",), "looking at streams and files", "apt install ffmpeg"),
    _nginx,
    _program(("chromium", "chromium-browser", "google-chrome"), ("--version",), "tests of pages in a browser", "apt install chromium"),
    _port(8088, "the emulator (mix requests, control calls)", "emulator", "layoutkit emulator --port 9000"),
    _port(1935, "RTMP (streams that are pushed)", "rtmp", "end what listens there, if you want it for RTMP"),
)
