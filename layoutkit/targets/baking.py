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


@dataclass(frozen=True, slots=True)
class _Id:
    place: int


@dataclass(frozen=True, slots=True)
class _Now:
    pass


@dataclass(frozen=True, slots=True)
class _App:
    pass


@dataclass(frozen=True, slots=True)
class _Form:
    """A payload with marks, and all texts in it that stay as they are."""

    payload: Any
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
    filled_in: dict[str, Any] = _fill(form.payload, ids, app_id, now)
    return filled_in


_NEVER = object()


def _form_of(layout: Layout, written: Written) -> Any:
    """The payload with a mark wherever an id, the second or the account stands."""
    marked = [replace(tile, stream=replace(tile.stream, id=f"{MARK}{i}")) for i, tile in enumerate(layout.tiles)]
    off = [replace(o, stream=replace(o.stream, id=f"{MARK}{i}")) for i, o in enumerate(layout.off_picture, len(marked))]
    try:
        payload = _marked(written(replace(layout, tiles=tuple(marked), off_picture=tuple(off)), APP_ID, NOW))
        return _Form(payload, frozenset(_texts(payload)))
    except _Unbaked:
        return _NEVER


def _marked(value: Any) -> Any:
    match value:
        case dict():
            return {key: _marked(one) for key, one in value.items()}
        case list():
            return [_marked(one) for one in value]
        case int() if value in (NOW, APP_ID):
            return _Now() if value == NOW else _App()
        case str() if MARK in value:
            if not value.startswith(MARK) or not value.removeprefix(MARK).isdecimal():
                raise _Unbaked
            return _Id(int(value.removeprefix(MARK)))
        case _:
            return value


def _texts(form: Any) -> Iterator[str]:
    if isinstance(form, (dict, list)):
        for one in form.values() if isinstance(form, dict) else form:
            yield from _texts(one)
    elif isinstance(form, str):
        yield form


def _fill(form: Any, ids: Sequence[str], app_id: int, now: int) -> Any:
    kind = type(form)
    if kind is dict:
        return {key: _fill(one, ids, app_id, now) for key, one in form.items()}
    if kind is list:
        return [_fill(one, ids, app_id, now) for one in form]
    if kind is _Id:
        return ids[form.place]
    return now if kind is _Now else app_id if kind is _App else form
