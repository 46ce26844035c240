"""A contact sheet: stills of a film side by side, each with its caption."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import NamedTuple

from layoutkit.documents import write_picture
from layoutkit.geometry import Size

HIGH = 400
"""How high a still is shown, in CSS pixels."""
GAP, TOP, BELOW = 24, 60, 72
"""Between stills and around them, above them for the title, and below them for two lines of caption."""


class Still(NamedTuple):
    """One moment: a JPEG, what happened, and what was said to it."""

    jpeg: bytes
    title: str
    says: str


def contact_sheet(stills: Sequence[Still], picture: Size, title: str) -> str:
    """An SVG of pictures of that size in a row, each scaled to one height."""
    wide = round(picture.width * HIGH / picture.height)
    placed = [
        {"x": GAP + n * (wide + GAP), "jpeg": base64.b64encode(still.jpeg).decode(), "title": still.title, "says": still.says}
        for n, still in enumerate(stills)
    ]
    size = {"width": GAP + len(stills) * (wide + GAP), "height": TOP + HIGH + BELOW}
    return write_picture("contact.svg.j2", stills=placed, size=(wide, HIGH), top=TOP, gap=GAP, title=title, **size)
