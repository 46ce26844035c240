"""What a template is at heart: its data as canonical JSON, in which only the order that means something is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

BESIDE = ("name", "when", "off")
"""The keys that stand beside the word of a rule or wish."""


def digest(data: dict[str, Any]) -> str:
    """The digest of a template after `extends`: SHA-256 over its data, so that comments and order of keys do not matter."""
    told: dict[str, Any] = {part: [_told(item) for item in data[part]] for part in ("rules", "wishes") if part in data}
    canonical = _canonical({key: value for key, value in (data | told).items() if key != "extends"})
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def either_key(lists: Mapping[str, list[dict[str, Any]]]) -> str:
    """The content of an `either`, the same in whatever order the rules of each of its lists stand."""
    return _canonical(_told({"either": lists}, lambda rules: sorted(rules, key=_canonical)))


def _told(rule: dict[str, Any], order: Callable[[list[Any]], list[Any]] = list) -> dict[str, Any]:
    """A rule with the order of its pieces or lists made plain: they follow one another as they are written."""
    made = dict(rule)
    if "split" in made:
        made["split"] = {**made["split"], "into": list(made["split"]["into"].items())}
    if "either" in made:
        made["either"] = [[name, order([_told(inner, order) for inner in rules])] for name, rules in made["either"].items()]
    return made


def _canonical(data: object) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
