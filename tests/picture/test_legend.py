"""What is written below the canvas."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layoutkit.layout import OffPicture
from layoutkit.picture import draw
from layoutkit.picture.legend import packed
from layoutkit.picture.text import width
from layoutkit.scene import Stream

from . import album


def test_one_secondary_is_one() -> None:
    assert album.legend(draw(album.layout(boxes=album.COLUMN[:1])))[1] == "540×960 · 1 secondary"


def test_an_answer_that_is_not_proved_says_so() -> None:
    assert "540×960 · 3 secondaries · not proved" in album.legend(draw(album.layout(proved=False)))


def test_a_long_template_name_stands_above_the_facts() -> None:
    name = "a-right-column-for-a-show-with-a-long-name"
    assert album.legend(draw(album.layout(template=name)))[1:] == ["540×960 · 3 secondaries"]


def test_streams_without_a_tile_are_listed_with_the_reason() -> None:
    off = (OffPicture(Stream("a", "Ann"), "audio only"), OffPicture(Stream("bob"), "dropped"))
    assert album.legend(draw(album.layout(off_picture=off)))[2:] == ["Off picture: ⁨Ann⁩ (audio only), ⁨bob⁩ (dropped)"]


def test_the_reason_stands_without_its_details() -> None:
    off = (OffPicture(Stream("ann"), "dropped: there is room for 2"), OffPicture(Stream("bob"), "on page 2 of 3"))
    assert album.legend(draw(album.layout(off_picture=off)))[2:] == ["Off picture: ⁨ann⁩ (dropped), ⁨bob⁩ (on page 2 of 3)"]


def test_a_crowd_without_tiles_takes_three_lines() -> None:
    off = tuple(OffPicture(Stream(f"audience_{n}"), "audio only") for n in range(100))
    lines = album.legend(draw(album.layout(off_picture=off)))[2:]
    shown = sum(line.count("(audio only)") for line in lines)
    assert len(lines) == 3
    assert lines[-1].endswith(f" and {100 - shown} more")


@given(st.lists(st.text("abc王", min_size=1, max_size=10), min_size=1, max_size=40))
def test_packed_lines_keep_to_their_room_and_count_all(items: list[str]) -> None:
    lines = packed(items, 40, "Off: ")
    more = int(lines[-1].rpartition(" and ")[2].removesuffix(" more")) if lines[-1].endswith(" more") else 0
    assert max(map(width, lines)) <= 40
    assert " ".join(lines).removeprefix("Off: ").partition(" and ")[0].split(", ") == items[: len(items) - more]


def test_the_legend_stays_in_the_picture() -> None:
    """On every canvas, the thinnest too, by the estimate of its width."""
    for canvas in ("540x960", "1x2000", "2000x1", "16384x16384", "1x1"):
        off = (OffPicture(Stream("a", "王" * 200), "audio only " * 20),)
        svg = album.root(draw(album.layout(canvas, (), off_picture=off, proved=False, template="t" * 64)))
        left, top, wide, high = map(float, svg.attrib["viewBox"].split())
        for line in svg.findall(f"{album.SVG}g/{album.SVG}text"):
            x, y, size = (float(line.attrib[key]) for key in ("x", "y", "font-size"))
            start = x if line.attrib["text-anchor"] == "start" else x - width(line.text or "") * size
            slack = 0.01 * wide
            assert left <= start + slack
            assert start + width(line.text or "") * size <= left + wide + slack
            assert max(0, top) < y < top + high
