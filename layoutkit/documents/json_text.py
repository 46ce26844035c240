"""JSON text into data, with the place of every part, so that a fault in a payload has a line and a column too."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from layoutkit.documents.checking import shown
from layoutkit.documents.files import MAX_BYTES, MAX_DEPTH, Keys, Locate
from layoutkit.errors import DocumentError, Fault, Where


def read_text(source: bytes, file: str) -> str:
    """The text of a document: UTF-8, at most 1 MB."""
    if len(source) > MAX_BYTES:
        raise DocumentError(Fault("too much for a document", Where(file), f"at most {MAX_BYTES} bytes"))
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        where = Where(file, line, column)
        raise DocumentError(Fault(f"byte 0x{source[error.start]:02x} is not UTF-8", where, "save the file as UTF-8")) from None


def read_json(source: bytes, file: str) -> tuple[Any, Locate]:
    """A JSON document and the place of each of its parts; what is no JSON, or has a key twice, is a DocumentError."""
    text = read_text(source, file)
    scanner = _JsonScanner(text, file)
    value = scanner.document()
    return value, scanner.locate


_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
    (?P<mark>[{}\[\],:]) | (?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
    | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.]) | (?P<word>true|false|null)\b | (?P<end>\Z) )""",
    re.VERBOSE | re.ASCII,
)


HALF = "half a surrogate pair is no character"

_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\[^u]|\\u(?![dD][89a-fA-F])....|(\\u....)")
"""Escapes in a string; the one that is half a character is a group."""


class _JsonScanner:
    """Reads JSON and remembers where each part of it stands."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file, self.at, self.start = text, file, 0, 0
        self.marks: dict[Keys, int] = {}
        self.keys: dict[Keys, int] = {}

    def document(self) -> Any:
        kind, token = self.next()
        value = self.value(kind, token, ())
        if self.next()[0] != "end":
            self.fail("only one document may stand in a file")
        return value

    def locate(self, path: Keys, key: bool = False) -> Where | None:
        if key and path in self.keys:
            return self.where(self.keys[path])
        while path and path not in self.marks:
            path = path[:-1]
        return self.where(self.marks.get(path, 0))

    def where(self, at: int) -> Where:
        return Where(self.file, self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at))

    def fail(self, says: str, hint: str = "") -> NoReturn:
        raise DocumentError(Fault(says, self.where(self.start), hint))

    def next(self) -> tuple[str, str]:
        found = _TOKEN.match(self.text, self.at)
        if not found or not found.lastgroup:
            rest = self.text[self.at :]
            self.start = self.at + len(rest) - len(rest.lstrip())
            self.fail(
                f"{shown(rest.lstrip()[:1])} cannot stand here in JSON",
                "strings in double quotes, no comments, no comma at the end",
            )
        self.at, self.start = found.end(), found.start(found.lastgroup)
        return found.lastgroup, found[found.lastgroup]

    def value(self, kind: str, token: str, path: Keys) -> Any:
        self.marks[path] = self.start
        if len(path) > MAX_DEPTH:
            self.fail(f"nested more than {MAX_DEPTH} deep")
        if kind in ("string", "word"):
            return self.text_of(token) if kind == "string" else json.loads(token)
        if kind == "number":
            if len(token) > 30:
                self.fail(f"the number {shown(token)} is too long")
            return json.loads(token)
        if token == "{":
            return self.members(path)
        if token == "[":
            return self.items(path)
        return self.fail(f"{token!r} where a value should stand" if token else "the document ends too early")

    def text_of(self, token: str) -> str:
        """A string; half a character, which no file could hold, is refused."""
        text: str = json.loads(token)
        if any("\ud800" <= char <= "\udfff" for char in text):
            self.start += next((found.start() for found in _ESCAPE.finditer(token) if found[1]), 0)
            self.fail(HALF, "write the character itself, or both halves")
        return text

    def members(self, path: Keys) -> dict[str, Any]:
        found: dict[str, Any] = {}
        kind, token = self.next()
        while token != "}" or kind != "mark":
            if kind != "string":
                self.fail("a key in double quotes should stand here")
            key = self.text_of(token)
            if key in found:
                self.fail(f"key {shown(key)} stands here a second time", f"first at {self.where(self.keys[(*path, key)])}")
            self.keys[(*path, key)] = self.start
            if self.next()[1] != ":":
                self.fail("a colon should stand here")
            found[key] = self.value(*self.next(), (*path, key))
            kind, token = self.after("}")
        return found

    def items(self, path: Keys) -> list[Any]:
        found: list[Any] = []
        kind, token = self.next()
        while token != "]" or kind != "mark":
            found.append(self.value(kind, token, (*path, len(found))))
            kind, token = self.after("]")
        return found

    def after(self, close: str) -> tuple[str, str]:
        """After a member: the closing mark, or a comma and what follows it."""
        kind, token = self.next()
        if (kind, token) == ("mark", ","):
            kind, token = self.next()
            if (kind, token) == ("mark", close):
                self.fail("a comma before the end", "take it away")
            return kind, token
        if (kind, token) != ("mark", close):
            self.fail(f"a comma or {close!r} should stand here")
        return kind, token
