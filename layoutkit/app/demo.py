"""`layoutkit demo`: the main job from a template to a mixed show, on this machine, with the page's own example."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import click

from layoutkit.app.local import EXAMPLE_APP_ID, EXAMPLE_KEY
from layoutkit.app.placing import placed
from layoutkit.app.shell import put
from layoutkit.app.streaming import RTMP_PORT
from layoutkit.documents import layout_document, to_json
from layoutkit.emulator import Emulator
from layoutkit.emulator.air.media import Media
from layoutkit.errors import UsageError
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.picture import draw
from layoutkit.pipeline import Client, arrange, render
from layoutkit.targets import render_end
from layoutkit.tencent import LIFETIME_S, Reply, sign

CANVAS = Size(540, 960)
PRIMARY = "8888_denny"
GUESTS = REX, LINK, SHOCK = ("8888_rex", "8888_link", "8888_shock")
"""The streams of the page's example (Mix_StreamV2, section 3)."""

SCENES = (("one guest", (REX,)), ("two guests", (REX, LINK)), ("three guests", GUESTS), ("8888_link leaves", (REX, SHOCK)))
"""What happens, before the end."""

EXAMPLE_T = 1490858347
"""The `t` of the page's example of a signature (Mix_StreamV2, section 2)."""

PORT = 8088
"""Where the demo is watched, if that port is free."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the demo: what was sent, and the answer."""

    title: str
    payload: dict[str, Any]
    reply: Reply
    layout: Layout | None = None


class Camera(Protocol):
    """Whoever looks on."""

    def take(self, title: str, says: str) -> None: ...
    def leave(self) -> tuple[str, str] | None: ...


class _Nobody:
    """Nobody looks on: there are no real streams."""

    def take(self, title: str, says: str) -> None:
        pass

    def leave(self) -> None:
        return None


def play(now: Callable[[], float], form: str, picture: str, *, film: bool = False, watch: bool = False) -> None:
    """Solve for three guests, draw, sign, send: they come one by one, one leaves, the mix ends. Shown step by step, or as JSON.

    With `film`, real streams are mixed, and `demo.mp4` and a contact sheet are left beside the picture; with `watch`, it then goes
    round until Ctrl-C.
    """
    layout = arranged(GUESTS)
    put(draw(layout), picture)
    say = (lambda text: None) if form == "json" else click.echo
    say(f"1  Solve: a right column for three guests\n\n{indented(placed(layout))}\n")
    say(f"2  Draw: {picture}\n")
    payload = to_json(render(layout, app_id=EXAMPLE_APP_ID, now=now()), indent=2)
    say(f"3  Write: the payload, as Mix_StreamV2 has it\n\n{indented(payload)}\n")
    t = int(now()) + LIFETIME_S
    say(f"4  Sign: t = now + {LIFETIME_S} s = {t}, sign = MD5(key + t) = {sign(EXAMPLE_KEY, t)}")
    say(f"   The page's example, t = {EXAMPLE_T}: {sign(EXAMPLE_KEY, EXAMPLE_T)}\n")
    scenes, left = show(now, say, Path(picture).parent, film=film, watch=watch)
    if form == "json":
        put(to_json(document(scenes, picture, left), indent=2))
        return
    if left:
        say(f"\n6  Look: {left[0]} is what the audience saw, {left[1]} its moments side by side")
    say(f"\nOpen {picture} to see the layout. Next: layoutkit list, layoutkit solve grid --secondaries 5, layoutkit init my-layout")
    if not film:
        say("The film of it needs the mixer: pip install 'layoutkit[mixer]', then layoutkit demo")


def show(
    now: Callable[[], float], say: Callable[[str], object], folder: Path, *, film: bool, watch: bool
) -> tuple[list[Scene], tuple[str, str] | None]:
    """Start the local endpoint, have four streams pushed to it, and send the mixes; the scenes, and what was left behind."""
    with endpoint(now, film) as emulator, camera(emulator, folder, film) as looking:
        client = Client(EXAMPLE_APP_ID, EXAMPLE_KEY, endpoint=emulator.endpoint, now=now)
        say(f"5  Send: to {emulator.endpoint}, the local endpoint, where four streams are pushed")
        if film:
            say(f"   Watch it: {emulator.url}/watch/{PRIMARY}, or with all that is known: {emulator.url}/")
            say(f"   In any player: {emulator.rtmp}/{PRIMARY}")
        say("")
        scenes = list(scenery(client, now, say, looking))
        session = emulator.cloud.session(PRIMARY)
        say(f"   The endpoint's session {PRIMARY}: {session.state if session else 'unknown'}")
        left = looking.leave()
        if watch and left:
            go_round(client, emulator, left, say)
        return scenes, left


