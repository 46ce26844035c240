"""A document laid over those it extends: one document, in which every part remembers the text it stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from layoutkit.documents import Keys, nearest
from layoutkit.template.extending import Family
from layoutkit.template.sounding import Document
from layoutkit.template.source import Source

_BY_KEY = ("settings", "let", "roles", "regions", "keep_clear")
_BY_NAME = {"rules": "rule", "wishes": "wish"}
_ROOM = {"choice": ("min", "max"), "min": ("choice",), "max": ("choice",)}
"""New choices leave no room for inherited bounds, nor new bounds for inherited choices."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a document, and where it really stands."""

    value: Any
    source: Source
    path: Keys


_Parts = dict[Keys, _Part]
_Items = dict[object, _Part]
"""Rules or wishes in their order, by name; what has none by something that no other has."""


def joined(family: Family) -> tuple[Source, dict[str, Any]]:
    """The text of a document, which knows the place of every part, and its data after `extends`."""
    head, parts, lists = family.documents[0], _Parts(), {word: _Items() for word in _BY_NAME}
    for document in reversed(family.documents):
        if document.data is not None:
            parts = _laid_over(parts, _parts(document))
            lists = {word: _listed(family, document, word, items) for word, items in lists.items()}
    if len(family.documents) == 1:
        return head.source, _with_items(dict(head.data or {}), lists)
    for word, items in lists.items():
        parts |= {(word, index): part for index, part in enumerate(items.values())}
    places = {path: (part.source, part.path) for path, part in parts.items()}
    return replace(head.source, parts=places), _with_items(_data(parts), lists)


def _parts(document: Document) -> _Parts:
    """A document taken to pieces, as far as pieces of it can be replaced."""
    found: _Parts = {}
    for key, value in document.data.items():
        if key in _BY_KEY:
            for name, inner in value.items():
                found[(key, name)] = _Part(inner, document.source, (key, name))
                for field in inner if key == "settings" else ():
                    found[(key, name, field)] = _Part(inner[field], document.source, (key, name, field))
        elif key not in _BY_NAME:
            found[(key,)] = _Part(value, document.source, (key,))
    return found


def _laid_over(inherited: _Parts, own: _Parts) -> _Parts:
    """What is said anew takes the place of what is inherited."""
    gone = {(*path[:2], field) for path in own if len(path) == 3 for field in _ROOM.get(str(path[2]), ())}
    return {path: part for path, part in inherited.items() if path not in gone and path != ("extends",)} | own


def _data(parts: _Parts) -> dict[str, Any]:
    """The document that the pieces make; its rules and wishes are put in last."""
    data: dict[str, Any] = {}
    for path, part in parts.items():
        match path:
            case (str(key),):
                data[key] = part.value
            case ("settings", name):
                data.setdefault("settings", {})[name] = {}
            case (str(key), str(name)) if key in _BY_KEY:
                data.setdefault(key, {})[name] = part.value
            case ("settings", name, field):
                data["settings"][name][field] = part.value
    return data


def _with_items(data: dict[str, Any], lists: dict[str, _Items]) -> dict[str, Any]:
    return data | {word: [part.value for part in items.values()] for word, items in lists.items() if items or word in data}


def _listed(family: Family, document: Document, word: str, inherited: _Items) -> _Items:
    """Rules or wishes: one with the name of an inherited one takes its place, or takes it away; all others are appended."""
    items, taken = dict(inherited), set[str]()
    for index, item in enumerate(document.data.get(word, ())):
        name, path = item.get("name"), (word, index)
        if name in taken:
            hint = "a name is given once, so that it can be replaced"
            family.faults.append(document.source.fault(f"a second {_BY_NAME[word]} is named {name!r}", (*path, "name"), hint))
            continue
        taken |= {name} if name else set()
        if item.get("off"):
            _take_away(family, document, word, index, inherited)
            items.pop(name, None)
        else:
            items[name or (document.source.file, index)] = _Part(item, document.source, path)
    return items


def _take_away(family: Family, document: Document, word: str, index: int, inherited: _Items) -> None:
    """A fault where `off` takes away what nobody has given."""
    name, path, what = document.data[word][index].get("name"), (word, index), _BY_NAME[word]
    if name in inherited or not family.whole:
        return
    if document.extends is None:
        fault = document.source.fault(f"'off' takes away an inherited {what}; this template extends nothing", (*path, "off"), key=True)
    elif name is None:
        fault = document.source.fault(f"'off' without the name of an inherited {what}", (*path, "off"), "put 'name' beside it", key=True)
    else:
        known = [key for key in inherited if isinstance(key, str)]
        hint = nearest(name, known) or ("there are " + ", ".join(known) if known else f"no inherited {what} has a name")
        fault = document.source.fault(f"no inherited {what} is named {name!r}", (*path, "name"), hint)
    family.faults.append(fault)
