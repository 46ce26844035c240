"""A payload as a layout has it: the primary first, layers from 1, the canvas below it taken away, who is only heard apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from layoutkit.errors import DocumentError, Fault
from layoutkit.geometry import Rect, Size
from layoutkit.targets.inputs import Kind
from layoutkit.targets.judging import read
from layoutkit.targets.placements import Placement


@dataclass(frozen=True, slots=True)
class Show:
    """Who stands where, the primary first and the rest by layer, and who is only heard."""

    places: tuple[Placement, ...]
    heard: tuple[str, ...] = ()


def show(payload: Any, canvas: Size, profile: str = "2017") -> Show:
    """What a payload shows on a canvas; DocumentError where it is not valid, or not what a layout could be."""
    found = read(payload, profile=profile, canvas=canvas)
    heard = tuple(place.stream for place in found if place.kind is Kind.SOUND)
    seen = [place for place in found if place.kind is not Kind.SOUND]
    if seen and seen[0].kind in (Kind.CANVAS, Kind.PICTURE):
        seen = seen[1:]
    primary = _primary(payload["interface"]["para"], seen)
    if primary is None:
        raise DocumentError("no stream is shown: it has no primary", "a layout begins with the tile of its primary")
    _refuse_unplaced(seen, heard)
    whole = Rect(0, 0, canvas.width, canvas.height)
    dense = [replace(place, layer=layer, rect=place.rect or whole) for layer, place in enumerate(seen, 1)]
    first = seen.index(primary)
    return Show((dense[first], *dense[:first], *dense[first + 1 :]), heard)


def _primary(para: Mapping[str, Any], seen: Sequence[Placement]) -> Placement | None:
    """The stream that the session is named for; else the one whose place the output takes; else the lowest."""
    live = [place for place in seen if place.kind in (Kind.STREAM, Kind.VIDEO)]
    for key in ("mix_stream_session_id", "output_stream_id"):
        for place in live:
            if place.stream == para.get(key):
                return place
    return live[0] if live else None


def _refuse_unplaced(seen: Sequence[Placement], heard: Sequence[str]) -> None:
    """What no layout is: a stream twice, a place that only a preset template of the cloud knows."""
    ids = [*(place.stream for place in seen), *heard]
    faults = [Fault(f"stream {stream!r} comes {ids.count(stream)} times; a template places each stream once") for stream in _twice(ids)]
    for place in seen:
        if place.rect is None and place.layer != 1:
            faults.append(Fault(f"stream {place.stream!r} is placed by a preset template, whose places nobody publishes"))
    if faults:
        raise DocumentError(faults)


def _twice(ids: Sequence[str]) -> list[str]:
    return sorted({stream for stream in ids if ids.count(stream) > 1})