def scenery(client: Client, now: Callable[[], float], say: Callable[[str], object], looking: Camera) -> Iterator[Scene]:
    """The scenes, each sent, told and looked at."""
    for title, guests in SCENES:
        scene = mixed(client, title, guests, now)
        yield seen(scene, say, looking)
    ended = client.end(PRIMARY)
    yield seen(Scene("the show is over", render_end(PRIMARY, app_id=EXAMPLE_APP_ID, now=int(now())), ended), say, looking)


def seen(scene: Scene, say: Callable[[str], object], looking: Camera) -> Scene:
    streams = [item["input_stream_id"] for item in scene.payload["interface"]["para"]["input_stream_list"]]
    say(f"   {scene.title}: {', '.join(streams)}\n   -> {to_json(answer(scene.reply))}  {scene.reply.status}\n")
    looking.take(scene.title, f"code {scene.reply.code}: {scene.reply.status}")
    return scene


def go_round(client: Client, emulator: Emulator, left: tuple[str, str], say: Callable[[str], object]) -> None:
    """Guests come and go until somebody has seen enough."""
    say(f"\n6  Look: {left[0]} is what the audience saw, {left[1]} its moments side by side")
    say(f"   Still on air at {emulator.url}/watch/{PRIMARY}; Ctrl-C ends it")
    while True:
        for _, guests in SCENES:
            client.mix(arranged(guests))
            time.sleep(2.0)
        client.end(PRIMARY)
        time.sleep(2.0)


@contextmanager
def endpoint(now: Callable[[], float], film: bool) -> Iterator[Emulator]:
    """The local endpoint; one that mixes stands at its usual port, where that is free."""
    try:
        emulator = Emulator(
            EXAMPLE_APP_ID, EXAMPLE_KEY, port=PORT if film else 0, now=now, media=Media(RTMP_PORT) if film else None
        ).start()
    except UsageError:
        emulator = Emulator(EXAMPLE_APP_ID, EXAMPLE_KEY, now=now, media=Media() if film else None).start()
    with emulator:
        if not film:
            for stream in (PRIMARY, *GUESTS):
                emulator.cloud.push(stream, CANVAS, now())
        yield emulator


def camera(emulator: Emulator, folder: Path, film: bool) -> Any:
    """Whoever looks on: a film, or nobody."""
    if not film:
        return nullcontext(_Nobody())
    from layoutkit.app.filming import Filming

    return Filming(emulator, PRIMARY, GUESTS, CANVAS, folder)


def arranged(guests: tuple[str, ...]) -> Layout:
    return arrange("right-column", canvas=CANVAS, primary=PRIMARY, secondaries=guests)


def mixed(client: Client, title: str, guests: tuple[str, ...], now: Callable[[], float]) -> Scene:
    layout = arranged(guests)
    return Scene(title, render(layout, app_id=EXAMPLE_APP_ID, now=now()), client.mix(layout), layout)


def answer(reply: Reply) -> dict[str, Any]:
    """The reply as the page writes it (section 4)."""
    return {"code": reply.code, "message": reply.message, "timestamp": reply.timestamp}


def document(scenes: list[Scene], picture: str, left: tuple[str, str] | None) -> dict[str, Any]:
    """The demo as JSON."""
    return {
        "picture": picture,
        "film": left[0] if left else None,
        "sheet": left[1] if left else None,
        "signature": {"t": EXAMPLE_T, "sign": sign(EXAMPLE_KEY, EXAMPLE_T)},
        "mixes": [
            {
                "title": scene.title,
                "layout": layout_document(scene.layout) if scene.layout else None,
                "payload": scene.payload,
                "reply": scene.reply.document(),
            }
            for scene in scenes
        ],
    }


def indented(text: str) -> str:
    return "\n".join(f"   {line}" if line else line for line in text.split("\n"))
