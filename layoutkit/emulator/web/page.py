"""The addresses for people: the control page, its files, and every output as a picture, a film and a page of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from urllib.parse import parse_qs, quote, unquote

from layoutkit.documents import data_path, write_page
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.web.answers import Answer, json_answer, not_allowed, refused
from layoutkit.emulator.web.pictures import picture
from layoutkit.emulator.web.telling import outputs, told
from layoutkit.errors import Fault
from layoutkit.picture import THEMES

Show = Callable[[Cloud, str, str, float], Answer]
"""From the cloud, the name in the address, its query and the time to what is shown."""

OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page of ours may load: nothing from elsewhere, no script or style but its own files."""
DRAWN = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A picture may load nothing; its style sheet stands in it."""

_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
_FILES = {
    "control.css": _STYLE,
    "control.js": _SCRIPT,
    "control_air.js": _SCRIPT,
    "control_dom.js": _SCRIPT,
    "control_lists.js": _SCRIPT,
    "control_play.js": _SCRIPT,
    "watch.css": _STYLE,
    "watch.js": _SCRIPT,
}


def shown(cloud: Cloud, method: str, path: str, query: str, now: float) -> Answer | None:
    """What stands at an address for people; None where it is none of these."""
    for address, show in _ADDRESSES:
        found = address.fullmatch(path)
        if found:
            name = unquote(found[1]) if found.groups() else ""
            return show(cloud, name, query, now) if method == "GET" else not_allowed("GET", "HEAD")
    return None


# --- pages and their files -------------------------------------------------------------------------------------------


def _control(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    return _page("control.html.j2", profile=cloud.profile, app_id=cloud.account.app_id)


def _watch(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    return _page("watch.html.j2", name=name, film=f"/live/{quote(name, safe='')}.flv") if _plays(cloud, name) else _no_output(name)


def _page(template: str, **values: object) -> Answer:
    return _fresh(write_page(template, **values).encode(), "text/html; charset=utf-8", OWN)


def _file(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    if name == "colours.css":
        return _fresh(write_page("colours.css.j2").encode(), _STYLE)
    if name not in _FILES:
        return refused(404, "not_found", Fault("the pages have no such file"))
    return _fresh(_read(name), _FILES[name])


def _player(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    """mpegts.js, which plays FLV in a browser (THIRD_PARTY.md)."""
    return _fresh(_read("mpegts.js"), _SCRIPT)


@lru_cache(maxsize=16)
def _read(name: str) -> bytes:
    return data_path("templates", "pages", name).read_bytes()


def _fresh(body: bytes, content_type: str, policy: str = "") -> Answer:
    headers = (("Cache-Control", "no-store"), *((("Content-Security-Policy", policy),) if policy else ()))
    return Answer(200, body, content_type, headers=headers)


# --- what is on air --------------------------------------------------------------------------------------------------


def _state(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    return json_answer(200, told(cloud, now, cloud.endpoint))


def _outputs(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    return json_answer(200, {"outputs": outputs(cloud)})


def _flv(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    if cloud.screen is None or not cloud.screen.plays(name):
        return _no_output(name)
    return Answer(200, b"", "video/x-flv", headers=(("Cache-Control", "no-store"),), stream=partial(cloud.screen.flv, name))


def _jpg(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    """The output as it just was; 204 while it has no picture yet."""
    if cloud.screen is None or not cloud.screen.plays(name):
        return _no_output(name)
    seen = cloud.screen.thumbnail(name)
    return Answer(204, b"", "image/jpeg") if seen is None else _fresh(seen, "image/jpeg")


def _layout(cloud: Cloud, name: str, query: str, now: float) -> Answer:
    session = cloud.session(name)
    if session is None:
        return refused(404, "not_found", Fault(f"session {name[:80]!r} was never started, or ended long ago"))
    theme = parse_qs(query).get("theme", ["auto"])[-1]
    if theme not in THEMES:
        return refused(400, "usage", Fault("there is no such theme", hint="there are " + ", ".join(THEMES)))
    return _fresh(picture(cloud, session, theme).encode(), "image/svg+xml", DRAWN)


def _plays(cloud: Cloud, name: str) -> bool:
    return cloud.screen is not None and cloud.screen.plays(name)


def _no_output(name: str) -> Answer:
    hint = "push a stream of that name: there is an output for each, and for each session"
    return refused(404, "not_found", Fault(f"there is no output {name[:80]!r}", hint=hint))


_ADDRESSES: tuple[tuple[re.Pattern[str], Show], ...] = (
    (re.compile("/"), _control),
    (re.compile("/state"), _state),
    (re.compile("/outputs"), _outputs),
    (re.compile(r"/player\.js"), _player),
    (re.compile("/page/([^/]+)"), _file),
    (re.compile("/watch/([^/]+)"), _watch),
    (re.compile(r"/live/([^/]+)\.flv"), _flv),
    (re.compile(r"/live/([^/]+)\.jpg"), _jpg),
    (re.compile(r"/sessions/([^/]+)/layout\.svg"), _layout),
)
