"""Layers that are missing, come twice or are out of range: renumbered from 1 without a hole, in the order that they say."""

from __future__ import annotations

from typing import Any

from layoutkit.targets.bench import GEOMETRY, INPUTS, PARA
from layoutkit.targets.inputs import Kind
from layoutkit.targets.profiles import MOST_INPUTS
from layoutkit.targets.repairing.draft import Draft, whole_number

Member = tuple[int, dict[str, Any], dict[str, Any]]


def layers(draft: Draft, profile: str) -> None:
    """Renumber where they are wrong; where nobody says that he is the primary, leave them."""
    found, inputs = list(draft.members()), draft.get(INPUTS)
    if not found or len(found) != len(inputs) or len(found) > MOST_INPUTS[profile]:
        return
    said = {index: whole_number(where.get("image_layer")) for index, _, where in found}
    if _right(list(said.values()), profile):
        order = None
    elif (order := _order(draft, found, said)) is None:
        return
    for index, layer in said.items():
        right = order.index(index) + 1 if order else layer
        why = "layers from 1 without a hole, in their order" if order else "a whole number"
        draft.put((*INPUTS, index, "layout_params", "image_layer"), right, why)


def _right(said: list[int | None], profile: str) -> bool:
    """1, 2, 3, 4 in turn in 2017; each once, and one of them 1, in 2019."""
    known = [layer for layer in said if layer is not None]
    if len(set(known)) < len(said):
        return False
    if profile == "2017":
        return sorted(known) == list(range(1, len(known) + 1))
    return 1 in known and all(1 <= layer <= MOST_INPUTS[profile] for layer in known)


def _order(draft: Draft, found: list[Member], said: dict[int, int | None]) -> list[int] | None:
    """The inputs from bottom to top; those without a layer are on top. None where there is no telling who is at the bottom."""
    likely = _likely(draft, found)
    top = max((layer for layer in said.values() if layer is not None), default=0) + 1
    order = sorted(said, key=lambda i: (top if (layer := said[i]) is None else layer, i != likely, i))
    if any(layer is not None and layer <= 1 for layer in said.values()):
        return order
    return None if likely is None else [likely, *(index for index in order if index != likely)]


def _likely(draft: Draft, found: list[Member]) -> int | None:
    """Who says that he is the background: the only canvas, the only one without a place, or the one that the session is named for."""
    canvases = [index for index, _, where in found if where.get("input_type") == Kind.CANVAS]
    placeless = [i for i, _, where in found if where.get("input_type", 0) != Kind.SOUND and not any(key in where for key in GEOMETRY)]
    for only in (placeless, canvases):
        if len(only) == 1:
            return only[0]
    names = [draft.get((*PARA, key)) for key in ("mix_stream_session_id", "output_stream_id")]
    named = [index for name in names for index, item, _ in found if item.get("input_stream_id") == name]
    return named[0] if named else None
