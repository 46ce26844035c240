"""A browser watches a real show: guests come and go in its picture while one video plays on."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from layoutkit.geometry import Rect

from ...picture.browser import needs_browser
from ..devtools import Browser, Page
from .stage import COLOURS, PLACES, Room, scene, until

pytestmark = needs_browser

VIDEO = "document.querySelector('video')"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium")) as running:
        yield running


def colour_at(tab: Page, rect: Rect) -> tuple[int, int, int]:
    """The colour in the middle of a rectangle of the picture that the browser shows: red, green and blue."""
    x, y = rect.x + rect.width // 2, rect.y + rect.height // 2
    drawn = f"(() => {{ const c = new OffscreenCanvas(1, 1).getContext('2d'); c.drawImage({VIDEO}, {x}, {y}, 1, 1, 0, 0, 1, 1);"
    red, green, blue, _ = tab.ask(f"{drawn} return [...c.getImageData(0, 0, 1, 1).data]; }})()")
    return red, green, blue


def sees(tab: Page, *guests: str) -> bool:
    """Whether just these guests are in the picture, each in its colour."""
    found = {name: colour_at(tab, rect) for name, rect in PLACES.items()}
    return all(near(found[name], COLOURS[name if name in guests else "host"]) for name in PLACES)


def near(found: tuple[int, int, int], code: str) -> bool:
    wanted = (int(code[i : i + 2], 16) for i in (2, 4, 6))
    return all(abs(a - b) < 40 for a, b in zip(found, wanted, strict=True))


def test_guests_come_and_go_while_one_video_plays_on(browser: Browser, room: Room) -> None:
    """The same video element, never reloaded, shows the host, then one guest, two, three, two, and the host again."""
    room.on("host", "rex", "link", "shock")
    with browser.page(f"{room.studio.emulator.url}/watch/{room.name('host')}") as tab:
        tab.until(f"{VIDEO}.currentTime > 0.5")
        tab.ask(f"{VIDEO}.mark = 'the first'; {VIDEO}.emptied = 0; {VIDEO}.addEventListener('emptied', e => e.target.emptied++)")
        until(lambda: sees(tab), 20)
        for guests in (("rex",), ("rex", "link"), ("rex", "link", "shock"), ("rex", "shock")):
            assert room.mix(scene(*guests))["code"] == 0
            until(lambda guests=guests: sees(tab, *guests), 20)
        assert room.mix()["code"] == 0
        until(lambda: sees(tab), 20)
        before, began = tab.ask(f"{VIDEO}.currentTime"), time.monotonic()
        tab.until(f"{VIDEO}.currentTime > {before + 1}")
        assert time.monotonic() - began < 10
        assert tab.ask(f"[{VIDEO}.mark, {VIDEO}.emptied, {VIDEO}.videoWidth, {VIDEO}.videoHeight]") == ["the first", 0, 270, 480]
        assert room.viewers == 1
        assert tab.complaints() == []


def test_the_control_page_shows_the_real_picture_beside_the_layout(browser: Browser, room: Room) -> None:
    """The thumbnail is a JPEG of what really goes out; the layout beside it is what was asked for."""
    room.on("host", "rex")
    assert room.mix(scene("rex"))["code"] == 0
    with browser.page(room.studio.emulator.url) as tab:
        tab.until("[...document.querySelectorAll('.frame img[src^=blob]')].some(i => i.naturalWidth === 270 && i.naturalHeight === 480)")
        tab.until("[...document.querySelectorAll('.frame img[src*=layout]')].some(i => i.naturalWidth === 270)")
        assert tab.complaints() == []
