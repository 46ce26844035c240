"""The addresses for people, without a browser: the page and its files, pictures of sessions, films, and who is turned away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from layoutkit.documents import data_path
from layoutkit.emulator import Emulator
from layoutkit.emulator.cloud.watching import OnAir
from layoutkit.emulator.journal.curl import curl_of, signing_of
from layoutkit.emulator.web.guard import turned_away
from layoutkit.emulator.web.telling import LONGEST_BODY, told
from layoutkit.geometry import Size

from ..targets.stage import HOST, REX, entry, payload
from .stage import CANVAS, DENNY, KEY, LINK, NOW, PAGE_SIGN, STREAMS, Stage, page
from .test_profile_2019 import Later, cancel
from .wire import Caller

SVG = "{http://www.w3.org/2000/svg}"
PLAYER_SHA256 = "4941c682a28b17b60ddd1962482b2c67d2da77e29e5a5f6d44dbe077beafe7db"


class Still:
    """A screen with one output, whose film is three bytes long and which may have a picture."""

    def __init__(self, name: str = DENNY, picture: bytes | None = b"\xff\xd8jpeg") -> None:
        self.name, self.picture = name, picture

    def address(self) -> str:
        return "rtmp://127.0.0.1:1935/live"

    def outputs(self) -> tuple[OnAir, ...]:
        return (OnAir(self.name, 540, 960, 25.0, play=f"{self.address()}/{self.name}"),)

    def thumbnail(self, name: str) -> bytes | None:
        return self.picture

    def flv(self, name: str, write: Callable[[bytes], object]) -> None:
        write(b"FLV")

    def plays(self, name: str) -> bool:
        return name == self.name


# --- the page and its files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/?theme=dark", "text/html; charset=utf-8"),
        (f"/watch/{DENNY}", "text/html; charset=utf-8"),
        ("/page/control.css", "text/css; charset=utf-8"),
        ("/page/colours.css", "text/css; charset=utf-8"),
        ("/page/control.js", "text/javascript; charset=utf-8"),
        ("/player.js", "text/javascript; charset=utf-8"),
        ("/state", "application/json"),
        ("/outputs", "application/json"),
        (f"/live/{DENNY}.jpg", "image/jpeg"),
        (f"/sessions/{DENNY}/layout.svg?theme=dark", "image/svg+xml"),
    ],
)
def test_what_stands_at_an_address(emulator: Emulator, call: Caller, target: str, content_type: str) -> None:
    emulator.cloud.screen = Still()
    call.push_all()
    call.mix(page())
    for method in ("GET", "HEAD"):
        status, headers, text = call.raw(method, target) if "jpg" not in target else (*call.raw("HEAD", target)[:2], "x")
        assert (status, headers["Content-Type"], headers["X-Content-Type-Options"]) == (200, content_type, "nosniff")
        assert bool(text) is (method == "GET") or "jpg" in target
        assert int(headers["Content-Length"]) > 0
    assert call("PUT", target, {})[0] == 405


def test_pages_allow_no_script_but_their_own(emulator: Emulator, call: Caller) -> None:
    emulator.cloud.screen = Still()
    for target in ("/", f"/watch/{DENNY}"):
        _, headers, text = call.raw("GET", target)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert " style=" not in text
        assert "<style" not in text


def test_a_drawing_may_load_nothing_and_run_nothing(call: Caller) -> None:
    call.push_all()
    call.mix(page())
    _, headers, _ = call.raw("GET", f"/sessions/{DENNY}/layout.svg")
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "target",
    [
        "/watch/nobody",
        "/live/nobody.flv",
        "/live/nobody.jpg",
        "/sessions/nobody/layout.svg",
        "/page/gallery.js",
        "/page/..%2f..%2fpyproject.toml",
        "/page/control.html.j2",
        "/live/%3Cscript%3E.flv",
    ],
)
def test_what_is_not_there_is_told_as_json(emulator: Emulator, call: Caller, target: str) -> None:
    for screen in (None, Still()):
        emulator.cloud.screen = screen
        status, document = call("GET", target)
        assert (status, document["error"]) == (404, "not_found")


def test_an_output_is_sent_until_it_ends(emulator: Emulator, call: Caller) -> None:
    emulator.cloud.screen = Still("a/b <c>")
    status, headers, text = call.raw("GET", "/live/a%2Fb%20%3Cc%3E.flv")
    assert (status, headers["Content-Type"], headers["Cache-Control"], text) == (200, "video/x-flv", "no-store", "FLV")
    assert "Content-Length" not in headers
    assert "&lt;c&gt;" in call.raw("GET", "/watch/a%2Fb%20%3Cc%3E")[2]


def test_an_output_without_a_picture_yet_has_none_to_show(emulator: Emulator, call: Caller) -> None:
    emulator.cloud.screen = Still(picture=None)
    status, headers, text = call.raw("GET", f"/live/{DENNY}.jpg")
    assert (status, headers["Content-Length"], text) == (204, None, "")


def test_the_player_is_the_one_that_is_named() -> None:
    """Another one is another version: THIRD_PARTY.md tells it too."""
    text = data_path("templates", "pages", "mpegts.js").read_bytes()
    assert hashlib.sha256(text).hexdigest() == PLAYER_SHA256
    assert b"mpegts.js 1.8.2, Apache-2.0" in text[:120]
    assert b'"1.8.2"' in text[120:]
    assert b"sourceMappingURL" not in text
    assert "Apache License" in data_path("templates", "pages", "mpegts.js.LICENSE.txt").read_text("utf-8")


# --- who is turned away ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1:8088", "localhost", "LOCALHOST:1", "[::1]:8088", "127.8.8.8", "show.localhost:80", None])
def test_this_machine_may_call_under_its_own_names(host: str | None) -> None:
    assert turned_away("PUT", host, None) is None
    assert host is None or turned_away("PUT", host, f"http://{host}") is None


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8088", "192.168.1.4", "localhost.evil.example", "", "[", "127.0.0.1@evil.example"]
)
def test_a_strangers_name_is_refused_though_it_leads_here(call: Caller, host: str) -> None:
    status, document = call("GET", "/state", Host=host)
    assert (status, document["error"]) == (403, "forbidden")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
def test_a_page_from_elsewhere_may_look_and_change_nothing(call: Caller, origin: str) -> None:
    for method, target in (("PUT", f"/streams/{DENNY}"), ("DELETE", f"/streams/{DENNY}"), ("PUT", "/settings"), ("POST", "/common_access")):
        status, document = call(method, target, {}, Origin=origin)
        assert (status, document["faults"][0]["says"]) == (403, "a page from elsewhere may change nothing here")
    assert call.raw("GET", "/settings", Origin=origin)[1]["Access-Control-Allow-Origin"] is None


def test_our_own_page_may_change_settings(emulator: Emulator, call: Caller) -> None:
    assert call("PUT", "/settings", {"lag_s": 2}, Origin=emulator.url)[0] == 200
    assert call("PUT", "/settings", {"lag_s": 2}, Origin=emulator.url.replace("http:", "https:"))[0] == 403


# --- what is told ----------------------------------------------------------------------------------------------------


def test_the_state_tells_all_there_is(stage: Stage) -> None:
    stage.cloud.screen = Still()
    stage.cloud.configure({"lag_s": 5})
    stage.now += 4
    document = told(stage.cloud, stage.now, "http://127.0.0.1:1/common_access")
    assert {key: document[key] for key in ("profile", "rtmp", "sessions", "requests")} == {
        "profile": "2017",
        "rtmp": "rtmp://127.0.0.1:1935/live",
        "sessions": [],
        "requests": [],
    }
    assert [(s["stream"], s["known"], s["known_in"]) for s in document["streams"]] == [(s, False, 1.0) for s in STREAMS]
    assert document["outputs"][0]["play"] == f"rtmp://127.0.0.1:1935/live/{DENNY}"
    json.dumps(document)


def test_a_page_is_told_no_more_than_people_can_look_at(stage: Stage) -> None:
    """Of 150 streams the first hundred and how many there are, of 150 events the last twenty; nobody is known in less than no time."""
    for n in range(150):
        stage.cloud.push(f"guest_{n}", CANVAS, stage.now)
    document = told(stage.cloud, stage.now + 60, "")
    assert (len(document["streams"]), document["stream_count"], len(document["events"])) == (100, 154, 20)
    assert document["events"][0]["stream"] == "guest_149"
    assert {stream["known_in"] for stream in document["streams"]} == {0.0}


def noted(stage: Stage, n: int, **about: Any) -> None:
    asked = {"cmd": "1250000000", "interface": "Mix_StreamV2", "t_in": 60}
    stage.cloud.journal.note(
        NOW + n, "request", **{"query": asked, "sign": "right", "body": '{"a": "it\'s"}', "code": 0, "message": "Success!"} | about
    )


def test_the_newest_requests_come_first_each_with_its_command(stage: Stage) -> None:
    for n in range(30):
        noted(stage, n)
    stage.cloud.journal.note(NOW, "push", stream="a")
    document = told(stage.cloud, stage.now, "http://127.0.0.1:1/common_access")
    assert [request["at"] for request in document["requests"]] == [NOW + n for n in range(29, 9, -1)]
    assert document["requests"][0]["curl"] == curl_of(stage.cloud.journal.recent()[29], "http://127.0.0.1:1/common_access")
    assert document["requests"][0]["first"] == signing_of(stage.cloud.journal.recent()[29])
    assert document["events"][0] == {"at": NOW, "what": "push", "stream": "a"}


def test_a_very_long_body_is_not_told_every_second(stage: Stage) -> None:
    noted(stage, 0, body="x" * (LONGEST_BODY + 1))
    (request,) = told(stage.cloud, stage.now, "")["requests"]
    assert (request["body"], request["curl"], request["length"]) == (None, None, LONGEST_BODY + 1)


def test_no_page_holds_the_key_or_a_sign(emulator: Emulator, call: Caller) -> None:
    call.push_all()
    call.mix(page())
    for target in ("/", "/state", f"/sessions/{DENNY}/layout.svg", "/page/control.js"):
        text = call.raw("GET", target)[2]
        assert KEY not in text
        assert PAGE_SIGN not in text


# --- a session as a picture ------------------------------------------------------------------------------------------


def drawn(caller: Stage | Later, session: str, theme: str = "light") -> ElementTree.Element:
    from layoutkit.emulator.web.pictures import picture

    found = caller.cloud.session(session)
    assert found
    return ElementTree.fromstring(picture(caller.cloud, found, theme))


def places(svg: ElementTree.Element) -> list[tuple[str, str]]:
    return [(part.attrib["class"], " ".join(part.attrib[k] for k in ("x", "y", "width", "height"))) for part in svg.findall(f"{SVG}svg")]


def test_a_session_is_drawn_as_large_as_its_canvas_and_the_frozen_are_marked(stage: Stage) -> None:
    stage.ask(page())
    stage.cloud.drop(LINK, NOW)
    svg = drawn(stage, DENNY)
    assert svg.attrib["viewBox"] == "0 0 540 960"
    assert places(svg) == [
        ("backdrop", "0 0 540 960"),
        ("secondary", "380 630 160 240"),
        ("secondary", "380 390 160 240"),
        ("secondary", "380 150 160 240"),
    ]
    marked = [part.findtext(f"{SVG}title") for part in svg.findall(f"{SVG}svg") if part.find(f"{SVG}rect[@class='noted']") is not None]
    assert marked == ["\u20688888_link\u2069: 160×240 at (380,390), layer 3"]


def test_canvas_colour_picture_crop_the_heard_and_the_same_stream_twice_are_drawn() -> None:
    later = Later()
    inputs = [
        entry("canvas", 1, 720, 720, input_type=3, color="0xCC0033"),
        entry("host", 2, 360, 360),
        entry("host", 5, 300, 300, 400, 400, crop={"crop_width": 100, "crop_height": 100, "crop_x": 1, "crop_y": 2}),
        entry("logo", 9, 200, 100, 0, 500, input_type=2, picture_id=4711),
        entry("hum", 10, input_type=4),
    ]
    assert later.ask(payload(*inputs)).code == 0
    svg = drawn(later, "room")
    text = ElementTree.tostring(svg, "unicode")
    fills = [part.findall(f"{SVG}rect")[0].attrib["fill"] for part in svg.findall(f"{SVG}svg")]
    assert fills[0] == "#cc0033"
    assert fills[1] == fills[2], "one stream has one colour"
    assert "crop" in text
    assert "4711" in text
    assert svg.findtext(f"{SVG}text[@class='heard']") == "heard: \u2068hum\u2069"


def test_a_mix_that_was_cancelled_shows_that_it_ended() -> None:
    later = Later()
    later.ask(payload(HOST, REX))
    later.ask(cancel())
    svg = drawn(later, "room", "auto")
    assert places(svg) == []
    assert "the mix has ended" in "".join(svg.itertext())


def test_a_tiny_canvas_and_an_unknown_theme_do_no_harm(emulator: Emulator, call: Caller) -> None:
    emulator.cloud.push(DENNY, Size(2, 2), NOW)
    emulator.cloud.push(STREAMS[1], Size(2, 2), NOW)
    document = page(1, image_width=1, image_height=1, location_x=0, location_y=0)
    assert call.mix(document)["code"] == 0
    assert call.raw("GET", f"/sessions/{DENNY}/layout.svg")[0] == 200
    assert call("GET", f"/sessions/{DENNY}/layout.svg?theme=pink")[0] == 400
