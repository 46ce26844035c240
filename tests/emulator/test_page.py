"""The main job by the page: its example is mixed, changed and ended over a real socket by a plain HTTP client."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from layoutkit.emulator import Code, Placement, placements

from .stage import APP_ID, CANVAS, DENNY, LINK, NOW, PAGE, PAGE_SIGN, REX, SHOCK, page, query
from .wire import Caller

ASK = urlencode({"cmd": APP_ID, "interface": "Mix_StreamV2", "t": 1490858347, "sign": PAGE_SIGN})

ON_AIR = (
    Placement(DENNY, 0, 0, 540, 960, 1),
    Placement(REX, 380, 630, 160, 240, 2),
    Placement(LINK, 380, 390, 160, 240, 3),
    Placement(SHOCK, 380, 150, 160, 240, 4),
)


def test_the_pages_example_is_granted_with_the_pages_sign(call: Caller) -> None:
    call.push_all()
    status, headers, text = call.raw("POST", f"/common_access?{ASK}", PAGE)
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert text == f'{{"code": 0, "message": "Success!", "timestamp": {NOW}}}'


def test_the_session_then_shows_what_the_page_asked_for(call: Caller) -> None:
    call.push_all()
    call.mix(PAGE, ASK)
    assert call("GET", f"/sessions/{DENNY}") == (
        200,
        {
            "session": DENNY,
            "state": "mixing",
            "output": DENNY,
            "canvas": {"width": 540, "height": 960},
            "placements": [placement.document() for placement in ON_AIR],
            "frozen": [],
            "updates": 0,
            "timestamp": NOW,
            "history": [{"what": "started", "at": NOW, "streams": 4}],
        },
    )


def test_a_mix_starts_changes_and_ends(call: Caller) -> None:
    """More than one stream starts or changes it, the primary alone ends it (Mix_StreamV2, notes)."""
    call.push_all()
    seen = []
    for secondaries in (3, 1, 0):
        assert call.mix(page(secondaries))["code"] == 0
        _, session = call("GET", f"/sessions/{DENNY}")
        seen.append((session["state"], len(session["placements"]), session["updates"]))
    assert seen == [("mixing", 4, 0), ("mixing", 2, 1), ("ended", 1, 1)]


def test_what_cannot_be_mixed_can_each_be_tried(call: Caller) -> None:
    """An expired t, a wrong key, a stream that is not pushed, a tile that stands out: each has its code."""
    call.push_all()
    asked = [
        call.mix(page(), query(t=NOW - 1)),
        call.mix(page(), query(key="5d41402abc4b2a76b9719d911017c592")),
        call.mix(page(location_x=400)),
    ]
    call("DELETE", f"/streams/{REX}")
    asked.append(call.mix(page()))
    wanted = [Code.EXPIRED, Code.WRONG_SIGN, Code.OUT_OF_PICTURE, Code.NOT_PUSHED]
    assert [reply["code"] for reply in asked] == wanted
    assert call("GET", "/sessions") == (200, {"sessions": []})


def test_the_example_reads_without_an_emulator_too() -> None:
    """`placements` is the stranger's reader on its own: what it reads can be held against what was meant."""
    assert placements(json.dumps(PAGE), CANVAS) == ON_AIR
    assert [str(placement.rect) for placement in ON_AIR[1:2]] == ["160x240 at (380,630)"]
