"""Around the inputs: names that are always the same, times, the account, keys that nobody knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from layoutkit.documents import Keys, schema
from layoutkit.targets.bench import INPUTS, PARA
from layoutkit.targets.profiles import LATER
from layoutkit.targets.repairing.draft import MISSING, Draft, whole_number

START = "mix_streamv2.start_mix_stream_advanced"
CANCEL = "mix_streamv2.cancel_mix_stream"

MEANT = tuple(key for key in LATER if key not in ("output_stream_bitrate", "domain", "path"))
"""Keys of profile 2019 that say what is shown: in 2017 one that says something is not taken away."""


def envelope(draft: Draft, profile: str) -> None:
    """Keys first, since a mistyped one hides the right one; then the names, the times and the account."""
    if not isinstance(draft.get(PARA), dict):
        return
    for path, part in list(_objects(draft, profile)):
        _keys(draft, path, part)
    draft.put(("interface", "interfaceName"), "Mix_StreamV2", "always so")
    if draft.get((*PARA, "interface")) not in (START, *((CANCEL,) if profile == "2019" else ())):
        draft.put((*PARA, "interface"), START, "always so")
    _times(draft, profile)
    _whole(draft, (*PARA, "app_id"))


def _objects(draft: Draft, profile: str) -> Iterator[tuple[Keys, Mapping[str, Any]]]:
    """Each object of the payload with the part of the schema that closes it."""
    whole = schema(f"mix_streamv2.{profile}")
    interface = whole["properties"]["interface"]
    para = interface["properties"]["para"] if profile == "2017" else _request(draft, whole)
    yield (), whole
    yield ("interface",), interface
    yield PARA, para
    item = para["properties"].get("input_stream_list", {}).get("items", {"properties": {}})
    inputs = draft.get(INPUTS)
    for index in range(len(inputs) if isinstance(inputs, list) else 0):
        yield (*INPUTS, index), item
        for key in ("layout_params", "crop_params"):
            if key in item["properties"]:
                yield (*INPUTS, index, key), item["properties"][key]


def _request(draft: Draft, whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of the schema of profile 2019 that is for what is asked."""
    asked = "cancel" if draft.get((*PARA, "interface")) == CANCEL else "start"
    found: Mapping[str, Any] = whole["$defs"][asked]
    return found


def _keys(draft: Draft, path: Keys, part: Mapping[str, Any]) -> None:
    """A mistyped key is written right, where the right one is missing; any other unknown key is taken away."""
    held, known = draft.get(path), part["properties"]
    if not isinstance(held, dict):
        return
    for key in [key for key in held if key not in known]:
        if key in MEANT and held[key] not in (0, None, "", {}):
            continue
        close = difflib.get_close_matches(key[:80].lower(), [name for name in known if name not in held], n=1, cutoff=0.8)
        if close:
            draft.put((*path, close[0]), held[key], f"written {key[:60]!r}")
            del held[key]
        else:
            draft.drop((*path, key), "no such key")


def _times(draft: Draft, profile: str) -> None:
    """Whole seconds; where one of the two is missing, it is the other."""
    for key, low, top in (("timestamp", 1, 2**53 - 1), ("eventId", 1 if profile == "2017" else -(2**31), 2**31 - 1)):
        value = whole_number(draft.get((key,)))
        if value is not None and (not low <= value <= top or value == 0):
            value = None
        other = whole_number(draft.get(("eventId" if key == "timestamp" else "timestamp",)))
        if value is not None:
            draft.put((key,), value, "a whole number")
        elif other is not None and 1 <= other <= top:
            draft.put((key,), other, "the same second")


def _whole(draft: Draft, path: Keys) -> None:
    """A whole number, where a value means one."""
    value = draft.get(path)
    found = None if value is MISSING else whole_number(value)
    if found is not None:
        draft.put(path, found, "a whole number")
