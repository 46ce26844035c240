"""A real Chromium driven over its debugging pipe, with the standard library alone: what a page shows, says and looks like."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..picture.browser import CHROMIUM

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--mute-audio", "--hide-scrollbars", "--autoplay-policy=no-user-gesture-required", "--remote-debugging-pipe",
)  # fmt: skip

STARTS = """
import os, sys
pipes = [os.dup(os.dup(os.dup(int(end)))) for end in sys.argv[1:3]]
for end, known in zip(pipes, (3, 4)):
    os.dup2(end, known)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads its pipe at 3 and writes it at 4; both ends are first taken out of the way."""


class Browser:
    """One browser; its pages are its tabs. Commands go in and events come out as JSON, each ended by a zero byte."""

    def __init__(self, folder: Path) -> None:
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        command = [
            sys.executable,
            "-c",
            STARTS,
            str(to_read),
            str(to_write),
            str(CHROMIUM),
            *FLAGS,
            f"--user-data-dir={folder}",
            "about:blank",
        ]
        self._process = subprocess.Popen(command, pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self._input = os.fdopen(self._read, "rb")
        self._waiting, self._last = b"", 0
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._write)
        self._input.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """What a command of the protocol returns; events that come before it are kept."""
        self._last += 1
        document = {"id": self._last, "method": method, "params": params, **({"sessionId": session} if session else {})}
        os.write(self._write, json.dumps(document).encode() + b"\0")
        for told in self._told():
            if told.get("id") == self._last:
                assert "error" not in told, told
                result: dict[str, Any] = told["result"]
                return result
            self.events.append(told)
        raise AssertionError("the browser has gone")

    def _told(self) -> Iterator[dict[str, Any]]:
        while part := self._input.read1(65536):
            *whole, self._waiting = (self._waiting + part).split(b"\0")
            for text in whole:
                yield json.loads(text)

    @contextmanager
    def page(self, url: str, *, width: int = 1400, height: int = 900, dark: bool = False) -> Iterator[Page]:
        """A tab with this address in it, closed at the end."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        page = Page(self, self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for domain in ("Page", "Runtime", "Log"):
            page.call(f"{domain}.enable")
        page.size(width, height)
        page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        page.call("Page.navigate", url=url)
        try:
            yield page
        finally:
            self.call("Target.closeTarget", targetId=target)


class Page:
    """One tab."""

    def __init__(self, browser: Browser, session: str) -> None:
        self.browser, self.session = browser, session

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **params)

    def size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        told = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def until(self, expression: str, seconds: float = 20) -> Any:
        """Ask until it is something, which an expression that fails is not; what it then is."""
        end = time.monotonic() + seconds
        while not (found := self.ask(f"(() => {{ try {{ return {expression} }} catch {{ return null }} }})()")):
            assert time.monotonic() < end, f"{expression} was never true; complaints: {self.complaints()}"
            time.sleep(0.1)
        return found

    def complaints(self) -> list[str]:
        """Errors and warnings of the page: exceptions, its console, and what the browser refused or could not load."""
        found = []
        for event in self.browser.events:
            params = event.get("params", {})
            if event.get("sessionId") != self.session:
                continue
            if event["method"] == "Runtime.exceptionThrown":
                found.append(str(params["exceptionDetails"]))
            if event["method"] == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
                found.append(str(params["args"]))
            if event["method"] == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                found.append(str(params["entry"]))
        return found

    def shot(self, file: Path, whole: bool = True) -> None:
        """A PNG of the page, of all of it or of what the window shows."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]))
