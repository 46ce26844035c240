"""The control page in a real Chromium: it shows what happens, plays the real output, and trusts no name."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from layoutkit.emulator import Emulator
from layoutkit.geometry import Size

from ..picture.browser import needs_browser
from .devtools import Browser, Page
from .screening import Bars
from .stage import APP_ID, DENNY, KEY, LINK, REX, page, query
from .wire import Caller

pytestmark = needs_browser

SMALL = Size(270, 480)
EVIL = "<img src=x onerror=alert(1)>"
TEXT = "document.body.innerText"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture
def live() -> Iterator[Emulator]:
    """An emulator by the real clock, whose one output shows colour bars."""
    with Emulator(APP_ID, KEY) as running:
        running.cloud.screen = Bars((DENNY, SMALL))
        yield running


def mixed(emulator: Emulator) -> Caller:
    """Four streams are pushed and mixed, and one leaves."""
    call = Caller(emulator.url)
    call.push_all()
    assert call.mix(page(), query(t=int(time.time()) + 60))["code"] == 0
    call("DELETE", f"/streams/{LINK}")
    return call


def connected(tab: Page) -> None:
    tab.until("document.querySelector('#link').textContent === 'connected'")


def test_sessions_streams_and_the_real_picture_are_shown(browser: Browser, live: Emulator) -> None:
    mixed(live)
    with browser.page(live.url) as tab:
        connected(tab)
        tab.until("document.querySelector('.frame img[src^=blob]').naturalWidth === 270")
        tab.until("document.querySelector('.frame img[src*=layout]').naturalWidth === 540")
        assert tab.ask("[...document.querySelectorAll('#streams b')].map((name) => name.textContent)") == [DENNY, REX, "8888_shock", LINK]
        assert tab.ask("document.querySelector('.frozen').textContent").startswith(f"Frozen: {LINK}.")
        assert "ffplay rtmp://127.0.0.1:1935/live/8888_denny" in tab.ask(TEXT)
        assert tab.complaints() == []


def test_the_output_is_watched_in_place_and_the_audience_is_counted(browser: Browser, live: Emulator) -> None:
    mixed(live)
    screen = live.cloud.screen
    assert isinstance(screen, Bars)
    with browser.page(live.url) as tab:
        connected(tab)
        tab.ask("document.querySelector('.main').click()")
        tab.until("document.querySelector('video').currentTime > 1")
        before = tab.ask("document.querySelector('video').currentTime")
        tab.until(f"document.querySelector('video').currentTime > {before} + 1")
        assert tab.ask("[document.querySelector('video').videoWidth, document.querySelector('.says').textContent]") == [270, ""]
        assert screen.viewers == 1
        tab.until("document.querySelector('.facts').textContent.includes('1 viewer')")
        tab.ask("document.querySelector('.main').click()")
        tab.until("document.querySelector('video').hidden && !document.querySelector('.frame img[src^=blob]').hidden")
        assert tab.complaints() == []


def test_a_page_of_its_own_plays_and_comes_back_when_the_output_ends(browser: Browser, live: Emulator) -> None:
    live.cloud.screen = Bars((DENNY, SMALL), seconds=3)
    with browser.page(f"{live.url}/watch/{DENNY}", width=400, height=700) as tab:
        tab.until("document.querySelector('video').currentTime > 1")
        tab.until("document.querySelector('#says').textContent.includes('The output ended. Trying again')")
        tab.until("document.querySelector('#says').textContent === '' && document.querySelector('video').currentTime > 0.5")
        tab.ask("document.querySelector('#sound').click()")
        tab.until("!document.querySelector('video').muted && document.querySelector('#sound').textContent === 'Mute'")
        assert tab.complaints() == []


def test_an_output_that_is_gone_is_told_in_words(browser: Browser, live: Emulator) -> None:
    live.cloud.screen = Bars((DENNY, SMALL), seconds=2)
    with browser.page(f"{live.url}/watch/{DENNY}") as tab:
        tab.until("document.querySelector('video').currentTime > 0.2")
        live.cloud.screen = None
        tab.until("document.querySelector('#says').textContent.startsWith('There is no such output now. Trying again in')")
        live.cloud.screen = Bars((DENNY, SMALL))
        tab.until("document.querySelector('#says').textContent === ''")


def test_names_are_inert(browser: Browser, live: Emulator) -> None:
    live.cloud.screen = Bars((EVIL, SMALL), (f"'\"&{EVIL}", SMALL))
    live.cloud.journal.note(time.time(), "request", query={EVIL: EVIL}, sign="wrong", body=f'"{EVIL}"', code=-1, message=EVIL)
    live.cloud.journal.note(time.time(), EVIL, stream=EVIL, **{EVIL: EVIL})
    with browser.page(live.url) as tab:
        connected(tab)
        tab.until("document.querySelectorAll('.card').length === 2")
        tab.ask("document.querySelector('.request').open = true")
        tab.until("document.querySelectorAll('.frame img[src^=blob]').length === 2")
        assert tab.ask(TEXT).count(EVIL) >= 6
        assert tab.ask("document.querySelectorAll('img:not(.frame img), img[onerror]').length") == 0
        assert tab.complaints() == []


def test_no_foreign_script_runs(browser: Browser, live: Emulator) -> None:
    with browser.page(live.url) as tab:
        connected(tab)
        tab.ask(
            "(() => { const bad = document.createElement('script'); bad.textContent = 'window.hit = 1'; document.body.append(bad); })()"
        )
        assert tab.ask("window.hit ?? null") is None
        assert any("Content Security Policy" in complaint for complaint in tab.complaints())


def test_requests_open_and_the_lag_is_set(browser: Browser, live: Emulator) -> None:
    about = {"query": {"cmd": str(APP_ID), "t_in": 60}, "sign": "right", "body": json.dumps(page()), "code": -505, "message": "no"}
    live.cloud.journal.note(time.time(), "request", **about)
    with browser.page(live.url) as tab:
        connected(tab)
        tab.ask("document.querySelector('.request summary').click()")
        assert "t=$T&sign=$SIGN" in tab.ask("document.querySelector('.command code').textContent")
        time.sleep(1.2)
        assert tab.ask("document.querySelector('.request').open"), "a look at the emulator closes nothing"
        tab.ask("document.querySelector('#lag').value = '2.5'; document.querySelector('#settings').requestSubmit()")
        tab.until("document.querySelector('#told').textContent === 'A push now stays unseen for 2.5 s'")
        assert live.cloud.settings.lag_s == 2.5
        assert tab.complaints() == []


def test_a_lost_emulator_is_told_and_found_again(browser: Browser) -> None:
    with Emulator(APP_ID, KEY) as first:
        port = Caller(first.url).address[1]
        with browser.page(first.url) as tab:
            connected(tab)
            first.stop()
            tab.until("!document.querySelector('#lost').hidden && document.querySelector('#link').textContent === 'connection lost'")
            with Emulator(APP_ID, KEY, port=port):
                connected(tab)
                assert tab.ask("document.querySelector('#lost').hidden")


@pytest.mark.parametrize("width", [360, 400, 760, 1000, 1400])
def test_nothing_hangs_over_at_any_width(browser: Browser, live: Emulator, width: int) -> None:
    mixed(live)
    live.cloud.push("x" * 80, SMALL, time.time())
    live.cloud.journal.note(time.time(), "request", query={}, sign="missing", body="y" * 500, code=-505, message="z" * 300)
    with browser.page(live.url, width=width) as tab:
        connected(tab)
        tab.until("document.querySelectorAll('.request').length")
        tab.ask("document.querySelector('.request').open = true")
        assert tab.ask("document.documentElement.scrollWidth") <= width
