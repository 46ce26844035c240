"""A payload that is being repaired: what is put right in it, and a list of what was changed."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from layoutkit.documents import Keys, Locate
from layoutkit.errors import Where
from layoutkit.geometry import Rect, Size
from layoutkit.targets.bench import GEOMETRY, INPUTS
from layoutkit.targets.inputs import Kind

MISSING: Any = object()
"""What is not there."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a repair changed: where, from what, to what, and why."""

    path: str
    before: str
    after: str
    why: str
    where: Where | None = None

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.path}: {self.before} -> {self.after} ({self.why})"

    def document(self) -> dict[str, Any]:
        """The change as JSON: path, before and after as JSON text, why, and the place in the file."""
        place = self.where
        return {
            "path": self.path,
            "before": self.before,
            "after": self.after,
            "why": self.why,
            "file": place.file if place else None,
            "line": (place.line or None) if place else None,
            "column": (place.column or None) if place else None,
        }


class Draft:
    """A copy of a payload, changed member by member."""

    def __init__(self, payload: Any, locate: Locate | None = None) -> None:
        self.payload, self.locate = copy.deepcopy(payload), locate
        self.changes: list[Change] = []
        self.gone: list[int] = []
        """The inputs that were taken away, by where they stood, the last first."""

    def get(self, path: Keys) -> Any:
        """A part of the payload; MISSING where there is none."""
        part = self.payload
        for key in path:
            found = (isinstance(part, dict) and key in part) or (isinstance(part, list) and isinstance(key, int) and key < len(part))
            if not found:
                return MISSING
            part = part[key]
        return part

    def put(self, path: Keys, value: Any, why: str) -> None:
        """Write a member of an object that is there; what it is already is no change."""
        before = self.get(path)
        if type(before) is type(value) and before == value:
            return
        self._note(path, before, value, why)
        self.get(path[:-1])[path[-1]] = value

    def drop(self, path: Keys, why: str) -> None:
        """Take a member away."""
        before = self.get(path)
        if before is not MISSING:
            self._note(path, before, MISSING, why)
            del self.get(path[:-1])[path[-1]]
            if path[:-1] == INPUTS and isinstance(path[-1], int):
                self.gone.append(path[-1])

    def members(self) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
        """The inputs that are objects with layout_params: index, input, layout_params."""
        inputs = self.get(INPUTS)
        for index, item in enumerate(inputs if isinstance(inputs, list) else []):
            if isinstance(item, dict) and isinstance(item.get("layout_params"), dict):
                yield index, item, item["layout_params"]

    def where(self, path: Keys, key: bool = False) -> Where | None:
        """Where a part of the draft stands in the text that it came from."""
        if self.locate is None:
            return None
        index = path[len(INPUTS)] if len(path) > len(INPUTS) and path[: len(INPUTS)] == INPUTS else None
        if isinstance(index, int):
            for gone in reversed(self.gone):
                index += gone <= index
            path = (*INPUTS, index, *path[len(INPUTS) + 1 :])
        return self.locate(path, key)

    def _note(self, path: Keys, before: Any, after: Any, why: str) -> None:
        dotted = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
        self.changes.append(Change(dotted, _told(before), _told(after), why, self.where(path)))


def rearranged(draft: Draft, rects: Mapping[str, Rect], canvas: Size, why: str) -> None:
    """Write where everybody is to stand; who covers the whole picture on layer 1 needs no place, and a canvas stays where it is."""
    for index, item, where in draft.members():
        rect, covers = rects.get(item["input_stream_id"]), "image_width" not in where
        ground = where["image_layer"] == 1 and where.get("input_type", 0) in (Kind.PICTURE, Kind.CANVAS)
        if rect is None or ground or where.get("input_type", 0) == Kind.SOUND:
            continue
        if not (covers and rect == Rect(0, 0, canvas.width, canvas.height)):
            for key, number in zip(GEOMETRY, (rect.width, rect.height, rect.x, rect.y), strict=True):
                draft.put((*INPUTS, index, "layout_params", key), number, why)


def _told(value: Any) -> str:
    """A value as a change tells it: JSON, cut if it is long."""
    if value is MISSING:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def whole_number(value: Any) -> int | None:
    """The whole number that a value means: 160, 160.0, "160"; None where it means none."""
    if isinstance(value, str):
        value = _number(value)
    if type(value) is int:
        return value if abs(value) < 2**63 else None
    return int(value) if type(value) is float and math.isfinite(value) and value.is_integer() and abs(value) < 2**53 else None


def number(value: Any) -> int | float | None:
    """The number that a value means, whole where it is; None where it means none."""
    if isinstance(value, str):
        value = _number(value)
    if type(value) is float and math.isfinite(value) and not value.is_integer():
        return value
    return whole_number(value)


def _number(text: str) -> int | float | None:
    """A number written as text, perhaps with `px` behind it."""
    plain = text.strip().removesuffix("px").strip()
    if len(plain) > 20 or not plain.isascii():
        return None
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return None
