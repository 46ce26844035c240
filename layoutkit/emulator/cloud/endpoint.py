"""Judges one request to `common_access`: who asks, what is asked, and whether it can be mixed now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from layoutkit.emulator.cloud.granting_2019 import grant
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.journal.noting import noted
from layoutkit.emulator.reading.admission import admit
from layoutkit.emulator.reading.codes import Code, Refusal
from layoutkit.emulator.reading.codes_2019 import LaterCode
from layoutkit.emulator.reading.fields import INT64, parse
from layoutkit.emulator.reading.placement import Mix
from layoutkit.emulator.reading.reader import read
from layoutkit.emulator.reading.reader_2019 import read_later
from layoutkit.geometry import Rect, Size


@dataclass(frozen=True, slots=True)
class Reply:
    """The verdict in the page's form (Mix_StreamV2, section 4): code, message, and the request's timestamp.

    In profile 2019 the timestamp is the time of the reply (TENCENT, section 2).
    """

    code: Code | LaterCode
    message: str
    timestamp: int
    plain: bool = False
    """The message alone, as plain text."""
    event_id: str = ""
    """In profile 2019, the request's event id as text (TENCENT, section 2: so it is in the example and in a recorded reply)."""

    @property
    def content_type(self) -> str:
        """What the body is: JSON, but for the cloud's plain `time expired`."""
        return "text/plain; charset=utf-8" if self.plain else "application/json"

    @property
    def body(self) -> bytes:
        """The reply as it is sent, keys in the page's order."""
        document: dict[str, Any] = {"code": int(self.code), "message": self.message, "timestamp": self.timestamp}
        document |= {"event_id": self.event_id} if self.event_id else {}
        return (self.message if self.plain else json.dumps(document)).encode()


def answer(cloud: Cloud, query: str, body: bytes, now: float) -> Reply:
    """The verdict on a request: its query text (after the `?`), its body, and the time in UNIX seconds; it is noted in the journal."""
    asked = noted(cloud.account, cloud.blank, query, body, now)
    with cloud.lock:  # what is judged first is noted first
        reply = _judged(cloud, query, body, now)
        message = cloud.blank(reply.message, now, query)
        cloud.journal.note(now, "request", **asked, code=int(reply.code), message=message, timestamp=reply.timestamp)
    return reply


def _judged(cloud: Cloud, query: str, body: bytes, now: float) -> Reply:
    timestamp, event_id = int(now), ""
    try:
        admit(cloud.account, query, now)
        document = parse(body)
        if cloud.profile == "2017":
            timestamp = _echo(document, timestamp)
            _grant(cloud, read(document, cloud.account.app_id), now)
        else:
            event_id = _event(document)
            grant(cloud, read_later(document, cloud.account.app_id), now)
    except Refusal as refusal:
        if refusal.code is Code.EXPIRED and cloud.settings.expired_as_text:
            return Reply(Code.EXPIRED, "time expired", timestamp, plain=True)
        return Reply(refusal.code, refusal.message, timestamp, event_id=event_id)
    return Reply(Code.SUCCESS, "Success!", timestamp, event_id=event_id)


def _echo(document: Any, otherwise: int) -> int:
    """The request's timestamp, wherever it can be read; else the emulator's own."""
    stated = document.get("timestamp") if isinstance(document, dict) else None
    return stated if type(stated) is int and 0 <= stated <= INT64 else otherwise


def _event(document: Any) -> str:
    """The request's event id, wherever it can be read."""
    stated = document.get("eventId") if isinstance(document, dict) else None
    return str(stated) if type(stated) is int and abs(stated) <= INT64 else ""


# --- what is asked, and whether it can be ----------------------------------------------------------------------------


def _grant(cloud: Cloud, mix: Mix, now: float) -> None:
    """Start, change or end the mix, as one step: nobody sees half of it."""
    with cloud.lock:
        _own_session(cloud, mix)
        if mix.ends:
            cloud.end(mix, now)
            return
        canvas = _canvas(cloud, mix, now)
        _inside(mix, canvas)
        _all_pushed(cloud, mix, now)
        if cloud.mix(mix, canvas, now) is None:
            raise Refusal(Code.NOT_STARTED, f"{cloud.max_sessions} mixes are running, as many as fit here; end one")


def _own_session(cloud: Cloud, mix: Mix) -> None:
    """The page wants "the stream ID of primary VJ for both mix_stream_session_id and output_stream_id"."""
    running = cloud.mixing(mix.session)
    if running and running.output != mix.output:
        raise Refusal(Code.SESSION_BUSY, f"session {mix.session!r} is still mixing into output {running.output!r}")
    if not mix.session == mix.output == mix.primary:
        says = f"session {mix.session!r} and output {mix.output!r} must both be the primary's id, {mix.primary!r}"
        raise Refusal(Code.WRONG_FIELD, says)


def _canvas(cloud: Cloud, mix: Mix, now: float) -> Size:
    """The size of the picture, which is the primary's; it is pushed, and fills it."""
    primary = cloud.pushed(mix.primary)
    if primary is None or not cloud.known(primary, now):
        raise Refusal(Code.NOT_PUSHED, _unknown(cloud, mix, now))
    if primary.size is None:
        raise Refusal(Code.SIZE_UNKNOWN, _no_picture(mix.primary))
    if mix.stated is not None:
        _fills(mix.primary, mix.stated, primary.size)
    return primary.size


def _no_picture(stream: str) -> str:
    return f"stream {stream!r} is pushed without a picture"


def _fills(primary: str, stated: Rect, canvas: Size) -> None:
    overhang = stated.overhang(canvas)
    if overhang:
        says = f"the primary {primary!r}, {stated}, is {overhang} of its own {canvas} picture"
        raise Refusal(Code.OUT_OF_PICTURE, says)
    if stated != Rect(0, 0, canvas.width, canvas.height):
        says = f"the primary {primary!r}, {stated}, does not fill its {canvas} picture; leave its place and size out"
        raise Refusal(Code.WRONG_FIELD, says)


def _inside(mix: Mix, canvas: Size) -> None:
    """A tile may touch the edge of the primary picture, not cross it (Mix_StreamV2, section 3)."""
    found = ((tile, tile.rect.overhang(canvas)) for tile in mix.tiles)
    says = [f"tile of {t.stream!r}, {t.rect}, is {over} of the {canvas} primary picture" for t, over in found if over]
    if says:
        raise Refusal(Code.OUT_OF_PICTURE, "; ".join(says))


def _all_pushed(cloud: Cloud, mix: Mix, now: float) -> None:
    """The page: "make sure the pushes by the primary VJ and secondary VJs are all successful" before a mix starts."""
    says = _unknown(cloud, mix, now)
    if says:
        raise Refusal(Code.NOT_PUSHED, says)
    pushed = [cloud.pushed(stream) for stream in mix.streams]
    blind = [_no_picture(stream.stream) for stream in pushed if stream and stream.size is None]
    if blind:
        raise Refusal(Code.SIZE_UNKNOWN, "; ".join(blind))


def _unknown(cloud: Cloud, mix: Mix, now: float) -> str:
    """Which streams the backend does not know, and why; empty when it knows them all."""
    return "; ".join(text for stream in mix.streams if (text := cloud.why_unknown(stream, now)))
