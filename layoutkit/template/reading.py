"""YAML 1.2 (and so JSON) text into plain data, with the line and column of every key and value.

PyYAML's events are turned into data here, because its own constructor reads YAML 1.1 (`16:9` as 969, `no` as false), keeps the last
of two equal keys, and expands aliases without bound. The only home of yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from layoutkit.documents import HALF, MAX_DEPTH, Keys, read_json, read_text
from layoutkit.errors import DocumentError, Fault, Where
from layoutkit.template.source import Source
from layoutkit.template.stumbling import stumbled, unprintable

MAX_NODES = 20_000
"""A template has some fifty values; more than this, aliases counted as often as they stand, is refused."""

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE, _FALSE = frozenset(("true", "True", "TRUE")), frozenset(("false", "False", "FALSE"))
_FIRST = frozenset(("", *"~nNtTfF-+.0123456789"))
"""What a plain value begins with that may be more than text."""
_INT = re.compile(r"[-+]?[0-9]{1,15}|0o[0-7]{1,15}|0x[0-9a-fA-F]{1,12}", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)


def read(source: bytes, file: str) -> Source:
    """Read one YAML 1.2 document; what is none, is too large or too deep, or has a key twice, is a DocumentError."""
    text = read_text(source, file)
    begun = Source(file, tuple(text.splitlines()))
    if text.lstrip()[:1] == "{" and _SURROGATE.search(text) and (found := _json(source, begun)):
        return found
    return replace(begun, data=_Reader(begun).document(text))


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _json(source: bytes, begun: Source) -> Source | None:
    """JSON that writes a character beyond 16 bits as a pair of escapes, which YAML does not know; None where it is no JSON."""
    try:
        data, locate = read_json(source, begun.file)
    except DocumentError as error:
        if error.faults[0].says == HALF:
            raise DocumentError([replace(f, line=begun.line(f.where)) for f in error.faults if f.where]) from None
        return None
    paths = list(islice(_paths(data), MAX_NODES + 1))
    if len(paths) > MAX_NODES:
        raise DocumentError(Fault(f"more than {MAX_NODES} values", Where(begun.file, 1, 1)))
    for path in paths:
        for places, key in ((begun.values, False), (begun.keys, True)):
            if where := locate(path, key):
                places[path] = (where.line, where.column)
    return replace(begun, data=data)


def _paths(value: Any, path: Keys = ()) -> Iterator[Keys]:
    """Every part of a document, itself first."""
    yield path
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _paths(inner, (*path, step))


class _Reader:
    """Builds data from YAML events, one node at a time, and remembers where each began."""

    def __init__(self, source: Source) -> None:
        import yaml

        self.yaml: Any = yaml
        self.source = source
        self.nodes = 0
        self.anchors: dict[str, Any] = {}

    def document(self, text: str) -> Any:
        yaml = self.yaml
        try:
            loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
            events = iter(loader.get_event, None)
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    data = self.node(next(events), events, ())
                    self.expect_end(events)
                    return data
        except yaml.MarkedYAMLError as error:
            raise DocumentError(stumbled(self.source, error)) from None
        except yaml.reader.ReaderError as error:
            raise DocumentError(unprintable(self.source.file, text, error)) from None
        raise DocumentError(Fault("the document is empty", Where(self.source.file, 1, 1)))

    def expect_end(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, self.yaml.DocumentStartEvent):
                self.fail("a second document begins here", event, "one template a file")

    def node(self, event: Any, events: Iterator[Any], path: Keys) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.fail(f"more than {MAX_NODES} values", event, "aliases count as often as they stand")
        if len(path) > MAX_DEPTH:
            self.fail(f"nested more than {MAX_DEPTH} deep", event)
        yaml, mark = self.yaml, event.start_mark
        self.source.values[path] = (mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if event.tag not in (None, "!"):
            self.fail(f"the tag {str(event.tag)[:60]!r} is not known", event, "write plain values; quotes make text")
        before = self.nodes
        if isinstance(event, yaml.ScalarEvent):
            value = self.scalar(event)
            if not isinstance(value, str):
                self.source.raw[path] = event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self.sequence(events, path)
        else:
            value = self.mapping(events, path)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.nodes - before + 1)
        return value

    def alias(self, event: Any) -> Any:
        if event.anchor not in self.anchors:
            self.fail(f"the alias *{event.anchor} names nothing before it", event)
        value, size = self.anchors[event.anchor]
        self.nodes += size
        if self.nodes > MAX_NODES:
            self.fail(f"more than {MAX_NODES} values", event, "aliases count as often as they stand")
        return value

    def sequence(self, events: Iterator[Any], path: Keys) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), self.yaml.SequenceEndEvent):
            items.append(self.node(event, events, (*path, len(items))))
        return items

    def mapping(self, events: Iterator[Any], path: Keys) -> dict[str, Any]:
        yaml = self.yaml
        found: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.fail("a key must be a word", event)
            key, inner = event.value, (*path, event.value)
            if key in found:
                first = self.source.where(inner, True)
                hint = f"first at line {first.line}, column {first.column}"
                self.source.faults.append(self.fault(f"key {key[:60]!r} stands here a second time", event, hint))
            self.source.keys[inner] = (event.start_mark.line + 1, event.start_mark.column + 1)
            found[key] = self.node(next(events), events, inner)
        return found

    def scalar(self, event: Any) -> Any:
        text: str = event.value
        return text if event.style or event.tag == "!" else self.plain(text, event)

    def plain(self, text: str, event: Any) -> Any:
        """A plain scalar by the YAML 1.2 core schema: `no` and `16:9` are text."""
        if text[:1] not in _FIRST:
            return text
        if text in _NULL:
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        if _INT.fullmatch(text):
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        if text.lstrip("+-").isdigit() and text.isascii():
            self.fail(f"the number {text[:20]}… is too long", event)
        return float(text) if _FLOAT.fullmatch(text) else text

    def fault(self, says: str, event: Any, hint: str = "") -> Fault:
        where = Where(self.source.file, event.start_mark.line + 1, event.start_mark.column + 1)
        return Fault(says, where, hint, self.source.line(where))

    def fail(self, says: str, event: Any, hint: str = "") -> None:
        raise DocumentError(self.fault(says, event, hint))
