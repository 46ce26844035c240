"""A session as a picture: what its mix was asked to show, to lie beside what it really shows."""

from __future__ import annotations

import re

from layoutkit.emulator.cloud.session import Session
from layoutkit.emulator.cloud.state import Cloud
from layoutkit.emulator.reading.placement import Placement
from layoutkit.geometry import Rect, Size
from layoutkit.layout import Tile
from layoutkit.picture import Piece, draw_mix
from layoutkit.scene import Stream

BLACK = "#000000"
"""The background of a canvas that states no colour (V2C)."""

_COLOUR = re.compile(r"0[xX]([0-9a-fA-F]{6})")


def picture(cloud: Cloud, session: Session, theme: str) -> str:
    """The session's current layout as the text of an SVG; who is frozen is marked."""
    placed = sorted(session.placements, key=lambda placement: placement.layer)
    ground = placed[0] if placed and _is_ground(placed[0], session.canvas) else None
    pieces = [_piece(cloud, placement, placement is ground) for placement in placed]
    says = "the mix has ended" if session.state == "ended" else "nothing is placed"
    return draw_mix(session.canvas, pieces, theme=theme, says=says, heard=session.heard)


def _is_ground(placement: Placement, canvas: Size) -> bool:
    return placement.kind in ("stream", "video") and placement.rect == Rect(0, 0, canvas.width, canvas.height)


def _piece(cloud: Cloud, placement: Placement, ground: bool) -> Piece:
    pushed = cloud.pushed(placement.stream)
    stream = Stream(placement.stream, _name(placement), pushed.size if pushed else None)
    role = "primary" if ground else "secondary"
    tile = Tile(stream, role, placement.rect, placement.layer, crop=placement.crop)
    live = placement.kind in ("stream", "video")
    return Piece(tile, "frozen" if live and pushed is None else "", _colour(placement))


def _name(placement: Placement) -> str:
    """What a person reads: of a picture its number too; empty for the stream's own id."""
    return f"{placement.stream} · picture {placement.picture}" if placement.kind == "picture" else ""


def _colour(placement: Placement) -> str:
    """The colour of a canvas, as the web writes it; empty for whatever is no canvas."""
    if placement.kind != "canvas":
        return ""
    stated = _COLOUR.fullmatch(placement.colour)
    return f"#{stated[1].lower()}" if stated else BLACK
