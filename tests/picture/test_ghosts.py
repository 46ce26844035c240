"""Who moved since the layout before: where each was, an arrow, how far it is."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from hypothesis import given, settings

from layoutkit.geometry import Rect
from layoutkit.layout import Layout
from layoutkit.movement import moves
from layoutkit.picture import draw
from layoutkit.picture.text import width

from . import album

TWO = ((20, 20, 160, 240), (380, 390, 160, 240))


def was(svg: str) -> list[Rect]:
    """The dashed outlines of where people stood."""
    found = album.root(svg).findall(f".//{album.SVG}rect[@class='was']")
    return [Rect(*(int(rect.attrib[key]) for key in ("x", "y", "width", "height"))) for rect in found]


def pills(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in album.root(svg).findall(f"{album.SVG}g[@class='pill']/{album.SVG}text")]


def test_who_moved_has_a_dashed_outline_where_they_were_an_arrow_and_the_distance() -> None:
    svg = draw(album.layout(boxes=album.COLUMN[:2]), before=album.layout(boxes=TWO))
    assert was(svg) == [Rect(20, 20, 160, 240)]
    assert pills(svg) == ["970 px"]
    assert len(album.root(svg).findall(f".//{album.SVG}path[@class='way']")) == 1
    assert "Since before: 1 moved 970 px in all, 2 stayed" in album.legend(svg)


def test_an_arrow_begins_where_the_tile_was_and_ends_before_its_words() -> None:
    svg = draw(album.layout(boxes=album.COLUMN[:2]), before=album.layout(boxes=TWO))
    way = album.root(svg).find(f".//{album.SVG}path[@class='way']")
    assert way is not None
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", way.attrib["d"])]
    assert numbers[:2] == [100, 140]
    assert numbers[-1] < min(float(text.attrib["y"]) - float(text.attrib["font-size"]) for text in words(svg, "guest_1"))


def test_a_short_arrow_is_not_covered_by_its_distance() -> None:
    """The tile went 100 pixels up, of which the words leave some 40 for the arrow."""
    svg = draw(album.layout("1280x720", ((900, 100, 180, 140),)), before=album.layout("1280x720", ((900, 200, 180, 140),)))
    way, pill = (
        album.root(svg).find(f".//{album.SVG}path[@class='way']"),
        album.root(svg).find(f"{album.SVG}g[@class='pill']/{album.SVG}rect"),
    )
    assert way is not None
    assert pill is not None
    left, right = float(pill.attrib["x"]), float(pill.attrib["x"]) + float(pill.attrib["width"])
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", way.attrib["d"])]
    assert not any(left < x < right for x in numbers[::2])


def words(svg: str, name: str) -> list[Element]:
    """The lines of a tile's label, which stand above the ghosts."""
    labels = album.root(svg).findall(f"{album.SVG}svg[@class='words']")
    return next(list(label) for label in labels if "".join(label[0].itertext()) == name)


def test_who_came_is_new_and_who_left_has_left() -> None:
    before = album.layout(boxes=album.COLUMN[:2], ids=("host", "a", "b"), names=("", "Ann", "Ben"))
    after = album.layout(boxes=album.COLUMN[:2], ids=("host", "a", "c"), names=("", "Ann", "Cem"))
    svg = draw(after, before=before)
    assert sorted(pills(svg)) == ["new", "\u2068Ben\u2069 left"]
    assert was(svg) == [Rect(*album.COLUMN[1])]


def test_who_only_grew_is_resized() -> None:
    svg = draw(album.layout(boxes=((100, 100, 200, 200),)), before=album.layout(boxes=((150, 150, 100, 100),)))
    assert pills(svg) == ["resized"]


def test_where_nobody_moved_nothing_is_drawn() -> None:
    svg = draw(album.layout(), before=album.layout())
    assert (was(svg), pills(svg)) == ([], [])
    assert "Since before: nobody moved, 4 stayed" in album.legend(svg)


def test_places_on_another_canvas_are_not_compared() -> None:
    svg = draw(album.layout(), before=album.layout("1080x1920", ()))
    assert was(svg) == []
    assert "Before on 1080×1920: places are not compared" in album.legend(svg)


@settings(max_examples=60, deadline=None)
@given(before=album.layouts(), boxes=album.layouts())
def test_every_pill_lies_in_the_canvas_and_holds_its_text(before: Layout, boxes: Layout) -> None:
    after = (
        Layout(boxes.origin, before.canvas, tuple(t for t in boxes.tiles if not t.rect.overhang(before.canvas)))
        if _fits(boxes, before)
        else before
    )
    svg = album.root(draw(after, before=before))
    for pill in svg.findall(f"{album.SVG}g[@class='pill']"):
        rect, text = pill
        x, y, wide, high = (float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
        slack = 1e-3 * max(before.canvas.width, before.canvas.height)
        assert -slack <= x <= x + wide <= before.canvas.width + slack
        assert -slack <= y <= y + high <= before.canvas.height + slack
        assert width("".join(text.itertext())) * float(text.attrib["font-size"]) <= wide + slack
    assert len(svg.findall(f".//{album.SVG}rect[@class='was']")) == len(moves(before, after).moved) + len(moves(before, after).left)


def _fits(layout: Layout, other: Layout) -> bool:
    return not any(tile.rect.overhang(other.canvas) for tile in layout.tiles)
