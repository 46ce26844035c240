"""Layouts to draw, and a reader of the pictures that knows XML and nothing of how they were made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from hypothesis import strategies as st

from layoutkit.geometry import Rect, Size
from layoutkit.layout import Layout, OffPicture, Tile
from layoutkit.origin import Origin, TemplateRef
from layoutkit.picture.text import width
from layoutkit.scene import KeepClear, Stream

SVG = "{http://www.w3.org/2000/svg}"
COLUMN = ((380, 630, 160, 240), (380, 390, 160, 240), (380, 150, 160, 240))
IDS = ("8888_denny", "8888_rex", "8888_link", "8888_shock")

Box = tuple[int, int, int, int]


def layout(
    canvas: str = "540x960",
    boxes: tuple[Box, ...] = COLUMN,
    *,
    names: tuple[str, ...] = (),
    ids: tuple[str, ...] = (),
    primary: Box | None = None,
    off_picture: tuple[OffPicture, ...] = (),
    proved: bool = True,
    template: str = "right-column",
) -> Layout:
    """A layout of these boxes; `names` begins with the primary's, and ids that are not given are made up."""
    size = Size.parse(canvas)
    whole = primary or (0, 0, size.width, size.height)
    called = (*ids, *(f"guest_{n}" for n in range(len(ids), len(boxes) + 1)))
    named = (*names, *[""] * (len(boxes) + 1 - len(names)))
    streams = [Stream(i, n) for i, n in zip(called, named, strict=True)]
    roles = ("primary", *["secondary"] * len(boxes))
    tiles = [Tile(s, r, Rect(*b), n) for n, (s, r, b) in enumerate(zip(streams, roles, (whole, *boxes), strict=True), 1)]
    origin = Origin(TemplateRef(template, 1, "sha256:" + "0" * 64))
    return Layout(origin, size, tuple(tiles), off_picture, (), proved)


def grid(columns: int, rows: int, canvas: str = "1280x720", gap: int = 8) -> Layout:
    """Equal cells over the whole canvas, row by row."""
    size = Size.parse(canvas)
    wide, high = (size.width - gap * (columns + 1)) // columns, (size.height - gap * (rows + 1)) // rows
    cells = [(gap + c * (wide + gap), gap + r * (high + gap), wide, high) for r in range(rows) for c in range(columns)]
    return layout(canvas, tuple(cells), template="grid")


@dataclass(frozen=True)
class Seen:
    """A rectangle as the picture shows it: its class, place, fill, text elements, and what it says when pointed at."""

    kind: str
    rect: Rect
    fill: str
    texts: tuple[ElementTree.Element, ...]
    about: str

    @property
    def words(self) -> list[str]:
        return ["".join(text.itertext()) for text in self.texts]


def root(svg: str) -> ElementTree.Element:
    """The picture as XML, read from the bytes that a file of it would hold."""
    return ElementTree.fromstring(svg.encode("utf-8"))


def seen(svg: str) -> list[Seen]:
    """The tiles and areas of a picture, in the order in which they are drawn."""
    return [_seen(window) for window in root(svg).findall(f"{SVG}svg") if window.attrib["class"] != "words"]


def _seen(window: ElementTree.Element) -> Seen:
    place = window.find(f"{SVG}rect")
    assert place is not None
    box = {key: int(place.attrib[key]) for key in ("x", "y", "width", "height")}
    assert {key: int(window.attrib[key]) for key in box} == box
    assert window.attrib["viewBox"] == " ".join(map(str, box.values()))
    texts = tuple(window.findall(f"{SVG}text"))
    return Seen(window.attrib["class"], Rect(**box), place.attrib["fill"], texts, window.findtext(f"{SVG}title") or "")


def legend(svg: str) -> list[str]:
    """The lines written beside the canvas."""
    return ["".join(text.itertext()) for text in root(svg).findall(f"{SVG}g[@class='legend']/{SVG}text")]


def beyond(text: ElementTree.Element, rect: Rect) -> Iterator[str]:
    """At which edges a centred line stands out of a rectangle, by the estimate of its width."""
    x, y, size = (float(text.attrib[key]) for key in ("x", "y", "font-size"))
    half, slack = width("".join(text.itertext())) * size / 2, 0.02 * size  # numbers in the picture are cut to five digits
    if x - half < rect.x - slack or x + half > rect.right + slack:
        yield f"{text.text!r} is wider than {rect}"
    if y - 0.9 * size < rect.y - slack or y + 0.25 * size > rect.bottom + slack:
        yield f"{text.text!r} is higher than {rect}"


NAMES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "王小明", "李娜的摄像头很长的名字", "محمد علي", "Zoë", '<guest> & "co"', "👩‍👩‍👧 family", "a\x00b\x1b"]),
)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """A random canvas with random tiles, names of any script, overlapping as they like."""
    wide, high = draw(st.integers(1, 2000)), draw(st.integers(1, 2000))
    boxes = draw(st.lists(_boxes(wide, high), max_size=8))
    primary = draw(st.one_of(st.none(), _boxes(wide, high)))
    names = draw(st.lists(NAMES, min_size=len(boxes) + 1, max_size=len(boxes) + 1))
    return layout(f"{wide}x{high}", tuple(boxes), names=tuple(names), primary=primary)


@st.composite
def _boxes(draw: st.DrawFn, wide: int, high: int) -> Box:
    x, y = draw(st.integers(0, wide - 1)), draw(st.integers(0, high - 1))
    return x, y, draw(st.integers(1, wide - x)), draw(st.integers(1, high - y))


CHAT = KeepClear("chat", Rect(16, 640, 340, 250))
