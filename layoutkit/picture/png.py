"""SVG -> PNG, by resvg: the only home of resvg-py, which the extra `preview` brings and the first call loads."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from layoutkit.errors import ExtraMissing, UsageError
from layoutkit.picture.text import width as ems

MOST_SIDE = 8192
MOST_PIXELS = 40_000_000
"""The most of a side and of all, in pixels: resvg ends the whole process on a picture that it has no memory for."""

FAMILY = "DejaVu Sans"
"""The letters that widths were estimated with; where a machine has none, resvg takes what it has."""

_SIZE = re.compile(r'<svg [^>]*?width="([0-9]+)" height="([0-9]+)"')
_MIXED = re.compile(r"<text (?P<attributes>[^>]*)>(?P<words>[^\n]*<tspan[^\n]*)</text>")
_PIECE = re.compile(r"(?:<tspan font-family=\"(?P<family>[^\"]*)\">)?(?P<words>[^<]+)(?:</tspan>)?")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_ANCHORED = {"start": 0.0, "middle": 0.5, "end": 1.0}


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
    return _rendered(_MIXED.sub(_in_chunks, svg), fonts)


def has_letters(fonts: Sequence[str] = ()) -> bool:
    """Whether there is any font at all: without one, names are left out of a PNG."""
    page = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'
    return _rendered(page.format('<text y="15">A</text>'), fonts) != _rendered(page.format(""), fonts)


def _in_chunks(found: re.Match[str]) -> str:
    """A line of several fonts with a chunk of text for each: within one, resvg may lose letters of other fonts, or give up.

    The first stands where the whole line would begin by the estimate of its width. A line with words from right to left stays whole, in one
    font: chunks would be in another order.
    """
    attributes, words = found["attributes"], found["words"]
    pieces = list(_PIECE.finditer(words))
    if len(pieces) == 1:
        return found[0]
    line = "".join(html.unescape(piece["words"]) for piece in pieces)
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in line):
        return f"<text {attributes}>{''.join(piece['words'] for piece in pieces)}</text>"
    said = dict(_ATTRIBUTE.findall(attributes))
    start = float(said["x"]) - ems(line) * float(said["font-size"]) * _ANCHORED[said.get("text-anchor", "middle")]
    kept = re.sub(r' ?\b(?:x|text-anchor)="[^"]*"', "", attributes)
    chunks = [
        f'<tspan y="{said["y"]}"' + (f' font-family="{p["family"]}"' if p["family"] else "") + f">{p['words']}</tspan>" for p in pieces
    ]
    return f'<text {kept} x="{start:.4f}" text-anchor="start" xml:space="preserve">{"".join(chunks)}</text>'


def _sizes(svg: str) -> tuple[int, int]:
    found = _SIZE.search(svg)
    assert found, "our own pictures say how large they are"
    return int(found[1]), int(found[2])


def _rendered(svg: str, fonts: Sequence[str]) -> bytes:
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise ExtraMissing(f"a PNG needs resvg-py, which cannot be loaded: {error}", "pip install 'layoutkit[preview]'") from None
    try:
        return svg_to_bytes(svg_string=svg, font_files=list(fonts), font_family=FAMILY, sans_serif_family=FAMILY)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UsageError(f"resvg cannot draw this picture: {error}", "an SVG of it any browser can show") from None
