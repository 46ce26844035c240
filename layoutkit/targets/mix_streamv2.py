"""Layout -> `Mix_StreamV2`, profile 2017: exactly the page, which is copied whole in its section numbers here.

At most four streams; the primary covers the picture on layer 1 and needs no geometry; secondaries are on layers 2, 3 and 4 in turn, in
whole pixels that may not go beyond the primary's image (Mix_StreamV2, section 3).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from layoutkit.documents import write_payload
from layoutkit.errors import NotCarried, UsageError
from layoutkit.layout import Layout, Tile
from layoutkit.scene import is_stream_id, stream_id_fault
from layoutkit.targets.carrying import not_carried
from layoutkit.targets.judging import faults, known


def render(layout: Layout, *, app_id: int, now: int, profile: str = "2017") -> dict[str, Any]:
    """The payload of a layout, with its fields in the page's order; `now` in UNIX seconds is its timestamp and event id.

    Raises NotCarried, with every reason, where the profile cannot carry the layout; UsageError for an app id that cannot be one.
    """
    known(profile)
    reasons = list(not_carried(layout))
    if reasons:
        raise NotCarried(reasons)
    payload = _written(layout.primary.stream.id, layout.secondaries, app_id, now, profile)
    wrong = faults(payload, canvas=layout.canvas, profile=profile)
    if wrong:
        raise NotCarried(wrong)
    return payload


def render_end(primary: str, *, app_id: int, now: int, profile: str = "2017") -> dict[str, Any]:
    """The payload that ends the mix of a primary: it alone in the list (Mix_StreamV2, notes)."""
    known(profile)
    if not is_stream_id(primary):
        raise UsageError(stream_id_fault(primary))
    return _written(primary, (), app_id, now, profile)


def _written(primary: str, secondaries: Sequence[Tile], app_id: int, now: int, profile: str) -> dict[str, Any]:
    if type(app_id) is not int or not 1 <= app_id <= 2**31 - 1:
        raise UsageError(f"app id {app_id!r}", "a whole number from 1 to 2147483647")
    session = {"session_id": primary, "output_id": primary, "primary": primary}
    text = write_payload(f"mix_streamv2.{profile}.json.j2", now=int(now), app_id=app_id, secondaries=secondaries, **session)
    payload: dict[str, Any] = json.loads(text)
    return payload


def renewed(payload: Mapping[str, Any], now: int) -> dict[str, Any]:
    """The same payload with the current second, in UNIX time, as its timestamp and event id."""
    return {**payload, "timestamp": int(now), "eventId": int(now)}


def of_primary(payload: Mapping[str, Any]) -> str:
    """The session of a payload: the stream id of its primary."""
    return str(payload["interface"]["para"]["mix_stream_session_id"])
