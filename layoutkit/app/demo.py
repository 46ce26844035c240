"""`layoutkit demo`: the main job from a template to a mixed show, on this machine, with the page's own example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from layoutkit.app.local import EXAMPLE_APP_ID, EXAMPLE_KEY
from layoutkit.app.placing import placed
from layoutkit.app.shell import put
from layoutkit.documents import layout_document, to_json
from layoutkit.emulator import Emulator
from layoutkit.geometry import Size
from layoutkit.layout import Layout
from layoutkit.picture import draw
from layoutkit.pipeline import Client, arrange, render
from layoutkit.targets import render_end
from layoutkit.tencent import LIFETIME_S, Reply, sign

CANVAS = Size(540, 960)
PRIMARY = "8888_denny"
GUESTS = ("8888_rex", "8888_link", "8888_shock")
"""The streams of the page's example (Mix_StreamV2, section 3)."""

EXAMPLE_T = 1490858347
"""The `t` of the page's example of a signature (Mix_StreamV2, section 2)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the demo: what was sent, and the answer."""

    title: str
    payload: dict[str, Any]
    reply: Reply
    layout: Layout | None = None


def play(now: Callable[[], float], form: str, picture: str) -> None:
    """Solve for three guests, draw, sign, send; one leaves; the mix ends. Shown step by step, or as one JSON document."""
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
    scenes = list(show(now, say))
    if form == "json":
        put(to_json(document(scenes, picture), indent=2))
    else:
        say(f"\nOpen {picture} to see it. Next: layoutkit list, layoutkit solve grid --secondaries 5, layoutkit init my-layout")


def show(now: Callable[[], float], say: Callable[[str], object]) -> list[Scene]:
    """Start the local endpoint, push four streams to it, and send three mixes."""
    with Emulator(EXAMPLE_APP_ID, EXAMPLE_KEY, now=now) as emulator:
        for stream in (PRIMARY, *GUESTS):
            emulator.cloud.push(stream, CANVAS, now())
        client = Client(EXAMPLE_APP_ID, EXAMPLE_KEY, endpoint=emulator.endpoint, now=now)
        say(f"5  Send: to {emulator.endpoint}, the local endpoint, where four streams are pushed\n")
        scenes = [
            mixed(client, "three guests", GUESTS, now),
            mixed(client, "8888_link leaves", (GUESTS[0], GUESTS[2]), now),
        ]
        reply = client.end(PRIMARY)
        scenes.append(Scene("the show is over", render_end(PRIMARY, app_id=EXAMPLE_APP_ID, now=int(now())), reply))
        for scene in scenes:
            streams = [item["input_stream_id"] for item in scene.payload["interface"]["para"]["input_stream_list"]]
            say(f"   {scene.title}: {', '.join(streams)}\n   -> {to_json(answer(scene.reply))}  {scene.reply.status}\n")
        session = emulator.cloud.session(PRIMARY)
        say(f"   The endpoint's session {PRIMARY}: {session.state if session else 'unknown'}")
    return scenes


def arranged(guests: tuple[str, ...]) -> Layout:
    return arrange("right-column", canvas=CANVAS, primary=PRIMARY, secondaries=guests)


def mixed(client: Client, title: str, guests: tuple[str, ...], now: Callable[[], float]) -> Scene:
    layout = arranged(guests)
    return Scene(title, render(layout, app_id=EXAMPLE_APP_ID, now=now()), client.mix(layout), layout)


def answer(reply: Reply) -> dict[str, Any]:
    """The reply as the page writes it (section 4)."""
    return {"code": reply.code, "message": reply.message, "timestamp": reply.timestamp}


def document(scenes: list[Scene], picture: str) -> dict[str, Any]:
    """The demo as JSON."""
    return {
        "picture": picture,
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
