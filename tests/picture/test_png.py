"""SVG -> PNG: as large as asked, never larger than the machine bears, and with the words in it."""

from __future__ import annotations

import re
import struct
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.errors import ExtraMissing, UsageError
from layoutkit.picture import draw, has_letters, sheet, to_png

from . import album

WORDS = [
    "नमस्ते",
    "สวัสดี",
    "שלום",
    "தமிழ்",
    "abc",
    "مرحبا",
    "王小明",
    "한국어",
    "😀",
    "👩‍👩‍👧",
    "1",
    "ქართული",
    "বাংলা",
    "ភាសា",
    "ffi",
    "Ведущий",
]

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
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), st.sampled_from(["", " "]))
def test_nor_does_a_name_of_several_scripts(words: list[str], between: str) -> None:
    """Letters that join (in Tamil, or a family of emoji) stand beside any others."""
    assert size(to_png(draw(album.layout(names=(between.join(words),)))))[0] > 0


@needs_resvg
def test_a_line_of_several_fonts_has_a_chunk_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun where the line would begin; a line in one font, or from right to left, stays whole."""
    seen: list[str] = []
    monkeypatch.setattr("layoutkit.picture.png._rendered", lambda svg, fonts: seen.append(svg) or b"")
    to_png(draw(album.layout(names=("தமிழ் <a>", "தமிழ்", "مرحبا தமிழ்"))))
    spans = re.findall(r"<tspan ([^>]*)>([^<]*)</tspan>", seen[0])
    lines = {"".join(element.itertext()) for element in album.root(seen[0]).iter("{http://www.w3.org/2000/svg}text")}
    assert [text for attributes, text in spans if attributes.startswith("y=")] == ["தமிழ்", " &lt;a&gt;"]
    assert [text for attributes, text in spans if not attributes.startswith("y=")] == ["தமிழ்"]
    assert {"தமிழ் <a>", "مرحبا தமிழ்"} <= lines


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
