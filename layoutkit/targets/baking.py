"""Payloads written once for each placement: whoever stands there then, and whenever it is, only ids and seconds are filled in.

A payload is written and judged the slow way, once more with ids, a second and an account that occur nowhere else; wherever these stand, the
real ones are filled in later. Ids were judged when their streams were made, so what is filled in needs no judging again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from layoutkit.layout import Layout

MOST = 1024
"""As many placements are kept; when there are more, all are forgotten."""

NOW, APP_ID, MARK = 1999999993, 2147480021, "zQ7_stands_for_"
LAST_SECOND = 2**31 - 1

Written = Callable[[Layout, int, int], dict[str, Any]]
"""Writes and judges the payload of a layout for an account in a second."""


Key = str | int
"""Where a value stands in an object or a list."""


@dataclass(frozen=True, slots=True)
class _Part:
    """An object or a list of a payload: what stays as it is, which value goes where, and the parts that lie in it."""

    plain: Any
    marks: tuple[tuple[Key, int], ...]
    """Numbers of ids in the order of the layout; the account is the last but one, the second the last."""
    parts: tuple[tuple[Key, _Part], ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """A payload with marks, and all texts in it that stay as they are."""

    whole: _Part
    labels: frozenset[str]


class _Unbaked(Exception):
    """An id is a part of some other text."""


_baked: dict[Hashable, Any] = {}


def filled(layout: Layout, profile: str, app_id: int, now: int, written: Written) -> dict[str, Any]:
    """The payload of a layout: filled in where its placement was written before, else written."""
    if type(app_id) is not int or not 1 <= app_id <= LAST_SECOND or not 1 <= now <= LAST_SECOND:
        return written(layout, app_id, now)
    tiles = tuple([(tile.rect, tile.layer, tile.fit, tile.crop, tile.stream.size) for tile in layout.tiles])
    key = (profile, layout.canvas, tiles, tuple([off.why for off in layout.off_picture]))
    form = _baked.get(key)
    if form is None:
        payload = written(layout, app_id, now)
        if len(_baked) >= MOST:
            _baked.clear()
        _baked[key] = _form_of(layout, written)
        return payload
    ids = [tile.stream.id for tile in layout.tiles] + [off.stream.id for off in layout.off_picture]
    # A label that was free for its own use, such as a canvas's, may be somebody's id now.
    if form is _NEVER or not form.labels.isdisjoint(ids):
        return written(layout, app_id, now)
    filled_in: dict[str, Any] = _fill(form.whole, [*ids, app_id, now])
    return filled_in


_NEVER = object()


def _form_of(layout: Layout, written: Written) -> Any:
    """The payload with a mark wherever an id, the second or the account stands."""
    marked = [replace(tile, stream=replace(tile.stream, id=f"{MARK}{i}")) for i, tile in enumerate(layout.tiles)]
    off = [replace(o, stream=replace(o.stream, id=f"{MARK}{i}")) for i, o in enumerate(layout.off_picture, len(marked))]
    try:
        payload = written(replace(layout, tiles=tuple(marked), off_picture=tuple(off)), APP_ID, NOW)
        return _Form(_part(payload), frozenset(text for text in _texts(payload) if not text.startswith(MARK)))
    except _Unbaked:
        return _NEVER


def _part(value: Any) -> _Part:
    every = list(value.items() if isinstance(value, dict) else enumerate(value))
    marks = [(key, mark) for key, one in every if (mark := _mark(one)) is not None]
    return _Part(value, tuple(marks), tuple([(key, _part(one)) for key, one in every if isinstance(one, (dict, list))]))


def _mark(value: Any) -> int | None:
    """Which of the values to fill in stands here, if any does."""
    match value:
        case int() if value in (NOW, APP_ID):
            return -1 if value == NOW else -2
        case str() if MARK in value:
            place = value.removeprefix(MARK)
            if not place.isdecimal():
                raise _Unbaked
            return int(place)
        case _:
            return None


def _texts(form: Any) -> Iterator[str]:
    if isinstance(form, (dict, list)):
        for one in form.values() if isinstance(form, dict) else form:
            yield from _texts(one)
    elif isinstance(form, str):
        yield form


def _fill(part: _Part, values: Sequence[Any]) -> Any:
    filled_in = part.plain.copy()
    for key, mark in part.marks:
        filled_in[key] = values[mark]
    for key, inner in part.parts:
        filled_in[key] = _fill(inner, values)
    return filled_in
