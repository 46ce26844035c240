"""All that a page shows, told at once: outputs, sessions, streams, settings, the last requests and what else happened."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from layoutkit.emulator.cloud.session import Pushed
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.journal.curl import curl_of, signing_of
from layoutkit.emulator.journal.notes import Note
from layoutkit.emulator.web.control import session_document, stream_document

MOST_NOTES = 20
"""So many requests, and so many other events, are told."""
MOST_ENTRIES = 100
"""So many streams and sessions; a page is for people."""
LONGEST_BODY = 20_000
"""A longer body is not told, nor is its command, in characters."""


def told(cloud: Cloud, now: float, endpoint: str) -> dict[str, Any]:
    """The whole state as one JSON document; the newest requests and events first. No key and no sign is in it."""
    notes = cloud.journal.recent()[::-1]
    requests = [note for note in notes if note.what == "request"][:MOST_NOTES]
    others = [note for note in notes if note.what != "request"][:MOST_NOTES]
    sessions, streams = cloud.sessions(), cloud.streams()
    return {
        "now": now,
        "profile": cloud.profile,
        "app_id": cloud.account.app_id,
        "endpoint": endpoint,
        "rtmp": cloud.screen.address() if cloud.screen else None,
        "settings": asdict(cloud.settings),
        "outputs": outputs(cloud),
        "sessions": [session_document(cloud, session) for session in sessions[:MOST_ENTRIES]],
        "session_count": len(sessions),
        "streams": [_stream(cloud, pushed, now) for pushed in streams[:MOST_ENTRIES]],
        "stream_count": len(streams),
        "requests": [_request(note, endpoint) for note in requests],
        "events": [note.document() for note in others],
    }


def outputs(cloud: Cloud) -> list[dict[str, Any]]:
    """Every output of the mixer as JSON; none where nothing is mixed for real."""
    return [asdict(output) for output in cloud.screen.outputs()] if cloud.screen else []


def _stream(cloud: Cloud, pushed: Pushed, now: float) -> dict[str, Any]:
    """A pushed stream; `known_in` tells the seconds until the backend knows of it."""
    left = pushed.since + cloud.settings.lag_s - now
    return {**stream_document(cloud, pushed, now), "known_in": round(max(0.0, left), 1)}


def _request(note: Note, endpoint: str) -> dict[str, Any]:
    """A request that was judged: its query without a sign, its body as text, the verdict, the two lines that send it again."""
    body = str(note.about.get("body", note.about.get("body_base64", "")))
    long = len(body) > LONGEST_BODY
    document = {key: value for key, value in note.document().items() if key not in ("body", "body_base64")}
    lines = (
        {"body": None, "first": None, "curl": None} if long else {"body": body, "first": signing_of(note), "curl": curl_of(note, endpoint)}
    )
    return {**document, **lines, "length": len(body)}
