"""The control calls: which streams are pushed, what the sessions show, how the cloud behaves (DESIGN, section 8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any
from urllib.parse import parse_qsl, unquote

from layoutkit.emulator.cloud.session import Pushed, Session
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.journal.curl import request_document
from layoutkit.emulator.reading.codes import Refusal
from layoutkit.emulator.reading.fields import parse
from layoutkit.emulator.settings import Settings
from layoutkit.emulator.web.answers import Answer, json_answer, not_allowed, refused
from layoutkit.errors import Fault, UsageError
from layoutkit.geometry import Size
from layoutkit.scene import is_stream_id, stream_id_fault

Call = Callable[[Cloud, str, bytes, float], Answer]


def control(cloud: Cloud, method: str, path: str, body: bytes, now: float) -> Answer:
    """One control call. Its path is `/streams`, `/sessions` or `/settings`, or `/streams/ID`, `/sessions/ID`."""
    room, slash, name = path.removeprefix("/").partition("/")
    calls = _CALLS.get(room + "/ID" if slash else room)
    if calls is None:
        return refused(404, "not_found", Fault("there is nothing at this address", hint=f"there are {ADDRESSES}"))
    if method not in calls:
        return not_allowed(*calls)
    name = unquote(name)
    if slash and not is_stream_id(name):
        return refused(400, "usage", stream_id_fault(name))
    return calls[method](cloud, name, body, now)


# --- streams ---------------------------------------------------------------------------------------------------------


_SIZE = ("width", "height")
_SOUND_ALONE = dict.fromkeys(_SIZE)


def _push(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    document = _object(body, _SIZE)
    if isinstance(document, Answer):
        return document
    missing = [Fault(f"{key} is missing", hint="the picture's size in pixels") for key in _SIZE if key not in document]
    if missing:
        return refused(400, "invalid", *missing)
    try:
        size = None if document == _SOUND_ALONE else Size(**document)
    except UsageError as error:
        return refused(400, "usage", *error.faults)
    pushed = cloud.push(name, size, now)
    if pushed is None:
        hint = "end some with DELETE /streams/ID"
        return refused(507, "full", Fault(f"{cloud.max_streams} streams are pushed, as many as the emulator holds", hint=hint))
    return json_answer(200, stream_document(cloud, pushed, now))


def _drop(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    pushed = cloud.drop(name, now)
    return _not_pushed(name) if pushed is None else json_answer(200, stream_document(cloud, pushed, now))


def _show(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    pushed = cloud.pushed(name)
    return _not_pushed(name) if pushed is None else json_answer(200, stream_document(cloud, pushed, now))


def _streams(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    return json_answer(200, {"streams": [stream_document(cloud, pushed, now) for pushed in cloud.streams()]})


def stream_document(cloud: Cloud, pushed: Pushed, now: float) -> dict[str, Any]:
    """The stream as JSON."""
    known = cloud.known(pushed, now)
    return {"stream": pushed.stream, **_sides(pushed.size), "since": pushed.since, "known": known}


def _sides(size: Size | None) -> dict[str, int | None]:
    """Width and height; null for sound alone."""
    return {"width": size.width if size else None, "height": size.height if size else None}


def _not_pushed(name: str) -> Answer:
    return refused(404, "not_found", Fault(f"stream {name!r} is not pushed", hint="PUT /streams/ID begins a push"))


# --- sessions --------------------------------------------------------------------------------------------------------


def _session(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    session = cloud.session(name)
    if session is None:
        return refused(404, "not_found", Fault(f"session {name!r} was never started, or ended long ago"))
    return json_answer(200, session_document(cloud, session))


def _sessions(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    return json_answer(200, {"sessions": [session_document(cloud, session) for session in cloud.sessions()]})


def session_document(cloud: Cloud, session: Session) -> dict[str, Any]:
    """The session as JSON; `frozen` names the streams that show their last picture, because their push ended."""
    return {
        "session": session.id,
        "state": session.state,
        "output": session.output,
        "canvas": asdict(session.canvas),
        "placements": [placement.document() for placement in session.placements],
        **({"heard": list(session.heard)} if session.heard else {}),
        "frozen": [stream for stream in session.streams if cloud.pushed(stream) is None],
        "updates": session.updates,
        "timestamp": session.timestamp,
        "history": [asdict(event) for event in session.history],
    }


# --- what happened ---------------------------------------------------------------------------------------------------


SHOWN = 50
"""How many of the last requests, and of the other notes, are shown."""


def _requests(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    notes = [note for note in cloud.journal.recent() if note.what == "request"]
    return json_answer(200, {"requests": [request_document(note, cloud.endpoint) for note in notes[-SHOWN:]]})


def _events(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    notes = [note for note in cloud.journal.recent() if note.what != "request"]
    return json_answer(200, {"events": [note.document() for note in notes[-SHOWN:]]})


# --- another RTMP server ---


def _notified(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    """Another RTMP server tells who publishes and who plays, in the form of nginx's `on_publish` and `on_play`."""
    try:
        fields = dict(parse_qsl(body.decode(), max_num_fields=64))
    except ValueError:
        return refused(400, "invalid", Fault("the body is no form", hint="call=publish&name=8888_denny"))
    if cloud.screen is not None:
        cloud.screen.notified(fields)
    return json_answer(200, {})


# --- settings --------------------------------------------------------------------------------------------------------


def _configure(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    document = _object(body, tuple(field.name for field in fields(Settings)))
    if isinstance(document, Answer):
        return document
    try:
        return json_answer(200, asdict(cloud.configure(document, now)))
    except UsageError as error:
        return refused(400, "usage", *error.faults)


def _settings(cloud: Cloud, name: str, body: bytes, now: float) -> Answer:
    return json_answer(200, asdict(cloud.settings))


def _object(body: bytes, known: tuple[str, ...]) -> dict[str, Any] | Answer:
    """The body as a JSON object with no key but the known ones."""
    try:
        document = parse(body)
    except Refusal as refusal:
        return refused(400, "invalid", Fault(refusal.message))
    if not isinstance(document, dict):
        return refused(400, "invalid", Fault("the body is not a JSON object", hint="known keys: " + ", ".join(known)))
    unknown = [key for key in document if key not in known]
    if unknown:
        return refused(400, "invalid", *(Fault(f"unknown key {key[:60]!r}", hint="known: " + ", ".join(known)) for key in unknown))
    return document


_CALLS: dict[str, dict[str, Call]] = {
    "streams": {"GET": _streams},
    "streams/ID": {"GET": _show, "PUT": _push, "DELETE": _drop},
    "sessions": {"GET": _sessions},
    "sessions/ID": {"GET": _session},
    "rtmp": {"POST": _notified},
    "settings": {"GET": _settings, "PUT": _configure},
    "requests": {"GET": _requests},
    "events": {"GET": _events},
}

ADDRESSES = "/common_access, " + ", ".join(f"/{address}" for address in _CALLS) + ", /state, /outputs, and for people / and /watch/NAME"
