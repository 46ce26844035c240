"""SVG -> PNG, by resvg: the only home of resvg-py, which the extra `preview` brings and the first call loads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from layoutkit.errors import ExtraMissing, UsageError

MOST_SIDE = 8192
MOST_PIXELS = 40_000_000
"""The most of a side and of all, in pixels: resvg ends the whole process on a picture that it has no memory for."""

FAMILY = "DejaVu Sans"
"""The letters that widths were estimated with; where a machine has none, resvg takes what it has."""

_SIZE = re.compile(r'<svg [^>]*?width="([0-9]+)" height="([0-9]+)"')


def to_png(svg: str, fonts: Sequence[str] = ()) -> bytes:
    """One of our own SVGs as the bytes of a PNG, as many pixels as the SVG is CSS pixels wide and high.

    `fonts` are files of fonts beside those of the machine, for names in scripts that it has no letters for. The same picture gives the
    same bytes wherever the fonts are the same. Raises UsageError where it would be too large, ExtraMissing without resvg-py.
    """
    width, height = _sizes(svg)
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise UsageError(
            f"a PNG of {width}x{height} pixels is too large", f"at most {MOST_SIDE} a side and {MOST_PIXELS // 10**6} million in all"
        )
    return _rendered(svg, fonts)


def has_letters(fonts: Sequence[str] = ()) -> bool:
    """Whether there is any font at all: without one, names are left out of a PNG."""
    page = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'
    return _rendered(page.format('<text y="15">A</text>'), fonts) != _rendered(page.format(""), fonts)


def _sizes(svg: str) -> tuple[int, int]:
    found = _SIZE.search(svg)
    assert found, "our own pictures say how large they are"
    return int(found[1]), int(found[2])


def _rendered(svg: str, fonts: Sequence[str]) -> bytes:
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise ExtraMissing(f"a PNG needs resvg-py, which cannot be loaded: {error}", "pip install 'layoutkit[preview]'") from None
    return svg_to_bytes(svg_string=svg, font_files=list(fonts), font_family=FAMILY, sans_serif_family=FAMILY)
