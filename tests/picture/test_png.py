"""SVG -> PNG: as large as asked, never larger than the machine bears, and with the words in it."""

from __future__ import annotations

import struct
import sys

import pytest

from layoutkit.errors import ExtraMissing, UsageError
from layoutkit.picture import draw, has_letters, sheet, to_png

from . import album

needs_resvg = pytest.mark.usefixtures("resvg")


@pytest.fixture
def resvg() -> None:
    pytest.importorskip("resvg_py")


def size(png: bytes) -> tuple[int, int]:
    """Width and height, from the first chunk of the file."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


@needs_resvg
@pytest.mark.parametrize(("scale", "longest"), [(0.5, 480), (1, 960), (2, 1920)])
def test_a_png_is_as_large_as_its_svg_says(scale: float, longest: int) -> None:
    svg = draw(album.layout(), scale=scale)
    assert size(to_png(svg)) == (int(album.root(svg).attrib["width"]), int(album.root(svg).attrib["height"]))
    assert max(size(to_png(svg))) == longest


@needs_resvg
def test_the_same_picture_is_the_same_bytes() -> None:
    assert to_png(draw(album.layout())) == to_png(draw(album.layout()))


@needs_resvg
def test_names_of_any_script_do_not_break_it() -> None:
    names = ('<guest> & "co"', "王小明", "محمد علي", "👩‍👩‍👧 family 😀")
    plain, named = (to_png(draw(album.layout(names=given))) for given in ((), names))
    assert size(named) == size(plain)
    assert named != plain


@needs_resvg
def test_an_auto_picture_is_a_light_png() -> None:
    assert to_png(draw(album.layout(), theme="auto")) == to_png(draw(album.layout()))


@needs_resvg
def test_what_would_end_the_process_is_refused() -> None:
    big = sheet([draw(album.layout())] * 64, scale=8)
    with pytest.raises(UsageError, match=r"too large \(at most 8192 a side"):
        to_png(big)


@needs_resvg
def test_a_machine_without_fonts_is_known() -> None:
    assert has_letters() in (True, False)


def test_without_resvg_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ExtraMissing, match=r"a PNG needs resvg-py.*pip install 'layoutkit\[preview\]'"):
        to_png(draw(album.layout()))
