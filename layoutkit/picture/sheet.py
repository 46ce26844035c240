"""Several pictures on one sheet, each with its own legend."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil, sqrt

from layoutkit.documents import write_picture
from layoutkit.errors import UsageError

GAP = 24
"""Between two pictures, and around all, in CSS pixels."""
MOST = 64
"""More pictures than anybody looks at in one go."""

_SIZE = re.compile(r'width="([0-9]+)" height="([0-9]+)"')


def sheet(pictures: Sequence[str], *, theme: str = "light", title: str = "", scale: float = 1.0) -> str:
    """Some pictures that `draw` made, row by row, about as wide as high; `scale` is of the whole, on which each is half its own size."""
    if not 1 <= len(pictures) <= MOST:
        raise UsageError(f"a sheet of {len(pictures)} pictures", f"from 1 to {MOST}")
    sizes = [_size(svg) for svg in pictures]
    wide, high = max(w for w, _ in sizes), max(h for _, h in sizes)
    columns = min(len(pictures), max(1, round(sqrt(len(pictures) * high / wide))))
    rows = ceil(len(pictures) / columns)
    places = [(GAP + i % columns * (wide + GAP), GAP + i // columns * (high + GAP)) for i in range(len(pictures))]
    size = (columns * (wide + GAP) + GAP, rows * (high + GAP) + GAP)
    shown = [max(1, round(side * scale / 2)) for side in size]
    parts = [_placed(svg, *place) for svg, place in zip(pictures, places, strict=True)]
    return write_picture("sheet.svg.j2", theme=theme, title=title, size=size, shown=shown, parts=parts)


def _size(svg: str) -> tuple[int, int]:
    found = _SIZE.search(svg)
    assert found, "our own pictures say how large they are"
    return int(found[1]), int(found[2])


def _placed(svg: str, x: int, y: int) -> str:
    """The picture at its place: a nested SVG."""
    return svg.rstrip().replace("<svg ", f'<svg x="{x}" y="{y}" ', 1)
