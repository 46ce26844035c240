"""An editor's side of the language server protocol: enough to open a file, and to ask what is shown at a place in it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from typing import Any

PATIENCE = 60
"""Seconds; a server that says nothing for so long is ended, and the test that waits for it fails."""


class Server:
    """A language server that was started, and is spoken with over its standard streams."""

    def __init__(self, command: Sequence[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.asked = 0
        self.faults: dict[str, list[dict[str, Any]]] = {}
        """What it last found wrong with each file, by its address."""
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})

    def end(self) -> None:
        """Ask it to stop, and wait until it has."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.communicate(timeout=PATIENCE)

    # what an editor does

    def open(self, path: Path, text: str) -> None:
        """Open a file with a text, which need not be the one on the disk; it is judged when the server finds the time."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def wrong(self, path: Path) -> list[dict[str, Any]]:
        """All that is underlined in a file that was opened."""
        while path.as_uri() not in self.faults:
            self.take()
        return self.faults[path.as_uri()]

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is told of the word at a place, both counted from nought, as Markdown; empty if nothing."""
        found = self.ask("textDocument/hover", _at(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def offers(self, path: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
        """What may be put at a place, by its label."""
        items = self.ask("textDocument/completion", _at(path, line, column))["items"]
        return {item["label"].strip('"'): item for item in items}

    # the protocol

    def ask(self, method: str, params: Any) -> Any:
        """A request, and its result."""
        self.asked += 1
        self.put({"id": self.asked, "method": method, "params": params})
        while True:
            message = self.take()
            if message.get("id") == self.asked and "method" not in message:
                return message["result"]

    def tell(self, method: str, params: Any) -> None:
        """A notification."""
        self.put({"method": method, "params": params})

    def put(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def take(self) -> dict[str, Any]:
        """The next message; what is wrong with a file is noted, what the server asks is answered with nothing."""
        patience = Timer(PATIENCE, self.process.kill)
        patience.start()
        message = self.read()
        patience.cancel()
        if message.get("method") == "textDocument/publishDiagnostics":
            self.faults[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            items = message["params"].get("items", ()) if isinstance(message["params"], dict) else ()
            self.put({"id": message["id"], "result": [None for _ in items]})
        return message

    def read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
