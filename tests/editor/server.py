"""An editor's side of the language server protocol: enough to open a file, and to ask what is shown at a place in it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Server:
    """A language server that was started, and is spoken with over its standard streams."""

    def __init__(self, command: Sequence[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.asked = 0
        self.judged: dict[str, list[dict[str, Any]]] = {}
        """What it last found wrong with each file."""
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.communicate(timeout=30)

    # what is asked of it

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Open a file with a text, which need not be the one on the disk; what is wrong with it."""
        uri = path.as_uri()
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        while uri not in self.judged:
            self.take()
        return self.judged[uri]

    def close(self, path: Path) -> None:
        """Close a file."""
        self.tell("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is told of the word at a place, both counted from nought; empty if nothing."""
        found = self.ask("textDocument/hover", _at(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def completion(self, path: Path, line: int, column: int) -> list[dict[str, Any]]:
        """What may be put at a place, in the order in which it is offered."""
        items: list[dict[str, Any]] = self.ask("textDocument/completion", _at(path, line, column))["items"]
        return sorted(items, key=lambda item: str(item.get("sortText", item["label"])))

    # the protocol

    def ask(self, method: str, params: Any) -> Any:
        """A request, and its result."""
        self.asked += 1
        self.put({"id": self.asked, "method": method, "params": params})
        while True:
            message = self.take()
            if message.get("id") == self.asked and "method" not in message:
                assert "error" not in message, message["error"]
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
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.judged[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            asked = message["params"].get("items", ()) if isinstance(message["params"], dict) else ()
            self.put({"id": message["id"], "result": [None for _ in asked]})
        return message


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
