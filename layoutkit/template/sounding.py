"""A document without the parts that its schema refuses, so that the rest of it can be judged too, and all faults are told at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from layoutkit.documents import Keys
from layoutkit.errors import Fault
from layoutkit.template.digests import BESIDE
from layoutkit.template.source import Source

_ROUNDS = 8
"""What is taken out may leave a hole that is refused in turn, such as a rule without its word; no document has more layers of these."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of those that extend each other: its text, what of it is sound, and what is wrong with the rest."""

    source: Source
    data: Any
    """What its schema allows; None where there is nothing left to judge."""
    faults: tuple[Fault, ...]

    @property
    def extends(self) -> str | None:
        name: str | None = self.data.get("extends") if self.data is not None else None
        return name


def sounded(source: Source) -> Document:
    """A document held against its schema, and rid of what that refuses."""
    source = _with_canvases(source)
    faults, paths = source.schema_faults("template")
    data = _rid(source, paths) if faults else source.data
    return Document(source, data, (*source.faults, *faults))


def _with_canvases(source: Source) -> Source:
    """A canvas is text, also where YAML takes it for a number: 0x0."""
    if isinstance(source.data, dict) and isinstance(canvases := source.data.get("canvases"), list):
        return source.holding({**source.data, "canvases": [source.raw.get(("canvases", i), canvas) for i, canvas in enumerate(canvases)]})
    return source


def _rid(source: Source, paths: list[Keys]) -> Any:
    """The data without the refused parts, again and again until nothing is refused."""
    if not isinstance(source.data, dict):
        return None
    data = json.loads(json.dumps(source.data))
    for _ in range(_ROUNDS):
        for path in sorted(set(paths), key=len, reverse=True):
            _take_out(data, path)
        kept = {**_least("extends" in data), **data}
        faults, paths = source.holding(kept).schema_faults("template")
        if not faults:
            return kept
    return None


def _least(extends: bool) -> dict[str, Any]:
    """What stands in for keys that a document must have."""
    return {"name": "unnamed", **({} if extends else {"secondaries": 1, "canvases": ["540x960"], "rules": []})}


def _take_out(data: Any, path: Keys) -> None:
    """Take a part out; of most lists the whole goes, but rules, canvases and the like keep their places, and an `either` its lists."""
    holder = data
    for index, step in enumerate(path):
        if isinstance(holder, list) and not _keeps_places(path[:index]):
            return _take_out(data, path[:index])
        if not (step in holder if isinstance(holder, dict) else isinstance(holder, list) and isinstance(step, int) and step < len(holder)):
            return None
        if index < len(path) - 1:
            holder = holder[step]
        elif isinstance(holder, list) and isinstance(step, int):
            holder[step] = _harmless(path, holder[step])
        elif _keeps_places(path) and len(path) > 1:
            holder[step] = [_harmless(path, None)]
        else:
            del holder[step]
    return None


def _keeps_places(path: Keys) -> bool:
    """Whether the items of a list keep their places: rules (those of an `either` too), wishes, canvases, promises, layers."""
    return path in (("wishes",), ("canvases",), ("promises",), ("layers",)) or (
        path[:1] == ("rules",) and len(path) % 3 == 1 and all(step == "either" for step in path[2::3])
    )


def _harmless(path: Keys, refused: Any) -> Any:
    """What stands in for an item of a list that the schema refuses; a rule keeps its name."""
    match path[0]:
        case "canvases":
            return f"{int(path[-1]) + 1}x1"
        case "promises":
            return {}
        case "layers":
            return "all"
    beside = {key: refused[key] for key in BESIDE if key in refused} if isinstance(refused, dict) else {}
    return {"largest" if path[0] == "wishes" else "size": "all" if path[0] == "wishes" else {}, **beside}
