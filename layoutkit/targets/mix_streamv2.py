"""Layout -> `Mix_StreamV2`.

Profile 2017 is exactly the page, which is copied whole in its section numbers here: at most four streams; the primary covers the
picture on layer 1 and needs no geometry; secondaries are on layers 2, 3 and 4 in turn, in whole pixels that may not go beyond the
primary's image (Mix_StreamV2, section 3). Profile 2019 is the last table of the same interface (TENCENT, V2C): up to sixteen inputs,
a canvas below a primary that is a tile, pictures, who is only heard or only seen, crop windows, an output and a bitrate of its own,
and a request that cancels.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from layoutkit.documents import write_payload
from layoutkit.errors import NotCarried, UsageError
from layoutkit.layout import Layout, Tile
from layoutkit.scene import is_stream_id, stream_id_fault
from layoutkit.targets.baking import filled
from layoutkit.targets.carrying import PAGE_ALONE, not_carried
from layoutkit.targets.inputs import Input, Kind, inputs_of, silent
from layoutkit.targets.judging import faults
from layoutkit.targets.mixing import PLAIN, Mixing
from layoutkit.targets.profiles import known


def render(layout: Layout, *, app_id: int, now: int, profile: str = "2017", mixing: Mixing = PLAIN) -> dict[str, Any]:
    """The payload of a layout, with its fields in the page's order; `now` in UNIX seconds is its timestamp and event id.

    Raises NotCarried, with every reason, where the profile cannot carry the layout; UsageError for an app id that cannot be one.
    """
    if mixing != PLAIN:
        return _judged(layout, app_id, now, profile, mixing)
    return filled(layout, profile, app_id, now, lambda layout, app_id, now: _judged(layout, app_id, now, profile, mixing))


def _judged(layout: Layout, app_id: int, now: int, profile: str, mixing: Mixing) -> dict[str, Any]:
    """A payload written, and held against the schema and the rules of its profile."""
    reasons = list(not_carried(layout, profile, mixing))
    if reasons:
        raise NotCarried(reasons)
    primary = layout.primary.stream.id
    if profile == "2017":
        payload = _written(primary, layout.secondaries, app_id, now)
    else:
        payload = _written_2019(primary, inputs_of(layout, mixing), mixing, app_id, now)
    wrong = faults(payload, canvas=layout.canvas, profile=profile)
    if wrong:
        raise NotCarried(wrong)
    return payload


def render_end(primary: str, *, app_id: int, now: int, profile: str = "2017", mixing: Mixing = PLAIN) -> dict[str, Any]:
    """The payload that ends the mix of a primary: in 2017 it alone in the list (Mix_StreamV2, notes), in 2019 the cancel request."""
    known(profile)
    if not is_stream_id(primary):
        raise UsageError(stream_id_fault(primary))
    if profile == "2017":
        if mixing != PLAIN:
            raise NotCarried(PAGE_ALONE)
        return _written(primary, (), app_id, now)
    return _written_2019(primary, (), mixing, app_id, now)


def ends(layout: Layout, profile: str = "2017", mixing: Mixing = PLAIN) -> bool:
    """Whether putting a layout on air ends the mix: the primary is alone, and no output of its own needs the mix to go on."""
    if len(layout.tiles) > 1 or profile == "2017":
        return len(layout.tiles) == 1
    return not any(silent(layout)) and mixing.output in ("", layout.primary.stream.id)


def session_of(layout: Layout, mixing: Mixing = PLAIN) -> str:
    """The mix that a layout belongs to."""
    return mixing.session or layout.primary.stream.id


def _written(primary: str, secondaries: Sequence[Tile], app_id: int, now: int) -> dict[str, Any]:
    session = {"session_id": primary, "output_id": primary, "primary": primary}
    return _made("2017", app_id, now, secondaries=secondaries, **session)


def _written_2019(primary: str, inputs: Sequence[Input], mixing: Mixing, app_id: int, now: int) -> dict[str, Any]:
    """An input's id as output takes its place; any other is a new stream (TENCENT, section 7)."""
    output = mixing.output or primary
    live = {input.stream for input in inputs if input.kind not in (Kind.CANVAS, Kind.PICTURE)}
    session = {"session_id": mixing.session or primary, "output_id": output, "output_type": int(output not in live)}
    return _made("2019", app_id, now, inputs=inputs, bitrate=mixing.bitrate, **session)


def _made(profile: str, app_id: int, now: int, **values: object) -> dict[str, Any]:
    if type(app_id) is not int or not 1 <= app_id <= 2**31 - 1:
        raise UsageError(f"app id {app_id!r}", "a whole number from 1 to 2147483647")
    text = write_payload(f"mix_streamv2.{profile}.json.j2", now=int(now), app_id=app_id, **values)
    payload: dict[str, Any] = json.loads(text)
    return payload


def renewed(payload: Mapping[str, Any], now: int) -> dict[str, Any]:
    """The same payload with the current second, in UNIX time, as its timestamp and event id."""
    return {**payload, "timestamp": int(now), "eventId": int(now)}


def of_primary(payload: Mapping[str, Any]) -> str:
    """The session of a payload, which in profile 2017 is the stream id of its primary."""
    return str(payload["interface"]["para"]["mix_stream_session_id"])
